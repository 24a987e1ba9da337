"""Clicks to partners: a total for each ad and day, and nothing about who clicked."""

from __future__ import annotations

from datetime import date

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.jobs.models import AdClick


def count_click(ad_id: int) -> None:
    """Adds one click to an ad's total of today. Simultaneous ones all count."""
    with transaction():
        AdClick.insert(ad_id=ad_id, day=clock.today(), count=1).on_conflict(
            conflict_target=[AdClick.ad_id, AdClick.day],
            update={AdClick.count: AdClick.count + 1},
        ).execute()


def clicks_by_day(ad_id: int) -> dict[date, int]:
    """An ad's clicks, for accounting with its partner."""
    rows = AdClick.select().where(AdClick.ad_id == ad_id).order_by(AdClick.day)
    return {row.day: row.count for row in rows}
