"""Every command: its help, its exit status, and what it says when something is wrong."""

from __future__ import annotations

import base64
import json
import os
import re
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tests.base.test_config import FAULTS, KEY, PRODUCTION, profile_file
from tests.support.partner_ads import posting
from tests.support.sites import job_record
from webapp.base import clock, db
from webapp.base.keyring import KEY_FILE
from webapp.cli import main
from webapp.domain.contact.actions import receive_message
from webapp.domain.contact.rules import MessageKind

Stepstone = Callable[..., Result]


@pytest.fixture
def stepstone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Stepstone]:
    """Runs a command on an instance of this test's own."""
    for name in os.environ:
        if name.startswith("STEPSTONE_") or name in ("DATABASE_URL", "PORT"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("STEPSTONE_INSTANCE", str(tmp_path / "instance"))

    def run(*arguments: str, **environment: str) -> Result:
        return CliRunner().invoke(main, arguments, env=environment, prog_name="stepstone")

    yield run
    if db.database.obj is not None and not db.database.is_closed():
        db.database.close()


def all_commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from all_commands(command, (*path, name))
        else:
            yield (*path, name)


COMMANDS = list(all_commands(main))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda path: " ".join(path) or "stepstone")
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_explains_itself(
    stepstone: Stepstone, command: tuple[str, ...], option: str
) -> None:
    result = stepstone(*command, option)
    assert result.exit_code == 0
    assert result.output.startswith("Usage: stepstone " + " ".join(command))
    # A usage line alone explains nothing.
    assert len(result.output.splitlines()) >= 4
    assert not Path(os.environ["STEPSTONE_INSTANCE"]).exists()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda path: " ".join(path) or "stepstone")
def test_wrong_use_ends_with_two(stepstone: Stepstone, command: tuple[str, ...]) -> None:
    result = stepstone(*command, "--no-such-option")
    assert result.exit_code == 2
    assert "--no-such-option" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",),
        ("import", "nothing"),
        ("import", "jobtech"),
        ("import", "jobtech", "no-such-file"),
        ("import", "jobtech", "."),
        ("import", "jobposting", __file__),
        ("import", "jobposting", __file__, "--partner", "!!!"),
        ("import", "jobposting", __file__, "--partner", "x" * 33),
        ("index", "nothing"),
        ("demo", "extra"),
        ("worker", "--supervisor", "me"),
    ],
    ids=" ".join,
)
def test_wrong_arguments_end_with_two(stepstone: Stepstone, arguments: tuple[str, ...]) -> None:
    assert stepstone(*arguments).exit_code == 2


def test_the_version_is_that_of_the_distribution(stepstone: Stepstone) -> None:
    from importlib.metadata import version

    assert stepstone("--version").output.strip() == f"stepstone, version {version('stepstone')}"


STARTING = [("run",), ("worker",), ("demo",), ("migrate",), ("index", "rebuild"), ("doctor",)]


@pytest.mark.parametrize("command", STARTING, ids=" ".join)
@pytest.mark.parametrize("setting", FAULTS)
def test_unsafe_production_starts_nothing(
    stepstone: Stepstone, tmp_path: Path, command: tuple[str, ...], setting: str
) -> None:
    profile = profile_file(tmp_path, sample=False)
    environment = PRODUCTION | {
        "STEPSTONE_OPERATOR_PROFILE": str(profile),
        f"STEPSTONE_{setting.upper()}": FAULTS[setting][0],
    }
    result = stepstone(*command, **environment)
    assert result.exit_code == 1
    assert re.search(f"^(Error: )?{setting}: ", result.output, re.MULTILINE)
    assert KEY not in result.output


@pytest.mark.parametrize("command", STARTING, ids=" ".join)
def test_a_sample_profile_starts_nothing_in_production(
    stepstone: Stepstone, tmp_path: Path, command: tuple[str, ...]
) -> None:
    profile = profile_file(tmp_path, sample=True)
    environment = PRODUCTION | {"STEPSTONE_OPERATOR_PROFILE": str(profile)}
    result = stepstone(*command, **environment)
    assert result.exit_code == 1
    assert "operator profile: sample: must be false" in result.output


