"""Logging in with a password, and the mailed link that lets the owner past a guesser."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.base.db import transaction
from webapp.domain.accounts.limits import (
    LOGIN_ADDRESS,
    LOGIN_LINK,
    LOGIN_NETWORK,
    LOGIN_PAIR,
    MAIL_ADDRESS,
    MAIL_NETWORK,
    RIGHT_PASSWORDS,
    Charge,
    charge,
    fits,
    right_or_charged,
)
from webapp.domain.accounts.links import DeadLinkError, drop_links, look_at, make_link
from webapp.domain.accounts.models import Account, Passkey, RecoveryWait
from webapp.domain.accounts.passwords import hash_password, is_outdated, is_password
from webapp.domain.accounts.rules import Purpose, Stage
from webapp.domain.accounts.telling import tell, tell_nobody
from webapp.domain.mail.rules import address_key


class WrongLoginError(Exception):
    """No account has this address and this password."""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Who gave the right password, and whether the second factor is still owed."""

    account_id: int
    stage: Stage
    language: str
    password_hash: str


def log_in(email: str, password: str, network: str, link: str | None = None) -> LoggedIn:
    """Checks an address and its password; the same work whether or not the address is known.

    ``link`` is the secret of a mailed link, with which the limits of address and network don't
    count.

    Raises:
        WrongLoginError: they don't belong together.
        TooManyTriesError: too many wrong ones came before, or right ones shortly before.
        TooBusyError: too many others wait.
    """
    key = address_key(email)
    account = Account.get_or_none(Account.email_key == key)
    known = account.password_hash if account else None
    wrong, right = _charges(key, network, account, link)
    is_right = right_or_charged(lambda: is_password(password, known), *wrong, if_right=right)
    if account is None or not is_right:
        raise WrongLoginError(network)
    checked = account.password_hash
    if is_outdated(checked):
        renewed = hash_password(password)
        if (
            Account.update(password_hash=renewed)
            .where(Account.id == account.id, Account.password_hash == checked)
            .execute()
        ):
            checked = renewed
    drop_links(account.id, Purpose.LOG_IN)
    stage = Stage.HALF_WAY if has_second_factor(account) else Stage.WHOLE
    return LoggedIn(account.id, stage, account.language, checked)


def mail_login_link(email: str, network: str) -> None:
    """Mails the owner of an account a link with which others' wrong tries don't count.

    For all other addresses the work is the same.

    Raises:
        TooManyTriesError: this network has asked for too many mails.
    """
    charge(Charge("login mail of a network", MAIL_NETWORK, network))
    key = address_key(email)
    may_mail = fits(Charge("login mail", MAIL_ADDRESS, key))
    with transaction():
        account = Account.get_or_none(Account.email_key == key)
        if not may_mail:
            return
        token = make_link(Purpose.LOG_IN, account_id=account.id if account else None)
        if account is None:
            tell_nobody()
        else:
            tell(account, "login_link", token=token)


def end_wait(account_id: int) -> None:
    """Whoever has logged in has forgotten nothing, so a wait for a way round it ends.

    A mailed link with the answer stays good: it proves more than the password, which may be stolen.
    """
    with transaction():
        RecoveryWait.delete().where(RecoveryWait.account == account_id).execute()
        drop_links(account_id, Purpose.STOP_WAIT, Purpose.AFTER_WAIT)


def has_second_factor(account: Account) -> bool:
    if account.totp_secret is not None:
        return True
    return bool(Passkey.select().where(Passkey.account == account.id).exists())


def _charges(
    key: str, network: str, account: Account | None, link: str | None
) -> tuple[list[Charge], list[Charge]]:
    """What a wrong password is counted against, and what a right one."""
    if link and account is not None:
        try:
            known = look_at(Purpose.LOG_IN, link)
        except DeadLinkError:
            known = None
        if known is not None and known.account_id == account.id:
            return [Charge("login by link", LOGIN_LINK, str(known.id))], []
    return [
        Charge("login of a network for an address", LOGIN_PAIR, f"{network}\0{key}"),
        Charge("login of a network", LOGIN_NETWORK, network),
        Charge("login for an address", LOGIN_ADDRESS, key),
    ], [Charge("right login", RIGHT_PASSWORDS, key)]
