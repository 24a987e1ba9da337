"""Reads of job ads. Ads are public, so what is read here may be shown to everyone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

from peewee import SQL, fn

from webapp.base.db import is_postgresql
from webapp.domain.jobs.models import JobAd

PAGE_OF_ROWS = 1000


def public_ad(ad_id: int) -> JobAd | None:
    """One ad in any state, for anyone; its state decides what the page says."""
    return JobAd.get_or_none(JobAd.id == ad_id)


def ads_by_id(ids: Iterable[int]) -> list[JobAd]:
    """Ads for the index, in no order."""
    return list(JobAd.select().where(JobAd.id.in_(list(ids))))


def open_ads(now: datetime) -> Iterator[JobAd]:
    """The ads to show of those open at an aware moment, for the index, oldest id first."""
    last = 0
    while True:
        page = list(
            JobAd.select()
            .where(
                JobAd.id > last,
                *_shown(now),
            )
            .order_by(JobAd.id)
            .limit(PAGE_OF_ROWS)
        )
        if not page:
            return
        yield from page
        last = page[-1].id


def times_of_ads(ids: Iterable[int]) -> dict[int, tuple[datetime, datetime]]:
    """When ads were published and last changed, aware, by id."""
    rows = JobAd.select(JobAd.id, JobAd.published_at, JobAd.changed_at)
    return {
        ad_id: (published, changed)
        for ad_id, published, changed in rows.where(JobAd.id.in_(list(ids))).tuples()
    }


def blocks_of_open_ads(now: datetime, size: int) -> list[tuple[int, datetime]]:
    """The ranges of ``size`` ids that hold ads to show: number from 1, and the newest change.

    Range n holds the ids from (n - 1) * size + 1 to n * size, so an ad never moves to another.
    """
    number = (JobAd.id - 1) / size + 1
    rows = (
        JobAd.select(number.alias("number"), fn.MAX(JobAd.changed_at))
        .where(*_shown(now))
        .group_by(SQL("number"))
        .order_by(SQL("number"))
        .tuples()
    )
    return [(int(found), changed) for found, changed in rows]


def open_ads_between(now: datetime, first: int, last: int) -> Iterator[tuple[int, str, datetime]]:
    """Id, headline and time of change of the ads to show with ids in a range, in their order."""
    while True:
        rows = (
            JobAd.select(JobAd.id, JobAd.headline, JobAd.changed_at)
            .where(JobAd.id >= first, JobAd.id <= last, *_shown(now))
            .order_by(JobAd.id)
            .limit(PAGE_OF_ROWS)
        )
        page = list(rows.tuples())
        yield from page
        if len(page) < PAGE_OF_ROWS:
            return
        first = page[-1][0] + 1


def is_open(now: datetime) -> tuple[Any, ...]:
    """The conditions that an ad can be applied for at an aware moment."""
    return JobAd.removed_at.is_null(), JobAd.closes_at.is_null() | (JobAd.closes_at > now)


def _shown(now: datetime) -> tuple[Any, ...]:
    """The conditions that an ad is open, and that no other stands for it."""
    return *is_open(now), JobAd.folded_into.is_null()


def leader_of(ad: Any, now: datetime) -> JobAd | None:
    """The open ad that stands for this one, if any."""
    if ad.folded_into is None:
        return None
    return JobAd.get_or_none(JobAd.id == ad.folded_into, *_shown(now))


def public_ad_and_those_behind(ad_id: int, now: datetime) -> tuple[JobAd | None, list[JobAd]]:
    """One ad in any state, and the open ads of the same job that it stands for, in one read."""
    moment = JobAd.closes_at.db_value(now)
    rows = list(JobAd.raw(_ad_and_those_behind(is_postgresql()), ad_id, ad_id, moment))
    found = next((row for row in rows if row.id == ad_id), None)
    return found, [row for row in rows if row is not found]


# To write out sixty columns took a quarter of what an ad's page costs.
@cache
def _ad_and_those_behind(postgresql: bool) -> str:
    """The statement of one read, for an id twice and a moment."""
    ad_id, now = 1, datetime(2000, 1, 1, tzinfo=UTC)
    behind = JobAd.folded_into == ad_id
    for condition in is_open(now):
        behind &= condition
    statement, _values = JobAd.select().where((JobAd.id == ad_id) | behind).order_by(JobAd.id).sql()
    return str(statement)


def has_ads(source: str) -> bool:
    """Whether any ad of a source is kept."""
    return bool(JobAd.select(JobAd.id).where(JobAd.source == source).exists())


def shown_ads(source: str, now: datetime) -> int:
    """How many ads of a source are shown at an aware moment."""
    return int(JobAd.select().where(JobAd.source == source, *_shown(now)).count())
