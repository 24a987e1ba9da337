"""Decisions about ads from plain values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from webapp.base.text import parse_query
from webapp.domain.jobs.rules import (
    Status,
    is_remote,
    last_date,
    public_organization_number,
    status,
    terms_to_match,
)

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_an_ad_is_open_until_its_last_moment() -> None:
    second = timedelta(seconds=1)
    assert status(NOON, None, None) is Status.OPEN
    assert status(NOON, NOON + second, None) is Status.OPEN
    assert status(NOON, NOON, None) is Status.CLOSED
    assert status(NOON, NOON + second, NOON) is Status.REMOVED
    assert status(NOON, NOON - second, NOON) is Status.REMOVED


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("5560125790", "5560125790"),
        ("556012-5790", "5560125790"),
        ("165560125790", "5560125790"),
        ("16 556012-5790", "5560125790"),
        ("5560125791", None),
        ("556012579", None),
        ("6408233234", None),
        ("640823-3234", None),
        ("19640823-3234", None),
        ("166408233234", None),
        ("٥٥٦٠١٢٥٧٩٠", None),
        ("saknas", None),
        ("", None),
        (None, None),
    ],
)
def test_only_a_legal_persons_number_is_public(written: str | None, kept: str | None) -> None:
    assert public_organization_number(written) == kept


@given(
    start=st.from_regex(r"[0-9]{2}[01][0-9]{6}", fullmatch=True), prefix=st.sampled_from(["", "16"])
)
def test_a_sole_traders_number_never_is(start: str, prefix: str) -> None:
    number = start + luhn.calc_check_digit(start)
    assert public_organization_number(f"{prefix}{number[:6]}-{number[6:]}") is None


@given(start=st.from_regex(r"[1-9][0-9][2-9][0-9]{6}", fullmatch=True))
def test_the_check_digit_must_fit(start: str) -> None:
    right = luhn.calc_check_digit(start)
    assert public_organization_number(start + right) == start + right
    assert public_organization_number(start + str((int(right) + 1) % 10)) is None


def test_the_last_date_is_the_day_that_ends_then() -> None:
    assert last_date(datetime(2026, 7, 1, 22, tzinfo=UTC)) == date(2026, 7, 1)
    assert last_date(datetime(2026, 12, 1, 23, tzinfo=UTC)) == date(2026, 12, 1)
    assert last_date(None) is None


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("kock i stockholm", ["kock", "stockholm"]),
        ("jobb som kock", ["jobb", "kock"]),
        ("i och på", ["i", "och", "på"]),
        ('"i och på" kock', ["i och på", "kock"]),
        ("kock -på", ["kock", "på"]),
        ("kock till*", ["kock", "till"]),
    ],
)
def test_small_words_need_not_be_found(query: str, left: list[str]) -> None:
    terms = terms_to_match(parse_query(query).terms)
    assert [" ".join(word.surface for word in term.words) for term in terms] == left


@pytest.mark.parametrize(
    ("said", "headline", "expected"),
    [
        (None, "Kundtjänst på distans", True),
        (None, "Jobba extra hemifrån (kväll)", True),
        (None, "Sekreterare, möjlighet till distansarbete.", True),
        (None, "Developer - Remote", True),
        (None, "Mid-level developer - Fully remote", True),
        (None, "Kock", False),
        (None, "Vill du flytta hemifrån? Jobba som säljare!", False),
        (None, "Engineer, remote sensing", False),
        (None, "Säljare, ej på distans", False),
        # What the feed says goes before what a headline seems to say.
        (False, "Kundtjänst på distans", False),
        (True, "Kock", True),
    ],
)
def test_work_from_afar(said: bool | None, headline: str, expected: bool) -> None:
    assert is_remote(said, headline) is expected
