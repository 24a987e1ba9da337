"""The data register: what each stored column is, whose, why and for how long.

Export, erasure, retention, log redaction, the record of processing (GDPR art. 30) and the policy
page are made from it. A column without an entry fails the tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from peewee import Field, Model


class Kind(StrEnum):
    NONE = "none"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Ground(StrEnum):
    """Legal grounds of GDPR art. 6(1)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal obligation"
    LEGITIMATE_INTEREST = "legitimate interest"


class OnErasure(StrEnum):
    DELETE = "delete"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Entry:
    """One column's entry.

    ``retention`` is in days after its purpose ended; None means as long as its row is needed.
    ``purpose`` is why it is kept; ``further_purposes`` are the other uses that may be made of it.
    """

    kind: Kind
    whose: str | None = None
    purpose: str | None = None
    ground: Ground | None = None
    retention: int | None = None
    exported: bool = False
    on_erasure: OnErasure = OnErasure.KEEP
    further_purposes: tuple[str, ...] = ()

    @property
    def purposes(self) -> tuple[str, ...]:
        """Every purpose that the data may be used for; empty where it is not personal."""
        return (self.purpose, *self.further_purposes) if self.purpose else ()


NO_PERSONAL_DATA = Entry(Kind.NONE)

ColumnType = TypeVar("ColumnType", bound=Field)


class RegisterError(Exception):
    """An entry contradicts itself, or a column has none."""


class PurposeError(Exception):
    """Personal data was about to be used for a purpose that the register doesn't give it."""


def column(declared: ColumnType, entry: Entry = NO_PERSONAL_DATA) -> ColumnType:
    """Declares a model column together with its register entry.

    Raises:
        RegisterError: personal data without whose, purpose or legal ground.
    """
    if entry.kind is not Kind.NONE and not (entry.whose and entry.purpose and entry.ground):
        raise RegisterError("Personal data needs whose, purpose and legal ground.")
    declared.register_entry = entry
    return declared


def entry_of(declared: Any) -> Entry:
    """The entry of a bound column.

    Raises:
        RegisterError: the column was declared without one.
    """
    entry = getattr(declared, "register_entry", None)
    if not isinstance(entry, Entry):
        raise RegisterError(f"{declared.model.__name__}.{declared.name} has no entry.")
    return entry


def entries_of(model: type[Model]) -> dict[str, Entry]:
    """Entries of all columns of a model by column name, generated keys excepted."""
    return {
        name: entry_of(declared)
        for name, declared in model._meta.fields.items()
        if not getattr(declared, "auto_increment", False)
    }


def require_purpose(purpose: str, columns: Iterable[Field]) -> None:
    """Lets a use of personal data pass only where the register names its purpose.

    Raises:
        PurposeError: a column's entry does not name the purpose.
    """
    for used in columns:
        entry = entry_of(used)
        if entry.kind is not Kind.NONE and purpose not in entry.purposes:
            raise PurposeError(f"{used.model.__name__}.{used.name} is not kept for: {purpose}.")
