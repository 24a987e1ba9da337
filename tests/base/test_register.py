"""The data register: every stored column has its entry, and entries are whole."""

from __future__ import annotations

import importlib
import itertools
import pkgutil
from typing import Any

import pytest
from peewee import CharField, Field

import webapp
from webapp.base.db import Table
from webapp.base.register import (
    Entry,
    Ground,
    Kind,
    RegisterError,
    column,
    entries_of,
    entry_of,
)

for _module in pkgutil.walk_packages(webapp.__path__, "webapp."):
    if not _module.name.endswith("__main__"):
        importlib.import_module(_module.name)


def tables_below(model: type[Table]) -> list[type[Table]]:
    below = [table for table in model.__subclasses__() if table.__module__.startswith("webapp.")]
    return below + [each for table in below for each in tables_below(table)]


TABLES = tables_below(Table)
COLUMNS: list[Field] = [each for table in TABLES for each in table._meta.sorted_fields]


def test_the_walk_finds_the_tables() -> None:
    assert {table._meta.table_name for table in TABLES} >= {"change_log", "due_job", "job_ad"}


@pytest.mark.parametrize("stored", COLUMNS, ids=lambda each: f"{each.model.__name__}.{each.name}")
def test_every_column_has_a_whole_entry(stored: Field) -> None:
    entry = entry_of(stored)
    if entry.kind is not Kind.NONE:
        assert entry.whose
        assert entry.purpose
        assert entry.ground in Ground
        assert entry.retention is None or entry.retention > 0


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_entries_name_all_columns_but_generated_keys(table: type[Table]) -> None:
    stored = set(table._meta.fields) - {"id"}
    assert set(entries_of(table)) == stored


def test_addresses_to_apply_to_are_personal() -> None:
    personal = {
        f"{each.model.__name__}.{each.name}"
        for each in COLUMNS
        if entry_of(each).kind is not Kind.NONE
    }
    assert "JobAd.application_email" in personal


def test_a_column_without_an_entry_is_named() -> None:
    class Forgetful(Table):
        kept = column(CharField())
        forgotten = CharField()

    assert entry_of(Forgetful.kept).kind is Kind.NONE
    with pytest.raises(RegisterError, match=r"Forgetful\.forgotten"):
        entry_of(Forgetful.forgotten)
    with pytest.raises(RegisterError, match=r"Forgetful\.forgotten"):
        entries_of(Forgetful)


WHOLE: dict[str, Any] = {"whose": "person", "purpose": "login", "ground": Ground.CONTRACT}


@pytest.mark.parametrize("kind", [Kind.PERSONAL, Kind.SENSITIVE])
@pytest.mark.parametrize(
    "missing",
    [
        missing
        for length in range(1, len(WHOLE) + 1)
        for missing in itertools.combinations(WHOLE, length)
    ],
    ids="-".join,
)
def test_personal_data_without_a_reason_is_refused(kind: Kind, missing: tuple[str, ...]) -> None:
    given = {name: value for name, value in WHOLE.items() if name not in missing}
    with pytest.raises(RegisterError):
        column(CharField(), Entry(kind, **given))


@pytest.mark.parametrize("kind", Kind)
def test_a_whole_entry_is_accepted(kind: Kind) -> None:
    entry = Entry(kind, **WHOLE)
    assert column(CharField(), entry).register_entry is entry
