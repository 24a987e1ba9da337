"""Views of CVs of every kind, with all that they can hold, for hypothesis and for examples."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from webapp.domain.cv.rules import BIRTH_YEAR, Detail, Kind, Section
from webapp.domain.cv.sections import SHAPES, Field, Form, own_fields
from webapp.domain.cv.views import AnonymousView, AttachedView, PublicView, View

# What a page can hold and a form brings: no control characters, no surrogates, no noncharacters.
_CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), include_characters="åäöÅ😀"
)
_LINE = st.text(_CHARACTERS, max_size=40).map(lambda text: f"a{text}".strip())
_TEXT = st.lists(_LINE, min_size=1, max_size=4).map("\n".join)
_DATE = (
    st.dates(date(1930, 1, 1), date(2099, 12, 31))
    .map(str)
    .flatmap(lambda day: st.sampled_from([day[:4], day[:7], day]))
)


def value_of(field: Field) -> st.SearchStrategy[Any]:
    """What a field can store."""
    if field.name == "places":
        return st.lists(st.sampled_from(["se", "12", "1280"]), min_size=1, unique=True)
    return {
        Form.LINE: _LINE,
        Form.TEXT: _TEXT,
        Form.DATE: _DATE,
        Form.CHOICE: st.sampled_from(field.choices or [""]),
        Form.CHOICES: st.lists(st.sampled_from(field.choices or [""]), min_size=1, unique=True),
        Form.URL: st.sampled_from(["https://exempel.se/a?b=c#d", "http://example.com"]),
        Form.LINES: st.lists(_LINE, min_size=1, max_size=3),
    }[field.form]


def _content(kind: Kind) -> st.SearchStrategy[dict[str, Any]]:
    shape = SHAPES[kind]
    own = {field.name: value_of(field) for field in own_fields(shape)}
    if shape.items:
        item = st.fixed_dictionaries({}, optional={f.name: value_of(f) for f in shape.items})
        own["items"] = st.lists(item.filter(bool), min_size=1, max_size=3)
    return st.fixed_dictionaries({}, optional=own)


@st.composite
def sections(draw: st.DrawFn) -> tuple[Section, ...]:
    """Sections of all kinds in any order, some of them hidden or empty."""
    kinds = draw(st.permutations(list(Kind)))
    return tuple(Section(kind, draw(st.booleans()), draw(_content(kind))) for kind in kinds)


@st.composite
def views(draw: st.DrawFn) -> View:
    """A view of one of the kinds that leave the door."""
    common = {
        "title": draw(_LINE),
        "language": draw(st.sampled_from(["sv", "en"])),
        "sections": draw(sections()),
    }
    kind = draw(st.sampled_from(["anonymous", "public", "attached"]))
    if kind == "anonymous":
        return AnonymousView(
            **common,
            address="a",
            birth_year=draw(st.sampled_from([None, "1990"])),
            gender=draw(st.sampled_from([None, "woman"])),
        )
    told = [detail for detail in Detail if detail is not Detail.PHOTO]
    details = draw(st.dictionaries(st.sampled_from([*map(str, told), BIRTH_YEAR]), _LINE))
    if Detail.EMAIL in details:
        # The form takes no other.
        details[Detail.EMAIL.value] = "anna@exempel.se"
    if kind == "public":
        return PublicView(**common, address="a", details=details, has_photo=False)
    return AttachedView(**common, details=details, has_photo=False)
