"""Decisions about forwarding a CV to customers of the operator, from plain values."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from webapp.domain.cv.rules import State

LAPSES_AFTER = timedelta(days=30)
# Whoever was answered no, or not at all, is left in peace about that company for a while.
ASK_AGAIN_AFTER = timedelta(days=90)
# Days after a request has come to its end until it is erased.
ENDED_KEPT_DAYS = 180
LONGEST_POSITION = 120


class Forwarding(StrEnum):
    """What an owner allows our staff to forward: nothing, the active CV, or the inactive one too.

    An inactive CV is forwarded to nobody before its owner said yes to exactly that company.
    """

    NO = "no"
    ACTIVE = "active"
    ASKING = "asking"


class Standing(StrEnum):
    """How a request to forward an inactive CV stands. Only a yes opens it."""

    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    ENDED = "ended"


OPEN = (Standing.ASKED, Standing.GRANTED)


def staff_may_read(allowed: Forwarding, state: State) -> bool:
    """Whether our staff may read a CV, without its owner's details, in order to forward it."""
    if state is State.INACTIVE:
        return allowed is Forwarding.ASKING
    return allowed is not Forwarding.NO


def keeps_open(allowed: Forwarding) -> bool:
    """Whether requests about the inactive CV, and yeses to them, go on under a choice."""
    return allowed is Forwarding.ASKING


def lapses_at(asked_at: datetime) -> datetime:
    """When a request ends that nobody has answered."""
    return asked_at + LAPSES_AFTER


def may_ask_again(standing: Standing, asked_at: datetime, now: datetime) -> bool:
    """Whether the owner may be asked about the same company after an earlier request."""
    if standing in OPEN:
        return False
    return standing is Standing.ENDED or now >= asked_at + ASK_AGAIN_AFTER
