"""Writes of job ads: importing a feed, and forgetting recruiters' addresses in time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from peewee import EXCLUDED

from webapp.adapters import feed, jobtech, language
from webapp.base import clock
from webapp.base.db import transaction
from webapp.base.register import entry_of
from webapp.base.work import record_changes
from webapp.domain.jobs import rules
from webapp.domain.jobs.models import JobAd
from webapp.domain.reference.queries import municipality

CHANGE_KIND = "job_ad"
BATCH_SIZE = 200
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rejection:
    line: int
    reason: str


@dataclass(slots=True)
class ImportReport:
    """What an import did. ``problem`` is a ``FeedError`` reason when the feed was unreadable."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    problem: str | None = None

    @property
    def read(self) -> int:
        return self.new + self.updated + self.unchanged + self.removed + len(self.rejected)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def import_jobtech(
    path: Path,
    source: str,
    *,
    shift_to_today: bool = False,
    progress: Callable[[ImportReport], None] = lambda report: None,
) -> ImportReport:
    """Imports a feed in the JobTech shape: every good record is stored, however bad the others are.

    Ads are told apart by ``source`` and their id there, so a repeated import changes nothing.
    ``shift_to_today`` moves all times by whole days so that the newest publication is today.
    ``progress`` is called after each batch, with the report so far.
    """
    report = ImportReport()
    shift = _shift_to_today(path) if shift_to_today else timedelta()
    batch: dict[str, jobtech.FeedAd | jobtech.Removal] = {}

    def flush() -> None:
        _store_batch(source, batch, report)
        batch.clear()
        progress(report)

    try:
        for record in feed.read_records(path):
            ad = _read(record, report)
            if ad is None:
                continue
            if ad.external_id in batch or len(batch) >= BATCH_SIZE:
                flush()
            batch[ad.external_id] = _shifted(ad, shift)
    except feed.FeedError as error:
        report.problem = error.reason
    flush()
    return report


def forget_recruiters(moment: datetime) -> int:
    """Erases the addresses of recruiters whose ads closed long enough ago; returns how many."""
    kept_for = timedelta(days=entry_of(JobAd.application_email).retention or 0)
    ended_before = moment - kept_for
    with transaction():
        expired = JobAd.update(application_email=None).where(
            JobAd.application_email.is_null(False),
            (JobAd.closes_at < ended_before) | (JobAd.removed_at < ended_before),
        )
        return int(expired.execute())


def _read(record: feed.Record, report: ImportReport) -> jobtech.FeedAd | jobtech.Removal | None:
    reason = record.error
    if record.data is not None:
        try:
            return jobtech.read_ad(record.data)
        except jobtech.RecordError as error:
            reason = str(error)
    report.rejected.append(Rejection(record.line, reason or ""))
    return None


def _publication_times(path: Path) -> Iterator[datetime]:
    try:
        for record in feed.read_records(path):
            moment = jobtech.publication_time(record.data) if record.data else None
            if moment:
                yield moment
    except feed.FeedError:
        # The import itself reads the same file next and reports it.
        return


def _shift_to_today(path: Path) -> timedelta:
    newest = max(_publication_times(path), default=None)
    return clock.today() - newest.date() if newest else timedelta()


def _shifted(
    ad: jobtech.FeedAd | jobtech.Removal, shift: timedelta
) -> jobtech.FeedAd | jobtech.Removal:
    if isinstance(ad, jobtech.Removal):
        return replace(ad, removed=ad.removed + shift if ad.removed else None)
    return replace(
        ad,
        published=ad.published + shift,
        deadline=ad.deadline + shift if ad.deadline else None,
        closes=ad.closes + shift if ad.closes else None,
    )


