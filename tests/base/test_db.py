"""Both databases: times, JSON, what SQLite is told, transactions, and a link that breaks."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from peewee import IntegrityError, OperationalError

from webapp.base import db
from webapp.base.db import JsonField, Table, UtcDateTimeField
from webapp.base.register import column


class Sample(Table):
    moment = column(UtcDateTimeField(null=True))
    data = column(JsonField(null=True))

    class Meta:
        table_name = "test_sample"


@pytest.fixture
def samples(database_url: str) -> Iterator[type[Sample]]:
    db.database.create_tables([Sample])
    yield Sample
    db.database.drop_tables([Sample])


# Far enough from the ends that no zone's offset leads past them.
MOMENTS = st.datetimes(
    datetime(1, 1, 3),
    datetime(9999, 12, 29),
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
    | st.timezones(),
)


FEWER = settings(max_examples=30)


# In an hour that clocks repeat or leave out, Python calls a moment unequal to itself elsewhere
# (PEP 495), so moments are compared in UTC.
@FEWER
@given(moment=MOMENTS)
@example(moment=datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Stockholm")))
@example(moment=datetime(33, 4, 3, 15, tzinfo=UTC))
def test_a_moment_comes_back_as_the_same_moment_in_utc(
    samples: type[Sample], moment: datetime
) -> None:
    row = samples.create(moment=moment)
    found = samples.get_by_id(row.id).moment
    assert found == moment.astimezone(UTC)
    assert found.utcoffset() == timedelta(0)
    assert samples.select().where(samples.id == row.id, samples.moment == moment).exists()


@FEWER
@given(one=MOMENTS, other=MOMENTS)
def test_the_databases_order_of_moments_is_the_order_in_time(
    samples: type[Sample], one: datetime, other: datetime
) -> None:
    samples.delete().execute()
    samples.create(moment=one)
    samples.create(moment=other)
    first, last = sorted([one.astimezone(UTC), other.astimezone(UTC)])
    assert [row.moment for row in samples.select().order_by(samples.moment)] == [first, last]
    assert samples.select().where(samples.moment < last).count() == (first != last)


def test_a_moment_without_a_zone_is_refused(samples: type[Sample]) -> None:
    with pytest.raises(ValueError, match="moment: a time without a time zone"):
        samples.create(moment=datetime(2026, 11, 22, 12))
    assert samples.select().count() == 0


def test_no_moment_stays_none(samples: type[Sample]) -> None:
    assert samples.get_by_id(samples.create(moment=None, data=None).id).moment is None


PLAIN_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | PLAIN_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PLAIN_TEXT, inner, max_size=4),
    max_leaves=12,
)


@FEWER
@given(data=JSON)
@example(data={"\0": "\0 åäö \U0001f600"})
def test_json_comes_back_as_it_was(samples: type[Sample], data: Any) -> None:
    found = samples.get_by_id(samples.create(data=data).id).data
    assert found == data
    assert json.dumps(found, sort_keys=True) == json.dumps(data, sort_keys=True)


def pragma(name: str) -> Any:
    return db.database.execute_sql(f"PRAGMA {name}").fetchone()[0]


def test_sqlite_is_told_to_be_safe(sqlite_url: str) -> None:
    db.connect(sqlite_url)

    def found() -> dict[str, Any]:
        names = ("journal_mode", "synchronous", "recursive_triggers", "foreign_keys")
        return {name: pragma(name) for name in (*names, "busy_timeout")}

    expected = {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL, https://sqlite.org/pragma.html#pragma_synchronous
        "recursive_triggers": 1,
        "foreign_keys": 1,
        "busy_timeout": 15_000,
    }
    assert found() == expected
    db.database.close()
    assert found() == expected

    elsewhere: list[dict[str, Any]] = []

    def in_another_thread() -> None:
        elsewhere.append(found())
        db.database.close()

    thread = threading.Thread(target=in_another_thread)
    thread.start()
    thread.join()
    assert elsewhere == [expected]


def test_replacing_a_row_in_sqlite_passes_its_delete_trigger(sqlite_url: str) -> None:
    run = db.connect(sqlite_url).execute_sql
    run("CREATE TABLE kept (id INTEGER PRIMARY KEY, word TEXT)")
    run("INSERT INTO kept VALUES (1, 'first')")
    run(
        "CREATE TRIGGER no_delete BEFORE DELETE ON kept "
        "BEGIN SELECT RAISE(ABORT, 'rows are kept'); END"
    )
    with pytest.raises(IntegrityError, match="rows are kept"):
        run("INSERT OR REPLACE INTO kept VALUES (1, 'second')")
    assert run("SELECT word FROM kept").fetchall() == [("first",)]


def test_a_write_transaction_of_sqlite_holds_the_lock_from_its_start(sqlite_url: str) -> None:
    """A deferred one would fail half-way, when it first writes."""
    db.connect(sqlite_url)
    second = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), timeout=0)
    with db.transaction(), pytest.raises(sqlite3.OperationalError, match="locked"):
        second.execute("BEGIN IMMEDIATE")
    second.execute("BEGIN IMMEDIATE")
    second.close()


def test_a_writer_of_sqlite_waits_for_the_one_before(sqlite_url: str) -> None:
    bound = db.connect(sqlite_url)
    bound.create_tables([Sample])
    holds, numbers = threading.Event(), []

    def first() -> None:
        with db.transaction():
            Sample.create(data=1)
            holds.set()
            waiting.wait(5)
            numbers.append("first")
        bound.close()

    waiting = threading.Event()
    thread = threading.Thread(target=first)
    thread.start()
    holds.wait(5)
    threading.Timer(0.05, waiting.set).start()
    with db.transaction():
        numbers.append("second")
        Sample.create(data=2)
    thread.join()
    assert numbers == ["first", "second"]
    assert [row.data for row in Sample.select().order_by(Sample.id)] == [1, 2]


def test_a_failed_transaction_leaves_nothing(samples: type[Sample]) -> None:
    with pytest.raises(ZeroDivisionError), db.transaction():
        samples.create(data="outer")
        with db.transaction():
            samples.create(data="inner")
        raise ZeroDivisionError
    assert samples.select().count() == 0


def test_a_failed_inner_part_leaves_the_outer(samples: type[Sample]) -> None:
    with db.transaction():
        samples.create(data="outer")
        with pytest.raises(ZeroDivisionError), db.transaction():
            samples.create(data="inner")
            raise ZeroDivisionError
    assert [row.data for row in samples.select()] == ["outer"]


def end_connections_to(url: str) -> None:
    """Breaks every link to a database, as a restart of the server does."""
    name = url.rpartition("/")[2]
    with psycopg.connect(f"{url.rpartition('/')[0]}/postgres", autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            (name,),
        )


def test_a_broken_link_is_noticed_and_mended(postgresql_url: str) -> None:
    db.connect(postgresql_url)
    assert db.is_reachable()
    end_connections_to(postgresql_url)
    assert not db.is_reachable()
    assert db.is_reachable()


def test_a_link_broken_inside_a_transaction_is_mended_and_stored_nothing(
    postgresql_url: str,
) -> None:
    db.connect(postgresql_url).create_tables([Sample])
    with pytest.raises(db.UNUSABLE) as broken, db.transaction():
        Sample.create(data=1)
        end_connections_to(postgresql_url)
        Sample.create(data=2)
    db.drop_broken_connection(broken.value)
    with db.transaction():
        Sample.create(data=3)
    assert [row.data for row in Sample.select()] == [3]


def test_an_error_of_the_program_keeps_the_connection(database_url: str) -> None:
    db.is_reachable()
    before = db.database.connection()
    db.drop_broken_connection(ValueError())
    db.drop_broken_connection(None)
    assert db.database.connection() is before
    db.drop_broken_connection(OperationalError())
    assert db.database.is_closed()
    db.drop_broken_connection(OperationalError())


def test_a_database_that_is_not_there_is_not_reachable(tmp_path: Path) -> None:
    (tmp_path / "folder.sqlite3").mkdir()
    db.connect(f"sqlite:///{tmp_path}/folder.sqlite3")
    assert not db.is_reachable()
    db.connect("postgresql://stepstone@127.0.0.1:1/nowhere")
    assert not db.is_reachable()


def test_a_path_with_spaces_and_percent_signs_is_found(tmp_path: Path) -> None:
    bound = db.connect(f"sqlite:///{tmp_path}/new/my%20jobs%25.sqlite3")
    assert db.is_reachable()
    bound.close()
    assert (tmp_path / "new" / "my jobs%.sqlite3").exists()
