"""Entries of the ledger: linked, never forked, refused to any change, verifiable after erasure."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from datetime import timedelta

import psycopg
import pytest
from peewee import DatabaseError, IntegrityError

from tests.domain.privacy.ledgers import AT, SEEN, LedgerUnderTest
from webapp.base import db
from webapp.base.db import Migrations
from webapp.domain.privacy.actions import LedgerError, erase_person, record_disclosure
from webapp.domain.privacy.models import Disclosure, DisclosureChain, DisclosureSubject
from webapp.domain.privacy.queries import disclosures_of
from webapp.domain.privacy.rules import FIRST_HASH, Content, link_hash
from webapp.domain.privacy.verification import BrokenLink, Verification, verify_ledger

WRITERS, ENTRIES_EACH = 16, 6
FORBIDDEN = [
    "UPDATE disclosure SET fields = '[]'",
    "UPDATE disclosure SET company_name = NULL WHERE number = 2",
    "DELETE FROM disclosure",
    "DELETE FROM disclosure WHERE number = 2",
    "UPDATE disclosure_subject SET cv_id = 1",
    "DELETE FROM disclosure_chain",
]
AGAIN = {
    "disclosure": "SELECT id, chain_id, number, disclosed_at, company_id, company_name, country, "
    "role, '[]', channel, ground, commitment, previous_hash, hash, partner "
    "FROM disclosure WHERE number = 2",
    "disclosure_subject": "SELECT id, disclosure_id, salt, 8, cv_id, recipient "
    "FROM disclosure_subject LIMIT 1",
    "disclosure_chain": "SELECT id, 8, 0, head FROM disclosure_chain LIMIT 1",
}


def everything() -> list[list[tuple[object, ...]]]:
    return [
        list(table.select().order_by(table.id).tuples())
        for table in (Disclosure, DisclosureSubject, DisclosureChain)
    ]


@pytest.mark.promise("disclosure.ledger")
def test_entries_say_who_what_how_and_why_but_never_a_value(ledger: LedgerUnderTest) -> None:
    ledger.record()
    ledger.record(AT + timedelta(hours=1), company_id=None, company_name=None, recipient="Moa")

    count, (second, first) = disclosures_of(7)

    assert count == 2
    assert (first.at, first.company, first.role) == (AT, "Ekliden Vård AB", "recruiter")
    assert (first.fields, first.channel, first.ground) == (("name", "email"), "page", "contract")
    assert (second.company, second.recipient) == (None, "Moa")
    assert disclosures_of(8) == (0, [])


def test_an_entry_outside_a_transaction_is_refused(ledger: LedgerUnderTest) -> None:
    with pytest.raises(LedgerError):
        record_disclosure(SEEN)
    assert Disclosure.select().count() == 0


def test_an_entry_goes_with_the_transaction_that_made_it(ledger: LedgerUnderTest) -> None:
    ledger.record()
    with pytest.raises(ZeroDivisionError), db.transaction():
        record_disclosure(SEEN)
        raise ZeroDivisionError
    assert Disclosure.select().count() == 1
    ledger.record()
    assert verify_ledger() == Verification(1, 2, None)


@pytest.mark.promise("disclosure.ledger")
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_refuses_changes(ledger: LedgerUnderTest, statement: str) -> None:
    ledger.fill(7, 7, 9)
    before = everything()
    with pytest.raises(DatabaseError, match="refuses"):
        db.database.execute_sql(statement)
    assert everything() == before


@pytest.mark.promise("disclosure.ledger")
@pytest.mark.parametrize("table", AGAIN)
@pytest.mark.parametrize("pragma", ["ON", "OFF"])
def test_sqlite_refuses_to_replace(sqlite_url: str, table: str, pragma: str) -> None:
    db.connect(sqlite_url)
    LedgerUnderTest().fill(7, 7)
    before = everything()
    db.database.execute_sql(f"PRAGMA recursive_triggers = {pragma}")
    with pytest.raises(IntegrityError, match="refuses"):
        db.database.execute_sql(f"INSERT OR REPLACE INTO {table} {AGAIN[table]}")
    assert everything() == before


@pytest.mark.promise("disclosure.ledger")
@pytest.mark.parametrize("table", AGAIN)
def test_postgresql_refuses_to_truncate_and_to_upsert(postgresql_url: str, table: str) -> None:
    db.connect(postgresql_url)
    LedgerUnderTest().fill(7, 7)
    before = everything()
    with psycopg.connect(postgresql_url, autocommit=True) as other:
        with pytest.raises(psycopg.IntegrityError, match="refuses TRUNCATE"):
            other.execute(f"TRUNCATE {table} CASCADE")
        if table != "disclosure_chain":
            with pytest.raises(psycopg.IntegrityError, match="refuses UPDATE"):
                other.execute(
                    f"INSERT INTO {table} {AGAIN[table]} ON CONFLICT (id) DO UPDATE SET id = 1"
                )
    assert everything() == before


@pytest.mark.promise("disclosure.ledger")
def test_migrations_leave_the_refusals_in_place(ledger: LedgerUnderTest) -> None:
    migrations = Migrations()
    names = [step.name for step in migrations.runner.status()]
    ledger_starts = next(name for name in names if name.startswith("0006"))
    migrations.down(ledger_starts)
    migrations.up()
    ledger.fill(7, 7)
    # What a migration that rebuilds the table does to its triggers on SQLite.
    with ledger.unguarded():
        Migrations().up()
        for statement in FORBIDDEN:
            with pytest.raises(DatabaseError, match="refuses"):
                db.database.execute_sql(statement)


@pytest.mark.promise("disclosure.ledger")
def test_many_writers_at_once_fork_no_chain(ledger: LedgerUnderTest, database_url: str) -> None:
    start, failures = threading.Barrier(WRITERS), []

    def write(number: int) -> None:
        try:
            start.wait()
            for entry in range(ENTRIES_EACH):
                ledger.record_now(account_id=entry % 2, cv_id=number)
        except Exception as error:
            failures.append(error)
        finally:
            db.database.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert verify_ledger() == Verification(2, WRITERS * ENTRIES_EACH, None)
    written = Counter(row.cv_id for row in DisclosureSubject.select())
    assert written == dict.fromkeys(range(WRITERS), ENTRIES_EACH)


@pytest.mark.promise("disclosure.ledger")
def test_erasing_leaves_a_whole_chain_that_names_nobody(ledger: LedgerUnderTest) -> None:
    ledger.fill(7, 9, 7)
    ledger.record(recipient="Moa på Ekliden")
    assert erase_person(7) == 3

    assert verify_ledger() == Verification(2, 4, None)
    assert disclosures_of(7) == (0, [])
    kept = repr(everything())
    assert "Moa" not in kept
    assert [row.account_id for row in DisclosureSubject.select()] == [9]
    assert {row.account_id for row in DisclosureChain.select()} == {None, 9}
    ledger.record()
    assert verify_ledger() == Verification(3, 5, None)


TAMPERED = {
    "UPDATE disclosure SET partner = 'Annan' WHERE number = 2": (
        BrokenLink(1, 2, "its content was changed")
    ),
    "UPDATE disclosure SET company_name = 'Annan AB' WHERE number = 2": (
        BrokenLink(1, 2, "its content was changed")
    ),
    "UPDATE disclosure SET disclosed_at = '2026-11-02 09:30:00.000001' WHERE number = 3": (
        BrokenLink(1, 3, "its content was changed")
    ),
    "UPDATE disclosure SET hash = previous_hash WHERE number = 1": (
        BrokenLink(1, 1, "its content was changed")
    ),
    "UPDATE disclosure SET previous_hash = hash WHERE number = 2": (
        BrokenLink(1, 2, "it does not follow the entry before it")
    ),
    "DELETE FROM disclosure WHERE number = 2": BrokenLink(1, 2, "the entry is missing"),
    "DELETE FROM disclosure WHERE number = 3": (BrokenLink(1, 3, "the newest entries are missing")),
    "DELETE FROM disclosure WHERE chain_id = 2": BrokenLink(2, 1, "the entry is missing"),
    "DELETE FROM disclosure_chain WHERE id = 1": (
        BrokenLink(1, 1, "the chain of this entry is gone")
    ),
    "UPDATE disclosure_subject SET cv_id = 71 WHERE disclosure_id = 2": (
        BrokenLink(1, 2, "its personal part was changed")
    ),
    "DELETE FROM disclosure_subject WHERE disclosure_id = 2": (
        BrokenLink(1, 2, "its personal part is missing")
    ),
    "UPDATE disclosure_chain SET account_id = NULL WHERE id = 1": (
        BrokenLink(1, 1, "its personal part was left when the person was erased")
    ),
    "UPDATE disclosure_chain SET account_id = 8 WHERE id = 1": (
        BrokenLink(1, 1, "its chain was given to another person")
    ),
}


@pytest.mark.promise("disclosure.ledger")
@pytest.mark.parametrize("statement", TAMPERED)
def test_the_first_broken_link_is_named(ledger: LedgerUnderTest, statement: str) -> None:
    ledger.fill(7, 7, 7, 9)
    with ledger.unguarded() as run:
        run(statement)
    assert verify_ledger().broken == TAMPERED[statement]


@pytest.mark.promise("disclosure.ledger")
def test_an_entry_keeps_through_whose_link_it_came(ledger: LedgerUnderTest) -> None:
    ledger.record()
    ledger.record(partner="Exempeljobb")
    assert [entry.partner for entry in disclosures_of(7)[1]] == ["Exempeljobb", None]
    assert verify_ledger() == Verification(1, 2, None)
    with ledger.unguarded() as run:
        run("UPDATE disclosure SET partner = NULL WHERE number = 2")
    assert verify_ledger().broken == BrokenLink(1, 2, "its content was changed")


def test_an_entry_from_before_there_were_partners_is_hashed_as_it_was() -> None:
    content = Content(AT, 3, "Ekliden Vård AB", "SE", "recruiter", ("name",), "page", "consent")
    known = "47392c547af25191c6643a788a16b33e9cabf8c9345a9d88f625e02ab158717b"
    assert link_hash(FIRST_HASH, 1, 1, content, "c" * 64) == known


def test_a_verification_holds_no_writer_up(sqlite_url: str) -> None:
    db.connect(sqlite_url)
    LedgerUnderTest().fill(7)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), timeout=0)
    with db.snapshot():
        Disclosure.select().count()
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    other.close()
