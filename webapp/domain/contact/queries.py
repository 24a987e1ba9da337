"""Reads of messages to the operator: by reference for whoever holds it, all for the operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from peewee import fn

from webapp.domain.contact.models import ContactAnswer, ContactMessage


@dataclass(frozen=True, slots=True)
class Standing:
    """What a reference number tells: nothing of who wrote or what."""

    reference: str
    received_at: datetime
    due_on: date
    answered_at: datetime | None
    closed: bool


@dataclass(frozen=True, slots=True)
class Message:
    """A message with all it holds, for the operator."""

    reference: str
    kind: str
    language: str
    text: str
    address: str | None
    account_id: int | None
    received_at: datetime
    due_on: date
    closed_at: datetime | None
    answers: tuple[tuple[datetime, str], ...]


def standing_of(reference: str) -> Standing | None:
    """How a message stands, for anyone who knows its reference number."""
    row = ContactMessage.get_or_none(ContactMessage.reference == reference)
    if row is None:
        return None
    answers = _answers(row.id)
    return Standing(
        reference=row.reference,
        received_at=row.created_at,
        due_on=row.due_on,
        answered_at=answers[0][0] if answers else None,
        closed=row.closed_at is not None,
    )


def message(reference: str) -> Message | None:
    """One message, for the operator."""
    row = ContactMessage.get_or_none(ContactMessage.reference == reference)
    return None if row is None else _message(row)


def messages(*, closed: bool) -> list[Message]:
    """Open messages for the operator, the most urgent first; then closed ones if wanted."""
    rows = ContactMessage.select().order_by(
        ContactMessage.closed_at.is_null().desc(), ContactMessage.due_on, ContactMessage.id
    )
    if not closed:
        rows = rows.where(ContactMessage.closed_at.is_null())
    return [_message(row) for row in rows]


def overdue_messages(today: date) -> int:
    """How many open messages have passed their day without any answer."""
    answered = ContactAnswer.select().where(ContactAnswer.message == ContactMessage.id)
    return int(
        ContactMessage.select()
        .where(
            ContactMessage.closed_at.is_null(),
            ContactMessage.due_on < today,
            ~fn.EXISTS(answered),
        )
        .count()
    )


def _message(row: ContactMessage) -> Message:
    return Message(
        reference=row.reference,
        kind=row.kind,
        language=row.language,
        text=row.text,
        address=row.address,
        account_id=row.account_id,
        received_at=row.created_at,
        due_on=row.due_on,
        closed_at=row.closed_at,
        answers=tuple(_answers(row.id)),
    )


def _answers(message_id: int) -> list[tuple[datetime, str]]:
    rows = ContactAnswer.select().where(ContactAnswer.message == message_id)
    return [(row.created_at, row.text) for row in rows.order_by(ContactAnswer.id)]
