"""Requests of our staff to forward an inactive CV to one company."""

from __future__ import annotations

from webapp.base import clock
from webapp.domain.cv.forwarding_rules import Standing, may_ask_again
from webapp.domain.cv.models import ForwardingRequest
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.cv.views import Glimpse


class AskedAboutAlreadyError(Exception):
    """The owner was asked about this company, and answers yet or said no not so long ago."""


def add_request(seen: Glimpse, *, staff_id: int, recipient_id: int, position: str) -> int:
    """Stores a request about a CV that was found to be one to ask for; returns its id.

    Call it in the transaction that found it so.

    Raises:
        AskedAboutAlreadyError: the owner was asked about this company.
    """
    # Two of us who ask at once come one after the other.
    cv_of_owner(seen.cv_id, seen.account_id, to_change=True)
    now = clock.now()
    before = ForwardingRequest.select().where(
        ForwardingRequest.cv_id == seen.cv_id, ForwardingRequest.company_id == seen.company.id
    )
    for row in before:
        if not may_ask_again(Standing(row.standing), row.asked_at, now):
            raise AskedAboutAlreadyError
    request = ForwardingRequest.create(
        account_id=seen.account_id,
        cv_id=seen.cv_id,
        company_id=seen.company.id,
        position=position,
        recipient_id=recipient_id,
        asked_by=staff_id,
        standing=Standing.ASKED.value,
        asked_at=now,
        changed_at=now,
    )
    return int(request.id)
