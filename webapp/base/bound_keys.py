"""Keys that belong to one database, which remembers them: none is taken for another.

Blocks by organisation number, and the words by which a CV is found by its owner's name, are keyed
fingerprints. With another key they would silently match nothing, and what is sealed stay closed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from peewee import BigAutoField, CharField, IntegerField

from webapp.base.db import UNUSABLE, Table, database, transaction
from webapp.base.keyring import KeyRing, SealError, load_keys, ring, use_keys
from webapp.base.register import column


class DataKey(Table):
    """A key that this database is used with, by a fingerprint that doesn't give it away.

    ``number`` is its place on the ring, from 0.
    """

    id = column(BigAutoField())
    number = column(IntegerField(unique=True))
    fingerprint = column(CharField(max_length=16))

    class Meta:
        table_name = "data_key"


class WrongKeysError(SealError):
    """The keys are not those that this database is used with."""


def bound_ring(instance: Path, given: Sequence[str] = ()) -> KeyRing:
    """The keys of an instance, which from now on are its database's; made only for a new one.

    Raises:
        SealError: a key is missing or not base64 of 32 bytes.
        WrongKeysError: the database is used with others.
    """
    known = _known()
    keys = load_keys(instance, given, may_make=not known)
    _refuse_others(keys, known)
    with transaction():
        for number, fingerprint in enumerate(keys.fingerprints):
            new = DataKey.insert(number=number, fingerprint=fingerprint)
            new.on_conflict_ignore().execute()
    # Of two first starts with different keys, one was first.
    _refuse_others(keys, _known())
    return keys


def use_bound_keys(instance: Path, given: Sequence[str] = ()) -> None:
    """Takes the keys into use for this process; while no database answers, when first needed.

    Raises:
        SealError: as ``bound_ring`` says.
    """
    use_keys(lambda: bound_ring(instance, given))
    was_closed = database.is_closed()
    with contextlib.suppress(*UNUSABLE):
        ring()
    # A process that is forked later shares no connection.
    if was_closed and not database.is_closed():
        database.close()


def check_keys(instance: Path, given: Sequence[str] = ()) -> None:
    """Looks whether the keys are there that the database is used with; changes nothing.

    Raises:
        SealError: a key is missing or not base64 of 32 bytes.
        WrongKeysError: the database is used with others.
    """
    known = _known()
    if known or given:
        _refuse_others(load_keys(instance, given, may_make=False), known)


def _known() -> tuple[str, ...]:
    return tuple(row.fingerprint for row in DataKey.select().order_by(DataKey.number))


def _refuse_others(keys: KeyRing, known: tuple[str, ...]) -> None:
    if keys.fingerprints[: len(known)] != known:
        raise WrongKeysError(
            "These are not the keys that this database is used with, in their order. Put the right "
            "ones back from your backup, in keys/data.keys or the setting data_keys; a new key "
            "stands after all earlier ones."
        )
