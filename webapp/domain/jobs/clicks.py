"""Clicks to and from partners: a total for each ad and day, and nothing about who clicked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from webapp.base import clock
from webapp.base.db import add_one
from webapp.domain.jobs.models import AdArrival, AdClick, JobAd
from webapp.domain.jobs.rules import partner_source


class Direction(StrEnum):
    SENT = "sent"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class PartnerClicks:
    """What is settled with a partner: the clicks of one ad on one day in Stockholm.

    ``source`` is the partner's, as ``partner_source`` makes it of a name.
    """

    source: str
    direction: Direction
    day: date
    ad_id: int
    count: int


def count_click(ad_id: int) -> None:
    """Adds one click to an ad's total of today. Simultaneous ones all count."""
    add_one(AdClick, "count", ad_id=ad_id, day=clock.today())


def count_arrival(ad_id: int, partner: str) -> None:
    """Adds one to the total of those whom a partner sent to an ad today.

    A name that no partner with ads here has counts nothing: anybody can write one.
    """
    try:
        source = partner_source(partner)
    except ValueError:
        return
    if JobAd.select().where(JobAd.source == source).exists():
        add_one(AdArrival, "count", ad_id=ad_id, day=clock.today(), source=source)


def clicks_by_day(ad_id: int) -> dict[date, int]:
    """An ad's clicks, for accounting with its partner."""
    rows = AdClick.select().where(AdClick.ad_id == ad_id).order_by(AdClick.day)
    return {row.day: row.count for row in rows}


def partner_clicks(since: date, until: date) -> Iterator[PartnerClicks]:
    """The clicks sent to and received from each partner from one day to another, both included."""
    sent = (
        AdClick.select(JobAd.source, AdClick.day, AdClick.ad_id, AdClick.count)
        .join(JobAd, on=(JobAd.id == AdClick.ad_id))
        .where(JobAd.partner.is_null(False), AdClick.day.between(since, until))
        .order_by(JobAd.source, AdClick.day, AdClick.ad_id)
    )
    received = (
        AdArrival.select(AdArrival.source, AdArrival.day, AdArrival.ad_id, AdArrival.count)
        .where(AdArrival.day.between(since, until))
        .order_by(AdArrival.source, AdArrival.day, AdArrival.ad_id)
    )
    directions: tuple[tuple[Direction, Any], ...] = (
        (Direction.SENT, sent),
        (Direction.RECEIVED, received),
    )
    for direction, rows in directions:
        for source, day, ad_id, count in rows.tuples():
            yield PartnerClicks(source, direction, day, ad_id, count)