def _store_batch(
    source: str, batch: dict[str, jobtech.FeedAd | jobtech.Removal], report: ImportReport
) -> None:
    if not batch:
        return
    rows = [_row(source, ad) for ad in batch.values() if isinstance(ad, jobtech.FeedAd)]
    removals = {ad.external_id: ad for ad in batch.values() if isinstance(ad, jobtech.Removal)}
    with transaction():
        known = {
            external_id: (ad_id, content_hash, removed_at)
            for ad_id, external_id, content_hash, removed_at in JobAd.select(
                JobAd.id, JobAd.external_id, JobAd.content_hash, JobAd.removed_at
            )
            .where(JobAd.source == source, JobAd.external_id.in_(list(batch)))
            .tuples()
        }
        changed = []
        for row in rows:
            _, content_hash, removed_at = known.get(row["external_id"], (None, None, None))
            if content_hash is None:
                report.new += 1
            elif content_hash == row["content_hash"] and removed_at is None:
                report.unchanged += 1
                continue
            else:
                report.updated += 1
            changed.append(row)
        changed_ids = _upsert(changed)
        gone = [
            (known[external_id][0], removal)
            for external_id, removal in removals.items()
            if external_id in known and known[external_id][2] is None
        ]
        for ad_id, removal in gone:
            moment = clock.from_stockholm(removal.removed) if removal.removed else clock.now()
            JobAd.update(removed_at=moment, changed_at=clock.now()).where(
                JobAd.id == ad_id
            ).execute()
        report.removed += len(gone)
        record_changes(CHANGE_KIND, [*changed_ids, *(ad_id for ad_id, _ in gone)])


def _upsert(rows: list[Row]) -> list[int]:
    if not rows:
        return []
    kept = {"source", "external_id", "imported_at"}
    updates = {name: getattr(EXCLUDED, name) for name in rows[0] if name not in kept}
    query = (
        JobAd.insert_many(rows)
        .on_conflict(conflict_target=[JobAd.source, JobAd.external_id], update=updates)
        .returning(JobAd.id)
        .tuples()
    )
    return [ad_id for (ad_id,) in query.execute()]


def _row(source: str, ad: jobtech.FeedAd) -> Row:
    text = ad.text_html or ad.text
    spoken = ad.language or language.detect(f"{ad.headline}\n{rules.plain_text(text)}")
    way = rules.way_to_apply(
        url=ad.application_url, email=ad.application_email, source_url=ad.source_url, text=text
    )

    def public(value: str | None) -> str | None:
        return rules.without_personal_contacts(value, spoken, way.kept_in_text) if value else value

    html = rules.clean_html(ad.text_html) if ad.text_html else rules.html_from_text(ad.text)
    place = municipality(ad.municipality_code) if ad.municipality_code else None
    latitude, longitude = ad.coordinates or (None, None)
    row: Row = {
        "source": source,
        "external_id": ad.external_id,
        "partner": None,
        "source_url": ad.source_url,
        "headline": public(ad.headline),
        "description": public(html) or "",
        "language": spoken,
        "employer_name": ad.employer_name,
        "employer_workplace": ad.employer_workplace,
        "employer_url": ad.employer_url,
        "organization_number": rules.public_organization_number(ad.organization_number),
        "municipality_code": place.code if place else None,
        "county_code": place.county_code if place else ad.county_code,
        "country_code": "SE" if place else ad.country_code,
        "locality": ad.locality,
        "postcode": ad.postcode,
        "latitude": latitude,
        "longitude": longitude,
        "remote": ad.remote,
        "occupation": ad.occupation.label,
        "occupation_code": ad.occupation.code,
        "occupation_group": ad.occupation_group.label,
        "occupation_group_code": ad.occupation_group.code,
        "occupation_field": ad.occupation_field.label,
        "occupation_field_code": ad.occupation_field.code,
        "employment_type": ad.employment_type.label,
        "employment_type_code": ad.employment_type.code,
        "duration": ad.duration,
        "working_hours": ad.working_hours,
        "scope_min": ad.scope_min,
        "scope_max": ad.scope_max,
        "start": public(ad.start),
        "salary_type": ad.salary_type,
        "salary_description": public(ad.salary_description),
        "vacancies": ad.vacancies,
        "skills": [asdict(skill) for skill in ad.skills],
        "languages": [asdict(wanted) for wanted in ad.languages],
        "driving_licences": list(ad.driving_licences),
        "experience_required": ad.experience_required,
        "application_url": way.url,
        "application_email": way.email,
        # A reference is often the recruiter's name; it is needed only where one writes to somebody.
        "application_reference": public(ad.application_reference) if way.email else None,
        "application_information": public(ad.application_information),
        "published_at": clock.from_stockholm(ad.published),
        "deadline_at": clock.end_of_day(ad.deadline.date()) if ad.deadline else None,
        "closes_at": clock.end_of_day(ad.closes.date()) if ad.closes else None,
        "removed_at": None,
    }
    fingerprint = json.dumps(row, default=str, sort_keys=True).encode()
    row["content_hash"] = hashlib.sha256(fingerprint).hexdigest()
    row["imported_at"] = row["changed_at"] = clock.now()
    return row
