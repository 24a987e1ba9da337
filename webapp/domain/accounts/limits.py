"""Counting tries: what slows a guesser without ever locking the owner out (docs/adr/0013)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from webapp.base import clock
from webapp.base.db import is_postgresql, transaction
from webapp.domain.accounts.limit_rules import Level, Limit, level_now, wait_for
from webapp.domain.accounts.models import DaySalt, Tries

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# Wrong passwords: of one network for one address, of one network, and for one address from all.
LOGIN_PAIR = Limit(5, timedelta(minutes=15))
LOGIN_NETWORK = Limit(100, HOUR)
LOGIN_ADDRESS = Limit(50, DAY)
LOGIN_LINK = Limit(10, HOUR)
ANSWERS = Limit(10, DAY)
# Wrong codes: of one network for one account, and for one account from all.
CODES = Limit(10, HOUR)
CODES_ACCOUNT = Limit(100, DAY)
# Right passwords are limited too: each one costs a hash, and others wait for theirs.
RIGHT_PASSWORDS = Limit(30, timedelta(minutes=10))
PROOFS = Limit(10, HOUR)
# Forms that can make the site send mail, of one network.
MAIL_NETWORK = Limit(30, HOUR)
# Mails of one kind to one address. Links last longer than it takes until the next one can be sent.
MAIL_ADDRESS = Limit(4, HOUR)
NEWS_ADDRESS = Limit(1, DAY)


class TooManyTriesError(Exception):
    """No further try fits before ``wait`` has passed. ``name`` says which limit holds it off."""

    def __init__(self, name: str, wait: timedelta) -> None:
        super().__init__(f"The limit {name} is reached.")
        self.name = name
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Charge:
    """One try against one limit. ``whose`` tells its bucket from others of the same limit."""

    name: str
    limit: Limit
    whose: str

    def bucket(self) -> str:
        salt = _salt(clock.today())
        return hmac.digest(salt, f"{self.name}\0{self.whose}".encode(), hashlib.sha256).hex()


def charge(*charges: Charge) -> None:
    """Counts one try against each limit, before it is made: two at once can't both slip through.

    Raises:
        TooManyTriesError: one of them is reached; then none is counted.
    """
    buckets = {each.bucket(): each for each in charges}
    now = clock.now()
    with transaction():
        levels = _levels(list(buckets))
        filled = {}
        for bucket, each in buckets.items():
            level = level_now(each.limit, levels.get(bucket), now)
            wait = wait_for(each.limit, level)
            if wait:
                raise TooManyTriesError(each.name, wait)
            filled[bucket] = level + 1
        for bucket, level in filled.items():
            Tries.update(level=level, changed_at=now).where(Tries.bucket == bucket).execute()


def give_back(*charges: Charge) -> None:
    """Takes a try back."""
    with transaction():
        for each in charges:
            Tries.update(level=Tries.level - 1).where(
                Tries.bucket == each.bucket(), Tries.level >= 1
            ).execute()


def right_or_charged(
    check: Callable[[], bool], *charges: Charge, if_right: Sequence[Charge] = ()
) -> bool:
    """Makes a try and says whether it is right. A wrong one stays counted against ``charges``, a
    right one against ``if_right``; one that can't be made, because ``check`` raises, against none.

    Raises:
        TooManyTriesError: one of the limits is reached; then nothing is tried.
    """
    charge(*charges, *if_right)
    try:
        right = check()
    except Exception:
        give_back(*charges, *if_right)
        raise
    give_back(*(charges if right else if_right))
    return right


def fits(each: Charge) -> bool:
    """Counts one try and says whether it fitted."""
    try:
        charge(each)
    except TooManyTriesError:
        return False
    return True


def _levels(buckets: list[str]) -> dict[str, Level]:
    """The buckets' levels; they are this transaction's until its end."""
    now = clock.now()
    # In one order for all, so that no two wait for each other.
    for bucket in sorted(buckets):
        Tries.insert(bucket=bucket, level=0.0, changed_at=now).on_conflict_ignore().execute()
    rows = Tries.select().where(Tries.bucket.in_(buckets)).order_by(Tries.bucket)
    if is_postgresql():
        rows = rows.for_update()
    return {row.bucket: Level(row.level, row.changed_at) for row in rows}


def forget_tries(due: datetime) -> None:
    """Forgets buckets that are empty by now, and destroys the salts of days that have passed."""
    with transaction():
        Tries.delete().where(Tries.changed_at < due - DAY).execute()
        DaySalt.delete().where(DaySalt.day < clock.stockholm_day(due)).execute()


@lru_cache(maxsize=1)
def _salt(day: date) -> bytes:
    """The day's salt, the same in every process, kept in memory for the newest day only."""
    DaySalt.insert(day=day, salt=secrets.token_hex(32)).on_conflict_ignore().execute()
    return bytes.fromhex(DaySalt.get(DaySalt.day == day).salt)
