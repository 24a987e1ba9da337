"""What the holder of an account changes about it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from peewee import IntegrityError

from webapp.base import clock
from webapp.base.db import transaction, written_out
from webapp.domain.accounts.limits import (
    MAIL_ADDRESS,
    MAIL_NETWORK,
    NEWS_ADDRESS,
    PROOFS,
    RIGHT_PASSWORDS,
    Charge,
    charge,
    fits,
    right_or_charged,
)
from webapp.domain.accounts.links import DeadLinkError, drop_links, look_at, make_link, take
from webapp.domain.accounts.models import Account, Link, Passkey, RecoveryCode, RecoveryWait
from webapp.domain.accounts.passwords import hash_answer, hash_password, is_password
from webapp.domain.accounts.recovering import ACCOUNT_LINKS
from webapp.domain.accounts.rules import STAFF, Purpose
from webapp.domain.accounts.sessions import OpenSession, end_sessions
from webapp.domain.accounts.telling import tell, tell_address
from webapp.domain.mail.actions import forget_account
from webapp.domain.mail.rules import address_key


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What the holder sees of the account."""

    email: str
    question: str | None
    language: str
    is_staff: bool


_OWN = "SELECT email, question, language, roles FROM account WHERE id = ?"


def own_account(account_id: int) -> OwnAccount:
    ((email, question, language, roles),) = written_out(_OWN, account_id)
    return OwnAccount(email, question, language, bool(STAFF & set(json.loads(roles))))


def proves(session: OpenSession, password: str) -> bool:
    """Whether this is the password of whoever has this session.

    Raises:
        TooManyTriesError: too many wrong ones came before, or right ones shortly before.
        TooBusyError: too many others wait.
    """
    account = Account.get_by_id(session.viewer.account_id)
    return right_or_charged(
        lambda: is_password(password, account.password_hash),
        Charge("proof", PROOFS, str(session.id)),
        if_right=[Charge("right proof", RIGHT_PASSWORDS, str(account.id))],
    )


def change_password(account_id: int, password: str) -> None:
    """Every session ends; the caller begins a new one.

    Raises:
        TooBusyError: too many others wait.
    """
    hashed = hash_password(password)
    with transaction():
        Account.update(password_hash=hashed).where(Account.id == account_id).execute()
        end_sessions(account_id)
        drop_links(account_id, *ACCOUNT_LINKS)
        tell(Account.get_by_id(account_id), "password_changed")


def change_question(account_id: int, question: str, answer: str) -> None:
    """Raises TooBusyError when too many others wait."""
    hashed = hash_answer(answer)
    with transaction():
        Account.update(question=question, answer_hash=hashed).where(
            Account.id == account_id
        ).execute()
        drop_links(account_id, Purpose.RECOVER)
        tell(Account.get_by_id(account_id), "question_changed")


def change_language(account_id: int, language: str) -> None:
    Account.update(language=language).where(Account.id == account_id).execute()


def ask_new_email(account_id: int, email: str, network: str) -> None:
    """Mails a link to the new address, and tells the old one; nothing changes until then.

    Whether the new address has an account already only its owner gets to know.

    Raises:
        TooManyTriesError: this network has asked for too many mails.
    """
    charge(Charge("email change", MAIL_NETWORK, network))
    key = address_key(email)
    may_mail = fits(Charge("new address", MAIL_ADDRESS, key))
    with transaction():
        account = Account.get_by_id(account_id)
        drop_links(account_id, Purpose.NEW_EMAIL)
        tell(account, "email_change_asked", new_email=email)
        taken = Account.get_or_none(Account.email_key == key)
        if taken is not None:
            if fits(Charge("known address", NEWS_ADDRESS, key)):
                tell(taken, "known_address")
        elif may_mail:
            token = make_link(Purpose.NEW_EMAIL, account_id=account_id, new_email=email)
            tell_address(email, account.language, "confirm_new_email", token=token)


def new_email_of(token: str) -> str:
    """The address that a link confirms.

    Raises:
        DeadLinkError: it can't be used.
    """
    return str(look_at(Purpose.NEW_EMAIL, token).new_email)


def confirm_new_email(token: str) -> None:
    """Makes the new address the account's; both are told, and links to the old one end.

    Raises:
        DeadLinkError: the link can't be used, or the address has got another account.
    """
    try:
        with transaction():
            link = take(Purpose.NEW_EMAIL, token)
            account = Account.get_by_id(link.account_id)
            old = account.email
            account.email = link.new_email
            account.email_key = address_key(str(link.new_email))
            account.save(only=[Account.email, Account.email_key])
            drop_links(account.id, *ACCOUNT_LINKS)
            RecoveryWait.delete().where(RecoveryWait.account == account.id).execute()
            tell_address(old, account.language, "email_changed", new_email=account.email)
            tell(account, "email_changed", new_email=account.email)
    except IntegrityError as error:
        raise DeadLinkError("the address has an account") from error


def close_account(account_id: int) -> None:
    """Closes an account for good: its sessions and links end, and its row is emptied."""
    with transaction():
        account = Account.get_by_id(account_id)
        forget_account(account_id)
        tell_address(account.email, account.language, "account_closed")
        end_sessions(account_id)
        for table in (Link, RecoveryCode, Passkey, RecoveryWait):
            table.delete().where(table.account == account_id).execute()
        Account.update(
            email=None,
            email_key=None,
            password_hash=None,
            question=None,
            answer_hash=None,
            roles=[],
            totp_secret=None,
            totp_step=None,
            closed_at=clock.now(),
        ).where(Account.id == account_id).execute()
