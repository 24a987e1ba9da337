"""Streams and snapshots in any order end in the same ads: what is newest at the source counts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.jobs.feeds import changed, counts, import_records, removal, stored
from tests.support.sites import job_record
from webapp.base import clock
from webapp.domain.jobs.actions import forget_removals, import_jobtech
from webapp.domain.jobs.models import FeedRemoval, JobAd
from webapp.domain.jobs.snapshots import Snapshot

pytestmark = pytest.mark.usefixtures("database_url")
START = datetime(2026, 11, 2, 8)


def at(step: int) -> datetime:
    """A moment of the source's history, Swedish and naive."""
    return START + timedelta(minutes=step)


def stamp(step: int) -> int:
    """The same moment as the feed's clock has it."""
    return int(clock.from_stockholm(at(step)).timestamp() * 1000)


def ad(number: int, step: int, **changes: Any) -> dict[str, Any]:
    return job_record(number, headline=f"Kock {step}", timestamp=stamp(step), **changes)


def gone(number: int, step: int) -> dict[str, Any]:
    return removal(number, at(step))


def state() -> dict[str, tuple[str, bool]]:
    """Each ad's headline, and whether it is open."""
    return {each.external_id: (each.headline, each.removed_at is None) for each in JobAd.select()}


def test_an_older_record_changes_nothing(tmp_path: Path) -> None:
    import_records(tmp_path, ad(1, 5))
    log = changed()
    report = import_records(tmp_path, ad(1, 3))
    assert (report.outdated, report.read, report.updated) == (1, 1, 0)
    assert (state(), changed()) == ({"1": ("Kock 5", True)}, log)
    assert counts(import_records(tmp_path, ad(1, 6))) == (0, 1, 0, 0, 0)
    assert state() == {"1": ("Kock 6", True)}


def test_a_later_record_with_the_same_words_outdates_what_lies_between(tmp_path: Path) -> None:
    same = ad(1, 5)
    import_records(tmp_path, same)
    log = changed()
    assert counts(import_records(tmp_path, same | {"timestamp": stamp(9)})) == (0, 0, 1, 0, 0)
    assert changed() == log
    assert import_records(tmp_path, ad(1, 7)).outdated == 1
    assert state() == {"1": ("Kock 5", True)}


def test_an_update_older_than_the_removal_does_not_bring_the_ad_back(tmp_path: Path) -> None:
    import_records(tmp_path, ad(1, 1), gone(1, 5))
    before = stored(1).removed_at
    import_records(tmp_path, ad(1, 3))
    assert state() == {"1": ("Kock 3", False)}
    assert stored(1).removed_at == before
    import_records(tmp_path, ad(1, 6))
    assert state() == {"1": ("Kock 6", True)}
    assert import_records(tmp_path, gone(1, 5)).outdated == 1
    assert state() == {"1": ("Kock 6", True)}


def test_a_removal_within_the_second_of_an_update_counts(tmp_path: Path) -> None:
    import_records(tmp_path, ad(1, 1) | {"timestamp": stamp(1) + 700})
    assert import_records(tmp_path, gone(1, 1)).removed == 1


def test_a_removal_that_comes_before_its_ad_is_remembered_for_a_time(tmp_path: Path) -> None:
    assert counts(import_records(tmp_path, gone(1, 5))) == (0, 0, 1, 0, 0)
    assert counts(import_records(tmp_path, ad(1, 3), ad(2, 3))) == (2, 0, 0, 0, 0)
    assert state() == {"1": ("Kock 3", False), "2": ("Kock 3", True)}
    moment = clock.from_stockholm(at(5))
    assert forget_removals(moment + timedelta(days=99)) == 0
    assert forget_removals(moment + timedelta(days=101)) == 1
    assert FeedRemoval.select().count() == 0


@pytest.mark.parametrize("timestamp", [None, True, "1700000000000", 1e400, -1, 10**30, [], 5])
def test_a_time_that_is_none_counts_as_absent(tmp_path: Path, timestamp: Any) -> None:
    import_records(tmp_path, ad(1, 5))
    strange = json.dumps(ad(1, 3) | {"timestamp": 0}).replace(
        '"timestamp": 0', f'"timestamp": {json.dumps(timestamp).replace("Infinity", "1e400")}'
    )
    assert counts(import_records(tmp_path, strange)) == (0, 1, 0, 0, 0)
    assert stored(1).source_changed_at is None


@dataclass
class Source:
    """What happened where the ads come from, and all that it ever told of that."""

    step: int = 0
    open: dict[int, dict[str, Any]] = field(default_factory=dict)
    headlines: dict[str, str] = field(default_factory=dict)
    told: list[tuple[bool, list[dict[str, Any]]]] = field(default_factory=list)

    def publish(self, number: int) -> None:
        self.step += 1
        self.open[number] = ad(number, self.step)
        self.headlines[str(number)] = self.open[number]["headline"]
        self.told.append((False, [self.open[number]]))

    def remove(self, number: int) -> None:
        self.step += 1
        if self.open.pop(number, None):
            self.told.append((False, [gone(number, self.step)]))

    def snapshot(self, _number: int) -> None:
        self.step += 1
        if self.open:
            self.told.append((True, list(self.open.values())))

    def truth(self) -> dict[str, tuple[str, bool]]:
        return {
            number: (headline, int(number) in self.open)
            for number, headline in self.headlines.items()
        }


EVENTS = st.lists(
    st.tuples(st.sampled_from(["publish", "publish", "remove", "snapshot"]), st.integers(1, 3)),
    min_size=1,
    max_size=9,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS, data=st.data())
def test_any_order_ends_in_the_same_ads(tmp_path: Path, events: Any, data: st.DataObject) -> None:
    JobAd.delete().execute()
    FeedRemoval.delete().execute()
    source = Source()
    for name, number in events:
        getattr(source, name)(number)
    deliveries = data.draw(st.permutations(source.told))
    again = data.draw(st.lists(st.sampled_from(source.told), max_size=2)) if source.told else []
    path = tmp_path / "feed.json"
    for complete, records in [*deliveries, *again]:
        path.write_text(json.dumps(records))
        report = import_jobtech(path, "platsbanken", snapshot=Snapshot() if complete else None)
        assert report.problem is None
        assert report.read == len(records)
    assert state() == source.truth()
