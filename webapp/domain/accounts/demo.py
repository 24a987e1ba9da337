"""The accounts of a demo, one of each kind, with passwords that anyone may read."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.base.sealing import seal
from webapp.domain.accounts.models import Account
from webapp.domain.accounts.rules import STAFF, Role
from webapp.domain.accounts.staffing import add_account
from webapp.domain.accounts.totp import current_code, secret_of

DEMO_PASSWORD = "kantarell i mossan"  # noqa: S105
# Everybody but staff has a question, so that the way back in can be tried too.
DEMO_QUESTION = "Vad plockar du helst i skogen?"
DEMO_ANSWER = "kantareller"
# The test key of RFC 6238 in base32: nothing secret.
DEMO_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105


@dataclass(frozen=True, slots=True)
class DemoAccount:
    email: str
    roles: tuple[Role, ...]
    needs_code: bool = False


# Addresses under example.com reach nobody (RFC 2606).
DEMO_ACCOUNTS = (
    DemoAccount("seeker@example.com", (Role.JOB_SEEKER,)),
    DemoAccount("employer@example.com", (Role.EMPLOYER_OWNER,), needs_code=True),
    DemoAccount("recruiter@example.com", (Role.EMPLOYER_USER,)),
    DemoAccount("unverified@example.com", (Role.EMPLOYER_USER,)),
    DemoAccount("moderator@example.com", (Role.MODERATOR,), needs_code=True),
    DemoAccount("administrator@example.com", (Role.ADMINISTRATOR,), needs_code=True),
)
# More job seekers, so that the CV centre has somebody to find.
MORE_SEEKERS = tuple(
    DemoAccount(f"{name}@example.com", (Role.JOB_SEEKER,))
    for name in (
        "amina",
        "erik",
        "goran",
        "hassan",
        "jonas",
        "kerstin",
        "linnea",
        "priya",
        "saga",
        "tove",
    )
)
EVERYBODY = DEMO_ACCOUNTS + MORE_SEEKERS


@dataclass(frozen=True, slots=True)
class DemoCode:
    email: str
    code: str


def add_demo_accounts() -> int:
    """Adds the demo's accounts where they are missing; returns how many were added."""
    return sum(
        add_account(
            account.email,
            DEMO_PASSWORD,
            account.roles,
            "sv",
            totp_secret=seal(DEMO_SECRET) if account.needs_code else None,
            question=None if STAFF & set(account.roles) else (DEMO_QUESTION, DEMO_ANSWER),
        )
        for account in EVERYBODY
    )


def demo_account_ids() -> dict[str, int]:
    """The ids of the demo's accounts by address."""
    emails = [account.email for account in EVERYBODY]
    rows = Account.select(Account.email_key, Account.id).where(Account.email_key.in_(emails))
    return dict(rows.tuples())


def demo_codes() -> list[DemoCode]:
    """The codes of now of those demo accounts that need one and have kept theirs."""
    found = []
    for account in DEMO_ACCOUNTS:
        row = Account.get_or_none(Account.email_key == account.email)
        secret = secret_of(row) if row is not None else None
        if secret is not None:
            found.append(DemoCode(account.email, current_code(secret)))
    return found


def demo_accounts_there() -> bool:
    """Whether an account of a demo is in this database."""
    emails = [account.email for account in EVERYBODY]
    return bool(Account.select().where(Account.email_key.in_(emails)).exists())
