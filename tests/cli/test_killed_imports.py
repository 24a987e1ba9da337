"""``kill -9`` of everything, again and again, while ads come in: none lost, none twice."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from tests.cli.processes import (
    eventually,
    kill,
    part,
    run_import,
    start_import,
    total,
    write_feed,
)
from tests.support.server import running_site
from tests.support.sites import job_record
from webapp.adapters.job_query import SearchRequest
from webapp.adapters.job_reader import JobIndexReader
from webapp.base import db
from webapp.base.work import Change
from webapp.domain.jobs.models import JobAd

ADS = 2400
ROUNDS = {"sqlite": 5, "postgresql": 3}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_is_lost_or_doubled(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = request.getfixturevalue(f"{kind}_url")
    environment = {
        "DATABASE_URL": url,
        "STEPSTONE_LOG_LEVEL": "error",
        "STEPSTONE_WEB_PROCESSES": "1",
    }
    instance = tmp_path / "instance"
    chance = random.Random(kind)
    feed = write_feed(tmp_path / "feed.jsonl", (job_record(number) for number in range(ADS)))
    db.connect(url)

    def stored() -> int:
        return int(JobAd.select().where(JobAd.source == "platsbanken").count())

    with running_site(instance, environment) as site:
        for number in range(1, ROUNDS[kind] + 1):
            enough = ADS * number // (ROUNDS[kind] + 1)
            with start_import(instance, feed, **environment) as importing:
                eventually(lambda: stored() >= enough, "the next ads")  # noqa: B023
                victims = [psutil.Process(importing.pid), *part(site, "worker"), *part(site, "web")]
                for victim in chance.sample(victims, len(victims)):
                    kill(victim)
            assert stored() < ADS, "the import was over before it could be killed"
        report = run_import(instance, feed, **environment)
        assert report["new"] + report["unchanged"] == ADS
        assert report["updated"] == report["removed"] == len(report["rejected"]) == 0
        assert 0 < report["new"] < ADS
        everything = JobAd.select().where(JobAd.folded_into.is_null()).count()
        eventually(lambda: total(site) == everything, "all ads in the index")

    ads = dict(JobAd.select(JobAd.id, JobAd.external_id).tuples())
    theirs = JobAd.select(JobAd.external_id).where(JobAd.source == "platsbanken").tuples()
    assert Counter(external for (external,) in theirs) == Counter(map(str, range(ADS)))
    told = {subject for (subject,) in Change.select(Change.subject_id).tuples()}
    assert told == set(ads)
    everywhere = SearchRequest(now=datetime(2000, 1, 1, tzinfo=UTC), limit=10_000)
    found = JobIndexReader(instance / "index").search(everywhere)
    shown = JobAd.select(JobAd.id).where(JobAd.folded_into.is_null()).tuples()
    assert Counter(ad["id"] for ad in found.shown) == Counter(ad_id for (ad_id,) in shown)
    if kind == "sqlite":
        assert db.database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)
    db.database.close()
