"""`stepstone import jobtech` and `stepstone index rebuild` as a person and a script use them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.domain.jobs.feeds import removal, write_feed
from tests.support.sites import job_record
from webapp.cli import main
from webapp.domain.jobs.search import JobSearch


@pytest.fixture
def instance(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STEPSTONE_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("STEPSTONE_DATABASE_URL", sqlite_url)
    return tmp_path / "instance"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.mark.usefixtures("instance")
def test_the_report_counts_and_names_lines(tmp_path: Path) -> None:
    path = write_feed(tmp_path, job_record(1), job_record(2), "17", {"id": "3"}, removal(9))
    result = run("import", "jobtech", str(path))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "new               2",
        "updated           0",
        "unchanged         1",
        "outdated          0",
        "removed           0",
        "missing           0",
        "rejected          2",
        "  line 3: not a JSON object",
        "  line 4: headline: is missing",
    ]
    assert result.stderr == "5 records read\n"


@pytest.mark.usefixtures("instance")
def test_the_report_is_json_on_request(tmp_path: Path) -> None:
    path = write_feed(tmp_path, job_record(1), "17")
    result = run("import", "jobtech", "--json", "--source", "partner", str(path))
    assert json.loads(result.stdout) == {
        "new": 1,
        "updated": 0,
        "unchanged": 0,
        "outdated": 0,
        "removed": 0,
        "missing": 0,
        "rejected": [{"line": 2, "reason": "not a JSON object"}],
        "rejected_count": 1,
        "problem": None,
    }


@pytest.mark.usefixtures("instance")
def test_a_long_list_of_bad_records_is_cut(tmp_path: Path) -> None:
    result = run("import", "jobtech", str(write_feed(tmp_path, job_record(1), *["17"] * 30)))
    lines = result.stdout.splitlines()
    assert lines[6] == "rejected         30"
    assert len(lines) == 7 + 20 + 1
    assert lines[-1] == "  and 10 more (see --json)"


@pytest.mark.usefixtures("instance")
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<!doctype html><title>Fel</title>", "The file is a web page (HTML), not a feed of ads."),
        (b"", "The file is empty."),
        (b"hej", "The file is neither a JSON array nor JSON lines."),
        ("[]".encode("utf-16"), "The file is UTF-16 or UTF-32; a feed must be UTF-8."),
    ],
)
def test_what_is_no_feed_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "feed"
    path.write_bytes(content)
    for options in ([], ["--shift-to-today"], ["--json"]):
        result = run("import", "jobtech", *options, str(path))
        assert result.exit_code == 1
        assert result.stderr.splitlines()[-1] == f"Error: {message}"
        assert "Traceback" not in result.output


@pytest.mark.usefixtures("instance")
def test_a_cut_feed_is_refused_after_its_good_records(tmp_path: Path) -> None:
    path = tmp_path / "feed"
    path.write_text(json.dumps([job_record(1), job_record(2)])[:-30])
    result = run("import", "jobtech", "--json", str(path))
    assert result.exit_code == 1
    assert json.loads(result.stdout)["new"] == 1
    assert json.loads(result.stdout)["problem"] == "truncated"
    assert result.stderr.endswith(
        "Error: The file ends in the middle of the feed: it was cut short. "
        "What came before was kept.\n"
    )


@pytest.mark.usefixtures("instance")
def test_wrong_use_ends_with_two(tmp_path: Path) -> None:
    path = str(write_feed(tmp_path, job_record(1)))
    for arguments in (
        [],
        [str(tmp_path / "missing")],
        [str(tmp_path)],
        ["--unknown", path],
        ["--source", "", path],
        ["--source", "x" * 41, path],
    ):
        assert run("import", "jobtech", *arguments).exit_code == 2
    assert run("import", "jobtech", "--help").exit_code == 0


@pytest.mark.usefixtures("instance")
def test_a_refused_configuration_ends_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEPSTONE_MODE", "unknown")
    result = run("import", "jobtech", str(write_feed(tmp_path, job_record(1))))
    assert result.exit_code == 1
    assert "mode" in result.stderr


@pytest.mark.usefixtures("instance")
def test_in_a_log_progress_comes_now_and_then(tmp_path: Path) -> None:
    path = write_feed(tmp_path, *[job_record(number) for number in range(2_300)])
    result = run("import", "jobtech", "--shift-to-today", str(path))
    assert result.stderr.splitlines() == [
        "1000 records read",
        "2000 records read",
        "2300 records read",
    ]
    again = run("import", "jobtech", "--shift-to-today", str(path))
    assert "unchanged      2300" in again.stdout


def test_in_a_terminal_progress_is_one_line(tmp_path: Path, instance: Path) -> None:
    path = write_feed(tmp_path, *[job_record(number) for number in range(450)])
    shown, terminal = pty.openpty()
    command = [sys.executable, "-m", "webapp.cli", "import", "jobtech", "--json", str(path)]
    done = subprocess.run(command, stderr=terminal, stdout=subprocess.PIPE, timeout=60, check=True)
    os.close(terminal)
    told = os.read(shown, 10_000).decode()
    os.close(shown)
    assert told.replace("\r\n", "\n") == (
        "\r200 records read\r400 records read\r450 records read\n"
    )
    assert json.loads(done.stdout)["new"] == 450


def test_the_index_is_rebuilt(tmp_path: Path, instance: Path) -> None:
    run("import", "jobtech", str(write_feed(tmp_path, job_record(1), job_record(2), removal(2))))
    result = run("index", "rebuild")
    assert (result.exit_code, result.stdout) == (0, "The index holds 1 open ads.\n")
    assert result.stderr == "1 ads indexed\n"
    assert JobSearch(instance / "index").newest(20).total == 1
