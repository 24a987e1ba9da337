"""The second factor: codes from an app (TOTP, RFC 6238), passkeys, and recovery codes instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyotp
from peewee import IntegrityError

from webapp.adapters import passkeys
from webapp.adapters.passkeys import NewPasskey, PasskeyError, Site
from webapp.base import clock
from webapp.base.db import transaction
from webapp.base.sealing import seal, unseal
from webapp.domain.accounts.limits import (
    CODES,
    CODES_ACCOUNT,
    NEWS_ADDRESS,
    Charge,
    fits,
    right_or_charged,
)
from webapp.domain.accounts.models import Account, Passkey, Session
from webapp.domain.accounts.recovery_codes import codes_left, renew_codes, use_code
from webapp.domain.accounts.rules import NEEDING_SECOND_FACTOR, Role
from webapp.domain.accounts.sessions import OpenSession, end_session
from webapp.domain.accounts.telling import tell
from webapp.domain.accounts.totp import DIGITS, step_of, use_totp

WRONG_CODES = 5


class WrongCodeError(Exception):
    """The code, or what the passkey signed, is not right. ``ended`` says that the session ended."""

    def __init__(self, *, ended: bool = False) -> None:
        super().__init__("The second factor is wrong.")
        self.ended = ended


class NeededError(Exception):
    """The account's role demands a second factor, and this is its last."""


