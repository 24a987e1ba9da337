"""Writes of job ads: importing a feed, and forgetting recruiters' addresses in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from webapp.adapters import feed, jobposting, jobposting_file, jobtech
from webapp.adapters.feed_ad import FeedAd, Removal
from webapp.adapters.feed_reason import RecordError
from webapp.base import clock
from webapp.base.db import transaction
from webapp.base.register import entry_of
from webapp.domain.jobs import contacts, job_posting, rules, storing
from webapp.domain.jobs.feed_row import Publisher, Row
from webapp.domain.jobs.folded_ads import one_at_a_time, refold_all
from webapp.domain.jobs.models import FeedRemoval, JobAd
from webapp.domain.jobs.snapshots import Snapshot, close_missing
from webapp.domain.jobs.storing import CHANGE_KIND, ImportReport, Rejection

__all__ = ["CHANGE_KIND", "ImportReport", "Rejection"]

BATCH_SIZE = 200
LONGEST_SOURCE = JobAd.source.max_length
REMOVALS_KEPT = timedelta(days=100)


@dataclass(frozen=True, slots=True)
class FeedFormat:
    """A shape of feed: its records; of each, ad or removal, time of publication, and id."""

    records: Callable[[Path], Iterator[feed.Record]]
    read: Callable[[Row], FeedAd | Removal]
    published: Callable[[Row], datetime | None]
    identity: Callable[[Row], str]


JOBTECH = FeedFormat(
    feed.read_records, jobtech.read_ad, jobtech.publication_time, jobtech.record_id
)
JOBPOSTING = FeedFormat(
    jobposting_file.read_postings,
    job_posting.read_ad,
    jobposting.publication_time,
    jobposting.posting_id,
)


def import_jobtech(
    path: Path,
    source: str,
    *,
    shift_to_today: bool = False,
    snapshot: Snapshot | None = None,
    progress: Callable[[ImportReport], None] = lambda report: None,
) -> ImportReport:
    """Imports a feed in the JobTech shape; see ``import_feed``."""
    return import_feed(
        JOBTECH,
        path,
        source,
        shift_to_today=shift_to_today,
        snapshot=snapshot,
        progress=progress,
    )


def import_jobposting(
    path: Path,
    partner: str,
    *,
    shift_to_today: bool = False,
    snapshot: Snapshot | None = None,
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
        snapshot=snapshot,
        progress=progress,
    )


def import_feed(
    shape: FeedFormat,
    path: Path,
    source: str,
    *,
    partner: str | None = None,
    publisher: Publisher | None = None,
    shift_to_today: bool = False,
    snapshot: Snapshot | None = None,
    progress: Callable[[ImportReport], None] = lambda report: None,
) -> ImportReport:
    """Imports a feed: every good record is stored, however bad the others are.

    Ads are told apart by ``source`` and their id there, so a repeated import changes nothing.
    ``shift_to_today`` moves all times by whole days so that the newest publication is today.
    ``partner`` is who delivers them, named beside each; ``publisher`` is the company here whose own
    they are. ``snapshot`` says that the feed holds all
    open ads of the source, so that the others are gone; see ``snapshots``. ``progress`` is called
    after each batch, with the report so far.
    """
    report = ImportReport()
    shift = _shift_to_today(shape, path) if shift_to_today else timedelta()
    batch: dict[str, FeedAd | Removal] = {}

    def flush() -> None:
        storing.store_batch(source, batch, report, publisher)
        batch.clear()
        progress(report)

    try:
        for record in shape.records(path):
            ad = _read(shape, record, report)
            if ad is None:
                if snapshot:
                    snapshot.unreadable(_identity(shape, record))
                continue
            ad = _shifted(ad, shift)
            if partner and isinstance(ad, FeedAd):
                ad = replace(ad, partner=partner)
            if snapshot:
                snapshot.holds(ad)
            if ad.external_id in batch or len(batch) >= BATCH_SIZE:
                flush()
            batch[ad.external_id] = ad
    except feed.FeedError as error:
        report.problem = error.reason
    flush()
    if snapshot and not report.problem:
        close_missing(source, snapshot, report)
    return report


def _identity(shape: FeedFormat, record: feed.Record) -> str | None:
    """Whose a record is that can't be read, or None where not even that can."""
    try:
        return shape.identity(record.data) if record.data else None
    except RecordError:
        return None


def fold_ads(moment: datetime) -> int:
    """Brings forward the ads behind one that closed; returns how many ads moved.

    Whatever else changes what leads does so at once. ``moment`` is when this was due.
    """
    with transaction():
        one_at_a_time()
        moved = refold_all()
        storing.log_changes(moved)
    return len(moved)


def forget_removals(moment: datetime) -> int:
    """Deletes what is kept of ads that were gone before they came; returns how many.

    Feeds tell of a removal for about 90 days, and of ads that are older only in old files.
    """
    with transaction():
        doomed = FeedRemoval.delete().where(FeedRemoval.removed_at < moment - REMOVALS_KEPT)
        return int(doomed.execute())


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


def _read(shape: FeedFormat, record: feed.Record, report: ImportReport) -> FeedAd | Removal | None:
    reason = record.error
    if record.data is not None:
        try:
            return shape.read(record.data)
        except RecordError as error:
            reason = error.reason
    assert reason is not None
    report.reject(record.line, reason)
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


def _shifted(ad: FeedAd | Removal, shift: timedelta) -> FeedAd | Removal:
    changed = ad.changed + shift if ad.changed else None
    if isinstance(ad, Removal):
        return replace(ad, removed=ad.removed + shift if ad.removed else None, changed=changed)
    return replace(
        ad,
        changed=changed,
        published=ad.published + shift,
        deadline=ad.deadline + shift if ad.deadline else None,
        closes=ad.closes + shift if ad.closes else None,
    )
