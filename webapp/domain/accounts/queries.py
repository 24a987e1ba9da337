"""Reads of accounts: each says for whom."""

from __future__ import annotations

from webapp.domain.accounts.models import Account
from webapp.domain.mail.actions import Recipient


def address_of(account_id: int) -> str | None:
    """An account's address, for mail to its holder; None once it is closed."""
    row = Account.get_or_none(Account.id == account_id)
    return row.email if row else None


def recipient_of(account_id: int) -> Recipient | None:
    """Where and in which language an account is written to; None once it is closed."""
    row = Account.get_or_none(Account.id == account_id)
    if row is None or row.email is None:
        return None
    return Recipient(row.email, row.language, row.id)
