"""The clock: days of Stockholm, whatever UTC says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.base import clock


@pytest.mark.parametrize(
    ("day", "over"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 15, 23, tzinfo=UTC)),
        (date(2026, 7, 15), datetime(2026, 7, 15, 22, tzinfo=UTC)),
        # The nights in which Swedish clocks are moved.
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        (date(2026, 12, 31), datetime(2026, 12, 31, 23, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_midnight_in_stockholm(day: date, over: datetime) -> None:
    assert clock.end_of_day(day) == over
    assert clock.end_of_day(day).utcoffset() == timedelta(0)


@given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_every_moment_lies_in_its_day(moment: datetime) -> None:
    day = clock.stockholm_day(moment)
    assert clock.end_of_day(day - timedelta(days=1)) <= moment < clock.end_of_day(day)
    with clock.set_to(moment):
        assert clock.now() == moment
        assert clock.today() == day


def test_a_stopped_clock_goes_on_afterwards() -> None:
    before = clock.now()
    with pytest.raises(ZeroDivisionError), clock.set_to(datetime(2000, 1, 1, tzinfo=UTC)):
        assert clock.today() == date(2000, 1, 1)
        raise ZeroDivisionError
    assert clock.now() >= before
    assert clock.now().utcoffset() == timedelta(0)


def test_who_stops_the_clock_while_another_does_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_read", clock._read)
    first = clock.set_to(datetime(2000, 1, 1, tzinfo=UTC))
    second = clock.set_to(datetime(2001, 1, 1, tzinfo=UTC))
    first.__enter__()
    second.__enter__()
    for each in first, second:
        with pytest.raises(RuntimeError, match="at once"):
            each.__exit__(None, None, None)
