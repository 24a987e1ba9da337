"""A calendar day, held against the grammar of RFC 5545."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.base.icalendar import WholeDay, calendar

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)
# Section 3.1: a name, parameters, and a value without controls.
LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^\x00-\x1f\x7f\":;,]+)*):([^\x00-\x08\x0a-\x1f\x7f]*)")
ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def event(**changes: Any) -> WholeDay:
    values: dict[str, Any] = {
        "uid": "job-1@example.se",
        "day": date(2026, 12, 1),
        "summary": "Sista dag",
        "description": "Brobolaget",
        "url": "https://example.se/sv/jobs/1-x",
        "language": "sv",
        "changed": datetime(2026, 11, 1, 12, tzinfo=timezone(timedelta(hours=1))),
    }
    return WholeDay(**(values | changes))


def content_lines(text: str) -> list[tuple[str, str, str]]:
    """Name, parameters and value of each line, unfolded; everything must be grammatical."""
    assert text.endswith("\r\n")
    physical = text.encode("utf-8").split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in physical)
    for line in physical:
        assert b"\r" not in line and b"\n" not in line
        line.decode("utf-8")
    parsed = []
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        match = LINE.fullmatch(line)
        assert match, line
        parsed.append((match[1], match[2], match[3]))
    return parsed


def unescaped(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), "a bare separator"
    assert all(found in "\\;,nN" for found in ESCAPE.findall(value))
    return ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def test_the_day_stands_in_a_sound_calendar() -> None:
    lines = content_lines(calendar(event(), "StepStone"))

    assert [(name, value) for name, _, value in lines] == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//StepStone//SV"),
        ("BEGIN", "VEVENT"),
        ("UID", "job-1@example.se"),
        ("DTSTAMP", "20261101T110000Z"),
        ("DTSTART", "20261201"),
        ("SUMMARY", "Sista dag"),
        ("DESCRIPTION", "Brobolaget"),
        ("URL", "https://example.se/sv/jobs/1-x"),
        ("TRANSP", "TRANSPARENT"),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ]
    parameters = {name: found for name, found, _ in lines}
    assert parameters["DTSTART"] == ";VALUE=DATE"
    assert parameters["SUMMARY"] == ";LANGUAGE=sv"


@given(TEXT, TEXT)
def test_any_text_comes_back_as_it_was(summary: str, description: str) -> None:
    lines = content_lines(calendar(event(summary=summary, description=description), "S"))
    values = {name: value for name, _, value in lines}

    for name, given_text in (("SUMMARY", summary), ("DESCRIPTION", description)):
        kept = re.sub(r"\r\n?", "\n", given_text)
        kept = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", kept)
        assert unescaped(values[name]) == kept


@pytest.mark.parametrize("character", ["a", "å", "字", "\U0001f600"])
def test_lines_are_folded_between_characters(character: str) -> None:
    lines = content_lines(calendar(event(summary=character * 200), "S"))

    assert ("SUMMARY", ";LANGUAGE=sv", character * 200) in lines


def test_the_time_of_change_is_in_utc() -> None:
    lines = content_lines(calendar(event(changed=datetime(2026, 7, 1, tzinfo=UTC)), "S"))

    assert ("DTSTAMP", "", "20260701T000000Z") in lines
