"""The clock. Everything asks it for the time, so that tests can set it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_read: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731


def now() -> datetime:
    """The time now, aware, in UTC."""
    return _read()


def today() -> date:
    """The date now in Stockholm."""
    return now().astimezone(STOCKHOLM).date()


def end_of_day(day: date) -> datetime:
    """The moment, in UTC, at which ``day`` is over in Stockholm; a deadline includes its day."""
    return datetime.combine(day + timedelta(days=1), time(), STOCKHOLM).astimezone(UTC)


def from_stockholm(local: datetime) -> datetime:
    """A naive local Swedish time as an aware time in UTC."""
    return local.replace(tzinfo=STOCKHOLM).astimezone(UTC)


def stockholm_day(moment: datetime) -> date:
    """The date in Stockholm at an aware moment."""
    return moment.astimezone(STOCKHOLM).date()


def stockholm_time(moment: datetime) -> time:
    """The time of day in Stockholm at an aware moment."""
    return moment.astimezone(STOCKHOLM).time()


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Stops the clock of this process, all its threads', at ``moment`` (aware).

    Raises:
        RuntimeError: another thread set the clock meanwhile, so that it would stay stopped.
    """
    global _read
    before = _read
    stopped = _read = lambda: moment
    try:
        yield
    finally:
        meanwhile, _read = _read, before
        if meanwhile is not stopped:
            raise RuntimeError("two threads set the clock at once")
