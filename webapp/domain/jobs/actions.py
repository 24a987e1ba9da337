"""Writes of job ads: importing a feed, and forgetting recruiters' addresses in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from peewee import EXCLUDED

from webapp.adapters import feed, jobposting, jobposting_file, jobtech
from webapp.base import clock
from webapp.base.db import transaction
from webapp.base.register import entry_of
from webapp.base.work import record_changes
from webapp.domain.jobs import contacts, job_posting, rules
from webapp.domain.jobs.feed_row import Row, row_of
from webapp.domain.jobs.models import JobAd

CHANGE_KIND = "job_ad"
BATCH_SIZE = 200
LONGEST_SOURCE = JobAd.source.max_length
# A feed of nothing but bad records must not fill the memory with reasons.
MOST_REASONS_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Rejection:
    line: int
    reason: str


@dataclass(slots=True)
class ImportReport:
    """What an import did with each record; one that says what was known counts as unchanged.

    ``rejected`` holds the first reasons, ``rejected_count`` their whole number. ``problem`` is a
    ``FeedError`` reason when the feed was unreadable.
    """

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    rejected_count: int = 0
    problem: str | None = None

    @property
    def read(self) -> int:
        return self.new + self.updated + self.unchanged + self.removed + self.rejected_count

    def reject(self, line: int, reason: str) -> None:
        """Counts a bad record, and keeps why unless there are too many."""
        self.rejected_count += 1
        if self.rejected_count <= MOST_REASONS_KEPT:
            self.rejected.append(Rejection(line, reason))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class FeedFormat:
    """A shape of feed: its records, the ad or removal in one, and when that was published."""

    records: Callable[[Path], Iterator[feed.Record]]
    read: Callable[[Row], jobtech.FeedAd | jobtech.Removal]
    published: Callable[[Row], datetime | None]


JOBTECH = FeedFormat(feed.read_records, jobtech.read_ad, jobtech.publication_time)
JOBPOSTING = FeedFormat(
    jobposting_file.read_postings, job_posting.read_ad, jobposting.publication_time
)


def import_jobtech(
    path: Path,
    source: str,
    *,
    shift_to_today: bool = False,
    progress: Callable[[ImportReport], None] = lambda report: None,
) -> ImportReport:
    """Imports a feed in the JobTech shape; see ``import_feed``."""
    return import_feed(JOBTECH, path, source, shift_to_today=shift_to_today, progress=progress)


def import_jobposting(
    path: Path,
    partner: str,
    *,
    shift_to_today: bool = False,
    progress: Callable[[ImportReport], None] = lambda report: None,
) -> ImportReport:
    """Imports a partner's ads as schema.org JobPosting; see ``import_feed``.

    Raises:
        ValueError: the partner's name gives no source; see ``rules.partner_source``.
    """
    return import_feed(
        JOBPOSTING,
        path,
        rules.partner_source(partner),
        partner=partner,
        shift_to_today=shift_to_today,
        progress=progress,
    )


def import_feed(
    shape: FeedFormat,
    path: Path,
    source: str,
    *,
    partner: str | None = None,
    shift_to_today: bool = False,
    progress: Callable[[ImportReport], None] = lambda report: None,
) -> ImportReport:
    """Imports a feed: every good record is stored, however bad the others are.

    Ads are told apart by ``source`` and their id there, so a repeated import changes nothing.
    ``shift_to_today`` moves all times by whole days so that the newest publication is today.
    ``partner`` is who delivers them, named beside each. ``progress`` is called after each batch,
    with the report so far.
    """
    report = ImportReport()
    shift = _shift_to_today(shape, path) if shift_to_today else timedelta()
    batch: dict[str, jobtech.FeedAd | jobtech.Removal] = {}

    def flush() -> None:
        _store_batch(source, batch, report)
        batch.clear()
        progress(report)

    try:
        for record in shape.records(path):
            ad = _read(shape, record, report)
            if ad is None:
                continue
            if partner and isinstance(ad, jobtech.FeedAd):
                ad = replace(ad, partner=partner)
            if ad.external_id in batch or len(batch) >= BATCH_SIZE:
                flush()
            batch[ad.external_id] = _shifted(ad, shift)
    except feed.FeedError as error:
        report.problem = error.reason
    flush()
    return report


def forget_recruiters(moment: datetime) -> int:
    """Erases what is left of recruiters whose ads closed long enough ago; returns how many ads."""
    kept_for = timedelta(days=entry_of(JobAd.application_email).retention or 0)
    ended_before = moment - kept_for
    ended = (JobAd.closes_at < ended_before) | (JobAd.removed_at < ended_before)
    named = JobAd.application_email.is_null(False) | JobAd.application_reference.is_null(False)
    forgotten = {
        "application_email": None,
        "application_reference": None,
        "changed_at": clock.now(),
    }
    with transaction():
        count = int(JobAd.update(forgotten).where(named, ended).execute())
        for ad in JobAd.select().where(ended, _may_name_a_telephone()):
            count += _mask_telephone(ad)
    return count


def _may_name_a_telephone() -> Any:
    """The condition that an ad was left with no address, so a number may stand in its text."""
    return (
        JobAd.application_url.is_null()
        & JobAd.application_email.is_null()
        & JobAd.source_url.is_null()
        & (JobAd.description != "")
    )


def _mask_telephone(ad: JobAd) -> bool:
    before = (ad.description, ad.application_information)
    description, information = (
        contacts.without_personal_contacts(text, ad.language) if text else text for text in before
    )
    if (description, information) == before:
        return False
    JobAd.update(
        description=description, application_information=information, changed_at=clock.now()
    ).where(JobAd.id == ad.id).execute()
    return True


def _read(
    shape: FeedFormat, record: feed.Record, report: ImportReport
) -> jobtech.FeedAd | jobtech.Removal | None:
    reason = record.error
    if record.data is not None:
        try:
            return shape.read(record.data)
        except jobtech.RecordError as error:
            reason = str(error)
    report.reject(record.line, reason or "")
    return None


def _publication_times(shape: FeedFormat, path: Path) -> Iterator[datetime]:
    try:
        for record in shape.records(path):
            moment = shape.published(record.data) if record.data else None
            if moment:
                yield moment
    except feed.FeedError:
        # The import itself reads the same file next and reports it.
        return


def _shift_to_today(shape: FeedFormat, path: Path) -> timedelta:
    newest = max(_publication_times(shape, path), default=None)
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
    rows = [row_of(source, ad) for ad in batch.values() if isinstance(ad, jobtech.FeedAd)]
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
        report.unchanged += len(removals) - len(gone)
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
