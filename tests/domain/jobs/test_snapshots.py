"""A complete feed closes what it lacks, and only a complete one; on both databases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.domain.jobs.feeds import changed, stored, wait_until_settled
from tests.domain.jobs.test_feed_order import ad, gone, state
from tests.support.partner_ads import posting
from tests.support.sites import job_record
from webapp.cli import main
from webapp.domain.jobs.actions import ImportReport, import_jobposting, import_jobtech
from webapp.domain.jobs.models import JobAd
from webapp.domain.jobs.snapshots import TOO_MANY_GONE, UNIDENTIFIED, Snapshot

SOURCE = "platsbanken"


def snapshot(folder: Path, *records: Any, allow_many: bool = False) -> ImportReport:
    path = folder / "snapshot.json"
    texts = [each if isinstance(each, str) else json.dumps(each) for each in records]
    path.write_text(f"[{','.join(texts)}]")
    report = import_jobtech(path, SOURCE, snapshot=Snapshot(allow_many))
    wait_until_settled()
    return report


@pytest.mark.usefixtures("database_url")
def test_what_is_missing_is_removed_and_told(tmp_path: Path) -> None:
    snapshot(tmp_path, ad(1, 1), ad(2, 2), ad(3, 3))
    log = changed()
    report = snapshot(tmp_path, ad(1, 1), ad(4, 4))
    assert (report.new, report.unchanged, report.missing, report.problem) == (1, 1, 2, None)
    assert report.read == 2
    assert {number for number, (_, is_open) in state().items() if is_open} == {"1", "4"}
    assert stored(2).headline == "Kock 2"
    assert sorted(changed()[len(log) :]) == sorted(stored(each).id for each in (2, 3, 4))
    assert snapshot(tmp_path, ad(1, 1), ad(4, 4)).missing == 0


@pytest.mark.usefixtures("database_url")
def test_without_it_a_file_is_a_stream(tmp_path: Path) -> None:
    snapshot(tmp_path, ad(1, 1), ad(2, 2))
    path = tmp_path / "stream.json"
    path.write_text(json.dumps([ad(3, 3)]))
    assert import_jobtech(path, SOURCE).missing == 0
    assert all(is_open for _, is_open in state().values())


@pytest.mark.usefixtures("database_url")
def test_other_sources_and_closed_ads_are_left_alone(tmp_path: Path) -> None:
    past = {"application_deadline": "2026-01-01", "last_publication_date": "2026-01-01"}
    other = tmp_path / "other.json"
    other.write_text(json.dumps([job_record(2)]))
    import_jobtech(other, "annan")
    snapshot(tmp_path, ad(1, 1), ad(9, 1, **past))
    assert snapshot(tmp_path, ad(1, 1)).missing == 0
    assert stored(2, "annan").removed_at is None
    assert stored(9).removed_at is None


@pytest.mark.usefixtures("database_url")
def test_a_cut_snapshot_removes_nothing(tmp_path: Path) -> None:
    snapshot(tmp_path, ad(1, 1), ad(2, 2))
    path = tmp_path / "cut.json"
    path.write_text(json.dumps([ad(1, 1), ad(3, 3)])[:-30])
    report = import_jobtech(path, SOURCE, snapshot=Snapshot(allow_many=True))
    assert (report.problem, report.missing) == ("truncated", 0)
    assert state()["2"] == ("Kock 2", True)


@pytest.mark.usefixtures("database_url")
def test_an_ad_whose_record_is_bad_is_not_missing(tmp_path: Path) -> None:
    snapshot(tmp_path, ad(1, 1), ad(2, 2))
    report = snapshot(tmp_path, ad(1, 1), ad(2, 3) | {"headline": None})
    assert (report.rejected_count, report.missing, report.problem) == (1, 0, None)
    report = snapshot(tmp_path, ad(1, 1), "17")
    assert (report.missing, report.problem) == (0, UNIDENTIFIED)
    assert state()["2"] == ("Kock 2", True)


@pytest.mark.usefixtures("database_url")
def test_most_ads_are_removed_only_on_demand(tmp_path: Path) -> None:
    many = [ad(number, 1) for number in range(1, 61)]
    snapshot(tmp_path, *many)
    assert snapshot(tmp_path, *many[:20]).problem == TOO_MANY_GONE
    assert snapshot(tmp_path).problem == TOO_MANY_GONE
    assert JobAd.select().where(JobAd.removed_at.is_null()).count() == 60
    assert snapshot(tmp_path, *many[:30]).missing == 30
    assert snapshot(tmp_path, *many[:5], allow_many=True).missing == 25
    # Of few ads most may well be gone from one day to the next.
    assert snapshot(tmp_path, many[0]).missing == 4
    assert snapshot(tmp_path, allow_many=True).missing == 1


@pytest.mark.usefixtures("database_url")
def test_a_newer_snapshot_opens_what_a_faulty_one_removed(tmp_path: Path) -> None:
    snapshot(tmp_path, ad(1, 1), ad(2, 2))
    snapshot(tmp_path, ad(2, 5))
    assert state()["1"] == ("Kock 1", False)
    report = snapshot(tmp_path, ad(1, 1), ad(2, 5), ad(3, 6))
    assert (report.updated, report.problem) == (1, None)
    assert all(is_open for _, is_open in state().values())


@pytest.mark.usefixtures("database_url")
def test_an_old_snapshot_neither_removes_nor_opens_what_changed_since(tmp_path: Path) -> None:
    old = [ad(1, 1), ad(2, 2)]
    snapshot(tmp_path, *old)
    path = tmp_path / "stream.json"
    path.write_text(json.dumps([gone(1, 5), ad(3, 6)]))
    import_jobtech(path, SOURCE)
    snapshot(tmp_path, *old)
    assert state() == {"1": ("Kock 1", False), "2": ("Kock 2", True), "3": ("Kock 6", True)}


@pytest.mark.usefixtures("database_url")
def test_an_ad_that_a_snapshot_lacked_does_not_come_late(tmp_path: Path) -> None:
    snapshot(tmp_path, ad(1, 5))
    path = tmp_path / "stream.json"
    path.write_text(json.dumps([ad(2, 3), ad(3, 6)]))
    import_jobtech(path, SOURCE)
    assert state() == {"1": ("Kock 5", True), "2": ("Kock 3", False), "3": ("Kock 6", True)}


@pytest.mark.usefixtures("database_url")
def test_partners_deliver_snapshots_too(tmp_path: Path) -> None:
    path = tmp_path / "postings.json"

    def deliver(*numbers: int) -> ImportReport:
        path.write_text(json.dumps([posting(number) for number in numbers]))
        return import_jobposting(path, "Brobladet", snapshot=Snapshot())

    deliver(1, 2)
    assert deliver(2, 3).missing == 1
    assert state()["1"][1] is False
    assert deliver(1, 2, 3).updated == 1
    assert all(is_open for _, is_open in state().values())


@pytest.fixture
def instance(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEPSTONE_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("STEPSTONE_DATABASE_URL", sqlite_url)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["import", *arguments], catch_exceptions=False)


@pytest.mark.usefixtures("instance")
@pytest.mark.parametrize("command", [["jobtech"], ["jobposting", "--partner", "Brobladet"]])
def test_the_command_says_what_it_did_and_what_it_did_not(
    tmp_path: Path, command: list[str]
) -> None:
    make = job_record if command == ["jobtech"] else posting
    path = tmp_path / "feed.json"

    def deliver(*numbers: int, options: tuple[str, ...] = ("--snapshot",)) -> Result:
        path.write_text(json.dumps([make(number) for number in numbers]))
        return run(*command, *options, str(path))

    deliver(1, 2, 3)
    result = deliver(1, 2)
    assert (result.exit_code, result.stdout.splitlines()[5]) == (0, "missing           1")
    result = deliver()
    assert result.exit_code == 1
    assert "--allow-many-removals" in result.stderr
    result = deliver(options=("--snapshot", "--allow-many-removals", "--json"))
    assert (result.exit_code, json.loads(result.stdout)["missing"]) == (0, 2)
    assert deliver(1, options=("--allow-many-removals",)).exit_code == 2
