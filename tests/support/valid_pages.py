"""Validates at the end of a run every page that its tests have fetched, as one more test."""

from __future__ import annotations

import os
import shutil
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any, Literal
from urllib.parse import unquote

import pytest

from tests.support.page_store import PageStore
from tests.support.promises import is_whole_run, pages_folder
from tests.support.validators import Finding, html_validate, nu_check

NAME = "tests/support/valid_pages.py::every_page_of_this_run_is_valid"
FINISHED = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)


def add_options(parser: pytest.Parser) -> None:
    parser.addoption(
        "--validate-pages",
        action="store_true",
        help="validate the pages kept at the end of a part of the tests too",
    )


def register(config: pytest.Config) -> None:
    """Have pages validated by the process that sees the end of all tests: never by a worker."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(ValidPages(config), "valid-pages")


def invalid_pages(store: PageStore) -> list[str]:
    """What the validators say of the pages kept, each with the address it was fetched from."""
    pages = store.pages()
    by_file = {str(page): page for page in pages}

    found = []
    # Each is one process at one core, and by now nothing else runs.
    with ThreadPoolExecutor(2) as both:
        findings = [*both.map(lambda check: check(pages), (html_validate, nu_check))]
    for finding in chain(*findings):
        address = store.url_of(by_file[finding.file])
        if not _was_typed(finding, address):
            place = f"{finding.line}:{finding.column}"
            found.append(f"{address} {place} {finding.rule}: {finding.message}")
    return sorted(found)


def _was_typed(finding: Finding, address: str) -> bool:
    """Whether a page has private characters only because it shows what was searched for.

    A person may search for any character; that none stands in a page of ours is still checked.
    """
    private = any(unicodedata.category(character) == "Co" for character in unquote(address))
    return private and "Unicode Private Use Area" in finding.message


class ValidPages:
    """Waits for the end of the run, then validates and reports like a test."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._run_id = f"pid{os.getpid()}"

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        # Workers of xdist share an id of their own, by which they name the folder.
        self._run_id = node.workerinput["testrunuid"]

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        folder = pages_folder(self._run_id)
        if not folder.is_dir():
            return
        try:
            store = PageStore(folder)
            if session.exitstatus in FINISHED and store.pages() and self._is_wanted():
                self._validate(session, store)
        finally:
            shutil.rmtree(folder)

    def _is_wanted(self) -> bool:
        wanted = self._config.getoption("--validate-pages") or os.environ.get("CI") == "true"
        return bool(wanted) or is_whole_run(self._config)

    def _validate(self, session: pytest.Session, store: PageStore) -> None:
        started = time.time()
        try:
            found = invalid_pages(store)
        # Whatever goes wrong here, a missing validator above all, must fail the run.
        except Exception as error:
            found = [f"{type(error).__name__}: {error}"]
        self._report("failed" if found else "passed", "\n".join(found), started)
        if found:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _report(self, outcome: Literal["passed", "failed"], text: str, started: float) -> None:
        now = time.time()
        report = pytest.TestReport(
            nodeid=NAME,
            location=(NAME.partition("::")[0], 0, NAME.rpartition(":")[2]),
            keywords={},
            outcome=outcome,
            longrepr=text or None,
            when="call",
            duration=now - started,
            start=started,
            stop=now,
        )
        self._config.hook.pytest_runtest_logreport(report=report)
