"""Single fields of a JSON Resume file: what is right is taken, what is wrong is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.domain.cv.drafts import Remarks, Why, clean, fitted
from webapp.domain.cv.json_resume_names import OLD_NAMES
from webapp.domain.cv.json_values import Members, NoNumber, words_of
from webapp.domain.cv.leftovers import Leftovers
from webapp.domain.cv.level_words import is_written, read_level
from webapp.domain.cv.rules import ANYWHERE, Kind
from webapp.domain.cv.section_values import ValueProblemError, cleaned, partial_date
from webapp.domain.cv.sections import MOST_LINES, SHAPES, Field, Form

_LINE, _TEXT, _LINES = Field("line"), Field("text", Form.TEXT), Field("lines", Form.LINES)
# The whole country, a county or a municipality.
_PLACE_CODE = re.compile(rf"{ANYWHERE}|[0-9]{{2}}|[0-9]{{4}}")
_CLOCK = re.compile(r"(?<=[0-9]{2})[T ][0-9]{1,2}:[0-9:.,]+(?:Z|[+-][0-9:]+)?$")
# What is read into an entry's text where no field is for it.
_BESIDE = {"work": ("description",)}


@dataclass(frozen=True, slots=True)
class Reader:
    remarks: Remarks
    leftovers: Leftovers

    def unplaced(self, why: Why, where: str, value: Any) -> None:
        """Says of a value that it was not taken, and keeps its words."""
        words = clean(words_of(value))
        self.remarks.say(why, where, words)
        if words.strip() and value is not None:
            self.leftovers.unplaced(f"{where}: {words}")

    def members(self, owner: Members, name: str, where: str) -> Members:
        """An object that belongs to another; an empty one where it is missing or wrong."""
        value = owner.get(name)
        if value is None:
            value = Members([])
        elif not isinstance(value, Members):
            self.unplaced(Why.NOT_AN_OBJECT, where, value)
            value = Members([])
        self._say_repeated(value, where)
        return value

    def objects(self, owner: Members, name: str, where: str) -> Iterator[tuple[str, Members]]:
        """The objects of a list, each with where it stands."""
        value = owner.get(name)
        if value is None:
            return
        if not isinstance(value, list):
            self.unplaced(Why.NOT_A_LIST, where, value)
            return
        for number, each in enumerate(value):
            place = f"{where}[{number}]"
            if isinstance(each, Members):
                self._say_repeated(each, place)
                yield place, each
            else:
                self.unplaced(Why.NOT_AN_OBJECT, place, each)

    def line(self, owner: Members, name: str, where: str) -> str:
        return str(self.field(owner, name, where, _LINE) or "")

    def field(self, owner: Members, name: str, where: str, field: Field) -> Any:
        """The value of a field, as sections hold it; None where there is none to take."""
        if name not in owner:
            return None
        value = owner[name]
        if field.form in (Form.LINES, Form.CHOICES):
            return self._several(value, where, field)
        if not isinstance(value, str) or isinstance(value, NoNumber):
            self.unplaced(Why.NOT_A_TEXT, where, value)
            return None
        if not value.strip():
            return None
        if field.form is Form.DATE:
            return self._date(value.strip(), where)
        if field.form is Form.URL:
            return self._address(value, where, field)
        return fitted(where, value, field, self.remarks)

    def item(
        self, kind: Kind, each: Members, name: str, where: str, names: Mapping[str, str]
    ) -> dict[str, Any]:
        """An entry of a section; what it holds beside is kept as unplaced."""
        for old, new in OLD_NAMES.get(name, {}).items():
            if old in each and new not in each:
                each[new] = each.pop(old)
        taken: dict[str, Any] = {}
        for field in SHAPES[kind].items:
            value = self._of_item(kind, each, names[field.name], where, field, taken)
            if value:
                taken[field.name] = value
        for beside in _BESIDE.get(name, ()):
            if told := self.field(each, beside, f"{where}.{beside}", _TEXT):
                self.remarks.say(Why.MOVED, f"{where}.{beside}", told)
                _add_before(taken, told)
        if name == "projects" and (sort := self.line(each, "type", f"{where}.type")):
            self.remarks.say(Why.MOVED, f"{where}.type", sort)
            taken["keywords"] = [*taken.get("keywords", ()), sort][:MOST_LINES]
        known = {
            *names.values(),
            "x-url",
            *_BESIDE.get(name, ()),
            *(["type"] if name == "projects" else ()),
        }
        for other in each:
            if other not in known:
                self.unplaced(Why.UNKNOWN, f"{where}.{other}", each[other])
        return taken

    def _of_item(
        self,
        kind: Kind,
        each: Members,
        name: str,
        where: str,
        field: Field,
        taken: dict[str, Any],
    ) -> Any:
        if field.form is Form.CHOICE:
            words = self.line(each, name, f"{where}.{name}")
            return self._level(kind, words, f"{where}.{name}", taken) if words else None
        if name == "roles":
            roles = self.field(each, name, f"{where}.{name}", _LINES)
            return (
                fitted(f"{where}.{name}", ", ".join(roles), field, self.remarks) if roles else None
            )
        if field.form is Form.URL and name not in each:
            # One that the schema would not take.
            name = "x-url"
        value = self.field(each, name, f"{where}.{name}", field)
        if value and field.name == "text" and "text" in taken:
            # A level's own words, which were read before.
            return f"{taken['text']}\n{value}"
        return value

    def _level(self, kind: Kind, words: str, where: str, taken: dict[str, Any]) -> str | None:
        level = read_level(kind, words)
        if level is not None and is_written(kind, level, words):
            return level
        self.remarks.say(Why.NOT_A_CHOICE if level is None else Why.READ_AS, where, words)
        if kind is Kind.EDUCATION:
            # "Bachelor of Science" says more than the level that it is.
            taken["text"] = words
        elif level is None:
            # Beside its name it is lost as little.
            named = f"{taken.get('name', '')} ({words})".strip()
            taken["name"] = fitted(where, named, _LINE, self.remarks)
        return level

    def _several(self, value: Any, where: str, field: Field) -> Any:
        if not isinstance(value, list):
            self.unplaced(Why.NOT_A_LIST, where, value)
            return None
        right = []
        for number, each in enumerate(value):
            if not isinstance(each, str) or isinstance(each, NoNumber):
                self.unplaced(Why.NOT_A_TEXT, f"{where}[{number}]", each)
            elif not _is_one_of(field, each):
                self.unplaced(Why.NOT_A_CHOICE, f"{where}[{number}]", each)
            else:
                right.append(each)
        if field.form is Form.CHOICES:
            return list(dict.fromkeys(right)) or None
        return fitted(where, right, field, self.remarks)

    def _date(self, value: str, where: str) -> str | None:
        day = partial_date(_CLOCK.sub("", value))
        if day is None:
            self.unplaced(Why.NOT_A_DATE, where, value)
            return None
        if day != value:
            self.remarks.say(Why.READ_AS, where, value)
        return day

    def _address(self, value: str, where: str, field: Field) -> str | None:
        try:
            address = str(cleaned(field, value))
        except ValueProblemError:
            self.unplaced(Why.NOT_A_LINK, where, value)
            return None
        if address != value.strip():
            self.remarks.say(Why.READ_AS, where, value)
        return address

    def _say_repeated(self, members: Members, where: str) -> None:
        for name, value in members.repeated:
            self.unplaced(Why.REPEATED, f"{where}.{name}", value)


def _is_one_of(field: Field, value: str) -> bool:
    if field.name == "places":
        return _PLACE_CODE.fullmatch(value) is not None
    return field.form is not Form.CHOICES or value in field.choices


def _add_before(taken: dict[str, Any], told: str) -> None:
    taken["text"] = f"{told}\n\n{taken['text']}" if taken.get("text") else told
