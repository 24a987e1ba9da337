"""Due jobs: done once, by one holder at a time, and tried again when they fail."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from peewee import IntegrityError

from tests.base.threads import in_a_thread
from webapp.base import clock, db, work
from webapp.base.work import DueJob

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEASE = timedelta(minutes=5)


def test_a_run_is_scheduled_once(database_url: str) -> None:
    for _ in range(3):
        work.schedule("tidy", NOON)
    work.schedule("tidy", NOON + timedelta(days=1))
    work.schedule("other", NOON)
    assert DueJob.select().count() == 3
    with pytest.raises(IntegrityError), db.transaction():
        DueJob.insert(name="tidy", due_at=NOON).execute()


def test_only_what_is_due_is_taken_oldest_first(database_url: str) -> None:
    work.schedule("later", NOON + timedelta(seconds=1))
    work.schedule("second", NOON)
    work.schedule("first", NOON - timedelta(days=1))
    with clock.set_to(NOON):
        taken = [work.lease_due_job(LEASE) for _ in range(3)]
    assert [job.name if job else None for job in taken] == ["first", "second", None]


def test_a_lease_that_ran_out_is_taken_over(database_url: str) -> None:
    work.schedule("tidy", NOON)
    with clock.set_to(NOON):
        assert work.lease_due_job(LEASE) is not None
        assert work.lease_due_job(LEASE) is None
    with clock.set_to(NOON + LEASE - timedelta(seconds=1)):
        assert work.lease_due_job(LEASE) is None
    with clock.set_to(NOON + LEASE):
        again = work.lease_due_job(LEASE)
        assert again is not None
        assert again.attempts == 2
        work.finish(again)
    with clock.set_to(NOON + timedelta(days=1)):
        assert work.lease_due_job(LEASE) is None


def test_a_failed_job_waits_longer_each_time(database_url: str) -> None:
    work.schedule("tidy", NOON)
    moment, pauses = NOON, []
    for _ in range(12):
        with clock.set_to(moment):
            job = work.lease_due_job(LEASE)
            assert job is not None
            work.postpone(job, ValueError("Anna Andersson, anna@example.se"))
            stored = DueJob.get_by_id(job.id)
            assert stored.finished_at is None
            # The message may hold what a person wrote.
            assert stored.last_error == "ValueError"
        pauses.append(stored.leased_until - moment)
        with clock.set_to(stored.leased_until - timedelta(microseconds=1)):
            assert work.lease_due_job(LEASE) is None
        moment = stored.leased_until
    assert pauses[0] >= timedelta(seconds=1)
    assert all(later == min(2 * pause, pauses[-1]) for pause, later in itertools.pairwise(pauses))
    assert pauses[-1] == pauses[-2] == timedelta(hours=1)


def test_success_after_failure_forgets_the_error(database_url: str) -> None:
    work.schedule("tidy", NOON)
    with clock.set_to(NOON):
        job = work.lease_due_job(LEASE)
        assert job is not None
        work.postpone(job, ValueError())
    with clock.set_to(NOON + timedelta(hours=1)):
        job = work.lease_due_job(LEASE)
        assert job is not None
        work.finish(job)
    stored = DueJob.get_by_id(job.id)
    assert stored.finished_at == NOON + timedelta(hours=1)
    assert stored.last_error is None
    assert stored.leased_until is None


def test_two_workers_never_hold_the_same_job(database_url: str) -> None:
    names = [f"job-{number}" for number in range(12)]
    for name in names:
        work.schedule(name, NOON)
    start = threading.Barrier(3)

    def take_all() -> list[str]:
        start.wait()
        held = []
        while job := work.lease_due_job(timedelta(days=3650)):
            held.append(job.name)
        db.database.close()
        return held

    with ThreadPoolExecutor(3) as pool:
        held = [
            name for each in [pool.submit(take_all) for _ in range(3)] for name in each.result()
        ]
    assert sorted(held) == sorted(names)


def test_a_job_held_in_an_open_transaction_does_not_stop_the_next(quiet_postgresql: str) -> None:
    work.schedule("first", NOON)
    work.schedule("second", NOON + timedelta(seconds=1))
    held: list[str] = []
    with db.transaction():
        first = work.lease_due_job(LEASE)
        assert first is not None

        def take() -> None:
            # Waiting for the first would fail here, not hang.
            db.database.execute_sql("SET lock_timeout = '5s'")
            job = work.lease_due_job(LEASE)
            held.append(job.name if job else "none")

        in_a_thread(take)
    assert (first.name, held) == ("first", ["second"])


def test_finished_runs_are_pruned_and_others_kept(database_url: str) -> None:
    work.schedule("done", NOON - timedelta(days=2))
    work.schedule("failed", NOON - timedelta(days=1))
    with clock.set_to(NOON):
        done = work.lease_due_job(LEASE)
        assert done is not None
        work.finish(done)
    assert work.prune_finished_jobs(NOON) == 0
    assert work.prune_finished_jobs(NOON + timedelta(seconds=1)) == 1
    assert [job.name for job in DueJob.select()] == ["failed"]
