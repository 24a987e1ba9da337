"""The outbox as its sender works through it: leases, and what became of each mail.

A mail is handed over at least once. Whoever leases it answers with one of ``sent``, ``failed`` and
``refused``; one who dies meanwhile leaves it to the next when the lease has run out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from webapp.base import clock
from webapp.base.db import is_postgresql, transaction
from webapp.domain.mail.actions import stop_address
from webapp.domain.mail.models import OutboxMail, StoppedAddress
from webapp.domain.mail.rules import (
    MailState,
    Service,
    address_key,
    ends_address_later,
    next_attempt,
)

# Longer than the slowest dialogue with a server, so that nobody sends what another still sends.
LEASE = timedelta(minutes=10)
LONGEST_ERROR = 200


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """One mail to be sent, as plain values."""

    id: int
    service: Service
    recipient: str
    language: str
    template: str
    data: dict[str, Any]
    message_id: str
    unsubscribe_handle: str | None
    created_at: datetime
    tried_since: datetime
    attempts: int


def lease_due_mail() -> OutgoingMail | None:
    """Takes the mail that has been due longest and that nobody holds; None when nothing is due."""
    moment = clock.now()
    with transaction():
        waiting = (
            OutboxMail.select()
            .where(
                OutboxMail.state == MailState.WAITING,
                OutboxMail.next_attempt_at <= moment,
                OutboxMail.leased_until.is_null() | (OutboxMail.leased_until <= moment),
            )
            .order_by(OutboxMail.next_attempt_at, OutboxMail.id)
            .limit(1)
        )
        if is_postgresql():
            waiting = waiting.for_update("FOR UPDATE SKIP LOCKED")
        row = waiting.first()
        if row is None:
            return None
        row.leased_until = moment + LEASE
        row.attempts += 1
        row.save(only=[OutboxMail.leased_until, OutboxMail.attempts])
    return outgoing(row)


def outgoing(row: OutboxMail) -> OutgoingMail:
    """A row as plain values; cleared data give an empty mapping."""
    return OutgoingMail(
        id=row.id,
        service=Service(row.service),
        recipient=row.recipient,
        language=row.language,
        template=row.template,
        data=row.data or {},
        message_id=row.message_id,
        unsubscribe_handle=row.unsubscribe_handle,
        created_at=row.created_at,
        tried_since=row.tried_since,
        attempts=row.attempts,
    )


def sent(mail: OutgoingMail) -> None:
    """The mail has left: what it said is cleared, that it left is remembered for a while."""
    _finish(mail, MailState.SENT, data=None, last_error=None)


def failed(mail: OutgoingMail, error: str) -> MailState:
    """The mail did not leave: it waits for its next attempt, or is given up; returns which.

    ``error`` holds no personal data. A mail given up keeps its data for ``retry``.
    """
    moment = clock.now()
    again = next_attempt(mail.tried_since, moment, mail.attempts)
    if again is None:
        _finish(mail, MailState.GIVEN_UP, last_error=error[:LONGEST_ERROR])
        return MailState.GIVEN_UP
    OutboxMail.update(
        next_attempt_at=again, leased_until=None, last_error=error[:LONGEST_ERROR]
    ).where(_still(mail)).execute()
    return MailState.WAITING


def refused(mail: OutgoingMail, reason: str) -> None:
    """The address does not take mail: nothing more is sent to it."""
    with transaction():
        _finish(mail, MailState.STOPPED, data=None, last_error=reason[:LONGEST_ERROR])
        stop_address(mail.recipient, reason[:LONGEST_ERROR])


def withheld(mail: OutgoingMail, reason: str) -> None:
    """The mail must not leave at all, whatever becomes of others to the same address."""
    _finish(mail, MailState.STOPPED, data=None, last_error=reason[:LONGEST_ERROR])


def _finish(mail: OutgoingMail, state: MailState, **changes: Any) -> None:
    OutboxMail.update(state=state, finished_at=clock.now(), leased_until=None, **changes).where(
        _still(mail)
    ).execute()


def _still(mail: OutgoingMail) -> Any:
    return (OutboxMail.id == mail.id) & (OutboxMail.state == MailState.WAITING)


def retry(mail_id: int | None) -> int:
    """Has a mail that was given up, or all of them, sent anew from now; returns how many.

    One that still waits is tried at once. Those to addresses that refused stay stopped.
    """
    moment = clock.now()
    which = OutboxMail.state == MailState.GIVEN_UP
    if mail_id is not None:
        which = (OutboxMail.id == mail_id) & OutboxMail.state.in_(
            [MailState.GIVEN_UP, MailState.WAITING]
        )
    stopped = StoppedAddress.select(StoppedAddress.address)
    return int(
        OutboxMail.update(
            state=MailState.WAITING,
            tried_since=moment,
            next_attempt_at=moment,
            attempts=0,
            finished_at=None,
        )
        .where(which, OutboxMail.recipient_key.not_in(stopped))
        .execute()
    )


class Bounce(StrEnum):
    """What a delivery report led to."""

    STOPPED = "stopped"
    PASSING = "passing"
    UNKNOWN = "unknown"


def take_report(message_id: str, outcomes: Iterable[tuple[str, str, str]]) -> Bounce:
    """Acts on a delivery report about one of our mails: ends an address that is no more.

    ``outcomes`` are triples of RFC 3464's action, RFC 3463's status and the final recipient.
    Delays, failures that can pass, and those of an address that it was forwarded to change nothing.
    """
    with transaction():
        row = OutboxMail.get_or_none(OutboxMail.message_id == message_id)
        if row is None:
            return Bounce.UNKNOWN
        ending = [
            status
            for action, status, recipient in outcomes
            if action == "failed"
            and ends_address_later(status)
            and address_key(recipient) == row.recipient_key
        ]
        if not ending:
            return Bounce.PASSING
        reason = f"bounce: {ending[0]}"
        OutboxMail.update(state=MailState.STOPPED, last_error=reason, data=None).where(
            OutboxMail.id == row.id
        ).execute()
        stop_address(row.recipient, reason)
    return Bounce.STOPPED
