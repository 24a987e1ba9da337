"""Migrations, on both databases: up, down, twice at once, and interrupted."""

from __future__ import annotations

import importlib
import itertools
import pkgutil
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import psycopg
import pytest
from peewee import (
    BlobField,
    BooleanField,
    DateField,
    DateTimeField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    TextField,
    sort_models,
)
from playhouse.reflection import generate_models

from tests.support.postgres import Cluster
from tests.support.tools import PROJECT_DIRECTORY
from webapp import domain
from webapp.base import bound_keys, db, work
from webapp.base.db import Migrations, Table

FOLDER = Path(str(files("webapp") / "migrations"))
NAMES = sorted(path.stem for path in FOLDER.glob("[0-9]*.py"))
HISTORY = "schema_migration"
# Made of other tables, and of kinds of columns that the databases do not share.
FULL_TEXT = "cv_terms"
# A next release's migration, of the kind that costs most on SQLite: it rewrites a table.
NEXT = """
from peewee import BigIntegerField, IntegerField

def up(migrator, db):
    migrator.migrate(
        migrator.add_column("job_ad", "seen", IntegerField(default=7)),
        migrator.alter_column_type("due_job", "attempts", BigIntegerField()),
    )

def down(migrator, db):
    migrator.migrate(
        migrator.drop_column("job_ad", "seen"),
        migrator.alter_column_type("due_job", "attempts", IntegerField()),
    )
"""
FAILING = """
def up(migrator, db):
    db.execute_sql("CREATE TABLE half_done (id INTEGER)")
    db.execute_sql("UPDATE job_ad SET headline = 'lost'")
    raise ZeroDivisionError
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, bound to the models."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/empty.sqlite3"
        yield from bound(url)
        return
    cluster: Cluster = request.getfixturevalue("postgresql")
    with cluster.database() as url:
        yield from bound(url)


def bound(url: str) -> Iterator[str]:
    db.connect(url)
    yield url
    db.database.close()


def with_further(tmp_path: Path, source: str) -> Migrations:
    """The package's migrations and one more."""
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "9999_next.py").write_text(source)
    migrations = Migrations()
    migrations.runner.directory = str(folder)
    return migrations


def structure() -> dict[str, Any]:
    """Tables with their columns (type, null, key) and indexes, as the database describes them."""
    return {
        table: (
            sorted(
                (each.name, each.data_type, each.null, each.primary_key)
                for each in db.database.get_columns(table)
            ),
            sorted((each.columns, each.unique) for each in db.database.get_indexes(table)),
        )
        for table in db.database.get_tables()
        if table != HISTORY and not table.startswith(FULL_TEXT)
    }


def test_the_tables_are_those_of_the_models(empty_url: str) -> None:
    Migrations().up()
    migrated = structure()
    tables = own_tables()
    db.database.drop_tables(tables)
    db.database.create_tables(tables)
    assert migrated == structure()
    assert set(migrated) == {model._meta.table_name for model in tables}


def own_tables() -> list[type[Table]]:
    """The tables of the ground floor and of every area."""
    areas = pkgutil.walk_packages(domain.__path__, "webapp.domain.")
    models = [importlib.import_module(area.name) for area in areas if area.name.endswith(".models")]
    return [
        each
        for module in (work, bound_keys, *models)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Table) and each is not Table
    ]


def test_up_and_down_are_told_by_name(empty_url: str) -> None:
    migrations = Migrations()
    assert migrations.pending() == NAMES
    assert migrations.up() == NAMES
    assert migrations.pending() == []
    assert migrations.up() == []
    assert migrations.down(NAMES[0]) == NAMES[::-1]
    assert migrations.pending() == NAMES
    assert structure() == {}


def random_value(stored: Any, chance: random.Random, written: dict[str, list[Any]]) -> Any:
    if isinstance(stored, ForeignKeyField):
        return chance.choice(written[stored.rel_model._meta.table_name])
    if stored.null and chance.random() < 0.3:
        return None
    if isinstance(stored, DateField | DateTimeField):
        return datetime(2026, 1, 1) + timedelta(seconds=chance.randrange(10**8))
    if isinstance(stored, BooleanField):
        return chance.random() < 0.5
    if isinstance(stored, BlobField):
        return chance.randbytes(12)
    if isinstance(stored, FloatField):
        return chance.randrange(1000) / 8
    if isinstance(stored, IntegerField):
        return chance.randrange(2**31)
    assert isinstance(stored, TextField) or hasattr(stored, "max_length"), stored
    # No longer than the shortest column, a county's code.
    return "".join(chance.choices("aåÉ'\"\\ \n😀", k=2))


