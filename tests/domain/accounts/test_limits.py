"""Limits: so many tries and no more, for whom they are meant, and nothing kept of an address."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.base import clock, db
from webapp.domain.accounts.limit_rules import Level, Limit, level_now, network_of, wait_for
from webapp.domain.accounts.limits import (
    Charge,
    TooManyTriesError,
    charge,
    fits,
    forget_tries,
    give_back,
    right_or_charged,
)
from webapp.domain.accounts.models import DaySalt, Tries

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
LIMIT = Limit(5, timedelta(minutes=15))
limits = st.builds(
    Limit, st.integers(1, 200), st.timedeltas(timedelta(seconds=1), timedelta(days=2))
)
pauses = st.lists(st.timedeltas(timedelta(), timedelta(hours=3)), max_size=60)


@given(limit=limits, pauses=pauses)
def test_no_stretch_of_time_takes_more_than_its_share(
    limit: Limit, pauses: list[timedelta]
) -> None:
    now, known = START, None
    taken: list[datetime] = []
    for pause in pauses:
        now += pause
        level = level_now(limit, known, now)
        assert 0 <= level <= limit.tries
        if not wait_for(limit, level):
            known = Level(level + 1, now)
            taken.append(now)
    for index, first in enumerate(taken):
        for last_index, last in enumerate(taken[index:], index):
            share = limit.tries + (last - first) / limit.per * limit.tries
            assert last_index - index + 1 <= share + 1e-6


@given(limit=limits, level=st.floats(0, 200))
def test_whoever_waits_as_long_as_told_may_try_again(limit: Limit, level: float) -> None:
    level = min(level, float(limit.tries))
    later = START + wait_for(limit, level) + timedelta(microseconds=1)

    assert wait_for(limit, level_now(limit, Level(level, START), later)) <= timedelta(
        milliseconds=1
    )


@given(limit=limits, level=st.floats(0, 200))
def test_after_one_period_everything_is_forgiven(limit: Limit, level: float) -> None:
    full = Level(min(level, float(limit.tries)), START)
    assert level_now(limit, full, START + limit.per) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("192.0.2.1", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:192.0.2.5", "192.0.2.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_a_network_is_what_a_person_is_known_by(address: str, network: str) -> None:
    assert network_of(address) == network


def test_the_try_after_the_last_has_to_wait(database_url: str) -> None:
    each = Charge("test", LIMIT, "somebody")
    with clock.set_to(START):
        for _ in range(LIMIT.tries):
            charge(each)
        with pytest.raises(TooManyTriesError) as refused:
            charge(each)
        assert refused.value.wait == timedelta(minutes=3)
        assert fits(Charge("test", LIMIT, "somebody else"))
        assert fits(Charge("another", LIMIT, "somebody"))
    with clock.set_to(START + timedelta(minutes=3)):
        assert fits(each)
        assert not fits(each)


def test_one_reached_limit_charges_no_other(database_url: str) -> None:
    full, empty = Charge("full", Limit(1, LIMIT.per), "a"), Charge("empty", LIMIT, "a")
    with clock.set_to(START):
        charge(full)
        for _ in range(3):
            assert not fits_both(full, empty)
        levels = {row.bucket: row.level for row in Tries.select()}
    assert levels.get(empty.bucket(), 0.0) == 0.0


def fits_both(*charges: Charge) -> bool:
    try:
        charge(*charges)
    except TooManyTriesError:
        return False
    return True


def test_a_right_try_is_given_back(database_url: str) -> None:
    each = Charge("test", LIMIT, "somebody")
    with clock.set_to(START):
        for _ in range(4 * LIMIT.tries):
            charge(each)
            give_back(each)
        assert fits(each)


def test_tries_at_once_are_all_counted(database_url: str) -> None:
    each = Charge("test", LIMIT, "somebody")
    moment = clock.now()
    each.bucket()
    passed: list[bool] = []

    def attempt() -> None:
        passed.append(fits(each))
        db.database.close()

    threads = [threading.Thread(target=attempt) for _ in range(3 * LIMIT.tries)]
    with clock.set_to(moment):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(passed) == [False] * (2 * LIMIT.tries) + [True] * LIMIT.tries


def test_what_is_kept_names_nobody_and_goes(database_url: str) -> None:
    with clock.set_to(START):
        charge(Charge("test", LIMIT, "192.0.2.0/24\0asa@exempel.se"))
        (row,) = Tries.select()
        bucket = row.bucket
        assert len(bucket) == 64
        assert not {"192", "asa"} & {bucket[:3], row.bucket}
    with clock.set_to(START + timedelta(days=1)):
        assert Charge("test", LIMIT, "192.0.2.0/24\0asa@exempel.se").bucket() != bucket
        forget_tries(clock.now())
        assert [salt.day for salt in DaySalt.select()] == [clock.today()]
    with clock.set_to(START + timedelta(days=1, minutes=1)):
        forget_tries(clock.now())
    assert Tries.select().count() == 0


class BrokenError(Exception):
    """What keeps a try from being made."""


def broken() -> bool:
    raise BrokenError


def test_right_and_wrong_tries_are_counted_apart(database_url: str) -> None:
    wrong, right = Charge("wrong", LIMIT, "a"), Charge("right", LIMIT, "a")
    with clock.set_to(START):
        for _ in range(LIMIT.tries):
            with pytest.raises(BrokenError):
                right_or_charged(broken, wrong, if_right=[right])
            assert right_or_charged(lambda: True, wrong, if_right=[right])
        with pytest.raises(TooManyTriesError) as refused:
            right_or_charged(broken, wrong, if_right=[right])
        assert refused.value.name == "right"
    with clock.set_to(START + LIMIT.per):
        for _ in range(LIMIT.tries):
            assert not right_or_charged(lambda: False, wrong, if_right=[right])
        with pytest.raises(TooManyTriesError) as refused:
            right_or_charged(broken, wrong, if_right=[right])
        assert refused.value.name == "wrong"
