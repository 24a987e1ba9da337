"""Whatever a feed holds, its good records are stored and each bad one is named with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.partner_ads import posting
from tests.support.sites import job_record
from webapp.base import db
from webapp.base.db import database
from webapp.cli import main
from webapp.domain.jobs.models import FeedRemoval, JobAd

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["2026-11-02", "199", "<p>x", "0", "\0", "https://x.example/ y", "1e400"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
KINDS = {
    "jobtech": (["jobtech"], job_record, "id"),
    "jobposting": (["jobposting", "--partner", "Brobladet"], posting, "identifier"),
}


@pytest.fixture
def instance(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STEPSTONE_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("STEPSTONE_DATABASE_URL", sqlite_url)
    db.connect(sqlite_url)
    return tmp_path


def run(path: Path, *arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(
        main, ["import", *arguments, "--json", str(path)], catch_exceptions=False
    )
    assert result.exit_code in (0, 1)
    report = json.loads(result.stdout)
    assert isinstance(report, dict)
    return report


@settings(max_examples=30)
@given(data=st.data(), as_lines=st.booleans(), complete=st.booleans())
@pytest.mark.parametrize("kind", KINDS)
def test_good_records_are_kept_and_bad_ones_named(
    instance: Path, kind: str, data: st.DataObject, as_lines: bool, complete: bool
) -> None:
    arguments, make, id_name = KINDS[kind]
    changes = st.dictionaries(st.sampled_from(sorted(make())), JSON, max_size=4)
    bad = data.draw(st.lists(JSON, max_size=4))
    twisted = [make(number) | data.draw(changes) for number in range(data.draw(st.integers(0, 3)))]
    good = [make() | {id_name: f"good {number}"} for number in range(data.draw(st.integers(1, 3)))]
    # What begins a file tells lines from an array.
    records = [good[0], *data.draw(st.permutations([*good[1:], *twisted, *bad]))]
    path = instance / "feed"
    path.write_text(
        "\n".join(map(json.dumps, records)) + "\n" if as_lines else json.dumps(records),
        encoding="utf-8",
    )
    with database.connection_context():
        JobAd.delete().execute()
        FeedRemoval.delete().execute()

    report = run(path, *arguments, *(["--snapshot"] if complete else []))

    with database.connection_context():
        kept = {each.external_id: each for each in JobAd.select()}
    for record in good:
        assert kept[record[id_name]].removed_at is None
    told = sum(report[name] for name in ("new", "updated", "unchanged", "outdated", "removed"))
    assert told + report["rejected_count"] == len(records)
    assert len(report["rejected"]) == report["rejected_count"] <= len(bad) + len(twisted)
    for refused in report["rejected"]:
        assert refused["reason"]
        if as_lines:
            record = records[refused["line"] - 1]
            assert record not in good
    assert report["problem"] in (None, "unidentified")
    assert report["missing"] == 0


@settings(max_examples=40)
@given(content=st.text(max_size=200) | JSON.map(json.dumps))
@pytest.mark.parametrize("kind", KINDS)
def test_any_file_is_imported_or_refused(instance: Path, kind: str, content: str) -> None:
    path = instance / "feed"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    report = run(path, *KINDS[kind][0])
    assert report["new"] == 0
    assert report["problem"] or report["rejected_count"] or report["unchanged"] == 0
