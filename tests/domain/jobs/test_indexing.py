"""The index follows the ads through changes, crashes and rebuilds, and never shows a closed one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tantivy import SchemaBuilder

from tests.domain.jobs.feeds import import_records, removal
from tests.support.sites import job_record
from webapp.adapters import job_index
from webapp.adapters.job_index import JobIndexWriter, current_generation
from webapp.base import clock
from webapp.base.text import parse_query
from webapp.domain.jobs import indexing
from webapp.domain.jobs.indexing import IndexFollower, rebuild
from webapp.domain.jobs.search import Criteria, JobSearch, Sort

pytestmark = pytest.mark.usefixtures("database_url")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def follower(index: Path) -> Iterator[IndexFollower]:
    made = IndexFollower(index)
    yield made
    made.close()


@pytest.fixture
def search(index: Path) -> JobSearch:
    return JobSearch(index)


def headlines(search: JobSearch, query: str = "") -> list[str]:
    found = search.find(Criteria(query=parse_query(query), sort=Sort.NEWEST))
    assert found.total == len(found.hits) == sum(found.counts["county"].values())
    return sorted(hit.headline for hit in found.hits)


def answers(search: JobSearch) -> list[object]:
    """What a rebuilt and a followed index must agree on."""
    queries = ["", "nummer", "sjuksköterska", "ekliden vård", "göteborg", "-barnmorska", "lugn*"]
    return [
        (found.total, found.hits, found.counts)
        for query in queries
        for sort in (Sort.NEWEST, Sort.DEADLINE)
        for found in [search.find(Criteria(query=parse_query(query), sort=sort))]
    ]


def test_changes_come_in(tmp_path: Path, follower: IndexFollower, search: JobSearch) -> None:
    assert follower.follow() == 0
    assert headlines(search) == []
    generation = search.generation()
    import_records(tmp_path, job_record(1, headline="Ett"), job_record(2, headline="Två"))
    assert headlines(search) == []
    assert follower.follow() == 2
    assert headlines(search) == ["Ett", "Två"]
    assert search.generation() != generation
    import_records(tmp_path, job_record(1, headline="Nytt"), removal(2))
    assert follower.follow() == 2
    assert headlines(search) == ["Nytt"]
    assert headlines(search, "ett") == []
    import_records(tmp_path, job_record(2, headline="Åter"))
    follower.follow()
    assert headlines(search) == ["Nytt", "Åter"]
    generation = search.generation()
    assert follower.follow() == 0
    assert search.generation() == generation


def test_many_changes_come_in(
    tmp_path: Path, follower: IndexFollower, search: JobSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BATCH_SIZE", 7)
    follower.follow()
    import_records(tmp_path, *[job_record(number) for number in range(50)])
    assert follower.follow() == 50
    assert search.find(Criteria(query=parse_query(""))).total == 50


def test_a_closed_ad_is_out_of_sight_at_once(
    tmp_path: Path, follower: IndexFollower, search: JobSearch
) -> None:
    import_records(
        tmp_path,
        job_record(1, headline="Kort", last_publication_date="2026-07-01T23:59:59"),
        job_record(2, headline="Lång", last_publication_date=None, application_deadline=None),
    )
    end = datetime(2026, 7, 1, 22, tzinfo=UTC)
    with clock.set_to(end - timedelta(seconds=1)):
        follower.follow()
        assert headlines(search) == headlines(search, "-finns") == ["Kort", "Lång"]
    with clock.set_to(end):
        assert headlines(search) == headlines(search, "-finns") == ["Lång"]
        assert headlines(search, "kort") == []
        follower.remove_closed()
    # Taken out, it is not there even for a clock that was set back.
    with clock.set_to(end - timedelta(seconds=1)):
        assert headlines(search) == ["Lång"]


def test_an_ad_that_is_closed_already_does_not_come_in(
    tmp_path: Path, follower: IndexFollower, search: JobSearch
) -> None:
    import_records(tmp_path, job_record(1, last_publication_date="2020-01-01"), job_record(2))
    follower.follow()
    assert headlines(search) == ["Sjuksköterska nummer 2"]


def test_a_rebuilt_index_answers_as_the_followed_one(
    tmp_path: Path, index: Path, follower: IndexFollower, search: JobSearch
) -> None:
    follower.follow()
    import_records(tmp_path, *[job_record(number) for number in range(30)])
    follower.follow()
    import_records(
        tmp_path,
        job_record(3, headline="Barnmorska", workplace_address={"region_code": "14"}),
        removal(4),
        job_record(31, last_publication_date="2020-01-01"),
    )
    follower.follow()
    followed = answers(search)
    before = current_generation(index)
    seen: list[int] = []
    assert rebuild(index, progress=seen.append) == 29
    assert seen[-1] == 29
    assert current_generation(index) != before
    assert answers(search) == followed
    # The one that follows goes on in the new generation.
    import_records(tmp_path, job_record(40, headline="Efteråt"))
    follower.follow()
    assert "Efteråt" in [hit.headline for hit in search.newest(30).hits]


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt])
def test_an_interrupted_rebuild_leaves_the_old_one(
    tmp_path: Path, index: Path, search: JobSearch, failure: type[BaseException]
) -> None:
    import_records(tmp_path, *[job_record(number) for number in range(10)])
    rebuild(index)
    before, current = answers(search), current_generation(index)

    def interrupt(count: int) -> None:
        raise failure

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexing, "BATCH_SIZE", 5)
        with pytest.raises(failure):
            rebuild(index, progress=interrupt)
    assert current_generation(index) == current
    assert [path for path in index.iterdir() if path.is_dir()] == [current]
    assert answers(search) == answers(JobSearch(index)) == before


def test_a_killed_rebuild_leaves_the_old_one_and_is_swept_up(tmp_path: Path, index: Path) -> None:
    import_records(tmp_path, job_record(1))
    rebuild(index)
    before = answers(JobSearch(index))
    current = current_generation(index)
    assert current
    # What a killed process leaves: a generation that nothing points to.
    JobIndexWriter(index / f"{current.name[:12]}-dead").close()
    assert answers(JobSearch(index)) == before
    rebuild(index)
    assert [path for path in index.iterdir() if path.is_dir()] == [current_generation(index)]


def test_another_layout_leads_to_a_rebuild(
    tmp_path: Path, index: Path, search: JobSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_records(tmp_path, job_record(1))
    rebuild(index)
    before, old = answers(search), current_generation(index)
    monkeypatch.setattr(job_index, "layout_version", lambda: "0123456789ab")
    assert current_generation(index) is None
    # Until it is built anew, the old one answers.
    assert answers(search) == before
    follower = IndexFollower(index)
    follower.follow()
    follower.close()
    assert current_generation(index) not in (None, old)
    assert answers(search) == answers(JobSearch(index)) == before


def test_an_index_of_another_schema_answers_nothing_until_it_is_rebuilt(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_records(tmp_path, job_record(1))
    with pytest.MonkeyPatch.context() as patch:
        schema = SchemaBuilder().add_text_field("headline").build()
        patch.setattr(job_index, "SCHEMA", schema)
        JobIndexWriter(index / "older-1").commit({"position": [0, 0]})
        (index / "current").write_text("older-1")
    search = JobSearch(index)
    assert headlines(search) == []
    follower = IndexFollower(index)
    follower.follow()
    follower.close()
    assert headlines(search) == ["Sjuksköterska nummer 1"]


def test_an_index_that_can_not_be_opened_is_built_anew(tmp_path: Path, index: Path) -> None:
    import_records(tmp_path, job_record(1))
    rebuild(index)
    damaged = current_generation(index)
    assert damaged
    (damaged / "meta.json").write_text("{}")
    follower = IndexFollower(index)
    follower.follow()
    follower.close()
    assert current_generation(index) != damaged
    assert headlines(JobSearch(index)) == ["Sjuksköterska nummer 1"]


def test_a_release_put_in_place_of_a_running_one_is_not_taken_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    running = job_index.layout_version()
    monkeypatch.setattr(job_index.analyser, "SOURCES", ())
    assert job_index.layout_version() == running


def test_an_index_that_was_deleted_is_built_again(
    tmp_path: Path, index: Path, search: JobSearch
) -> None:
    import_records(tmp_path, job_record(1))
    rebuild(index)
    assert len(headlines(search)) == 1
    shutil.rmtree(index)
    assert headlines(JobSearch(index)) == []
    follower = IndexFollower(index)
    follower.follow()
    follower.close()
    assert len(headlines(search)) == len(headlines(JobSearch(index))) == 1


def test_an_index_that_fell_behind_the_change_log_is_built_again(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_records(tmp_path, job_record(1))
    rebuild(index)
    old = current_generation(index)
    with clock.set_to(clock.now() + timedelta(days=26)):
        follower = IndexFollower(index)
        follower.follow()
        follower.close()
    assert current_generation(index) not in (None, old)


def test_a_crash_between_commit_and_note_is_repeated_without_harm(
    tmp_path: Path, index: Path, search: JobSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = IndexFollower(index)
    follower.follow()
    import_records(tmp_path, job_record(1), job_record(2))

    def crash(path: Path, content: str) -> None:
        raise RuntimeError("killed")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(job_index, "write_durably", crash)
        with pytest.raises(RuntimeError, match="killed"):
            follower.follow()
    follower.close()
    assert len(headlines(search)) == 2
    again = IndexFollower(index)
    assert again.follow() == 2
    assert len(headlines(search)) == 2
    assert again.follow() == 0
    again.close()


def test_a_crash_before_the_commit_loses_nothing(
    tmp_path: Path, index: Path, search: JobSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = IndexFollower(index)
    follower.follow()
    import_records(tmp_path, *[job_record(number) for number in range(3)])

    def crash(self: JobIndexWriter, note: dict[str, Any]) -> None:
        raise RuntimeError("killed")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JobIndexWriter, "commit", crash)
        with pytest.raises(RuntimeError, match="killed"):
            follower.follow()
    del follower
    again = IndexFollower(index)
    assert again.follow() == 3
    again.close()
    assert len(headlines(search)) == 3


def test_the_note_is_whole_on_disk(tmp_path: Path, index: Path) -> None:
    import_records(tmp_path, job_record(1))
    rebuild(index)
    current = current_generation(index)
    assert current
    note = json.loads((current / "note.json").read_text())
    assert note["position"][1] > 0 and not list(current.glob("*.new"))
