"""Registering an account, and confirming that its address is one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import IntegrityError

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.accounts.limits import (
    MAIL_ADDRESS,
    MAIL_NETWORK,
    NEWS_ADDRESS,
    Charge,
    charge,
    fits,
)
from webapp.domain.accounts.links import DeadLinkError, make_link, take
from webapp.domain.accounts.models import Account, Registration
from webapp.domain.accounts.passwords import hash_answer, hash_password
from webapp.domain.accounts.rules import Purpose, Role
from webapp.domain.accounts.telling import tell, tell_address
from webapp.domain.mail.rules import address_key

UNCONFIRMED_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What somebody registers with, each part checked."""

    email: str
    password: str
    question: str
    answer: str
    language: str


def register(new: NewAccount, network: str) -> None:
    """Keeps a registration and mails its link, or mails the owner of an account that it exists.

    What the caller sees is the same either way, and so is the work.

    Raises:
        TooManyTriesError: this network has registered too often.
        TooBusyError: too many others wait.
    """
    charge(Charge("register", MAIL_NETWORK, network))
    password_hash, answer_hash = hash_password(new.password), hash_answer(new.answer)
    key = address_key(new.email)
    may_mail = fits(Charge("registration mail", MAIL_ADDRESS, key))
    with transaction():
        account = Account.get_or_none(Account.email_key == key)
        if account is not None:
            _tell_it_exists(account)
            return
        row = Registration.create(
            email=new.email,
            email_key=key,
            password_hash=password_hash,
            question=new.question,
            answer_hash=answer_hash,
            language=new.language,
            created_at=clock.now(),
        )
        if may_mail:
            _mail_link(row)


def send_again(email: str, network: str) -> None:
    """Mails a new link for the newest registration of an address; the same work for all others.

    Raises:
        TooManyTriesError: this network has asked too often.
    """
    charge(Charge("register", MAIL_NETWORK, network))
    key = address_key(email)
    may_mail = fits(Charge("registration mail", MAIL_ADDRESS, key))
    with transaction():
        account = Account.get_or_none(Account.email_key == key)
        newest = (
            Registration.select()
            .where(Registration.email_key == key)
            .order_by(Registration.id.desc())
            .first()
        )
        if account is not None:
            _tell_it_exists(account)
        elif newest is not None and may_mail:
            _mail_link(newest)


def confirm(token: str) -> int:
    """Makes an account of a registration; returns its id. Others for the address are erased.

    Raises:
        DeadLinkError: the link can't be used, or the address has an account by now.
    """
    try:
        with transaction():
            link = take(Purpose.CONFIRM, token)
            row = Registration.get_by_id(link.registration_id)
            account = Account.create(
                email=row.email,
                email_key=row.email_key,
                password_hash=row.password_hash,
                question=row.question,
                answer_hash=row.answer_hash,
                language=row.language,
                roles=[Role.JOB_SEEKER.value],
                created_at=clock.now(),
            )
            Registration.delete().where(Registration.email_key == row.email_key).execute()
            return int(account.id)
    except IntegrityError as error:
        raise DeadLinkError("the address has an account") from error


def erase_unconfirmed(due: datetime) -> int:
    """Erases registrations that nobody confirmed within 7 days; returns how many."""
    with transaction():
        old = Registration.created_at <= due - UNCONFIRMED_KEPT
        return int(Registration.delete().where(old).execute())


def _mail_link(row: Registration) -> None:
    token = make_link(Purpose.CONFIRM, registration_id=row.id)
    tell_address(row.email, row.language, "confirm", token=token)


def _tell_it_exists(account: Account) -> None:
    if fits(Charge("known address", NEWS_ADDRESS, account.email_key)):
        tell(account, "known_address")
