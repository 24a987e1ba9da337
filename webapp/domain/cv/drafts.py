"""What a file becomes before anybody has checked it: sections, and what can be said of the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from webapp.base.characters import NOT_TEXT
from webapp.domain.cv.rules import LONGEST_TEXT, Kind, Section, new_sections
from webapp.domain.cv.sections import LONGEST_LINE, MOST_ITEMS, MOST_LINES, Field, Form

LONGEST_QUOTE = 200


class Why(StrEnum):
    """What was not taken as it stood, and why."""

    NOT_A_TEXT = "not-a-text"
    NOT_A_LIST = "not-a-list"
    NOT_AN_OBJECT = "not-an-object"
    NOT_A_DATE = "not-a-date"
    NOT_A_CHOICE = "not-a-choice"
    NOT_A_LINK = "not-a-link"
    REPEATED = "repeated"
    UNKNOWN = "unknown"
    TOO_LONG = "too-long"
    TOO_MANY = "too-many"
    DAMAGED = "damaged"
    PERSONAL = "personal"
    MOVED = "moved"
    READ_AS = "read-as"
    UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the report: ``where`` names the field, ``words`` are the file's own."""

    why: Why
    where: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a file holds, to be checked by its owner.

    ``details`` look like personal details. They are shown in the report and written nowhere.
    ``taken`` is how many entries, or texts, each kind of section got.
    """

    title: str
    language: str | None
    sections: tuple[Section, ...]
    details: Mapping[str, str]
    remarks: tuple[Remark, ...]

    @property
    def taken(self) -> dict[str, int]:
        counted = {
            section.kind: len(section.content.get("items", ()))
            or int(any(value for name, value in section.content.items() if name != "items"))
            for section in self.sections
        }
        return {kind: number for kind, number in counted.items() if number}


@dataclass
class Remarks:
    """The report while it is written. The same thing is said once."""

    said: dict[Remark, None] = field(default_factory=dict)

    def say(self, why: Why, where: str, words: object = "") -> None:
        quoted = " ".join(clean(str(words)).split())
        if len(quoted) > LONGEST_QUOTE:
            quoted = quoted[: LONGEST_QUOTE - 1] + "…"
        self.said[Remark(why, where, quoted)] = None


def clean(text: str) -> str:
    """Text without what no page can show, with plain line breaks."""
    return NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def fitted(name: str, value: Any, form: Field, remarks: Remarks) -> Any:
    """A value that a field can hold; what is cut away is said. ``name`` is the field's in the file.

    Lines lose their line breaks. None where nothing is left.
    """
    if form.form is Form.LINES:
        lines = [_cut(name, _one_line(line), 10 * LONGEST_LINE, remarks) for line in value]
        kept = [line for line in lines if line]
        if len(kept) > MOST_LINES:
            remarks.say(Why.TOO_MANY, name, "; ".join(kept[MOST_LINES:]))
        return kept[:MOST_LINES] or None
    if form.form is Form.TEXT:
        text = _cut(name, value, LONGEST_TEXT, remarks)
        return text if text.strip() else None
    return _cut(name, _one_line(value), LONGEST_LINE, remarks) or None


def fitted_items(name: str, items: list[dict[str, Any]], remarks: Remarks) -> list[dict[str, Any]]:
    """As many entries as a section holds; what is beyond is said."""
    for number in range(MOST_ITEMS, len(items)):
        words = "; ".join(str(value) for value in items[number].values())
        remarks.say(Why.TOO_MANY, f"{name}[{number}]", words)
    return items[:MOST_ITEMS]


def whole(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Sections with the kinds that are missing, empty, behind them: what a CV always has."""
    given = list(sections)
    there = {section.kind for section in given}
    return (*given, *(each for each in new_sections() if each.kind not in there))


def section_of(kind: Kind, content: Mapping[str, Any], *, hidden: bool = False) -> Section:
    """A section without what is empty. References stay hidden until their owner shows them."""
    kept = {name: value for name, value in content.items() if value}
    return Section(kind.value, hidden or kind is Kind.REFERENCES, kept)


def is_link(text: str) -> bool:
    """Whether a text is a whole web address that a page can link to."""
    return re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text) is not None


def _one_line(text: str) -> str:
    return re.sub(r"\s*[\n\r\u2028\u2029]\s*", " ", text).strip()


def _cut(name: str, text: str, longest: int, remarks: Remarks) -> str:
    cleaned = clean(text)
    if cleaned != text:
        remarks.say(Why.DAMAGED, name, cleaned[:LONGEST_QUOTE])
    if len(cleaned) > longest:
        remarks.say(Why.TOO_LONG, name, cleaned[longest:])
    return cleaned[:longest]
