"""A snapshot: a feed that holds all open ads of its source, so that the others are gone.

Only one that was read to its proper end says so, and only where each of its records says whose it
is. It tells of the moment of its newest record: what changed later is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from webapp.adapters.feed_ad import FeedAd, Removal
from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.jobs import feed_order
from webapp.domain.jobs.folded_ads import one_at_a_time, refold
from webapp.domain.jobs.models import JobAd
from webapp.domain.jobs.queries import is_open
from webapp.domain.jobs.storing import (
    EVERY_OTHER,
    ImportReport,
    log_changes,
    remember_gone,
)

TOO_MANY_GONE = "too_many_gone"
UNIDENTIFIED = "unidentified"
CHUNK = 500


@dataclass(slots=True)
class Snapshot:
    """What a snapshot held, noted while it is read; ``allow_many`` lets most ads be gone."""

    allow_many: bool = False
    present: set[str] = field(default_factory=set)
    newest: datetime | None = None
    unidentified: int = 0

    def holds(self, ad: FeedAd | Removal) -> None:
        """Notes a record that was read. A removal in a snapshot is no ad of it."""
        if isinstance(ad, FeedAd):
            self.present.add(ad.external_id)
        if ad.changed and (self.newest is None or ad.changed > self.newest):
            self.newest = ad.changed

    def unreadable(self, external_id: str | None) -> None:
        """Notes a bad record, whose ad isn't gone for that; None where nobody knows whose it is."""
        if external_id is None:
            self.unidentified += 1
        else:
            self.present.add(external_id)


def close_missing(source: str, snapshot: Snapshot, report: ImportReport) -> None:
    """Removes the open ads of a source that its snapshot lacked, and opens those that it held.

    It removes nothing, and sets the report's ``problem``, where a record can't be told apart, or
    where so many ads are missing that it is rather a fault; see ``feed_order.too_many_gone``.
    """
    if snapshot.unidentified:
        report.problem = UNIDENTIFIED
        return
    moment = snapshot.newest or clock.now()
    with transaction():
        one_at_a_time()
        listed = _open_ads(source)
        gone = [
            (ad_id, key)
            for ad_id, external_id, key, changed in listed
            if external_id not in snapshot.present and not feed_order.is_outdated(moment, changed)
        ]
        is_empty = not snapshot.present
        if not snapshot.allow_many and feed_order.too_many_gone(
            len(listed), len(gone), is_empty=is_empty
        ):
            report.problem = TOO_MANY_GONE
            return
        back = _removed_before(source, moment, snapshot.present)
        _set_removed([ad_id for ad_id, _ in gone], moment)
        _set_removed([ad_id for ad_id, _ in back], None)
        remember_gone(source, EVERY_OTHER, moment)
        moved = refold({key for _, key in [*gone, *back]})
        log_changes([*(ad_id for ad_id, _ in [*gone, *back]), *moved])
    report.missing += len(gone)
    report.updated += len(back)


def _open_ads(source: str) -> list[tuple[int, str, str | None, datetime | None]]:
    rows = JobAd.select(JobAd.id, JobAd.external_id, JobAd.fold_key, JobAd.source_changed_at)
    return list(rows.where(JobAd.source == source, *is_open(clock.now())).tuples())


def _removed_before(
    source: str, moment: datetime, present: set[str]
) -> list[tuple[int, str | None]]:
    """Ads that the snapshot held and that were removed before it, by a fault in another."""
    now = clock.now()
    rows = JobAd.select(JobAd.id, JobAd.external_id, JobAd.fold_key, JobAd.removed_at).where(
        JobAd.source == source,
        JobAd.removed_at < moment,
        JobAd.closes_at.is_null() | (JobAd.closes_at > now),
    )
    return [
        (ad_id, key)
        for ad_id, external_id, key, removed in rows.tuples()
        if external_id in present and not feed_order.outlasts(removed, moment)
    ]


def _set_removed(ids: list[int], moment: datetime | None) -> None:
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        JobAd.update(removed_at=moment, changed_at=clock.now()).where(JobAd.id.in_(chunk)).execute()
