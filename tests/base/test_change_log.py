"""The change log: nothing lost, nothing told early."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.base.threads import in_a_thread
from webapp.base import clock, db, work
from webapp.base.work import Change, Position

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def write(kind: str, *subjects: int) -> None:
    with db.transaction():
        work.record_changes(kind, subjects)


def wait_until_settled() -> None:
    """Other tests' transactions on the same server also hold the log's horizon back, briefly."""
    deadline = time.monotonic() + 10
    while db.is_postgresql() and time.monotonic() < deadline:
        horizon = db.database.execute_sql("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        newest = Change.select().order_by(Change.transaction_id.desc()).first()
        if newest is None or int(horizon.fetchone()[0]) > newest.transaction_id:
            return


def read_all(kind: str, limit: int, start: Position | None = None) -> list[int]:
    wait_until_settled()
    position, found = start or Position(), []
    while True:
        ids, after = work.changes_after(kind, position, limit)
        if not ids:
            assert after == position
            return found
        assert after > position
        position = after
        found += ids


@settings(max_examples=30)
@given(
    batches=st.lists(st.lists(st.integers(1, 9), max_size=4, unique=True), max_size=6),
    limit=st.integers(1, 7),
)
def test_changes_are_read_in_the_order_of_writing(
    database_url: str, batches: list[list[int]], limit: int
) -> None:
    Change.delete().execute()
    for batch in batches:
        write("ad", *batch)
        write("other", 77)
    written = [subject for batch in batches for subject in batch]
    found = read_all("ad", limit)
    # Within one reading a subject is named once, so compare what is left without repetitions.
    assert set(found) == set(written)
    assert read_all("ad", 1) == written
    assert read_all("other", limit) == [77] * -(-len(batches) // limit)


def test_a_position_leads_on_from_where_it_was_taken(database_url: str) -> None:
    write("ad", 1, 2)
    wait_until_settled()
    position = work.newest_change("ad")
    assert work.changes_after("ad", position, 10) == ([], position)
    write("ad", 2, 3)
    assert read_all("ad", 10, position) == [2, 3]
    assert work.newest_change("nothing") == Position()


def test_nothing_is_told_of_what_was_rolled_back(database_url: str) -> None:
    write("ad", 1)
    with pytest.raises(ZeroDivisionError), db.transaction():
        work.record_changes("ad", [2])
        raise ZeroDivisionError
    write("ad", 3)
    assert read_all("ad", 10) == [1, 3]


def test_postgresql_gives_each_change_its_transaction(postgresql_url: str) -> None:
    db.connect(postgresql_url)
    numbers = []
    for subjects in ([1, 2], [3]):
        with db.transaction():
            work.record_changes("ad", subjects)
            query = db.database.execute_sql("SELECT pg_current_xact_id()::text::bigint")
            numbers += [query.fetchone()[0]] * len(subjects)
    stored = Change.select(Change.transaction_id).order_by(Change.id).tuples()
    assert [number for (number,) in stored] == numbers
    assert numbers[0] < numbers[2]


def test_a_transaction_that_commits_late_is_never_skipped(quiet_postgresql: str) -> None:
    write("ad", 1)
    before = work.newest_change("ad")
    assert before > Position()
    with db.transaction():
        work.record_changes("ad", [2])
        in_a_thread(lambda: write("ad", 3))
        seen: list[tuple[list[int], Position]] = []
        in_a_thread(lambda: seen.append(work.changes_after("ad", before, 10)))
        in_a_thread(lambda: seen.append(([], work.newest_change("ad"))))
        assert seen == [([], before), ([], before)]
    ids, after = work.changes_after("ad", before, 10)
    assert ids == [2, 3]
    assert work.changes_after("ad", after, 10) == ([], after)


def test_many_writers_at_once_lose_nothing(quiet_postgresql: str) -> None:
    done, found, position = threading.Event(), [], Position()

    def one_writer(number: int) -> None:
        for step in range(15):
            with db.transaction():
                work.record_changes("ad", [number * 1000 + step])
                if step % 3 == number % 3:
                    db.database.execute_sql("SELECT pg_sleep(0.003)")
        db.database.close()

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(one_writer, number) for number in range(4)]
        threading.Thread(target=lambda: ([each.result() for each in running], done.set())).start()
        while True:
            last_round = done.is_set()
            ids, position = work.changes_after("ad", position, 5)
            found += ids
            if last_round and not ids:
                break
    assert len(found) == len(set(found))
    assert set(found) == {number * 1000 + step for number in range(4) for step in range(15)}


def test_pruning_keeps_the_newest_and_what_is_young(database_url: str) -> None:
    with clock.set_to(NOON - timedelta(days=40)):
        write("ad", 1, 2)
    assert work.prune_changes(NOON) == 1
    assert [change.subject_id for change in Change.select()] == [2]
    with clock.set_to(NOON):
        write("ad", 3, 4)
    assert work.prune_changes(NOON) == 1
    assert read_all("ad", 10) == [3, 4]


def test_ids_go_on_after_pruning(database_url: str) -> None:
    write("ad", 1)
    wait_until_settled()
    position = work.newest_change("ad")
    work.prune_changes(clock.now() + timedelta(days=1))
    write("ad", 2)
    assert read_all("ad", 10, position) == [2]
