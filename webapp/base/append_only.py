"""Tables whose rows the database itself keeps as they are, whoever asks for a change.

A table rebuilt by a migration loses its triggers on SQLite, so they are set anew after every one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import PostgresqlDatabase


@dataclass(frozen=True, slots=True)
class Guarded:
    """A table, what it refuses, and columns that together name one row for ever.

    Truncation is refused wherever deletion of one row or all rows is not the rule.
    """

    table: str
    refuses: tuple[str, ...]
    unique: tuple[str, ...]


GUARDED = (
    Guarded("disclosure", ("UPDATE", "DELETE"), ("chain_id", "number")),
    # Erasure deletes these; nothing may rewrite them.
    Guarded("disclosure_subject", ("UPDATE",), ("disclosure_id",)),
    Guarded("disclosure_chain", ("DELETE",), ("id",)),
    Guarded("company_decision", ("UPDATE", "DELETE"), ("id",)),
)


def guard_tables(database: Any) -> None:
    """Sets the triggers of every guarded table that there is. Bears repetition."""
    there = set(database.get_tables())
    for guarded in GUARDED:
        if guarded.table in there:
            statements = _postgresql if isinstance(database, PostgresqlDatabase) else _sqlite
            with database.atomic():
                for statement in statements(guarded):
                    database.execute_sql(statement)


def _sqlite(guarded: Guarded) -> list[str]:
    table, statements = guarded.table, []
    for event in guarded.refuses:
        name = f"{table}_refuses_{event.lower()}"
        statements += [
            f'DROP TRIGGER IF EXISTS "{name}"',
            f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{table} refuses {event}'); END",
        ]
    # REPLACE deletes without a trigger where a connection has not switched recursive_triggers on.
    same = " AND ".join(f'"{column}" = NEW."{column}"' for column in guarded.unique)
    create = (
        f'CREATE TRIGGER "{table}_refuses_replace" BEFORE INSERT ON "{table}"',
        "WHEN EXISTS (SELECT 1 FROM",
        f'"{table}" WHERE rowid = NEW.rowid OR ({same}))',
        f"BEGIN SELECT RAISE(ABORT, '{table} refuses REPLACE'); END",
    )
    return [
        *statements,
        f'DROP TRIGGER IF EXISTS "{table}_refuses_replace"',
        " ".join(create),
    ]


def _postgresql(guarded: Guarded) -> list[str]:
    table, events = guarded.table, " OR ".join(guarded.refuses)
    return [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%% refuses %%', TG_TABLE_NAME, TG_OP "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f'DROP TRIGGER IF EXISTS "{table}_refuses" ON "{table}"',
        f'CREATE TRIGGER "{table}_refuses" BEFORE {events} ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f'DROP TRIGGER IF EXISTS "{table}_refuses_truncate" ON "{table}"',
        f'CREATE TRIGGER "{table}_refuses_truncate" BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ]
