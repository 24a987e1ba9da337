"""Stores what a feed says of ads, each batch in one transaction with its change log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from peewee import EXCLUDED

from webapp.adapters.feed_ad import FeedAd, Removal
from webapp.adapters.feed_reason import Reason
from webapp.base import clock
from webapp.base.db import transaction
from webapp.base.work import record_changes
from webapp.domain.jobs import feed_order
from webapp.domain.jobs.feed_row import Publisher, Row, row_of
from webapp.domain.jobs.folded_ads import one_at_a_time, refold
from webapp.domain.jobs.models import FeedRemoval, JobAd

CHANGE_KIND = "job_ad"
CHANGES_AT_A_TIME = 1_000
# A feed of nothing but bad records must not fill the memory with reasons.
MOST_REASONS_KEPT = 1_000
# The id under which it is kept that a source's newest snapshot was complete.
EVERY_OTHER = ""


@dataclass(frozen=True, slots=True)
class Rejection:
    line: int
    reason: Reason


@dataclass(slots=True)
class ImportReport:
    """What an import did with each record; one that says what was known counts as unchanged.

    ``outdated`` are records older than what is kept, ``missing`` the ads that a snapshot lacked.
    ``rejected`` holds the first reasons, ``rejected_count`` their whole number. ``problem`` is a
    ``FeedError`` reason when the feed was unreadable, or one of ``snapshots``.
    """

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    outdated: int = 0
    removed: int = 0
    missing: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    rejected_count: int = 0
    problem: str | None = None

    @property
    def read(self) -> int:
        told = self.new + self.updated + self.unchanged + self.outdated + self.removed
        return told + self.rejected_count

    def reject(self, line: int, reason: Reason) -> None:
        """Counts a bad record, and keeps why unless there are too many."""
        self.rejected_count += 1
        if self.rejected_count <= MOST_REASONS_KEPT:
            self.rejected.append(Rejection(line, reason))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of an ad that a feed tells of."""

    id: int
    content_hash: str
    fold_key: str | None
    changed: datetime | None
    removed: datetime | None


def store_batch(
    source: str,
    batch: Mapping[str, FeedAd | Removal],
    report: ImportReport,
    publisher: Publisher | None = None,
) -> None:
    """Stores ads and removals of one source by their id there, and counts what became of each."""
    if not batch:
        return
    rows = [row_of(source, ad, publisher) for ad in batch.values() if isinstance(ad, FeedAd)]
    removals = [ad for ad in batch.values() if isinstance(ad, Removal)]
    with transaction():
        one_at_a_time()
        known = _known(source, batch)
        told_gone = _told_gone(source, batch)
        changed = [row for row in rows if _is_to_be_stored(row, known, told_gone, report)]
        ids = upsert_rows(changed)
        ids += _remove(source, removals, known, told_gone, report)
        keys = {row["fold_key"] for row in changed} | {
            before.fold_key for before in known.values() if before.id in ids
        }
        moved = refold(keys, ids)
        log_changes([*ids, *moved])


def log_changes(ids: Iterable[int]) -> None:
    """Writes that ads changed, each once; it belongs in the transaction that changed them."""
    told = list(dict.fromkeys(ids))
    for start in range(0, len(told), CHANGES_AT_A_TIME):
        record_changes(CHANGE_KIND, told[start : start + CHANGES_AT_A_TIME])


def _known(source: str, external_ids: Iterable[str]) -> dict[str, Known]:
    rows = JobAd.select(
        JobAd.external_id,
        JobAd.id,
        JobAd.content_hash,
        JobAd.fold_key,
        JobAd.source_changed_at,
        JobAd.removed_at,
    ).where(JobAd.source == source, JobAd.external_id.in_(list(external_ids)))
    return {external_id: Known(*values) for external_id, *values in rows.tuples()}


def _told_gone(source: str, external_ids: Iterable[str]) -> dict[str, datetime]:
    """When ads were said to be gone that may not have been known then."""
    rows = FeedRemoval.select(FeedRemoval.external_id, FeedRemoval.removed_at).where(
        FeedRemoval.source == source, FeedRemoval.external_id.in_([EVERY_OTHER, *external_ids])
    )
    return dict(rows.tuples())


def _is_to_be_stored(
    row: Row, known: Mapping[str, Known], told_gone: Mapping[str, datetime], report: ImportReport
) -> bool:
    """Whether a row says something new, with its ``removed_at`` set to what holds then."""
    before = known.get(row["external_id"])
    moment = row["source_changed_at"]
    if before is None:
        told = [told_gone[each] for each in (row["external_id"], EVERY_OTHER) if each in told_gone]
        removed = max(told, default=None)
        row["removed_at"] = removed if feed_order.outlasts(removed, moment) else None
        report.new += 1
        return True
    if feed_order.is_outdated(moment, before.changed):
        report.outdated += 1
        return False
    row["removed_at"] = before.removed if feed_order.outlasts(before.removed, moment) else None
    if (row["content_hash"], row["removed_at"]) != (before.content_hash, before.removed):
        report.updated += 1
        return True
    report.unchanged += 1
    if moment != before.changed:
        JobAd.update(source_changed_at=moment).where(JobAd.id == before.id).execute()
    return False


def upsert_rows(rows: list[Row]) -> list[int]:
    """Stores rows of ads in place of what was known of each; returns their ids."""
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


def _remove(
    source: str,
    removals: Iterable[Removal],
    known: Mapping[str, Known],
    told_gone: Mapping[str, datetime],
    report: ImportReport,
) -> list[int]:
    """Marks ads as removed, their text untouched; returns the ids of those that were not yet."""
    gone = []
    for removal in removals:
        before = known.get(removal.external_id)
        told = removal.changed or (
            clock.from_stockholm(removal.removed) if removal.removed else None
        )
        if before is None:
            report.unchanged += 1
            earlier = told_gone.get(removal.external_id)
            if earlier is None or (told and told > earlier):
                remember_gone(source, removal.external_id, told or clock.now())
        elif before.removed is not None:
            report.unchanged += 1
            if told and told > before.removed:
                JobAd.update(removed_at=told).where(JobAd.id == before.id).execute()
        elif told and feed_order.is_outdated(feed_order.end_of_second(told), before.changed):
            report.outdated += 1
        else:
            report.removed += 1
            gone.append(before.id)
            JobAd.update(removed_at=told or clock.now(), changed_at=clock.now()).where(
                JobAd.id == before.id
            ).execute()
    return gone


def remember_gone(source: str, external_id: str, moment: datetime) -> None:
    """Keeps that an ad was gone at a moment, or, for ``EVERY_OTHER``, all but those stored."""
    FeedRemoval.insert(source=source, external_id=external_id, removed_at=moment).on_conflict(
        conflict_target=[FeedRemoval.source, FeedRemoval.external_id],
        update={FeedRemoval.removed_at: moment},
    ).execute()