@dataclass(frozen=True, slots=True)
class ListedPasskey:
    id: int
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What an account has got as a second factor."""

    has_totp: bool
    passkeys: list[ListedPasskey]
    codes_left: int
    needed: bool


def overview(account_id: int) -> Overview:
    account = Account.get_by_id(account_id)
    rows = Passkey.select().where(Passkey.account == account_id).order_by(Passkey.id)
    return Overview(
        account.totp_secret is not None,
        [ListedPasskey(row.id, row.name, row.created_at, row.used_at) for row in rows],
        codes_left(account_id),
        bool({Role(name) for name in account.roles} & NEEDING_SECOND_FACTOR),
    )


def offer_totp(session: OpenSession) -> str:
    """The secret (base32) that waits in this session for its first code; made at first."""
    row = Session.get_by_id(session.id)
    if row.totp_offered is None:
        row.totp_offered = seal(pyotp.random_base32())
        row.save(only=[Session.totp_offered])
    return unseal(row.totp_offered)


def totp_address(account_id: int, secret: str, issuer: str) -> str:
    """The otpauth address of a secret, for a QR code."""
    account = Account.get_by_id(account_id)
    return pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=issuer)


def add_totp(session: OpenSession, code: str) -> list[str]:
    """Takes the offered secret into use; returns new recovery codes where there are none yet.

    Raises:
        WrongCodeError: the code is not one of the offered secret.
    """
    secret = offer_totp(session)
    step = step_of(secret, code, None)
    if step is None:
        raise WrongCodeError
    account_id = session.viewer.account_id
    with transaction():
        Account.update(totp_secret=seal(secret), totp_step=step).where(
            Account.id == account_id
        ).execute()
        Session.update(totp_offered=None).where(Session.id == session.id).execute()
        return _after_adding(account_id)


def remove_totp(account_id: int) -> None:
    """Raises NeededError where it is the last one that a role demands."""
    with transaction():
        _refuse_last(account_id, overview(account_id).passkeys)
        Account.update(totp_secret=None, totp_step=None).where(Account.id == account_id).execute()
        tell(Account.get_by_id(account_id), "second_factor_changed")


def remove_passkey(account_id: int, passkey_id: int) -> bool:
    """Removes one of the account's passkeys; returns whether there was one.

    Raises:
        NeededError: it is the last one that a role demands.
    """
    with transaction():
        found = overview(account_id)
        if passkey_id not in {each.id for each in found.passkeys}:
            return False
        _refuse_last(account_id, found.has_totp or found.passkeys[1:])
        Passkey.delete().where(Passkey.id == passkey_id, Passkey.account == account_id).execute()
        tell(Account.get_by_id(account_id), "second_factor_changed")
        return True


def offer_passkey(session: OpenSession, site: Site) -> str:
    """What the browser needs to make a passkey, as JSON; its challenge waits in the session."""
    account = Account.get_by_id(session.viewer.account_id)
    options, challenge = passkeys.offer(site, account.id, account.email, _credentials(account.id))
    Session.update(challenge=challenge).where(Session.id == session.id).execute()
    return options


def add_passkey(session: OpenSession, site: Site, answer: str, name: str) -> list[str]:
    """Keeps the passkey that the browser made; returns new recovery codes where there are none.

    Raises:
        WrongCodeError: the answer is not to this session's challenge, or the passkey is known.
    """
    account_id = session.viewer.account_id
    try:
        made = passkeys.accept(site, _take_challenge(session), answer)
        with transaction():
            Passkey.create(
                account=account_id,
                credential=made.credential,
                public_key=made.public_key,
                sign_count=made.sign_count,
                name=name,
                created_at=clock.now(),
            )
            return _after_adding(account_id)
    except (PasskeyError, IntegrityError) as error:
        raise WrongCodeError from error


def ask_passkey(session: OpenSession, site: Site) -> str | None:
    """What the browser needs to use a passkey, as JSON; None where the account has none."""
    known = _credentials(session.viewer.account_id)
    if not known:
        return None
    options, challenge = passkeys.ask(site, known)
    Session.update(challenge=challenge).where(Session.id == session.id).execute()
    return options


def check_passkey(session: OpenSession, site: Site, answer: str) -> None:
    """Checks what a passkey of the account signed.

    Raises:
        WrongCodeError: none of them signed this session's challenge.
    """
    try:
        row = Passkey.get_or_none(
            Passkey.account == session.viewer.account_id,
            Passkey.credential == passkeys.credential_in(answer),
        )
        if row is None:
            raise PasskeyError("unknown")
        kept = NewPasskey(row.credential, row.public_key, row.sign_count)
        count = passkeys.check(site, _take_challenge(session), answer, kept)
    except PasskeyError as error:
        raise _wrong(session) from error
    Passkey.update(sign_count=count, used_at=clock.now()).where(Passkey.id == row.id).execute()


def check_code(session: OpenSession, code: str, network: str) -> None:
    """Checks a code of the app, each good once, or a recovery code, which is used up.

    Raises:
        WrongCodeError: it is neither; after five in one session, that ends.
        TooManyTriesError: too many wrong codes came before, of this network for the account or from
            all. Recovery codes are never held off.
    """
    account = Account.get_by_id(session.viewer.account_id)
    plain = "".join(code.split())
    if not (plain.isdecimal() and len(plain) == DIGITS):
        if use_code(account.id, code):
            tell(account, "recovery_code_used", left=codes_left(account.id))
            return
        raise _wrong(session)
    tried = Charge("code of a network", CODES, f"{network}\0{account.id}")
    from_all = Charge("code", CODES_ACCOUNT, str(account.id))
    if not right_or_charged(lambda: use_totp(account, plain), tried, from_all):
        raise _wrong(session)


def renew_recovery_codes(account_id: int) -> list[str]:
    """New codes in place of all before; the owner is told."""
    with transaction():
        tell(Account.get_by_id(account_id), "recovery_codes_renewed")
        return renew_codes(account_id)


def _wrong(session: OpenSession) -> WrongCodeError:
    """Counts a wrong try; the fifth ends the session, and the owner is told."""
    with transaction():
        Session.update(wrong_codes=Session.wrong_codes + 1).where(
            Session.id == session.id
        ).execute()
        row = Session.get_or_none(Session.id == session.id)
        if row is not None and row.wrong_codes < WRONG_CODES:
            return WrongCodeError()
        end_session(session.id)
        account = Account.get_by_id(session.viewer.account_id)
        if fits(Charge("told of wrong codes", NEWS_ADDRESS, str(account.id))):
            tell(account, "wrong_codes")
    return WrongCodeError(ended=True)


def _take_challenge(session: OpenSession) -> str:
    """The challenge that waits in the session; each is good for one answer."""
    challenge = Session.get_by_id(session.id).challenge
    # Of two answers at once, only one takes it.
    taken = challenge is not None and (
        Session.update(challenge=None)
        .where(Session.id == session.id, Session.challenge == challenge)
        .execute()
    )
    if not taken:
        raise PasskeyError("no challenge")
    return str(challenge)


def _credentials(account_id: int) -> list[str]:
    rows = Passkey.select(Passkey.credential).where(Passkey.account == account_id)
    return [row.credential for row in rows]


def _refuse_last(account_id: int, others: object) -> None:
    account = Account.get_by_id(account_id)
    if not others and {Role(name) for name in account.roles} & NEEDING_SECOND_FACTOR:
        raise NeededError("The role demands a second factor.")


def _after_adding(account_id: int) -> list[str]:
    tell(Account.get_by_id(account_id), "second_factor_changed")
    return [] if codes_left(account_id) else renew_codes(account_id)
