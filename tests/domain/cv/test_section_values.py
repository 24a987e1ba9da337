"""What people write into the fields of sections, and the form in which it is stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.cv.rules import Kind, Section
from webapp.domain.cv.section_values import (
    Problem,
    ValueProblemError,
    cleaned,
    ends_before_it_starts,
    partial_date,
    placed,
    version_of,
    with_unknown_kept,
)
from webapp.domain.cv.sections import PARTIAL_DATE, SHAPES, Field, Form, own_fields, texts_of

FIELDS = sorted(
    {field for shape in SHAPES.values() for field in (*shape.own, *shape.items)},
    key=lambda field: (field.name, field.form.value),
)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("2019", "2019"),
        (" 2019-05 ", "2019-05"),
        ("2019-5", "2019-05"),
        ("5/2019", "2019-05"),
        ("2019 05 17", "2019-05-17"),
        ("Maj 2019", "2019-05"),
        ("17 maj 2019", "2019-05-17"),
        ("sept. 2019", "2019-09"),
        ("October 2019", "2019-10"),
        ("okt 2019", "2019-10"),
        ("20190517", "2019-05-17"),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, stored: str) -> None:
    assert partial_date(written) == stored


@pytest.mark.parametrize(
    "written",
    ["", "snart", "2020-13", "2020-00", "13/2020", "2019-02-30", "19", "9999", "mars", "１９９９"],
)
def test_what_is_no_date_is_none(written: str) -> None:
    assert partial_date(written) is None


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = partial_date(text)
    assert found is None or PARTIAL_DATE.fullmatch(found)


@given(st.sampled_from(FIELDS), st.text() | st.lists(st.text(), max_size=5))
def test_what_is_stored_is_stored_the_same_again(field: Field, raw: str | list[str]) -> None:
    try:
        stored = cleaned(field, raw)
    except ValueProblemError:
        return
    assert isinstance(stored, list) == (field.form in (Form.LINES, Form.CHOICES))
    assert cleaned(field, stored) == stored
    if field.form is Form.URL and stored:
        assert str(stored).lower().startswith(("http://", "https://"))


def test_a_text_can_have_fifty_thousand_characters_and_no_more() -> None:
    field = Field("text", Form.TEXT)
    assert cleaned(field, "å" * 50_000) == "å" * 50_000
    with pytest.raises(ValueProblemError) as refused:
        cleaned(field, "å" * 50_001)
    assert refused.value.problem is Problem.TOO_LONG


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ("2019", "2018", True),
        ("2019", "2019-01", False),
        ("2019-05", "2019", False),
        ("2019-05", "2019-04", True),
        ("", "2019", False),
        ("2019", "", False),
    ],
)
def test_a_period_ends_after_it_starts(start: str, end: str, wrong: bool) -> None:
    assert ends_before_it_starts({"start": start, "end": end}) is wrong


@given(st.lists(st.integers(-3, 12), max_size=8))
def test_placing_loses_and_doubles_nothing(places: list[int]) -> None:
    items = list(range(len(places)))
    assert sorted(placed(items, places)) == items


@given(st.integers(1, 8), st.data())
def test_one_moved_entry_gets_its_place(count: int, data: st.DataObject) -> None:
    moved, to = (data.draw(st.integers(0, count - 1)) for _ in range(2))
    places = [to + 1 if number == moved else number + 1 for number in range(count)]
    order = placed(list(range(count)), places)
    assert order[to] == moved
    assert [each for each in order if each != moved] == [n for n in range(count) if n != moved]


def test_what_a_later_release_wrote_is_kept() -> None:
    before = Section(Kind.SUMMARY, False, {"text": "Förr", "mood": "good"})
    after = with_unknown_kept(Section(Kind.SUMMARY, True, {"text": "Nu"}), before)
    assert after == Section(Kind.SUMMARY, True, {"text": "Nu", "mood": "good"})
    assert version_of(after) != version_of(before)


def test_texts_are_all_that_was_written_and_no_codes() -> None:
    for kind, shape in SHAPES.items():
        content = {field.name: _sample(field) for field in own_fields(shape)}
        if shape.items:
            content["items"] = [{field.name: _sample(field) for field in shape.items}] * 2
        found = list(texts_of(kind.value, content))
        assert all(text.value.startswith("ord") for text in found)
        fields = [*own_fields(shape), *shape.items, *shape.items]
        codes = (Form.CHOICE, Form.CHOICES)
        written = [f for f in fields if f.form not in codes and f.name != "places"]
        assert len(found) == sum(2 if field.form is Form.LINES else 1 for field in written)
    assert list(texts_of("unheard-of", {"text": "ord"})) == []


def _sample(field: Field) -> object:
    if field.form in (Form.CHOICES, Form.LINES):
        return ["ord ett", "ord två"]
    return "ord"
