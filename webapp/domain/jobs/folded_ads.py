"""Keeps one open ad in front of the others of the same job; see ``folding``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import fn

from webapp.base import clock
from webapp.base.db import database, is_postgresql
from webapp.domain.jobs.folding import OpenAd, leaders
from webapp.domain.jobs.models import JobAd
from webapp.domain.jobs.queries import is_open
from webapp.domain.jobs.rules import Status, status

FOLDING_LOCK_KEY = 0x666F_6C64  # Any constant will do; it names the lock in PostgreSQL.
MOST_KEYS = 500


def one_at_a_time() -> None:
    """Waits until no other transaction decides what leads; call it before writing anything.

    Otherwise two could each fold their ad behind the other's, and neither would be found. SQLite
    has one writer at a time anyway.
    """
    if is_postgresql():
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (FOLDING_LOCK_KEY,))


def refold(keys: Iterable[str | None], ids: Iterable[int] = ()) -> list[int]:
    """Decides anew which ads lead, of those with any of these keys or ids.

    Returns the ids of ads that came to the front or went behind another. It belongs in the
    transaction that changed the ads.
    """
    wanted = list(filter(None, keys))
    moved: list[int] = []
    for start in range(0, len(wanted), MOST_KEYS):
        moved += _refold(JobAd.fold_key.in_(wanted[start : start + MOST_KEYS]))
    # An ad whose key is gone stands alone.
    alone = JobAd.folded_into.is_null(False) & JobAd.fold_key.is_null()
    return moved + _refold(alone & JobAd.id.in_(list(ids)))


def refold_all() -> list[int]:
    """Decides for all ads which lead; returns the ids of those that moved.

    It finds those behind one whose last day has passed.
    """
    now = clock.now()
    leader = JobAd.alias()
    left = (
        JobAd.select(JobAd.fold_key)
        .join(leader, on=(JobAd.folded_into == leader.id))
        .where(leader.removed_at.is_null(False) | (leader.closes_at <= now))
        .distinct()
        .tuples()
    )
    shared = (
        JobAd.select(JobAd.fold_key)
        .where(JobAd.fold_key.is_null(False), *is_open(now))
        .group_by(JobAd.fold_key)
        .having(fn.COUNT(JobAd.source.distinct()) > 1)
        .tuples()
    )
    return refold(dict.fromkeys(key for (key,) in [*left, *shared]))


def _refold(which: Any) -> list[int]:
    now = clock.now()
    rows = list(
        JobAd.select(
            JobAd.id,
            JobAd.source,
            JobAd.partner,
            JobAd.fold_key,
            JobAd.folded_into,
            JobAd.closes_at,
            JobAd.removed_at,
        )
        .where(which, JobAd.removed_at.is_null() | JobAd.folded_into.is_null(False))
        .namedtuples()
    )
    wanted = leaders(
        OpenAd(row.id, row.source, row.partner, row.fold_key)
        for row in rows
        if row.fold_key and status(now, row.closes_at, row.removed_at) is Status.OPEN
    )
    moved = []
    for row in rows:
        leader_id = wanted.get(row.id)
        if leader_id != row.folded_into:
            moved.append(row.id)
            JobAd.update(folded_into=leader_id, changed_at=now).where(JobAd.id == row.id).execute()
    return moved
