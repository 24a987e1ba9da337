"""The database: SQLite or PostgreSQL behind one proxy, its field types, and its migrations."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from peewee import (
    Database,
    DatabaseError,
    DatabaseProxy,
    DateTimeField,
    ImproperlyConfigured,
    InterfaceError,
    Model,
    OperationalError,
    PostgresqlDatabase,
    SqliteDatabase,
    TextField,
)
from playhouse.migrations import MigrationError as MigrationError
from playhouse.migrations import Runner

from webapp.base.append_only import guard_tables

SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    # Without it, INSERT OR REPLACE passes a DELETE trigger.
    "recursive_triggers": 1,
    "foreign_keys": 1,
    # What is deleted is overwritten, not only unlinked.
    "secure_delete": 1,
}
BUSY_TIMEOUT_SECONDS = 15
# What a database that is absent, damaged or wrongly named raises on first use.
UNUSABLE = (DatabaseError, InterfaceError, OSError)
MIGRATION_LOCK_KEY = 0x5374_6570  # Any constant will do; it names the lock in PostgreSQL.

database: Any = DatabaseProxy()


class Table(Model):
    """Every model's base."""

    class Meta:
        database = database
        legacy_table_names = False


class UtcDateTimeField(DateTimeField):
    """An aware moment, stored as naive UTC on both databases and read back aware.

    Raises:
        ValueError: the value has no time zone.
    """

    def db_value(self, value: datetime | None) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{self.name}: a time without a time zone.")
        # One fixed width, so that SQLite's text order is the order in time.
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")

    def python_value(self, value: str | datetime | None) -> datetime | None:
        return moment(value)


def moment(stored: str | datetime | None) -> datetime | None:
    """A stored moment, aware."""
    if stored is None:
        return None
    naive = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return naive.replace(tzinfo=UTC)


class JsonField(TextField):
    """Plain JSON data as text, the same on both databases; nothing queries inside it."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


def connect(database_url: str) -> Database:
    """Binds every model to the database of a URL, and returns it. Connections open on first use."""
    address = urlsplit(database_url)
    if address.scheme == "sqlite":
        path = Path(unquote(address.path[1:]))
        path.parent.mkdir(parents=True, exist_ok=True)
        bound: Database = SqliteDatabase(
            str(path), pragmas=SQLITE_PRAGMAS, timeout=BUSY_TIMEOUT_SECONDS, lock_type="IMMEDIATE"
        )
    elif address.scheme == "postgresql":
        bound = PostgresqlDatabase(database_url, prefer_psycopg3=True)
    else:
        raise ImproperlyConfigured("database_url must start with sqlite:/// or postgresql://.")
    database.initialize(bound)
    return bound


def is_postgresql() -> bool:
    return isinstance(database.obj, PostgresqlDatabase)


@contextmanager
def transaction() -> Iterator[None]:
    """One write transaction: all of it is stored, or none."""
    with database.atomic():
        yield


@contextmanager
def snapshot() -> Iterator[None]:
    """One read transaction that sees a single moment and holds no writer up."""
    if is_postgresql():
        with database.atomic():
            database.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with database.atomic("DEFERRED"):
            yield


def written_out(sql: str, *values: str | int) -> list[tuple[Any, ...]]:
    """The rows of a query that is written out, with ``?`` for each value; they come as stored.

    For the few queries that every page makes: putting one together takes longer than answering it.
    """
    return list(database.execute_sql(sql.replace("?", database.param), values))


def add_one(table: type[Table], counter: str, **key: Any) -> None:
    """Adds one to the total of a key, which begins at nothing. Simultaneous ones all count."""
    total = getattr(table, counter)
    with transaction():
        table.insert(**key, **{counter: 1}).on_conflict(
            conflict_target=[getattr(table, name) for name in key], update={total: total + 1}
        ).execute()


def drop_broken_connection(error: BaseException | None) -> None:
    """Closes this thread's connection when the link failed, so that the next use reconnects."""
    if isinstance(error, OperationalError | InterfaceError) and not database.is_closed():
        database.close()


class Migrations:
    """The numbered migrations of the package, applied by one runner at a time."""

    def __init__(self) -> None:
        self.runner = Runner(database.obj, str(files("webapp") / "migrations"))

    def pending(self) -> list[str]:
        """Names of the migrations that are not applied, in order."""
        return [step.name for step in self.runner.status() if not step.applied]

    def up(self, target: str | None = None) -> list[str]:
        """Applies what is pending, through ``target`` if given; returns the names."""
        with one_migrator_at_a_time():
            try:
                return list(self.runner.up(target))
            finally:
                guard_tables(database.obj)

    def down(self, target: str | None = None) -> list[str]:
        """Reverts the newest migration, or all back through ``target``; returns the names."""
        with one_migrator_at_a_time():
            try:
                return list(self.runner.down(target))
            finally:
                guard_tables(database.obj)


@contextmanager
def one_migrator_at_a_time() -> Iterator[None]:
    """Waits until no other process migrates this database, and holds others off meanwhile."""
    if is_postgresql():
        database.execute_sql("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK_KEY,))
        try:
            yield
        finally:
            database.execute_sql("SELECT pg_advisory_unlock(%s)", (MIGRATION_LOCK_KEY,))
        return
    with Path(f"{database.obj.database}.migration-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_reachable() -> bool:
    """Whether the database answers on this thread's connection, or on a new one."""
    try:
        database.execute_sql("SELECT 1").fetchone()
    except (OperationalError, InterfaceError) as error:
        drop_broken_connection(error)
        return False
    return True
