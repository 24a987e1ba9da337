"""Views of employers' ads: a total for each ad and day, and nothing about who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from webapp.base import clock
from webapp.base.db import add_one
from webapp.domain.jobs.clicks import clicks_by_day
from webapp.domain.jobs.models import AdView

DAYS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class DayCount:
    day: date
    views: int
    clicks: int


def count_view(ad_id: int) -> None:
    """Adds one view to an ad's total of today. Simultaneous ones all count."""
    add_one(AdView, "count", ad_id=ad_id, day=clock.today())


def counts_by_day(ad_id: int, since: date | None = None) -> list[DayCount]:
    """An ad's views and clicks on each of the last 30 days, but not before ``since``.

    The newest comes first.
    """
    views = {row.day: row.count for row in AdView.select().where(AdView.ad_id == ad_id)}
    clicks = clicks_by_day(ad_id)
    days = [clock.today() - timedelta(days=back) for back in range(DAYS_SHOWN)]
    return [
        DayCount(each, views.get(each, 0), clicks.get(each, 0))
        for each in days
        if since is None or each >= since
    ]
