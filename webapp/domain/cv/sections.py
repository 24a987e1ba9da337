"""What each section of a CV holds: the fields of its content, in the order in which they are read.

A section's content is plain JSON. Its own fields stand beside ``items``, the entries of a list such
as jobs; ``text`` is free text. Codes, not words, are stored where there is a choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from webapp.domain.cv.rules import LONGEST_TEXT, Kind

LONGEST_LINE = 200
MOST_LINES = 100
MOST_ITEMS = 100
# A year, a month or a day of ISO 8601, as exactly as the person knows it.
PARTIAL_DATE = re.compile(
    r"(?:19|20)[0-9]{2}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
)

EXTENTS = ("full-time", "part-time", "hourly")
SKILL_LEVELS = ("basic", "good", "very-good", "expert")
# The Common European Framework of Reference for Languages, and a mother tongue above it.
LANGUAGE_LEVELS = ("a1", "a2", "b1", "b2", "c1", "c2", "native")
# The classes of Directive 2006/126/EC: what a Swedish driving licence can hold.
LICENCES = ("am", "a1", "a2", "a", "b", "be", "c1", "c1e", "c", "ce", "d1", "d1e", "d", "de")
EDUCATION_LEVELS = ("primary", "secondary", "vocational", "bachelor", "master", "doctorate")


class Form(Enum):
    """How a field is stored: one line, several, a date, a code, codes, a web address, texts."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    URL = "url"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a section or of one of its entries.

    ``LINES`` and ``CHOICES`` are stored as a list of strings, all else as a string; what is empty
    is not stored.
    """

    name: str
    form: Form = Form.LINE
    choices: tuple[str, ...] = ()

    @property
    def longest(self) -> int:
        return LONGEST_TEXT if self.form in (Form.TEXT, Form.LINES) else LONGEST_LINE


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of a kind of section, and those of each of its entries, if it has entries."""

    own: tuple[Field, ...] = ()
    items: tuple[Field, ...] = ()


_TEXT = Field("text", Form.TEXT)
_PERIOD = (Field("start", Form.DATE), Field("end", Form.DATE))

SHAPES: Mapping[Kind, Shape] = {
    Kind.WANTED: Shape(
        own=(
            Field("occupations", Form.LINES),
            Field("places", Form.LINES),
            Field("extent", Form.CHOICES, EXTENTS),
            Field("from", Form.DATE),
            Field("salary"),
        )
    ),
    Kind.SUMMARY: Shape(),
    Kind.EXPERIENCE: Shape(
        items=(
            Field("title"),
            Field("employer"),
            Field("place"),
            *_PERIOD,
            Field("url", Form.URL),
            _TEXT,
            Field("highlights", Form.LINES),
        )
    ),
    Kind.EDUCATION: Shape(
        items=(
            Field("area"),
            Field("school"),
            Field("level", Form.CHOICE, EDUCATION_LEVELS),
            *_PERIOD,
            Field("grade"),
            Field("url", Form.URL),
            Field("courses", Form.LINES),
            _TEXT,
        )
    ),
    Kind.SKILLS: Shape(
        items=(
            Field("name"),
            Field("level", Form.CHOICE, SKILL_LEVELS),
            Field("keywords", Form.LINES),
        )
    ),
    Kind.LANGUAGES: Shape(items=(Field("name"), Field("level", Form.CHOICE, LANGUAGE_LEVELS))),
    Kind.LICENCES: Shape(own=(Field("classes", Form.CHOICES, LICENCES),)),
    Kind.COURSES: Shape(
        items=(
            Field("name"),
            Field("issuer"),
            Field("date", Form.DATE),
            Field("url", Form.URL),
            _TEXT,
        )
    ),
    Kind.PROJECTS: Shape(
        items=(
            Field("name"),
            Field("role"),
            Field("organisation"),
            *_PERIOD,
            Field("url", Form.URL),
            _TEXT,
            Field("highlights", Form.LINES),
            Field("keywords", Form.LINES),
        )
    ),
    Kind.REFERENCES: Shape(items=(Field("name"), Field("contact"), _TEXT)),
    Kind.FREE: Shape(),
}


@dataclass(frozen=True, slots=True)
class Text:
    """One piece of a CV's writing and where it stands: ``line`` counts within ``LINES``."""

    kind: str
    item: int | None
    field: str
    line: int | None
    value: str


def texts_of(kind: str, content: Mapping[str, Any]) -> Iterator[Text]:
    """What a person wrote in a section, piece by piece; codes of choices and places are none."""
    shape = SHAPES.get(Kind(kind)) if kind in set(Kind) else None
    if shape is None:
        return
    yield from _texts(kind, None, own_fields(shape), content)
    for number, item in enumerate(content.get("items", ())):
        yield from _texts(kind, number, shape.items, item)


def own_fields(shape: Shape) -> tuple[Field, ...]:
    """The fields of a section beside its entries; each kind can hold free text."""
    names = {field.name for field in shape.own}
    return shape.own if "text" in names else (*shape.own, _TEXT)


def _texts(
    kind: str, item: int | None, fields: tuple[Field, ...], content: Mapping[str, Any]
) -> Iterator[Text]:
    for field in fields:
        value = content.get(field.name)
        if not value or field.form in (Form.CHOICE, Form.CHOICES) or field.name == "places":
            continue
        if field.form is Form.LINES:
            for line, each in enumerate(value):
                yield Text(kind, item, field.name, line, each)
        else:
            yield Text(kind, item, field.name, None, value)
