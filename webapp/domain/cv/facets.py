"""What CVs can be narrowed by beside words and places, as marks in the index of active CVs.

A mark stands for what the owner chose from a list: it says nothing that the CV's body doesn't. None
is about sex, age or another protected ground. Levels are marked downwards, so that whoever asks for
at least B2 also finds C1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale

from webapp.base.text import fold
from webapp.domain.cv.rules import LOT_BITS, Kind, Section
from webapp.domain.cv.sections import EDUCATION_LEVELS, LANGUAGE_LEVELS

LICENCE, LANGUAGE, LEVEL, EXTENT, AVAILABLE = "licence", "language", "level", "extent", "from"
COUNTED = (EXTENT, LEVEL, LICENCE, LANGUAGE)
EARLIEST_YEAR = 2000
AT_ONCE = "now"
# What people call languages beside the names that the Unicode CLDR has.
OTHER_NAMES = {"farsi": "fa", "mandarin": "zh", "kinesiska": "zh", "flamländska": "nl"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a search is narrowed by; an empty one narrows nothing.

    ``occupation`` has to stand under the wanted work, ``skills`` among the skills. ``language`` is
    an ISO 639 code, ``language_level`` the least level; ``level`` is the least education.
    ``available_by`` is a day by whose month work can begin, ``updated_since`` a day.
    """

    occupation: str = ""
    skills: str = ""
    language: str = ""
    language_level: str = ""
    licence: str = ""
    level: str = ""
    extent: str = ""
    available_by: date | None = None
    updated_since: date | None = None


NO_FILTERS = Filters()


def marks_of(sections: Iterable[Section]) -> list[str]:
    """The marks of what is visible in a CV."""
    marks: set[str] = set()
    for section in sections:
        content = section.content
        if section.kind == Kind.WANTED:
            marks.update(_mark(EXTENT, code) for code in content.get("extent", ()))
            marks.update(_available(str(content.get("from", ""))))
        elif section.kind == Kind.LICENCES:
            marks.update(_mark(LICENCE, code) for code in content.get("classes", ()))
        elif section.kind == Kind.EDUCATION:
            for item in content.get("items", ()):
                reached = _downwards(EDUCATION_LEVELS, str(item.get("level", "")))
                marks.update(_mark(LEVEL, code) for code in reached)
        elif section.kind == Kind.LANGUAGES:
            for item in content.get("items", ()):
                marks.update(_language(str(item.get("name", "")), str(item.get("level", ""))))
    return sorted(marks)


def sought_marks(filters: Filters) -> list[list[str]]:
    """Groups of marks; of each group a CV has one when it passes the filters."""
    groups = [
        [_mark(name, code)]
        for name, code in (
            (EXTENT, filters.extent),
            (LICENCE, filters.licence),
            (LEVEL, filters.level),
        )
        if code
    ]
    if filters.language:
        wanted = [filters.language, *filter(None, [filters.language_level])]
        groups.append([_mark(LANGUAGE, *wanted)])
    if filters.available_by is not None:
        groups.append(_until(filters.available_by))
    return groups


def least_rank(day: date) -> int:
    """The lowest place in search of a CV that was changed on a day or later (``new_rank``)."""
    return day.toordinal() << LOT_BITS


def counts_of(marked: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
    """How many CVs have each choice of each list, from the marks of each CV with spaces between."""
    counter = Counter(mark for marks in marked for mark in marks.split())
    counts: dict[str, dict[str, int]] = {name: {} for name in COUNTED}
    for mark, count in counter.items():
        _, name, *codes = mark.split(":")
        if name in counts and len(codes) == 1:
            counts[name][codes[0].replace(".", "-")] = count
    return counts


@cache
def language_codes() -> Mapping[str, str]:
    """Codes of languages by their names in Swedish and English, as names are compared."""
    names: dict[str, str] = {}
    for locale in ("en", "sv"):
        for code, name in Locale.parse(locale).languages.items():
            if code.isalpha():
                names[fold(name)] = code
    return names | {fold(name): code for name, code in OTHER_NAMES.items()}


def _language(name: str, level: str) -> list[str]:
    code = language_codes().get(fold(name.strip()))
    if code is None:
        return []
    levels = [_mark(LANGUAGE, code, each) for each in _downwards(LANGUAGE_LEVELS, level)]
    return [_mark(LANGUAGE, code), *levels]


def _downwards(levels: Sequence[str], level: str) -> Sequence[str]:
    return levels[: levels.index(level) + 1] if level in levels else ()


def _available(day: str) -> list[str]:
    """Marks of the year and the month from which somebody can work; a year alone is its January.

    Whoever leaves it empty can begin at once.
    """
    if not day:
        return [_mark(AVAILABLE, AT_ONCE)]
    year, month = day[:4], day[5:7] or "01"
    return [_mark(AVAILABLE, year), _mark(AVAILABLE, f"{year}-{month}")]


def _until(day: date) -> list[str]:
    years = [_mark(AVAILABLE, str(year)) for year in range(EARLIEST_YEAR, day.year)]
    months = [_mark(AVAILABLE, f"{day.year}-{month:02}") for month in range(1, day.month + 1)]
    return [_mark(AVAILABLE, AT_ONCE), *years, *months]


def _mark(name: str, *codes: str) -> str:
    # SQLite's index parts words at a hyphen.
    return ":".join(("", name, *codes)).replace("-", ".")
