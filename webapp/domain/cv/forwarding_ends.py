"""What ends requests to forward an inactive CV: its owner, its next state, time, and erasure."""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.cv.forwarding_rules import ENDED_KEPT_DAYS, LAPSES_AFTER, OPEN, Standing
from webapp.domain.cv.models import ForwardingRequest


def end_requests(cv_id: int) -> None:
    """Ends what waits for an answer, and each yes for all that isn't seen yet.

    Call it in the transaction of its cause, which holds the CV.
    """
    ForwardingRequest.update(standing=Standing.ENDED.value, changed_at=clock.now()).where(
        ForwardingRequest.cv_id == cv_id, ForwardingRequest.standing.in_(OPEN)
    ).execute()


def delete_requests(cv_id: int) -> None:
    """Erases all requests about a CV; call it in the transaction that deletes it."""
    ForwardingRequest.delete().where(ForwardingRequest.cv_id == cv_id).execute()


def lapse_forwardings(due: datetime) -> int:
    """Ends requests that nobody answered within 30 days of a moment; returns how many."""
    return int(
        ForwardingRequest.update(standing=Standing.LAPSED.value, changed_at=clock.now())
        .where(
            ForwardingRequest.standing == Standing.ASKED.value,
            ForwardingRequest.asked_at <= due - LAPSES_AFTER,
        )
        .execute()
    )


def forget_old_forwardings(due: datetime) -> int:
    """Erases requests that came to their end half a year before a moment; returns how many."""
    return int(
        ForwardingRequest.delete()
        .where(
            ForwardingRequest.standing.not_in(OPEN),
            ForwardingRequest.changed_at < due - timedelta(days=ENDED_KEPT_DAYS),
        )
        .execute()
    )


def forget_in_forwardings(account_id: int) -> None:
    """Takes an account out of requests that it asked or that were to reach it."""
    with transaction():
        for column in (ForwardingRequest.asked_by, ForwardingRequest.recipient_id):
            ForwardingRequest.update({column: None}).where(column == account_id).execute()
