"""The roles of accounts: read by whoever decides, and the employer's changed with the company."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.base.db import is_postgresql, transaction
from webapp.domain.accounts.models import Account
from webapp.domain.accounts.rules import EMPLOYERS, Role
from webapp.domain.mail.actions import Recipient


@dataclass(frozen=True, slots=True)
class Colleague:
    """An account as others of its company, or the operator, see it."""

    account_id: int
    email: str
    language: str

    @property
    def recipient(self) -> Recipient:
        return Recipient(self.email, self.language, self.account_id)


def colleagues(account_ids: Iterable[int]) -> dict[int, Colleague]:
    """The accounts with these ids that are not closed."""
    rows = Account.select().where(Account.id.in_(list(account_ids)), Account.closed_at.is_null())
    return {row.id: Colleague(row.id, row.email, row.language) for row in rows}


def has_role(account_id: int, role: Role) -> bool:
    """Whether an account that is not closed has a role now."""
    row = Account.get_or_none(Account.id == account_id, Account.closed_at.is_null())
    return row is not None and role.value in row.roles


def set_employer_role(account_id: int, role: Role | None) -> None:
    """Gives an account one of the employer roles in place of the others, or takes them away."""
    assert role is None or role in EMPLOYERS
    with transaction():
        query = Account.select().where(Account.id == account_id)
        row = (query.for_update() if is_postgresql() else query).first()
        if row is None:
            return
        kept = {name for name in row.roles if Role(name) not in EMPLOYERS}
        row.roles = sorted(kept | ({role.value} if role else set()))
        row.save(only=[Account.roles])
