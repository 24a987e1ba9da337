"""Which tests check which promise, and the refusal of a run in which a kept one goes unchecked."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from webapp.site.promises import load_promises

WRITTEN = Path(str(files("webapp.site") / "promise_tests.json"))
PROPERTY = "promise"


def add_options(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-promises",
        action="store_true",
        help="write which tests check which promise to webapp/site/promise_tests.json",
    )


def register(config: pytest.Config) -> None:
    config.pluginmanager.register(Promises(config), "promises")


def pages_folder(run_id: str) -> Path:
    """Where the pages of one test run are kept."""
    return Path(tempfile.gettempdir()) / f"stepstone-pages-{run_id}"


def name_of(node_id: str) -> str:
    """A test's name without its parameters, as the policy page shows it."""
    return node_id.partition("[")[0]


class Promises:
    """Gathers the marks of the collected tests, and in a whole run what became of them."""

    def __init__(self, config: pytest.Config) -> None:
        self._write = bool(config.getoption("--write-promises"))
        self._config = config
        self._collected: defaultdict[str, set[str]] = defaultdict(set)
        self._passed: defaultdict[str, set[str]] = defaultdict(set)
        self._failed: set[str] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        known = {promise.id for promise in load_promises().promises}
        for item in items:
            for mark in item.iter_markers("promise"):
                (promise,) = mark.args
                if promise not in known:
                    raise pytest.UsageError(f"{item.nodeid}: no promise is called {promise}")
                self._collected[promise].add(name_of(item.nodeid))
                item.user_properties.append((PROPERTY, promise))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for key, promise in report.user_properties:
            if key == PROPERTY and report.when == "call" and report.passed:
                self._passed[str(promise)].add(name_of(report.nodeid))
            elif key == PROPERTY and report.failed:
                self._failed.add(name_of(report.nodeid))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(self._config, "workerinput"):
            return
        if self._write:
            WRITTEN.write_text(_as_json(self._collected), encoding="utf-8")
            return
        problems = self._problems() if is_whole_run(self._config) else []
        if problems and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        for problem in problems:
            self._say(problem)

    def _problems(self) -> list[str]:
        checked = {promise: names - self._failed for promise, names in self._passed.items()}
        problems = [
            f"The promise {promise.id} is kept, but no test of it passed."
            for promise in load_promises().kept
            if not checked.get(promise.id)
        ]
        if _as_json(self._passed) != WRITTEN.read_text(encoding="utf-8") and not self._failed:
            problems.append("webapp/site/promise_tests.json is out of date: run make promises.")
        return problems

    def _say(self, problem: str) -> None:
        reporter: Any = self._config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            reporter.write_line(problem, red=True)


def _as_json(tests: dict[str, set[str]]) -> str:
    listed = {promise: sorted(names) for promise, names in sorted(tests.items())}
    return json.dumps(listed, indent=2) + "\n"


def is_whole_run(config: pytest.Config) -> bool:
    """Whether every test there is takes part."""
    narrowed = config.getoption("keyword") or config.getoption("markexpr")
    tests = [Path(str(argument)).name for argument in config.args]
    return not narrowed and not config.getoption("collectonly") and tests == ["tests"]
