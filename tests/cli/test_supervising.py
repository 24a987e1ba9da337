"""Processes that end: started again at once, and ever later while they end at once."""

from __future__ import annotations

import sys
import time

import pytest

from tests.cli.processes import eventually
from webapp.cli.run import LONGEST_PAUSE_SECONDS, SHORT_LIFE_SECONDS, Child, pause_before


def test_pauses_double_up_to_a_minute() -> None:
    assert [pause_before(lives) for lives in range(9)] == [0, 1, 2, 4, 8, 16, 32, 60, 60]
    assert pause_before(10_000) == LONGEST_PAUSE_SECONDS


def run_and_end(child: Child) -> None:
    child.not_before = 0.0
    child.keep_running()
    process = child.process
    assert process is not None
    eventually(lambda: process.poll() is not None, "the end of the process")


def test_what_ends_at_once_is_left_alone_longer_each_time(
    capfd: pytest.CaptureFixture[str],
) -> None:
    child = Child("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    pauses = []
    for _ in range(3):
        run_and_end(child)
        child.keep_running()
        assert child.process is None
        pauses.append(round(child.not_before - time.monotonic()))

    assert pauses == [1, 2, 4]
    assert "worker ended with status 3; starting it in 4 s." in capfd.readouterr().err


def test_what_has_worked_is_started_again_at_once(capfd: pytest.CaptureFixture[str]) -> None:
    child = Child("web", [sys.executable, "-c", "raise SystemExit(3)"], short_lives=5)
    run_and_end(child)
    child.started -= SHORT_LIFE_SECONDS
    child.keep_running()

    assert child.process is not None
    child.process.wait()
    assert child.short_lives == 0
    assert "web ended with status 3; starting it again." in capfd.readouterr().err
