"""The pages of a run are validated at its end, by whichever process fetched them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.page_store import PageStore
from tests.support.tools import PROJECT_DIRECTORY
from tests.support.valid_pages import invalid_pages
from tests.support_tests.pages import GOOD_PAGE

CONFTEST = """
import pytest
from tests.conftest import *
from tests.support import valid_pages

def pytest_addoption(parser):
    valid_pages.add_options(parser)

def pytest_configure(config):
    valid_pages.register(config)
"""
TESTS = '''
import pytest

@pytest.mark.parametrize("number", range(4))
def test_a_page_is_kept(page_store, number):
    page = """{page}""".replace("<h1>", f"<h1>{{number}} ")
    if number == 2:
        page = page.replace("<main", {main!r})
    page_store.keep(f"http://127.0.0.1/{{number}}", page)
'''


def run(folder: Path, main: str, *options: str, **environment: str) -> tuple[int, str, list[Path]]:
    """Run four tests that keep a page each; return the status, the output and what is left."""
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_pages.py").write_text(TESTS.format(page=GOOD_PAGE, main=main))
    kept = folder / "kept"
    kept.mkdir()
    settings = {"TMPDIR": str(kept), "PYTHONPATH": str(PROJECT_DIRECTORY), "CI": "false"}
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, str(folder)],
        cwd=folder,
        env=inherited | settings | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout, list(kept.glob("stepstone-pages-*"))


def test_an_invalid_page_fails_the_run_of_several_workers(tmp_path: Path) -> None:
    workers = ("-n", "2", "--dist", "worksteal")

    status, output, left = run(tmp_path, "<main role=nonsens", "--validate-pages", *workers)

    assert status == pytest.ExitCode.TESTS_FAILED, output
    assert "http://127.0.0.1/2 " in output
    assert "http://127.0.0.1/1 " not in output
    assert "1 failed, 4 passed" in output
    assert left == []


def test_valid_pages_pass(tmp_path: Path) -> None:
    status, output, left = run(tmp_path, "<main", CI="true")

    assert status == pytest.ExitCode.OK, output
    assert "5 passed" in output
    assert left == []


def test_a_part_of_the_tests_is_not_held_up(tmp_path: Path) -> None:
    status, output, left = run(tmp_path, "<main role=nonsens")

    assert status == pytest.ExitCode.OK, output
    assert "4 passed" in output
    assert left == []


def test_a_missing_validator_fails_the_run(tmp_path: Path) -> None:
    python_only = str(Path(sys.executable).parent)

    status, output, _left = run(tmp_path, "<main", CI="true", PATH=python_only)

    assert status == pytest.ExitCode.TESTS_FAILED, output
    assert "node is missing" in output


@pytest.mark.parametrize(
    ("address", "findings"),
    [
        ("http://127.0.0.1/sv/jobs?what=%EF%A3%BF", 0),
        ("http://127.0.0.1/sv/jobs?what=e", 1),
    ],
)
def test_private_characters_pass_only_where_somebody_typed_them(
    tmp_path: Path, address: str, findings: int
) -> None:
    store = PageStore(tmp_path / "pages")
    store.keep(address, GOOD_PAGE.replace("</h1>", " \uf8ff</h1>"))

    assert len(invalid_pages(store)) == findings
