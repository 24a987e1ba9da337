"""The worker: one loop over rows that say what is to be done. Killed anywhere, it loses nothing.

What it does is at least once and bears repetition. Several workers share due jobs by leases; the ad
index of a machine has one writer, held by a lock on its folder.
"""

from __future__ import annotations

import fcntl
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TextIO

import structlog
from peewee import InterfaceError, OperationalError

from webapp.base import clock, work
from webapp.base.config import Settings
from webapp.base.db import drop_broken_connection
from webapp.domain.accounts.limits import forget_tries
from webapp.domain.accounts.links import forget_old_links
from webapp.domain.accounts.recovering import TEND_WAITS, tend_waits
from webapp.domain.accounts.registering import erase_unconfirmed
from webapp.domain.accounts.sessions import forget_ended_sessions
from webapp.domain.contact.actions import prune_closed_messages
from webapp.domain.contact.models import CLOSED_KEPT_DAYS
from webapp.domain.cv.actions import REWRITE_JOB
from webapp.domain.cv.forwarding_ends import forget_old_forwardings, lapse_forwardings
from webapp.domain.cv.indexing import index_cvs_anew
from webapp.domain.cv.terms import rewrite_terms
from webapp.domain.cv.traits import renew_traits
from webapp.domain.dialogues.upkeep import forget_quiet_dialogues, lapse_requests
from webapp.domain.employers.people import forget_old_invitations
from webapp.domain.jobs.actions import fold_ads, forget_recruiters, forget_removals
from webapp.domain.jobs.indexing import IndexFollower
from webapp.domain.mail.actions import prune_finished_mails
from webapp.domain.mail.models import FINISHED_MAIL_KEPT_DAYS
from webapp.postman import Postman

