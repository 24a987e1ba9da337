"""How the outbox stands, for its operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from webapp.base import clock
from webapp.domain.mail.models import OutboxMail, StoppedAddress
from webapp.domain.mail.outbox import OutgoingMail, outgoing
from webapp.domain.mail.rules import MailState

LATE_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Troubled:
    """A mail that did not leave at its first attempt, without whom it is for."""

    id: int
    template: str
    state: str
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    error: str | None


@dataclass(frozen=True, slots=True)
class OutboxState:
    """The outbox as its operator sees it: mails by state, and what holds some of them up."""

    counts: dict[str, int]
    oldest_waiting: datetime | None
    stopped_addresses: int
    troubled: list[Troubled]


def outbox_state(limit: int) -> OutboxState:
    """How the outbox stands, with up to ``limit`` mails in trouble, the newest first."""
    grouped = OutboxMail.select(OutboxMail.state, fn.COUNT(OutboxMail.id)).group_by(
        OutboxMail.state
    )
    counted = dict(grouped.tuples())
    rows = (
        OutboxMail.select()
        .where(
            (OutboxMail.state == MailState.GIVEN_UP)
            | ((OutboxMail.state == MailState.WAITING) & (OutboxMail.attempts > 0))
        )
        .order_by(OutboxMail.id.desc())
        .limit(limit)
    )
    return OutboxState(
        counts={state.value: counted.get(state.value, 0) for state in MailState},
        oldest_waiting=oldest_waiting(),
        stopped_addresses=StoppedAddress.select().count(),
        troubled=[
            Troubled(
                id=row.id,
                template=row.template,
                state=row.state,
                attempts=row.attempts,
                created_at=row.created_at,
                next_attempt_at=row.next_attempt_at,
                error=row.last_error,
            )
            for row in rows
        ],
    )


def oldest_waiting() -> datetime | None:
    """When the oldest mail that still waits was written."""
    waiting = (
        OutboxMail.select(OutboxMail.created_at)
        .where(OutboxMail.state == MailState.WAITING)
        .order_by(OutboxMail.created_at)
        .first()
    )
    return waiting.created_at if waiting else None


def is_late(oldest: datetime | None) -> bool:
    """Whether mail is held up, from when the oldest that waits was written."""
    return oldest is not None and clock.now() - oldest > LATE_AFTER


def mail_moves() -> bool:
    """Whether all mail leaves in time and none was given up."""
    return not given_up_mails() and not is_late(oldest_waiting())


def given_up_mails() -> int:
    """How many mails were given up and are still remembered."""
    return int(OutboxMail.select().where(OutboxMail.state == MailState.GIVEN_UP).count())


def outbox_mail(mail_id: int) -> tuple[OutgoingMail, dict[str, Any]] | None:
    """One mail of the outbox, for its operator, and how it stands; None where there is none."""
    row = OutboxMail.get_or_none(OutboxMail.id == mail_id)
    if row is None:
        return None
    standing = {
        "id": row.id,
        "service": row.service,
        "template": row.template,
        "language": row.language,
        "recipient": row.recipient,
        "message_id": row.message_id,
        "state": row.state,
        "attempts": row.attempts,
        "created_at": row.created_at,
        "next_attempt_at": row.next_attempt_at,
        "finished_at": row.finished_at,
        "error": row.last_error,
        "has_content": row.data is not None,
    }
    return outgoing(row), standing
