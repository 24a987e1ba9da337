"""Accounts of operator staff and employers, made with a link at which their holder sets them up."""

from __future__ import annotations

from collections.abc import Iterable

from peewee import IntegrityError

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.accounts.links import DeadLinkError, drop_links, look_at, make_link, take
from webapp.domain.accounts.models import Account, Passkey, RecoveryCode
from webapp.domain.accounts.passwords import hash_answer, hash_password
from webapp.domain.accounts.recovering import is_staff
from webapp.domain.accounts.rules import STAFF, Purpose, Role
from webapp.domain.accounts.sessions import end_sessions
from webapp.domain.accounts.telling import tell
from webapp.domain.mail.rules import address_key


class AddressTakenError(Exception):
    """The address has an account of another kind."""


def make_set_up_link(email: str, role: Role, language: str) -> str:
    """The secret of a single-use link at which a colleague sets password and second factor.

    For a colleague who lost them it is the way back in: what they had is replaced when it is used.

    Raises:
        AddressTakenError: a person who is no colleague has an account with this address.
    """
    assert role in STAFF
    try:
        with transaction():
            account = Account.get_or_none(Account.email_key == address_key(email))
            if account is None:
                account = Account.create(
                    email=email,
                    email_key=address_key(email),
                    language=language,
                    roles=[role.value],
                    created_at=clock.now(),
                )
            if not is_staff(account):
                raise AddressTakenError(email)
            roles = sorted({*account.roles, role.value})
            Account.update(roles=roles).where(Account.id == account.id).execute()
            drop_links(account.id, Purpose.SET_UP)
            return make_link(Purpose.SET_UP, account_id=account.id)
    except IntegrityError as error:
        raise AddressTakenError(email) from error


def set_up_address(token: str) -> str:
    """The address of the account that a set-up link is for.

    Raises:
        DeadLinkError: it can't be used.
    """
    return str(Account.get_by_id(look_at(Purpose.SET_UP, token).account_id).email)


def set_up(token: str, password: str) -> int:
    """Sets the password; what was there before of sessions and second factor ends. Returns the id.

    Raises:
        DeadLinkError: the link can't be used.
        TooBusyError: too many others wait.
    """
    look_at(Purpose.SET_UP, token)
    hashed = hash_password(password)
    with transaction():
        account = Account.get_by_id(take(Purpose.SET_UP, token).account_id)
        if account.closed_at is not None:
            raise DeadLinkError("closed")
        changed = account.password_hash is not None
        end_sessions(account.id)
        for table in (Passkey, RecoveryCode):
            table.delete().where(table.account == account.id).execute()
        Account.update(password_hash=hashed, totp_secret=None, totp_step=None).where(
            Account.id == account.id
        ).execute()
        if changed:
            tell(account, "password_changed")
        return int(account.id)


def add_account(
    email: str,
    password: str,
    roles: Iterable[Role],
    language: str,
    *,
    totp_secret: str | None,
    question: tuple[str, str] | None,
) -> bool:
    """Adds an account that is ready to use, for a demo; returns whether it is new.

    ``totp_secret`` is sealed; ``question`` has its answer beside it.
    """
    if Account.select().where(Account.email_key == address_key(email)).exists():
        return False
    Account.create(
        email=email,
        email_key=address_key(email),
        password_hash=hash_password(password),
        question=question[0] if question else None,
        answer_hash=hash_answer(question[1]) if question else None,
        language=language,
        roles=[role.value for role in roles],
        totp_secret=totp_secret,
        created_at=clock.now(),
    )
    return True