log = structlog.get_logger("worker")
PAUSE_SECONDS = 0.2
PAUSE_AFTER_FAILURE_SECONDS = 2.0
LEASE = timedelta(minutes=5)
CHANGES_KEPT = timedelta(days=30)
FINISHED_JOBS_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A job that recurs every day at a time in Stockholm. ``run`` gets the moment it was due."""

    name: str
    at: time
    run: Callable[[datetime], object]


# Everything that runs by the clock, once for all machines.
SCHEDULE = (
    # When the day ends, so do ads, and another of the same job may stand behind one of them.
    Scheduled("fold-ads", time(0, 0, 5), fold_ads),
    Scheduled("lapse-requests", time(0, 10), lapse_requests),
    Scheduled("lapse-forwardings", time(0, 12), lapse_forwardings),
    Scheduled("forget-recruiters", time(2, 10), forget_recruiters),
    Scheduled(REWRITE_JOB, time(2, 15), lambda due: rewrite_terms()),
    Scheduled("index-cvs-anew", time(2, 22), lambda due: index_cvs_anew()),
    Scheduled("renew-cv-traits", time(2, 25), lambda due: renew_traits()),
    Scheduled("forget-removals", time(2, 15), forget_removals),
    Scheduled("prune-change-log", time(2, 20), lambda due: work.prune_changes(due - CHANGES_KEPT)),
    Scheduled(
        "prune-finished-jobs",
        time(2, 30),
        lambda due: work.prune_finished_jobs(due - FINISHED_JOBS_KEPT),
    ),
    Scheduled("erase-unconfirmed", time(3, 10), erase_unconfirmed),
    Scheduled("forget-old-links", time(3, 15), forget_old_links),
    Scheduled("forget-old-invitations", time(3, 17), forget_old_invitations),
    Scheduled("forget-ended-sessions", time(3, 20), forget_ended_sessions),
    Scheduled("forget-tries", time(3, 25), forget_tries),
    Scheduled("forget-quiet-dialogues", time(3, 30), forget_quiet_dialogues),
    Scheduled("forget-old-forwardings", time(3, 35), forget_old_forwardings),
    Scheduled(
        "prune-finished-mails",
        time(2, 40),
        lambda due: prune_finished_mails(due - timedelta(days=FINISHED_MAIL_KEPT_DAYS)),
    ),
    Scheduled(
        "prune-closed-messages",
        time(2, 50),
        lambda due: prune_closed_messages(due - timedelta(days=CLOSED_KEPT_DAYS)),
    ),
)

# What falls due when something else wrote that it does (``work.schedule``).
ON_DEMAND: dict[str, Callable[[datetime], object]] = {
    TEND_WAITS: tend_waits,
}


class Worker:
    """One worker process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._index_folder = settings.index_path
        self._index_lock: TextIO | None = None
        self._follower: IndexFollower | None = None
        self._closed_removed_for = clock.now() - timedelta(days=1)
        self._scheduled_until = clock.now()
        self._stopping = threading.Event()

    def run(self, supervisor: int | None = None) -> None:
        """Works until told to stop by SIGTERM or SIGINT, or until its supervisor is gone.

        ``supervisor`` is the id of the process that started this one, if it is to end with it.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stopping.set())
        log.info("worker started")
        # A mail server that is slow to answer keeps nobody's ad out of the index.
        postman = Postman(self._settings)
        sending = threading.Thread(target=postman.run, args=(self._stopping,), name="postman")
        sending.start()
        while not self._stopping.is_set() and supervisor in (None, os.getppid()):
            try:
                busy = self.step()
                pause = 0.0 if busy else PAUSE_SECONDS
            except (OperationalError, InterfaceError) as error:
                log.error("database unreachable", error=type(error).__name__)
                drop_broken_connection(error)
                pause = PAUSE_AFTER_FAILURE_SECONDS
            self._stopping.wait(pause)
        self._stopping.set()
        sending.join()
        self.close()
        log.info("worker stopped")

    def close(self) -> None:
        """Lets go of the index, so that another worker of this machine can take it."""
        if self._follower is not None:
            self._follower.close()
            self._follower = None
        if self._index_lock is not None:
            self._index_lock.close()
            self._index_lock = None

    def step(self) -> bool:
        """Does what is due now; returns whether there was anything."""
        indexed = self._follow_index()
        if self._scheduled_until <= clock.now():
            self._scheduled_until = schedule_next()
        return run_one_due_job() or indexed

    def _follow_index(self) -> bool:
        follower = self._follower or self._take_index()
        if follower is None:
            return False
        handled = follower.follow()
        today = clock.end_of_day(clock.today() - timedelta(days=1))
        if self._closed_removed_for < today:
            follower.remove_closed()
            self._closed_removed_for = today
        return handled > 0

    def _take_index(self) -> IndexFollower | None:
        """The follower of this machine's index, unless another worker here has it."""
        if self._index_lock is None:
            self._index_folder.mkdir(parents=True, exist_ok=True)
            self._index_lock = (self._index_folder / "writer.lock").open("w")
        try:
            fcntl.flock(self._index_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        self._follower = IndexFollower(self._index_folder)
        return self._follower


def schedule_next() -> datetime:
    """Adds each scheduled job's next run where it is missing; returns the first one's time."""
    runs = {job.name: _next_run(job.at, clock.now()) for job in SCHEDULE}
    for name, due_at in runs.items():
        work.schedule(name, due_at)
    return min(runs.values())


def _next_run(at: time, now: datetime) -> datetime:
    day = clock.stockholm_day(now)
    due = clock.from_stockholm(datetime.combine(day, at))
    return due if due > now else clock.from_stockholm(datetime.combine(day + timedelta(days=1), at))


def run_one_due_job() -> bool:
    """Runs the oldest due job; returns whether there was one. A failed one is tried again later."""
    job = work.lease_due_job(LEASE)
    if job is None:
        return False
    runs = ON_DEMAND | {scheduled.name: scheduled.run for scheduled in SCHEDULE}
    try:
        if job.name not in runs:
            raise LookupError(f"no job is called {job.name}")
        runs[job.name](job.due_at)
    except Exception as error:
        log.exception("job failed", job=job.name)
        work.postpone(job, error)
    else:
        work.finish(job)
    return True
