"""Real ads come in whole, dated today."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.domain.jobs.feeds import counts, rows
from webapp.base import clock
from webapp.domain.jobs.actions import import_jobtech

pytestmark = pytest.mark.usefixtures("database_url")
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("name", "count"),
    [("platsbanken_listings_8000.jsonl", 8_000), ("jobtech_shape_3_ads.jsonl", 3)],
)
def test_real_ads_come_in_whole_and_move_to_today(real_data: Path, name: str, count: int) -> None:
    path = real_data / name
    with clock.set_to(NOON):
        report = import_jobtech(path, "platsbanken", shift_to_today=True)
    assert (counts(report), report.problem) == ((count, 0, 0, 0, 0), None)

    found = {row["external_id"]: row for row in rows()}
    shifts = set()
    for record in records(path):
        row = found[record["id"]]
        assert row["headline"] == " ".join(record["headline"].split())
        assert row["municipality_code"] in (record["workplace_address"]["municipality_code"], None)
        written = datetime.fromisoformat(record["publication_date"])
        local = row["published_at"].astimezone(clock.STOCKHOLM).replace(tzinfo=None)
        # Whole days of the Swedish calendar, so the order and the time of day stay.
        shifts.add(local - written)
        last = record["last_publication_date"] or record["application_deadline"]
        day = datetime.fromisoformat(last).date() + (local - written) if last else None
        assert row["closes_at"] == (clock.end_of_day(day) if day else None)
    assert len(shifts) == 1
    days = [clock.stockholm_day(row["published_at"]) for row in found.values()]
    assert max(days) == NOON.date()

    before = rows()
    with clock.set_to(NOON.replace(hour=20)):
        again = import_jobtech(path, "platsbanken", shift_to_today=True)
    assert counts(again) == (0, 0, count, 0, 0)
    assert rows() == before


def test_real_ads_show_places_and_text(real_data: Path) -> None:
    import_jobtech(real_data / "jobtech_shape_3_ads.jsonl", "platsbanken")
    first = rows()[0]
    assert (first["headline"], first["municipality_code"]) == ("Java-utvecklare", "0180")
    assert "<ul><li>Erfarenhet av Java EE under minst 2 år</li>" in first["description"]
    place = (first["latitude"], first["longitude"])
    assert place == pytest.approx((59.319857, 18.058978), abs=1e-5)
    assert first["skills"] == [
        {"label": "Java", "required": True},
        {"label": "Javascript", "required": False},
    ]
