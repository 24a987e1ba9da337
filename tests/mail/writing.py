"""Mails to test with."""

from __future__ import annotations

from typing import Any

from webapp.base.db import transaction
from webapp.domain.mail.actions import Recipient, send_mail
from webapp.domain.mail.models import OutboxMail
from webapp.domain.mail.rules import Service

ANSWER = {"reference": "K7QM-2XPD", "answer": "Vi har rättat det."}


def write(
    address: str = "asa@example.se",
    service: Service = Service.CONTACT,
    *,
    language: str = "sv",
    account_id: int | None = None,
    data: dict[str, Any] | None = None,
    notice: bool = False,
) -> None:
    """Writes one mail in a transaction of its own."""
    with transaction():
        send_mail(
            service,
            Recipient(address, language, account_id),
            "contact_answered",
            data or ANSWER,
            notice=notice,
        )


def only_row() -> OutboxMail:
    (row,) = OutboxMail.select()
    return row


def states() -> dict[str, str]:
    """The state of each mail by its recipient."""
    return {row.recipient: row.state for row in OutboxMail.select()}