NUMBERS = itertools.count()


def fill(chance: random.Random) -> None:
    models = generate_models(db.database, table_names=list(structure()))
    written: dict[str, list[Any]] = {}
    # What others refer to comes first.
    for model in sort_models(list(models.values())):
        stored = [each for each in model._meta.sorted_fields if not each.primary_key]
        unique = {each.name for each in stored if each.unique} | {
            index.columns[-1]
            for index in db.database.get_indexes(model._meta.table_name)
            if index.unique
        }
        for turn in range(20):
            row = {each.name: random_value(each, chance, written) for each in stored}
            for each in stored:
                if each.column_name not in unique:
                    continue
                if isinstance(each, ForeignKeyField):
                    row[each.name] = written[each.rel_model._meta.table_name][turn]
                else:
                    row[each.name] = next_value(each)
            key = model.insert(row).execute()
            written.setdefault(model._meta.table_name, []).append(key)


def next_value(stored: Any) -> Any:
    """A value that no other row has."""
    number = next(NUMBERS)
    if isinstance(stored, DateField | DateTimeField):
        return datetime(2000, 1, 1) + timedelta(days=number)
    return number if isinstance(stored, IntegerField) else str(number)


def rows() -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    for table in structure():
        names = ", ".join(f'"{each.name}"' for each in db.database.get_columns(table))
        # Both names come from the database's own catalogue.
        query = f'SELECT {names} FROM "{table}" ORDER BY 1, 2'
        found[table] = [
            tuple(bytes(each) if isinstance(each, memoryview) else each for each in row)
            for row in db.database.execute_sql(query).fetchall()
        ]
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_rows_survive_each_migration_down_and_up(empty_url: str, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    migrations = with_further(tmp_path, NEXT)
    for name in [*NAMES, "9999_next"]:
        before, tables = rows(), structure()
        migrations.up(name)
        after = rows()
        migrations.down(name)
        assert rows() == before
        assert structure() == tables
        migrations.up(name)
        assert rows() == after
        fill(chance)
    # A table is filled after the migration that made it and after each later one.
    assert all(len(found) % 20 == 0 and len(found) >= 40 for found in rows().values())


def test_a_migration_that_fails_leaves_nothing_of_itself(empty_url: str, tmp_path: Path) -> None:
    Migrations().up()
    fill(random.Random(3))
    before, tables = rows(), structure()
    migrations = with_further(tmp_path, FAILING)
    with pytest.raises(ZeroDivisionError):
        migrations.up()
    assert migrations.pending() == ["9999_next"]
    assert (rows(), structure()) == (before, tables)
    # The lock is free again, or this would wait for ever.
    assert Migrations().up() == []


RUNNER = """
import pathlib, sys, time
from webapp.base import db
db.connect(sys.argv[1])
db.is_reachable()
migrations = db.Migrations()
print("ready", flush=True)
sys.stdin.readline()
print(migrations.up())
"""


def test_runners_at_once_apply_each_migration_once(empty_url: str) -> None:
    runners = [
        subprocess.Popen(
            [sys.executable, "-c", RUNNER, empty_url],
            cwd=PROJECT_DIRECTORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(3)
    ]
    for runner in runners:
        assert runner.stdout is not None
        assert runner.stdout.readline() == "ready\n"
    for runner in runners:
        assert runner.stdin is not None
        runner.stdin.write("\n")
        runner.stdin.flush()
    said = [runner.communicate(timeout=30)[0].strip() for runner in runners]
    assert [runner.returncode for runner in runners] == [0, 0, 0], said
    assert sorted(said) == sorted(["[]", "[]", str(NAMES)])
    assert Migrations().pending() == []


def test_the_change_log_names_its_transaction_by_itself(postgresql_url: str) -> None:
    statement = (
        "INSERT INTO change_log (kind, subject_id, made_at) VALUES ('ad', 1, now()) "
        "RETURNING transaction_id, pg_current_xact_id()::text::bigint"
    )
    with psycopg.connect(postgresql_url) as connection:
        found = connection.execute(statement).fetchone()
    assert found is not None
    assert found[0] == found[1] > 0
