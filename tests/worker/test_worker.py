"""The worker: what runs by the clock, the ad index's one writer, and failures that pass."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import webapp.domain
from tests.support.sites import SiteUnderTest, build_site, job_record
from webapp.adapters.job_query import SearchRequest
from webapp.adapters.job_reader import JobIndexReader
from webapp.base import clock, db, work
from webapp.base.work import Change, DueJob
from webapp.domain.jobs.models import JobAd
from webapp.worker import SCHEDULE, Scheduled, Worker


@pytest.fixture
def any_site(database_url: str, tmp_path: Path) -> Iterator[SiteUnderTest]:
    """A site on each kind of database whose index nobody holds yet."""
    with build_site(tmp_path, database_url) as built:
        built.follower.close()
        yield built


@pytest.fixture
def workers(any_site: SiteUnderTest) -> Iterator[Callable[[], Worker]]:
    """Makes workers of the site, and closes them at the end."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(closing(Worker(any_site.settings)))


def all_done(worker: Worker) -> None:
    for _ in range(100):
        if not worker.step():
            return
    raise AssertionError("the worker finds something to do for ever")


def in_stockholm(moment: str) -> datetime:
    return clock.from_stockholm(datetime.fromisoformat(moment))


def indexed_ids(site: SiteUnderTest) -> set[int]:
    """The ads that the index holds, whether or not they still show."""
    request = SearchRequest(now=datetime(2000, 1, 1, tzinfo=UTC), limit=10_000)
    return {ad["id"] for ad in JobIndexReader(site.settings.index_path).search(request).shown}


def takes_a_moment_alone(action: Callable[..., Any]) -> bool:
    parameters = list(inspect.signature(action).parameters.values())
    return len(parameters) == 1 and parameters[0].annotation in ("datetime", datetime)


def modules_of_actions() -> list[ModuleType]:
    found = pkgutil.walk_packages(webapp.domain.__path__, "webapp.domain.")
    names = [each.name for each in found if each.name.endswith(".actions")]
    return [work, *map(importlib.import_module, names)]


def test_every_action_that_asks_only_for_a_moment_is_in_the_schedule() -> None:
    meant = {
        name
        for module in modules_of_actions()
        for name, action in vars(module).items()
        if inspect.isfunction(action)
        and action.__module__ == module.__name__
        and not name.startswith("_")
        and takes_a_moment_alone(action)
    }
    scheduled = {
        name for job in SCHEDULE for name in (job.run.__name__, *job.run.__code__.co_names)
    }
    assert meant >= {"forget_recruiters", "prune_changes", "prune_finished_jobs"}
    assert meant <= scheduled


def test_names_of_scheduled_jobs_are_their_own() -> None:
    names = [job.name for job in SCHEDULE]
    assert len(set(names)) == len(names)
    assert all(len(name) <= DueJob.name.max_length for name in names)


SPANS = {
    "ordinary": "2026-11-20T12:00",
    "clocks go forward": "2026-03-27T12:00",
    "clocks go back": "2026-10-23T12:00",
}


@pytest.mark.parametrize("begins", SPANS.values(), ids=SPANS)
def test_every_job_runs_once_a_day_at_its_time(
    any_site: SiteUnderTest, workers: Callable[[], Worker], begins: str
) -> None:
    tick, moment = timedelta(minutes=10), in_stockholm(begins)
    with clock.set_to(moment):
        worker = workers()
        all_done(worker)
        assert {job.name for job in DueJob.select()} == {job.name for job in SCHEDULE}
        days = [clock.today() + timedelta(days=number) for number in (1, 2, 3)]
    for step in range(1, 3 * 24 * 6):
        with clock.set_to(moment + step * tick):
            all_done(worker)
    runs = list(DueJob.select().where(DueJob.finished_at.is_null(False)))
    counted = Counter((run.name, clock.stockholm_day(run.due_at)) for run in runs)
    assert counted == {(job.name, day): 1 for job in SCHEDULE for day in days}
    at = {job.name: job.at for job in SCHEDULE}
    for run in runs:
        local = run.due_at.astimezone(clock.STOCKHOLM)
        # In the night in which an hour is left out, its minutes count on from the hour before.
        left_out = local.date().isoformat() == "2026-03-29" and at[run.name].hour == 2
        moved = timedelta(hours=1) if left_out else timedelta()
        wall = datetime.combine(local.date(), at[run.name]) + moved
        assert local.replace(tzinfo=None) == wall
        assert timedelta() <= run.finished_at - run.due_at < tick
        assert run.attempts == 1
    assert DueJob.select().where(DueJob.finished_at.is_null()).count() == len(SCHEDULE)


@pytest.mark.parametrize("job", SCHEDULE, ids=lambda job: job.name)
def test_two_workers_run_a_job_once(
    any_site: SiteUnderTest, workers: Callable[[], Worker], job: Scheduled
) -> None:
    begins = in_stockholm("2026-11-20T12:00")
    with clock.set_to(begins):
        both = [workers() for _ in range(2)]
        for worker in both:
            all_done(worker)
    with clock.set_to(begins + timedelta(days=1)):
        for worker in both:
            all_done(worker)
    runs = DueJob.select().where(DueJob.name == job.name, DueJob.finished_at.is_null(False))
    assert [run.attempts for run in runs] == [1]


