"""Writes of messages to the operator."""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.accounts.limit_rules import Limit
from webapp.domain.accounts.limits import DAY, HOUR, Charge, charge, fits
from webapp.domain.contact.models import ContactAnswer, ContactMessage
from webapp.domain.contact.rules import MessageKind, answer_due, new_reference
from webapp.domain.mail.actions import Recipient, send_mail
from webapp.domain.mail.rules import Service, address_key

# A message that comes again within this time is the same one, sent twice by an impatient hand.
SAME_WITHIN = timedelta(minutes=10)
MESSAGES_OF_NETWORK = Limit(10, HOUR)
# Somebody else's address can be typed, so that one gets few mails.
CONFIRMATIONS_TO_ADDRESS = Limit(3, DAY)


class CannotAnswerError(Exception):
    """The message names nobody who could be answered, or is not there."""


def receive_message(
    kind: MessageKind,
    text: str,
    *,
    language: str,
    address: str | None,
    account_id: int | None,
    network: str,
    working_days: int,
) -> str:
    """Takes a message in and confirms it by mail; returns its reference number.

    The confirmation repeats nothing that was typed, so that nobody can have us send their words to
    a stranger. ``network`` is the writer's, of which too many messages are refused.

    Raises:
        TooManyTriesError: the network has sent too many messages.
    """
    known = _same_message(text, address, account_id)
    if known is not None:
        return known
    charge(Charge("contact network", MESSAGES_OF_NETWORK, network))
    due_on = answer_due(clock.today(), working_days)
    with transaction():
        reference = str(
            ContactMessage.create(
                reference=new_reference(),
                kind=kind,
                language=language,
                text=text,
                address=address,
                account_id=account_id,
                created_at=clock.now(),
                due_on=due_on,
            ).reference
        )
        if address is not None and fits(
            Charge("contact confirmation", CONFIRMATIONS_TO_ADDRESS, address_key(address))
        ):
            send_mail(
                Service.CONTACT,
                Recipient(address, language, account_id),
                "contact_received",
                {"reference": reference, "due": due_on.isoformat()},
                notice=True,
            )
    return reference


def _same_message(text: str, address: str | None, account_id: int | None) -> str | None:
    """The reference of what the same person has just sent; strangers can't be told apart."""
    if address is None and account_id is None:
        return None
    row = (
        ContactMessage.select(ContactMessage.reference)
        .where(
            ContactMessage.text == text,
            ContactMessage.address.is_null()
            if address is None
            else (ContactMessage.address == address),
            ContactMessage.account_id.is_null()
            if account_id is None
            else (ContactMessage.account_id == account_id),
            ContactMessage.created_at > clock.now() - SAME_WITHIN,
        )
        .first()
    )
    return row.reference if row else None


def answer_message(reference: str, text: str, *, close: bool) -> None:
    """Answers a message by mail, and in the mailbox where the writer has an account.

    Raises:
        CannotAnswerError: there is no such message, or it came without an address.
    """
    with transaction():
        row = ContactMessage.get_or_none(ContactMessage.reference == reference)
        if row is None or row.address is None:
            raise CannotAnswerError(reference)
        ContactAnswer.create(message=row, text=text, created_at=clock.now())
        send_mail(
            Service.CONTACT,
            Recipient(row.address, row.language, row.account_id),
            "contact_answered",
            {"reference": reference, "answer": text},
            notice=True,
        )
        if close:
            close_message(reference)


def close_message(reference: str) -> bool:
    """Closes a message, which begins the time after which it is erased; whether it was open."""
    return bool(
        ContactMessage.update(closed_at=clock.now())
        .where(ContactMessage.reference == reference, ContactMessage.closed_at.is_null())
        .execute()
    )


def prune_closed_messages(older_than: datetime) -> int:
    """Erases messages closed before a moment, with their answers; returns how many."""
    return int(ContactMessage.delete().where(ContactMessage.closed_at < older_than).execute())


def forget_writer(account_id: int) -> None:
    """Erases what an account wrote; call it in the erasing transaction."""
    ContactMessage.delete().where(ContactMessage.account_id == account_id).execute()
