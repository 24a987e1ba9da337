"""Getting back in: a mailed link and the answer, a recovery code, or 72 hours of waiting.

None of them passes a second factor: they end in a new password, with which one logs in as ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.base import clock, work
from webapp.base.db import transaction
from webapp.domain.accounts.limits import (
    ANSWERS,
    MAIL_ADDRESS,
    MAIL_NETWORK,
    Charge,
    charge,
    fits,
    right_or_charged,
)
from webapp.domain.accounts.links import (
    DeadLinkError,
    count_wrong_answer,
    drop_links,
    look_at,
    make_link,
    take,
)
from webapp.domain.accounts.models import Account, RecoveryWait
from webapp.domain.accounts.passwords import hash_answer, hash_password, is_answer
from webapp.domain.accounts.recovery_codes import holds_code, use_code
from webapp.domain.accounts.rules import STAFF, Purpose, Role
from webapp.domain.accounts.sessions import end_sessions
from webapp.domain.accounts.telling import tell, tell_nobody
from webapp.domain.mail.rules import address_key

WAIT = timedelta(hours=72)
REMINDED_AFTER = timedelta(hours=36)
TEND_WAITS = "tend-recovery-waits"
# What a new password ends: also a change of address that somebody else may have asked for.
ACCOUNT_LINKS = (
    Purpose.RECOVER,
    Purpose.AFTER_WAIT,
    Purpose.STOP_WAIT,
    Purpose.LOG_IN,
    Purpose.NEW_EMAIL,
)


class WrongAnswerError(Exception):
    """The answer, or the recovery code, is not the account's."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What the page of a recovery link shows: the question, and the address for its own sake."""

    account_id: int
    email: str
    question: str
    waiting: bool


def mail_recovery_link(email: str, network: str) -> None:
    """Mails a link to the owner of an account; the same work for all other addresses.

    Raises:
        TooManyTriesError: this network has asked for too many mails.
    """
    charge(Charge("recovery mail of a network", MAIL_NETWORK, network))
    key = address_key(email)
    may_mail = fits(Charge("recovery mail", MAIL_ADDRESS, key))
    with transaction():
        account = Account.get_or_none(Account.email_key == key)
        if not may_mail:
            return
        may_recover = account is not None and not is_staff(account)
        # Where the link leads nobody back, nobody gets it; the row is written all the same.
        token = make_link(Purpose.RECOVER, account_id=account.id if may_recover else None)
        if account is None:
            tell_nobody()
        elif may_recover:
            tell(account, "recover", token=token)
        else:
            tell(account, "staff_recovery")


def recovery_of(token: str) -> Recovery:
    """What a recovery link is about.

    Raises:
        DeadLinkError: it can't be used.
    """
    account = _account_of(Purpose.RECOVER, token)
    waiting = RecoveryWait.select().where(RecoveryWait.account == account.id).exists()
    return Recovery(account.id, account.email, account.question, bool(waiting))


def recover(token: str, answer: str, code: str, password: str) -> None:
    """Sets a new password for whoever has the link, and the answer or a recovery code.

    Raises:
        DeadLinkError: the link can't be used.
        WrongAnswerError: neither is right.
        TooManyTriesError: too many wrong answers came before; codes are never held off.
        TooBusyError: too many others wait.
    """
    account = _account_of(Purpose.RECOVER, token)
    right = holds_code(account.id, code) if code.strip() else _is_right(account, answer)
    if not right:
        count_wrong_answer(look_at(Purpose.RECOVER, token))
        raise WrongAnswerError("recovery")
    hashed = hash_password(password)
    with transaction():
        take(Purpose.RECOVER, token)
        if code.strip() and not use_code(account.id, code):
            raise WrongAnswerError("recovery code")
        _set_password(account, hashed)