def test_what_fell_due_while_no_worker_lived_is_done_afterwards(
    any_site: SiteUnderTest, workers: Callable[[], Worker]
) -> None:
    with clock.set_to(in_stockholm("2026-11-20T12:00")):
        all_done(workers())
    with clock.set_to(in_stockholm("2026-11-23T12:00")):
        all_done(workers())
        waiting = DueJob.select().where(DueJob.finished_at.is_null())
        assert {run.due_at > clock.now() for run in waiting} == {True}
        done = DueJob.select().where(DueJob.finished_at.is_null(False))
        assert {run.name for run in done} == {job.name for job in SCHEDULE}


def test_a_job_that_fails_waits_and_stops_no_other(
    any_site: SiteUnderTest, workers: Callable[[], Worker]
) -> None:
    begins = in_stockholm("2026-11-20T12:00")
    work.schedule("unheard-of", begins)
    with clock.set_to(begins):
        worker = workers()
        all_done(worker)
    with clock.set_to(begins + timedelta(days=1)):
        all_done(worker)
        failed = DueJob.get(DueJob.name == "unheard-of")
        assert failed.finished_at is None
        assert failed.leased_until > clock.now()
    assert failed.attempts == 2
    assert failed.last_error == "LookupError"
    done = DueJob.select().where(DueJob.finished_at.is_null(False))
    assert {run.name for run in done} == {job.name for job in SCHEDULE}


def only_by_post(number: int, last: str) -> dict[str, Any]:
    """An ad whose one way to apply is a person's own address."""
    return job_record(
        number,
        application_details={"email": "anna.andersson@ekliden.example"},
        publication_date="2026-10-01T08:00:00",
        application_deadline=f"{last}T23:59:59",
        last_publication_date=f"{last}T23:59:59",
    )


def test_recruiters_are_forgotten_in_time(
    any_site: SiteUnderTest, workers: Callable[[], Worker]
) -> None:
    with clock.set_to(in_stockholm("2026-10-10T12:00")):
        any_site.import_records(
            only_by_post(1, "2026-10-15"),
            only_by_post(2, "2026-10-16"),
            only_by_post(3, "2026-12-01"),
        )
        any_site.follower.close()
        worker = workers()

        def kept() -> set[str]:
            query = JobAd.select().where(JobAd.application_email.is_null(False))
            return {ad.external_id for ad in query}

        assert kept() == {"1", "2", "3"}
        all_done(worker)
    # 30 days after the last day of the first, at ten past two.
    with clock.set_to(in_stockholm("2026-11-15T02:09")):
        all_done(worker)
        assert kept() == {"1", "2", "3"}
    with clock.set_to(in_stockholm("2026-11-15T02:11")):
        all_done(worker)
        assert kept() == {"2", "3"}


def test_the_logs_of_work_are_kept_a_month(
    any_site: SiteUnderTest, workers: Callable[[], Worker]
) -> None:
    begins = in_stockholm("2026-09-01T12:00")
    with clock.set_to(begins):
        worker = workers()
        with db.transaction():
            work.record_changes("old", [1, 2])
        all_done(worker)
    for days in (1, 29):
        with clock.set_to(begins + timedelta(days=days)):
            all_done(worker)
    assert Change.select().count() == 2
    assert DueJob.select().where(DueJob.due_at < begins + timedelta(days=1)).count() == len(
        SCHEDULE
    )
    for days in (31, 33):
        with clock.set_to(begins + timedelta(days=days)):
            all_done(worker)
    # The newest change stays, whatever its age.
    assert Change.select().count() == 1
    assert DueJob.select().where(DueJob.due_at < begins + timedelta(days=1)).count() == 0


def test_an_ad_leaves_the_index_after_its_last_day(
    any_site: SiteUnderTest, workers: Callable[[], Worker]
) -> None:
    with clock.set_to(in_stockholm("2026-11-20T12:00")):
        worker = workers()
        all_done(worker)
        any_site.follower = NoFollower()
        last = {"last_publication_date": "2026-11-20T23:59:59", "application_deadline": None}
        any_site.import_records(job_record(1, **last), job_record(2))
        all_done(worker)
        first, second = (ad.id for ad in JobAd.select().order_by(JobAd.external_id))
        assert indexed_ids(any_site) == {first, second}
    with clock.set_to(in_stockholm("2026-11-20T23:59")):
        all_done(worker)
        assert indexed_ids(any_site) == {first, second}
    with clock.set_to(in_stockholm("2026-11-21T00:01")):
        all_done(worker)
        assert indexed_ids(any_site) == {second}


class NoFollower:
    """Leaves the index to the worker under test."""

    def follow(self) -> None:
        return None

    def close(self) -> None:
        return None


def test_a_worker_that_starts_takes_closed_ads_out(
    any_site: SiteUnderTest, workers: Callable[[], Worker]
) -> None:
    with clock.set_to(in_stockholm("2026-11-20T12:00")):
        last = {"last_publication_date": "2026-11-20T23:59:59", "application_deadline": None}
        any_site.import_records(job_record(1, **last), job_record(2))
        any_site.follower.close()
    with clock.set_to(in_stockholm("2026-11-22T12:00")):
        assert len(indexed_ids(any_site)) == 2
        all_done(workers())
        assert len(indexed_ids(any_site)) == 1


def test_one_worker_of_a_machine_holds_the_index(
    any_site: SiteUnderTest, workers: Callable[[], Worker]
) -> None:
    first, second = workers(), workers()
    all_done(first)
    all_done(second)
    any_site.follower = NoFollower()
    any_site.import_records(job_record(1))
    all_done(second)
    assert indexed_ids(any_site) == set()
    all_done(first)
    assert len(indexed_ids(any_site)) == 1
    first.close()
    any_site.import_records(job_record(2))
    all_done(second)
    assert len(indexed_ids(any_site)) == 2
