"""Reads of job ads. Ads are public, so what is read here may be shown to everyone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from webapp.domain.jobs.models import JobAd

PAGE_OF_ROWS = 1000


def public_ad(ad_id: int) -> JobAd | None:
    """One ad in any state, for anyone; its state decides what the page says."""
    return JobAd.get_or_none(JobAd.id == ad_id)


def ads_by_id(ids: Iterable[int]) -> list[JobAd]:
    """Ads for the index, in no order."""
    return list(JobAd.select().where(JobAd.id.in_(list(ids))))


def open_ads(now: datetime) -> Iterator[JobAd]:
    """All ads that can be applied for at an aware moment, for the index, oldest id first."""
    last = 0
    while True:
        page = list(
            JobAd.select()
            .where(
                JobAd.id > last,
                JobAd.removed_at.is_null(),
                JobAd.closes_at.is_null() | (JobAd.closes_at > now),
            )
            .order_by(JobAd.id)
            .limit(PAGE_OF_ROWS)
        )
        if not page:
            return
        yield from page
        last = page[-1].id


def has_ads(source: str) -> bool:
    """Whether any ad of a source is kept."""
    return bool(JobAd.select(JobAd.id).where(JobAd.source == source).exists())