def start_wait(token: str) -> None:
    """Begins the 72 hours of somebody who has the link but not the answer; the owner is told.

    Raises:
        DeadLinkError: the link can't be used.
    """
    with transaction():
        account = Account.get_by_id(take(Purpose.RECOVER, token).account_id)
        now = clock.now()
        begun = RecoveryWait.insert(account=account.id, started_at=now).on_conflict_ignore()
        begun.execute()
        wait = RecoveryWait.get(RecoveryWait.account == account.id)
        if wait.started_at != now:
            return
        stop = make_link(Purpose.STOP_WAIT, account_id=account.id)
        tell(account, "recovery_wait", token=stop, hours=int(WAIT / timedelta(hours=1)))
        work.schedule(TEND_WAITS, now + REMINDED_AFTER)
        work.schedule(TEND_WAITS, now + WAIT)


def stop_wait(token: str) -> None:
    """Ends a wait: the owner has said that it is not theirs.

    Raises:
        DeadLinkError: the link can't be used.
    """
    with transaction():
        link = take(Purpose.STOP_WAIT, token)
        RecoveryWait.delete().where(RecoveryWait.account == link.account_id).execute()
        drop_links(int(link.account_id or 0), *ACCOUNT_LINKS)


def tend_waits(due: datetime) -> None:
    """Reminds the owners of waits half way through, and mails a link where a wait is over."""
    for wait in RecoveryWait.select().where(RecoveryWait.started_at <= due - REMINDED_AFTER):
        with transaction():
            account = Account.get_by_id(wait.account_id)
            if wait.started_at <= due - WAIT:
                _end_wait(account, wait)
            elif wait.reminded_at is None:
                stop = make_link(Purpose.STOP_WAIT, account_id=account.id)
                tell(account, "recovery_wait_reminder", token=stop)
                RecoveryWait.update(reminded_at=clock.now()).where(
                    RecoveryWait.id == wait.id
                ).execute()


def _end_wait(account: Account, wait: RecoveryWait) -> None:
    # Of two workers at once, the one that deletes the row goes on.
    if RecoveryWait.delete().where(RecoveryWait.id == wait.id).execute():
        drop_links(account.id, Purpose.STOP_WAIT)
        tell(
            account,
            "recovery_wait_over",
            token=make_link(Purpose.AFTER_WAIT, account_id=account.id),
            stop=make_link(Purpose.STOP_WAIT, account_id=account.id),
        )


def address_after_wait(token: str) -> str:
    """The address of the account that a link at the end of a wait is for.

    Raises:
        DeadLinkError: it can't be used.
    """
    return str(_account_of(Purpose.AFTER_WAIT, token).email)


def recover_after_wait(token: str, password: str, question: str, answer: str) -> None:
    """Sets a new password and a new question when the wait is over.

    Raises:
        DeadLinkError: the link can't be used.
        TooBusyError: too many others wait.
    """
    account = _account_of(Purpose.AFTER_WAIT, token)
    hashed, answer_hash = hash_password(password), hash_answer(answer)
    with transaction():
        take(Purpose.AFTER_WAIT, token)
        Account.update(question=question, answer_hash=answer_hash).where(
            Account.id == account.id
        ).execute()
        _set_password(account, hashed)


def is_staff(account: Account) -> bool:
    return bool({Role(name) for name in account.roles} & STAFF)


def _account_of(purpose: Purpose, token: str) -> Account:
    account = Account.get_by_id(look_at(purpose, token).account_id)
    if account.closed_at is not None or is_staff(account):
        raise DeadLinkError(purpose.value)
    return account


def _is_right(account: Account, answer: str) -> bool:
    tried = Charge("answer", ANSWERS, str(account.id))
    return right_or_charged(lambda: is_answer(answer, account.answer_hash), tried)


def _set_password(account: Account, password_hash: str) -> None:
    """The new password, in the caller's transaction: sessions and links end, the owner is told."""
    Account.update(password_hash=password_hash).where(Account.id == account.id).execute()
    end_sessions(account.id)
    RecoveryWait.delete().where(RecoveryWait.account == account.id).execute()
    drop_links(account.id, *ACCOUNT_LINKS)
    tell(account, "password_changed")
