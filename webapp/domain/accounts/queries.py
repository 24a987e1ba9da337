"""Reads of accounts: each says for whom."""

from __future__ import annotations

from webapp.domain.accounts.models import Account


def address_of(account_id: int) -> str | None:
    """An account's address, for mail to its holder; None once it is closed."""
    row = Account.get_or_none(Account.id == account_id)
    return row.email if row else None
