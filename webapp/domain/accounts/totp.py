"""Codes of an app (TOTP, RFC 6238)."""

from __future__ import annotations

import pyotp

from webapp.base import clock
from webapp.base.sealing import UnsealError, unseal
from webapp.domain.accounts.models import Account

STEP_SECONDS = 30
DIGITS = 6
# A phone's clock may be one step off either way (RFC 6238, section 5.2).
STEPS_OFF = 1


def current_code(secret: str) -> str:
    """The code that an app would show now."""
    return pyotp.TOTP(secret).at(clock.now())


def secret_of(account: Account) -> str | None:
    """The TOTP secret of an account; None without one, or when another key sealed it."""
    try:
        return unseal(account.totp_secret) if account.totp_secret else None
    except UnsealError:
        return None


def use_totp(account: Account, code: str) -> bool:
    """Whether a code of the app is right now; each is good once."""
    secret = secret_of(account)
    step = step_of(secret, code, account.totp_step) if secret else None
    if step is None:
        return False
    # The same code a second time, or an older one, changes no row.
    unused = Account.totp_step.is_null() | (Account.totp_step < step)
    used = Account.update(totp_step=step).where(Account.id == account.id, unused)
    return bool(used.execute())


def step_of(secret: str, code: str, last: int | None) -> int | None:
    """The step after ``last`` whose code this is, of those near now; None when it is of none."""
    plain = "".join(code.split())
    now = int(clock.now().timestamp()) // STEP_SECONDS
    steps = range(now - STEPS_OFF, now + STEPS_OFF + 1)
    totp = pyotp.TOTP(secret)
    found = [
        step
        for step in steps
        if pyotp.utils.strings_equal(totp.at(step * STEP_SECONDS), plain)
        and (last is None or step > last)
    ]
    return found[0] if found else None
