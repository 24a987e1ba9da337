"""Recovery codes: ten at a time, shown once, each good for one use."""

from __future__ import annotations

import secrets

from webapp.domain.accounts.models import RecoveryCode
from webapp.domain.accounts.sessions import key_hash

COUNT = 10
# Without letters and figures that are taken for each other; 16 of them are 79 bits.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH, GROUP = 16, 4


def renew_codes(account_id: int) -> list[str]:
    """Makes new codes, in the caller's transaction; the ones before are good no more."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(COUNT)]
    RecoveryCode.delete().where(RecoveryCode.account == account_id).execute()
    RecoveryCode.insert_many(
        [(account_id, key_hash(code)) for code in codes],
        [RecoveryCode.account, RecoveryCode.code_hash],
    ).execute()
    return ["-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP)) for code in codes]


def codes_left(account_id: int) -> int:
    return int(RecoveryCode.select().where(RecoveryCode.account == account_id).count())


def holds_code(account_id: int, typed: str) -> bool:
    """Whether what was typed is a code that is still good, without using it."""
    return bool(RecoveryCode.select().where(_is(account_id, typed)).exists())


def use_code(account_id: int, typed: str) -> bool:
    """Uses a code up; returns whether it was good. Of two uses at once, one is."""
    return bool(RecoveryCode.delete().where(_is(account_id, typed)).execute())


def _is(account_id: int, typed: str) -> object:
    plain = "".join(char for char in typed.casefold() if char.isalnum())
    return (RecoveryCode.account == account_id) & (RecoveryCode.code_hash == key_hash(plain))
