"""Write once, tell later: the change log, and due jobs with leases.

Rows are written in the transaction of their cause and read by ``webapp/worker.py``. A job or a
change may be handled more than once, so what handles it must bear repetition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import SQL, BigAutoField, BigIntegerField, CharField, IntegerField, TextField, fn

from webapp.base import clock
from webapp.base.db import Table, UtcDateTimeField, is_postgresql, transaction
from webapp.base.register import column

FIRST_RETRY = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)


class Change(Table):
    """One changed row of something that is also kept elsewhere, such as in an index.

    ``transaction_id`` is PostgreSQL's, by a default of the column; on SQLite it is 0. The model has
    no default, which would be written in place of the column's.
    """

    id = column(BigAutoField())
    transaction_id = column(BigIntegerField())
    kind = column(CharField(max_length=40))
    subject_id = column(BigIntegerField())
    made_at = column(UtcDateTimeField())

    class Meta:
        table_name = "change_log"
        indexes = ((("kind", "transaction_id", "id"), False),)


class DueJob(Table):
    """One run of a job at its time. ``leased_until`` is set while somebody works on it."""

    id = column(BigAutoField())
    name = column(CharField(max_length=80))
    due_at = column(UtcDateTimeField())
    leased_until = column(UtcDateTimeField(null=True))
    attempts = column(IntegerField(default=0))
    finished_at = column(UtcDateTimeField(null=True))
    last_error = column(TextField(null=True))

    class Meta:
        table_name = "due_job"
        indexes = ((("name", "due_at"), True), (("finished_at", "due_at"), False))


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """How far a follower has read the change log."""

    transaction_id: int = 0
    id: int = 0


def record_changes(kind: str, subject_ids: Iterable[int]) -> None:
    """Writes to the change log; call it inside the transaction that makes the change."""
    made_at = clock.now()
    fields = [Change.kind, Change.subject_id, Change.made_at]
    rows = [(kind, subject_id, made_at) for subject_id in subject_ids]
    if rows and is_postgresql():
        # The column's default supplies the transaction id.
        Change.insert_many(rows, fields=fields).execute()
    elif rows:
        Change.insert_many([(0, *row) for row in rows], [Change.transaction_id, *fields]).execute()


def _settled() -> Any:
    """The condition that no transaction still running can add a change before a row."""
    if is_postgresql():
        horizon = SQL("pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return Change.transaction_id < horizon
    return SQL("1 = 1")


def changes_after(kind: str, position: Position, limit: int) -> tuple[list[int], Position]:
    """Up to ``limit`` changes in order: distinct subject ids, and the position after them.

    On PostgreSQL, ids are given before commit, so reading "id > last" would lose rows that commit
    late. Only transactions older than every running one are read.
    """
    rows = (
        Change.select(Change.transaction_id, Change.id, Change.subject_id)
        .where(
            Change.kind == kind,
            _settled(),
            (Change.transaction_id > position.transaction_id)
            | ((Change.transaction_id == position.transaction_id) & (Change.id > position.id)),
        )
        .order_by(Change.transaction_id, Change.id)
        .limit(limit)
    )
    found = list(rows.tuples())
    if not found:
        return [], position
    subject_ids = list(dict.fromkeys(subject_id for _, _, subject_id in found))
    return subject_ids, Position(found[-1][0], found[-1][1])


def newest_change(kind: str) -> Position:
    """The newest change that ``changes_after`` would give now; the start where there is none."""
    row = (
        Change.select(Change.transaction_id, Change.id)
        .where(Change.kind == kind, _settled())
        .order_by(Change.transaction_id.desc(), Change.id.desc())
        .limit(1)
        .tuples()
        .first()
    )
    return Position(*row) if row else Position()


def prune_changes(older_than: datetime) -> int:
    """Deletes changes made before a moment; returns how many.

    The newest stays, because SQLite gives an emptied table's ids again.
    """
    newest = Change.select(fn.MAX(Change.id))
    with transaction():
        doomed = Change.delete().where(Change.made_at < older_than, Change.id < newest)
        return int(doomed.execute())


def schedule(name: str, due_at: datetime) -> None:
    """Adds a run of a job unless one at that time exists."""
    DueJob.insert(name=name, due_at=due_at).on_conflict_ignore().execute()


def lease_due_job(lease: timedelta) -> DueJob | None:
    """Takes the oldest due job that nobody holds, for ``lease``; None when nothing is due."""
    moment = clock.now()
    with transaction():
        waiting = (
            DueJob.select()
            .where(
                DueJob.finished_at.is_null(),
                DueJob.due_at <= moment,
                DueJob.leased_until.is_null() | (DueJob.leased_until <= moment),
            )
            .order_by(DueJob.due_at)
            .limit(1)
        )
        if is_postgresql():
            waiting = waiting.for_update("FOR UPDATE SKIP LOCKED")
        job = waiting.first()
        if job is None:
            return None
        job.leased_until = moment + lease
        job.attempts += 1
        job.save(only=[DueJob.leased_until, DueJob.attempts])
        return job


def finish(job: DueJob) -> None:
    DueJob.update(finished_at=clock.now(), leased_until=None, last_error=None).where(
        DueJob.id == job.id
    ).execute()


def postpone(job: DueJob, error: Exception) -> None:
    """Keeps a failed job for a later try, after a pause that doubles each time."""
    pause = min(FIRST_RETRY * 2 ** min(job.attempts - 1, 20), LONGEST_PAUSE)
    job.leased_until = clock.now() + pause
    # Its kind alone: the message could repeat personal data of the row that it failed on.
    job.last_error = type(error).__name__
    job.save(only=[DueJob.leased_until, DueJob.last_error])


def prune_finished_jobs(older_than: datetime) -> int:
    """Deletes finished runs from before a moment; returns how many."""
    with transaction():
        return int(DueJob.delete().where(DueJob.finished_at < older_than).execute())
