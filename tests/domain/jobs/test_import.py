"""An import stores every good record, once, and says exactly what it changed; on both databases."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.domain.jobs.feeds import (
    changed,
    counts,
    import_records,
    removal,
    rows,
    stored,
    write_feed,
)
from tests.support.sites import job_record
from webapp.base import clock
from webapp.domain.jobs import storing
from webapp.domain.jobs.actions import import_jobtech
from webapp.domain.jobs.models import JobAd

pytestmark = pytest.mark.usefixtures("database_url")
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_each_record_is_counted_for_what_it_did(tmp_path: Path) -> None:
    first = [job_record(number) for number in range(1, 6)]
    assert counts(import_records(tmp_path, *first)) == (5, 0, 0, 0, 0)
    report = import_records(
        tmp_path,
        job_record(1),
        job_record(2, headline="Barnmorska"),
        removal(3),
        removal(99),
        job_record(6),
        {"id": "7", "headline": None},
        "{]",
        "17",
    )
    assert counts(report) == (1, 1, 2, 1, 3)
    assert report.read == 8
    assert report.problem is None
    assert [(bad.line, bad.reason.partition(":")[0]) for bad in report.rejected] == [
        (6, "headline"),
        (7, "malformed JSON at character 2"),
        (8, "not a JSON object"),
    ]
    assert json.loads(json.dumps(report.as_dict()))["rejected"][0]["line"] == 6


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    path = write_feed(tmp_path, *[job_record(number) for number in range(1, 450)], removal(3))
    first = import_jobtech(path, "platsbanken")
    assert counts(first) == (449, 0, 0, 1, 0)
    before, log = rows(), changed()
    again = import_jobtech(path, "platsbanken")
    # An ad and its removal in one feed are told in order each time.
    assert counts(again) == (0, 1, 448, 1, 0)
    assert [row for row in rows() if row["external_id"] != "3"] == [
        row for row in before if row["external_id"] != "3"
    ]
    path = write_feed(tmp_path, *[job_record(number) for number in range(4, 450)], removal(3))
    before, log = rows(), changed()
    assert counts(import_jobtech(path, "platsbanken")) == (0, 0, 447, 0, 0)
    assert (rows(), changed()) == (before, log)


def test_sources_keep_their_ids_apart(tmp_path: Path) -> None:
    import_records(tmp_path, job_record(1), source="platsbanken")
    assert counts(import_records(tmp_path, job_record(1), source="partner")) == (1, 0, 0, 0, 0)
    assert counts(import_records(tmp_path, removal(1), source="partner")) == (0, 0, 0, 1, 0)
    assert stored(1).removed_at is None


def test_an_update_keeps_the_ads_own_id(tmp_path: Path) -> None:
    with clock.set_to(NOON):
        import_records(tmp_path, job_record(1))
    before = stored(1)
    with clock.set_to(NOON + timedelta(hours=1)):
        import_records(tmp_path, job_record(1, headline="Barnmorska"))
    after = stored(1)
    assert (after.id, after.imported_at) == (before.id, before.imported_at)
    assert (after.headline, after.changed_at) == ("Barnmorska", NOON + timedelta(hours=1))


def test_a_removed_ad_keeps_its_text_and_opens_again(tmp_path: Path) -> None:
    import_records(tmp_path, job_record(1))
    before = stored(1)
    moment = datetime(2026, 7, 1, 10)
    assert counts(import_records(tmp_path, removal(1, moment))) == (0, 0, 0, 1, 0)
    gone = stored(1)
    assert gone.removed_at == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert (gone.headline, gone.description) == (before.headline, before.description)
    assert counts(import_records(tmp_path, job_record(1))) == (0, 1, 0, 0, 0)
    assert stored(1).removed_at is None


def test_a_removal_without_a_time_is_of_now(tmp_path: Path) -> None:
    import_records(tmp_path, job_record(1))
    with clock.set_to(NOON):
        import_records(tmp_path, removal(1))
    assert stored(1).removed_at == NOON


def test_of_several_records_of_one_ad_the_last_counts(tmp_path: Path) -> None:
    report = import_records(
        tmp_path,
        job_record(1, headline="Ett"),
        job_record(1, headline="Två"),
        removal(2),
        job_record(2),
        removal(2),
        job_record(3),
        removal(3),
        job_record(3),
    )
    assert stored(1).headline == "Två"
    assert stored(2).removed_at is not None
    assert stored(3).removed_at is None
    assert counts(report) == (3, 2, 1, 2, 0)


@pytest.mark.parametrize("count", [1, 199, 200, 201, 400, 401])
def test_every_number_of_records_is_stored(tmp_path: Path, count: int) -> None:
    seen: list[int] = []
    report = import_records(
        tmp_path,
        *[job_record(number) for number in range(count)],
        progress=lambda so_far: seen.append(so_far.read),
    )
    assert report.new == JobAd.select().count() == len(changed()) == count
    assert seen == sorted(seen) and seen[-1] == count


def test_the_change_log_names_exactly_what_changed(tmp_path: Path) -> None:
    import_records(tmp_path, *[job_record(number) for number in range(1, 5)])
    assert changed() == [stored(number).id for number in range(1, 5)]
    import_records(
        tmp_path, job_record(1), job_record(2, headline="Ny"), removal(3), removal(9), job_record(5)
    )
    assert changed()[4:] == [stored(2).id, stored(5).id, stored(3).id]


def test_a_failing_change_log_takes_its_batch_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_records(tmp_path, job_record(1))
    before, log = rows(), changed()
    real = storing.record_changes

    def failing(kind: str, ids: list[int]) -> None:
        real(kind, ids)
        raise RuntimeError("disk full")

    monkeypatch.setattr(storing, "record_changes", failing)
    with pytest.raises(RuntimeError, match="disk full"):
        import_records(tmp_path, job_record(1, headline="Ny"), job_record(2), removal(1))
    assert (rows(), changed()) == (before, log)


def test_a_crash_keeps_what_was_stored_and_the_next_run_completes(tmp_path: Path) -> None:
    records = [job_record(number) for number in range(1, 501)]

    def crash(so_far: Any) -> None:
        if so_far.read == 400:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_records(tmp_path, *records, progress=crash)
    assert JobAd.select().count() == len(changed()) == 400
    assert counts(import_records(tmp_path, *records)) == (100, 0, 400, 0, 0)
    assert JobAd.select().count() == len(changed()) == 500


def test_what_came_before_a_cut_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    path.write_text(json.dumps([job_record(1), job_record(2)])[:-40])
    report = import_jobtech(path, "platsbanken")
    assert (report.new, report.problem) == (1, "truncated")
    assert stored(1)


def test_reasons_are_kept_up_to_a_number(tmp_path: Path) -> None:
    report = import_records(tmp_path, job_record(1), *["17"] * 1_500)
    assert (report.new, report.rejected_count, len(report.rejected)) == (1, 1_500, 1_000)
    assert report.read == 1_501


@pytest.mark.parametrize(
    ("written", "until"),
    [
        ("2026-07-01T23:59:59", datetime(2026, 7, 1, 22, tzinfo=UTC)),
        ("2026-07-01T00:00:00", datetime(2026, 7, 1, 22, tzinfo=UTC)),
        ("2026-12-01", datetime(2026, 12, 1, 23, tzinfo=UTC)),
        # The clocks change in the night to the 29th of March and to the 25th of October.
        ("2026-03-28T12:00:00", datetime(2026, 3, 28, 23, tzinfo=UTC)),
        ("2026-03-29T12:00:00", datetime(2026, 3, 29, 22, tzinfo=UTC)),
        ("2026-10-24T12:00:00", datetime(2026, 10, 24, 22, tzinfo=UTC)),
        ("2026-10-25T12:00:00", datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ],
)
def test_a_deadline_includes_its_day_in_stockholm(
    tmp_path: Path, written: str, until: datetime
) -> None:
    import_records(
        tmp_path, job_record(1, application_deadline=written, last_publication_date=written)
    )
    assert (stored(1).deadline_at, stored(1).closes_at) == (until, until)


def test_an_ad_without_a_last_day_closes_with_its_deadline(tmp_path: Path) -> None:
    import_records(
        tmp_path,
        job_record(1, last_publication_date=None, application_deadline="2026-07-01T23:59:59"),
        job_record(2, last_publication_date=None, application_deadline=None),
    )
    assert stored(1).closes_at == datetime(2026, 7, 1, 22, tzinfo=UTC)
    assert stored(2).closes_at is None


def test_dates_move_so_that_the_newest_is_today(tmp_path: Path) -> None:
    old = [
        job_record(1, publication_date="2019-03-13T09:30:00", application_deadline="2019-05-12"),
        job_record(2, publication_date="2019-03-11T22:00:00", last_publication_date="2019-04-01"),
        {"id": "3", "publication_date": "x"},
        removal(1, datetime(2019, 3, 14, 8)),
    ]
    path = write_feed(tmp_path, *old)
    with clock.set_to(NOON):
        import_jobtech(path, "platsbanken", shift_to_today=True)
        assert stored(1).published_at == datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
        assert stored(2).published_at == datetime(2026, 10, 31, 21, tzinfo=UTC)
        assert (
            clock.stockholm_day(stored(1).deadline_at - timedelta(seconds=1))
            == (datetime(2026, 11, 2) + timedelta(days=60)).date()
        )
        assert stored(1).removed_at == datetime(2026, 11, 3, 7, tzinfo=UTC)
        assert import_jobtech(path, "platsbanken", shift_to_today=True).new == 0


def test_a_feed_without_dates_is_not_moved(tmp_path: Path) -> None:
    path = write_feed(tmp_path, removal(1), "17")
    assert counts(import_jobtech(path, "platsbanken", shift_to_today=True)) == (0, 0, 1, 0, 1)


def test_an_unknown_place_is_left_out(tmp_path: Path) -> None:
    import_records(
        tmp_path,
        job_record(1, workplace_address={"municipality_code": "9999", "region_code": "98"}),
        job_record(2, workplace_address={"region_code": "14"}),
        job_record(3, workplace_address={"municipality_code": "2480", "region_code": "01"}),
    )
    places = [
        (ad.municipality_code, ad.county_code, ad.country_code) for ad in map(stored, (1, 2, 3))
    ]
    assert places == [(None, None, None), (None, "14", "SE"), ("2480", "24", "SE")]
