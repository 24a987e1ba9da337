"""Mails about an account. Each is written in the transaction of what it tells."""

from __future__ import annotations

from typing import Any

from webapp.domain.accounts.models import Account
from webapp.domain.mail.actions import Recipient, send_mail, write_nobodys_mail
from webapp.domain.mail.rules import Service


def tell(account: Account, template: str, **data: Any) -> None:
    """Mails something to an account's own address, in its language."""
    recipient = Recipient(account.email, account.language, account.id)
    send_mail(Service.ACCOUNT, recipient, template, data)


def tell_address(address: str, language: str, template: str, **data: Any) -> None:
    """Mails something to an address that is no account's, or not yet."""
    send_mail(Service.ACCOUNT, Recipient(address, language), template, data)


def tell_nobody() -> None:
    """Writes as much as telling somebody does, so that its time says nothing about an address."""
    write_nobodys_mail(Service.ACCOUNT)
