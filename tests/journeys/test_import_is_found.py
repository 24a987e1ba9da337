"""Real ads are brought in by the command of the README, and are found right away."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import FULL_ADS, LISTINGS, Filled

# The promise is one second; the rest is for the noise of a shared machine.
SECONDS_ALLOWED = 3.0


@pytest.mark.parametrize("name", [LISTINGS, FULL_ADS])
def test_the_import_reports_what_it_did(filled: Filled, name: str) -> None:
    done = filled.imports[name]

    assert done.command.returncode == 0, done.command.stderr
    report = dict(line.split() for line in done.command.stdout.splitlines())
    assert report == {
        "new": str(done.records),
        "updated": "0",
        "unchanged": "0",
        "outdated": "0",
        "removed": "0",
        "missing": "0",
        "rejected": "0",
    }
    assert re.search(rf"\b{done.records} records read", done.command.stderr), "no progress shown"


@pytest.mark.parametrize("name", [LISTINGS, FULL_ADS])
def test_what_was_imported_is_found_within_a_second(
    filled: Filled, name: str, record_property: Callable[[str, object], None]
) -> None:
    seconds = filled.imports[name].seconds_until_found

    record_property("seconds until found", round(seconds, 2))
    assert seconds < SECONDS_ALLOWED


def test_a_second_import_of_the_same_file_changes_nothing(filled: Filled, real_data: Path) -> None:
    path = str(real_data / FULL_ADS)

    again = filled.site.stepstone("import", "jobtech", path, "--shift-to-today", "--json")

    assert again.returncode == 0, again.stderr
    assert f'"unchanged": {filled.imports[FULL_ADS].records}' in again.stdout
