"""What people write into the fields of a section, checked and put into the form it is stored in.

Pure. Dates are ISO 8601 to the year, the month or the day; they are read as people write them in
Swedish and English: "2019", "2019-05", "5/2019", "maj 2019".
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum, auto
from typing import Any
from urllib.parse import urlsplit

from webapp.domain.cv.rules import Section
from webapp.domain.cv.sections import (
    LONGEST_LINE,
    MOST_LINES,
    PARTIAL_DATE,
    SHAPES,
    Field,
    Form,
    own_fields,
)

_MONTHS = (
    ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
)
_NUMBERS = re.compile(r"([0-9]{4})[-/. ]?([0-9]{1,2})(?:[-/. ]?([0-9]{1,2}))?")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{4})")
_NAMED = re.compile(r"(?:([0-9]{1,2})\.? )?([a-zåäö]{3,9})\.?,? ([0-9]{4})")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Problem(Enum):
    """Why something can't be taken as it was written."""

    TOO_LONG = auto()
    TOO_MANY = auto()
    NO_DATE = auto()
    NO_ADDRESS = auto()
    NO_CHOICE = auto()


class ValueProblemError(ValueError):
    """A field holds what it can't hold."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.name)


def partial_date(text: str) -> str | None:
    """A date as people write it, as ISO 8601 to the same exactness; None for none.

    Years run from 1900 to 2099.
    """
    plain = " ".join(text.casefold().split())
    iso = ""
    if plain.isascii() and plain.isdigit() and len(plain) == 4:
        iso = plain
    elif found := _NUMBERS.fullmatch(plain):
        iso = "-".join([found[1], *(f"{int(part):02}" for part in found.groups()[1:] if part)])
    elif found := _MONTH_FIRST.fullmatch(plain):
        iso = f"{found[2]}-{int(found[1]):02}"
    elif found := _NAMED.fullmatch(plain):
        month = _month(found[2])
        day = f"-{int(found[1]):02}" if found[1] else ""
        iso = f"{found[3]}-{month:02}{day}"
    return iso if PARTIAL_DATE.fullmatch(iso) and _exists(iso) else None


def _month(name: str) -> int:
    """The number of a month by its name's first letters; 0 for none, which is no date."""
    for names in _MONTHS:
        if name[:3] in names:
            return names.index(name[:3]) + 1
    return 0


def _exists(iso: str) -> bool:
    if len(iso) < 10:
        return True
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def ends_before_it_starts(item: Mapping[str, Any]) -> bool:
    """Whether a period's end lies before its start, as exactly as both are known."""
    start, end = str(item.get("start", "")), str(item.get("end", ""))
    exactness = min(len(start), len(end))
    return bool(exactness) and end[:exactness] < start[:exactness]


def cleaned(field: Field, raw: str | Sequence[str]) -> str | list[str]:
    """What a field stores for what was written or ticked; empty when nothing was.

    ``LINES`` takes one text with a line for each, or the lines themselves.

    Raises:
        ValueProblemError: it can't be taken.
    """
    if field.form is Form.CHOICES:
        ticked = list(dict.fromkeys([raw] if isinstance(raw, str) else raw))
        if not set(ticked) <= {*field.choices, ""}:
            raise ValueProblemError(Problem.NO_CHOICE)
        return [code for code in field.choices if code in ticked]
    if field.form is Form.LINES:
        return _lines(raw.splitlines() if isinstance(raw, str) else raw)
    text = raw if isinstance(raw, str) else "\n".join(raw)
    text = text.strip("\n").replace("\r\n", "\n") if field.form is Form.TEXT else text.strip()
    if len(text) > field.longest:
        raise ValueProblemError(Problem.TOO_LONG)
    if not text.strip():
        return ""
    return _ONE.get(field.form, _as_written)(field, text)


def _lines(lines: Iterable[str]) -> list[str]:
    found = [line.strip() for line in lines if line.strip()]
    if len(found) > MOST_LINES:
        raise ValueProblemError(Problem.TOO_MANY)
    if any(len(line) > 10 * LONGEST_LINE for line in found):
        raise ValueProblemError(Problem.TOO_LONG)
    return found


def _as_written(field: Field, text: str) -> str:
    return text


def _date(field: Field, text: str) -> str:
    found = partial_date(text)
    if found is None:
        raise ValueProblemError(Problem.NO_DATE)
    return found


def _address(field: Field, text: str) -> str:
    """A web address; one without a scheme gets https."""
    whole = text if _SCHEME.match(text) else f"https://{text}"
    try:
        parts = urlsplit(whole)
        is_address = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        is_address = False
    if not is_address or any(char.isspace() or not char.isprintable() for char in whole):
        raise ValueProblemError(Problem.NO_ADDRESS)
    return whole


def _choice(field: Field, text: str) -> str:
    if text not in field.choices:
        raise ValueProblemError(Problem.NO_CHOICE)
    return text


_ONE = {Form.DATE: _date, Form.URL: _address, Form.CHOICE: _choice}


def without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    """What of some values is worth storing."""
    return {name: value for name, value in values.items() if value}


def placed(items: Sequence[Any], places: Sequence[int]) -> list[Any]:
    """Entries in the order of the places (from 1) that were chosen for them.

    An entry whose place was changed gets it; the others keep their order around it.
    """
    order = [number for number in range(len(items)) if places[number] == number + 1]
    moved = [number for number in range(len(items)) if places[number] != number + 1]
    for number in sorted(moved, key=lambda each: places[each]):
        order.insert(min(max(places[number], 1) - 1, len(order)), number)
    return [items[number] for number in order]


def version_of(section: Section) -> str:
    """A short mark of what a section says, to see whether it changed meanwhile."""
    said = json.dumps([section.hidden, section.content], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def with_unknown_kept(section: Section, before: Section) -> Section:
    """A section as written, with what this release does not know of left as it was."""
    shape = SHAPES[_kind(section)]
    known = {field.name for field in own_fields(shape)} | {"items"}
    unknown = {name: value for name, value in before.content.items() if name not in known}
    return Section(section.kind, section.hidden, {**unknown, **section.content})


def _kind(section: Section) -> Any:
    return next(kind for kind in SHAPES if kind == section.kind)
