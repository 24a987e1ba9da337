"""Feeds for tests: written, imported, and seen in the database."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from peewee import fn

from webapp.base.work import Change, newest_change
from webapp.domain.jobs.actions import CHANGE_KIND, ImportReport, import_jobtech
from webapp.domain.jobs.models import JobAd


def removal(number: int, moment: datetime | None = None) -> dict[str, Any]:
    """The sparse record that takes an ad away."""
    return {
        "id": str(number),
        "removed": True,
        "removed_date": moment.isoformat() if moment else None,
        "occupation": "apaJ_2ja_LuF",
        "municipality": None,
    }


def write_feed(folder: Path, *records: Any) -> Path:
    """A file of one record a line; texts stand in it as they are."""
    path = folder / "feed.jsonl"
    lines = (each if isinstance(each, str) else json.dumps(each) for each in records)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def import_records(
    folder: Path,
    *records: Any,
    source: str = "platsbanken",
    progress: Callable[[ImportReport], None] = lambda report: None,
) -> ImportReport:
    report = import_jobtech(write_feed(folder, *records), source, progress=progress)
    wait_until_settled()
    return report


def wait_until_settled() -> None:
    """Waits until followers are given the newest change.

    On PostgreSQL they get it once no older transaction runs, of the other test processes as well.
    """
    newest = Change.select(fn.MAX(Change.id)).where(Change.kind == CHANGE_KIND).scalar() or 0
    patience = time.monotonic() + 20
    while newest_change(CHANGE_KIND).id != newest:
        assert time.monotonic() < patience
        time.sleep(0.01)


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    """New, updated, unchanged, removed, rejected."""
    return (
        report.new,
        report.updated,
        report.unchanged,
        report.removed,
        report.rejected_count,
    )


def stored(number: int | str, source: str = "platsbanken") -> JobAd:
    ad = JobAd.get(JobAd.source == source, JobAd.external_id == str(number))
    assert isinstance(ad, JobAd)
    return ad


def rows() -> list[dict[str, Any]]:
    """Every column of every ad."""
    return list(JobAd.select().order_by(JobAd.id).dicts())


def changed() -> list[int]:
    """The ids of ads in the change log, in order."""
    query = Change.select(Change.subject_id).where(Change.kind == CHANGE_KIND).order_by(Change.id)
    return [subject_id for (subject_id,) in query.tuples()]
