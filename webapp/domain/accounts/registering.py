"""Registering an account, and confirming that its address is one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import IntegrityError, ModelSelect

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
from webapp.domain.accounts.links import (
    DeadLinkError,
    count_wrong_answer,
    look_at,
    make_link,
    take,
)
from webapp.domain.accounts.models import Account, Registration
from webapp.domain.accounts.passwords import hash_answer, hash_password, is_password
from webapp.domain.accounts.rules import Purpose, Role
from webapp.domain.accounts.telling import tell, tell_address, tell_nobody
from webapp.domain.mail.actions import forget_mails
from webapp.domain.mail.rules import address_key

UNCONFIRMED_KEPT = timedelta(days=7)
# Each costs a hash. More wait for one address only where somebody floods it.
OTHERS_TRIED = 4


class WrongPasswordError(Exception):
    """No registration that waits for the address has this password."""


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
        # Counted apart, so that whoever confirms today is still told of tries with their address.
        about = "unknown address" if account is None else "known address"
        may_tell = fits(Charge(about, NEWS_ADDRESS, key))
        newest = _waiting(key).first()
        if account is None and newest is not None and may_mail:
            _mail_link(newest)
            return
        make_link(Purpose.CONFIRM)
        if account is not None and may_tell:
            tell(account, "known_address")
        else:
            tell_nobody()


def confirm(token: str, password: str) -> int:
    """Makes an account of the registration whose password is given; returns the account's id.

    Anyone can register somebody else's address. So the mailed link says only whose the address is,
    and the password says which of the registrations that wait for it is that person's own. The
    others are erased.

    Raises:
        DeadLinkError: the link can't be used, or the address has an account by now.
        WrongPasswordError: no registration of the address has this password.
        TooBusyError: too many others wait.
    """
    link = look_at(Purpose.CONFIRM, token)
    row = _own_registration(link.registration_id, password)
    if row is None:
        count_wrong_answer(link)
        raise WrongPasswordError("confirmation")
    try:
        with transaction():
            take(Purpose.CONFIRM, token)
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
    """Erases registrations that nobody confirmed within 7 days, and what was mailed about them.

    Returns how many registrations.
    """
    with transaction():
        old = Registration.created_at <= due - UNCONFIRMED_KEPT
        erased = int(Registration.delete().where(old).execute())
        known = Account.select(Account.email_key).where(Account.email_key.is_null(False))
        forget_mails("confirm", except_to=[known, Registration.select(Registration.email_key)])
        return erased


def _own_registration(mailed_id: int | None, password: str) -> Registration | None:
    """The one that this password belongs to, of that which the link was mailed for and the newest.

    Raises:
        TooBusyError: too many others wait.
    """
    mailed = Registration.get_or_none(Registration.id == mailed_id)
    if mailed is None:
        return None
    # The link's own comes first, so that no number of others can push it out.
    others = _waiting(mailed.email_key).where(Registration.id != mailed.id).limit(OTHERS_TRIED)
    return next(
        (row for row in (mailed, *others) if is_password(password, row.password_hash)), None
    )


def _waiting(key: str) -> ModelSelect:
    """The registrations of an address, the newest first."""
    return (
        Registration.select().where(Registration.email_key == key).order_by(Registration.id.desc())
    )


def _mail_link(row: Registration) -> None:
    token = make_link(Purpose.CONFIRM, registration_id=row.id)
    tell_address(row.email, row.language, "confirm", token=token)


def _tell_it_exists(account: Account) -> None:
    if fits(Charge("known address", NEWS_ADDRESS, account.email_key)):
        tell(account, "known_address")