@pytest.mark.parametrize("command", STARTING, ids=" ".join)
def test_a_profile_that_is_missing_or_wrong_is_named(
    stepstone: Stepstone, tmp_path: Path, command: tuple[str, ...]
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("sample = false\n")
    for path in (tmp_path / "missing.toml", wrong):
        result = stepstone(*command, STEPSTONE_OPERATOR_PROFILE=str(path))
        assert result.exit_code == 1
        assert "operator profile: " in result.output


@pytest.mark.parametrize("command", STARTING, ids=" ".join)
@pytest.mark.parametrize("kind", ["damaged", "folder", "absent server", "not an address"])
def test_a_database_that_cannot_be_used_is_said_to_be(
    stepstone: Stepstone, tmp_path: Path, command: tuple[str, ...], kind: str
) -> None:
    (tmp_path / "damaged.sqlite3").write_bytes(b"This is not a database." * 100)
    (tmp_path / "folder.sqlite3").mkdir()
    url = {
        "damaged": f"sqlite:///{tmp_path}/damaged.sqlite3",
        "folder": f"sqlite:///{tmp_path}/folder.sqlite3",
        "absent server": "postgresql://stepstone:hemligt@127.0.0.1:1/nowhere",
        "not an address": "postgresql://127.0.0.1:port/nowhere",
    }[kind]
    result = stepstone(*command, DATABASE_URL=url)
    assert result.exit_code == 1, result.output
    assert "database can't be used: " in result.output
    assert "hemligt" not in result.output


def test_doctor_names_all_problems_at_once(stepstone: Stepstone, tmp_path: Path) -> None:
    wrong = {f"STEPSTONE_{name.upper()}": texts[0] for name, texts in FAULTS.items()}
    result = stepstone("doctor", **PRODUCTION | wrong | {"STEPSTONE_MODE": "production"})
    assert result.exit_code == 1
    named = {line.removeprefix("Error: ").partition(":")[0] for line in result.output.splitlines()}
    assert named == set(FAULTS) - {"mode"}


def test_nothing_starts_with_a_key_that_is_not_its_databases(
    stepstone: Stepstone, tmp_path: Path
) -> None:
    assert stepstone("demo").exit_code == 0
    keys = tmp_path / "instance" / KEY_FILE
    kept = keys.read_text()
    keys.unlink()
    for command in (("run",), ("worker",), ("ledger", "verify"), ("doctor",)):
        result = stepstone(*command)
        assert (result.exit_code, "data.keys is missing" in result.output) == (1, True), command
    assert not keys.exists()
    keys.write_text(base64.b64encode(b"f" * 32).decode())
    for command in (("run",), ("worker",), ("doctor",)):
        result = stepstone(*command)
        assert (result.exit_code, "not the keys that" in result.output) == (1, True), command
    keys.write_text(kept)
    assert stepstone("ledger", "verify").exit_code == 0


def test_doctor_follows_an_instance_from_new_to_well(stepstone: Stepstone) -> None:
    result = stepstone("doctor")
    assert result.exit_code == 1
    assert "run stepstone migrate" in result.output
    assert "no ad index" in result.output

    assert stepstone("migrate").exit_code == 0
    result = stepstone("doctor")
    assert result.exit_code == 1
    assert "stepstone migrate" not in result.output
    assert "no ad index" in result.output

    assert stepstone("index", "rebuild").exit_code == 0
    result = stepstone("doctor")
    assert (result.exit_code, result.output) == (0, "All is well.\n")

    with clock.set_to(clock.now() - timedelta(days=60)):
        receive_message(
            MessageKind.QUESTION,
            "Hur gör man?",
            language="sv",
            address=None,
            account_id=7,
            network="198.51.100.0/24",
            working_days=5,
        )
    result = stepstone("doctor")
    assert (result.exit_code, "overdue for an answer: 1." in result.output) == (1, True)


def test_migrate_lists_applies_and_reverts(stepstone: Stepstone) -> None:
    listed = stepstone("migrate", "--list").output
    assert listed.startswith("pending: 0001_")
    assert stepstone("migrate").output == listed.replace("pending", "applied")
    assert stepstone("migrate").output == "Nothing to do.\n"
    assert stepstone("migrate", "--list").output == "Nothing to do.\n"
    first = listed.splitlines()[0].removeprefix("pending: ")
    reverted = stepstone("migrate", "--down", first).output.splitlines()
    assert reverted == [
        line.replace("pending", "reverted") for line in reversed(listed.splitlines())
    ]
    result = stepstone("migrate", "--down", "0000_nothing")
    assert result.exit_code == 1
    assert "0000_nothing" in result.output
    assert "Traceback" not in result.output


def test_demo_adds_its_ads_once_and_never_in_production(
    stepstone: Stepstone, tmp_path: Path
) -> None:
    first = re.fullmatch(r"(\d+) ads added\.\n", stepstone("demo").output)
    assert first
    assert int(first[1]) >= 50
    assert stepstone("demo").output == "0 ads added.\n"
    profile = str(profile_file(tmp_path, sample=False))
    production = PRODUCTION | {"STEPSTONE_OPERATOR_PROFILE": profile}
    result = stepstone("demo", **production, STEPSTONE_DATABASE_URL=f"sqlite:///{tmp_path}/p")
    assert result.exit_code == 1
    assert "no demo content" in result.output


def test_an_import_reports_to_people_and_to_programs(stepstone: Stepstone, tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    feed.write_text("\n".join([json.dumps(job_record(1)), "{broken", json.dumps(job_record(2))]))
    result = stepstone("import", "jobtech", str(feed))
    assert result.exit_code == 0
    assert re.search(r"^new +2$", result.stdout, re.MULTILINE)
    assert re.search(r"^rejected +1$", result.stdout, re.MULTILINE)
    assert "line 2: " in result.stdout
    report = json.loads(stepstone("import", "jobtech", str(feed), "--json").stdout)
    assert (report["new"], report["unchanged"], report["removed"]) == (0, 2, 0)
    assert [bad["line"] for bad in report["rejected"]] == [2]


def test_a_partners_ads_are_imported_in_its_name(stepstone: Stepstone, tmp_path: Path) -> None:
    feed = tmp_path / "feed.json"
    feed.write_text(json.dumps([posting(1), {"@type": "Person"}, posting(2)], indent=1))
    command = ("import", "jobposting", str(feed), "--partner", "Brobladet")
    result = stepstone(*command, "--shift-to-today")
    assert result.exit_code == 0
    assert re.search(r"^new +2$", result.stdout, re.MULTILINE)
    assert ": @type: is not JobPosting" in result.stdout
    report = json.loads(stepstone(*command, "--shift-to-today", "--json").stdout)
    assert (report["new"], report["unchanged"], report["rejected_count"]) == (0, 2, 1)


def test_an_unreadable_feed_ends_with_one(stepstone: Stepstone, tmp_path: Path) -> None:
    feed = tmp_path / "feed.json"
    feed.write_text("<!doctype html><title>Nothing here</title>")
    result = stepstone("import", "jobtech", str(feed))
    assert result.exit_code == 1
    assert "HTML" in result.stderr


def test_a_port_in_use_is_a_clear_refusal(stepstone: Stepstone) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = stepstone("run", PORT=str(port))
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: Port {port} can't be used")
    assert "PORT=" in result.output
