"""`tests/install` where it may not install: it says the one line to run, and fails."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.support.tools import TESTS_DIRECTORY, MissingToolError, program


@pytest.fixture
def bare_path(tmp_path: Path) -> str:
    """A PATH with what the script itself uses, and none of what it installs or may install with."""
    for name in ("bash", "dirname", "flock", "env"):
        (tmp_path / name).symlink_to(program(name))
    return str(tmp_path)


def test_it_says_what_to_run_when_it_may_not_install(bare_path: str) -> None:
    process = subprocess.run(
        [str(TESTS_DIRECTORY / "install")],
        env={"PATH": bare_path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1
    last_line = process.stderr.splitlines()[-1]
    assert last_line.startswith("sudo apt-get update && sudo apt-get install")
    for package in ("chromium", "lynx", "w3m", "default-jre-headless", "nodejs", "npm"):
        assert package in last_line.split()


def test_it_has_nothing_to_do_twice() -> None:
    process = subprocess.run(
        [str(TESTS_DIRECTORY / "install")],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stdout + process.stderr == ""


def test_the_lock_names_versions_and_hashes_but_no_registry() -> None:
    lock = json.loads((TESTS_DIRECTORY / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name


def test_a_missing_program_names_the_way_to_install_it() -> None:
    with pytest.raises(MissingToolError, match="tests/install"):
        program("no-such-program")
