"""Reference numbers and the working days within which one is answered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.contact.rules import (
    answer_due,
    is_working_day,
    new_reference,
    read_reference,
)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_references_are_short_and_their_own() -> None:
    drawn = {new_reference() for _ in range(2_000)}
    assert len(drawn) == 2_000
    assert all(len(each) == 9 and each[4] == "-" for each in drawn)
    assert all(set(each) <= set(ALPHABET + "-") for each in drawn)


def test_a_reference_is_read_as_people_type_it() -> None:
    for _ in range(50):
        reference = new_reference()
        plain = reference.replace("-", "")
        typed = plain.lower().replace("0", "o").replace("1", "l")
        for each in (reference, plain, typed, f" {plain[:2]} {plain[2:]} "):
            assert read_reference(each) == reference


@given(st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(place: int, other: str) -> None:
    plain = new_reference().replace("-", "")
    damaged = plain[:place] + other + plain[place + 1 :]
    assert (read_reference(damaged) is None) == (damaged != plain)


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = read_reference(text)
    assert found is None or read_reference(found) == found


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-20", True),
        ("2026-11-21", False),
        ("2026-11-22", False),
        ("2026-12-24", False),
        ("2026-12-25", False),
        ("2026-12-31", False),
        ("2027-01-01", False),
        ("2027-01-06", False),
        ("2026-06-19", False),
        ("2026-05-14", False),
        ("2025-06-06", False),
        ("2026-12-23", True),
        ("2027-01-05", True),
        # Whitsun Monday has been a working day since 2005.
        ("2026-05-25", True),
    ],
)
def test_swedish_working_days(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("written", "days", "due"),
    [
        ("2026-11-20", 5, "2026-11-27"),
        ("2026-11-22", 1, "2026-11-23"),
        ("2026-12-23", 1, "2026-12-28"),
        ("2026-12-30", 2, "2027-01-05"),
        ("2026-06-18", 1, "2026-06-22"),
    ],
)
def test_when_an_answer_is_due(written: str, days: int, due: str) -> None:
    assert answer_due(date.fromisoformat(written), days) == date.fromisoformat(due)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 30))
def test_just_so_many_working_days_lie_between(written: date, days: int) -> None:
    due = answer_due(written, days)
    between = [written + timedelta(days=n) for n in range(1, (due - written).days + 1)]
    assert sum(map(is_working_day, between)) == days
    assert is_working_day(due)
