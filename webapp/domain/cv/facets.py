"""What CVs can be narrowed by beside words and places, as marks in the index of active CVs.

A mark stands for what the owner chose from a list: it says nothing that the CV's body doesn't. None
is about sex, age or another protected ground. Levels are marked downwards, so that whoever asks for
at least B2 also finds C1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale
from pyroaring import BitMap

from webapp.base.text import fold
from webapp.domain.cv.postings import LAST, counts_within
from webapp.domain.cv.rules import LOT_BITS, Kind, Section
from webapp.domain.cv.sections import EDUCATION_LEVELS, LANGUAGE_LEVELS

LICENCE, LANGUAGE, LEVEL, EXTENT, AVAILABLE = "licence", "language", "level", "extent", "from"
COUNTED = (EXTENT, LEVEL, LICENCE, LANGUAGE)
# Every active CV has the first; who opted in to third countries, the second.
ACTIVE, ABROAD = ":active", ":abroad"
# The day of the last change, and the 32 days that it is one of, by their numbers.
DAY, PERIOD = "day", "period"
PERIOD_BITS = 5
DIGITS = 7
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


def standing_marks(rank: int, *, third_countries: bool) -> list[str]:
    """The marks of an active CV whatever it says: that it is active, for whom, changed when."""
    day = rank >> LOT_BITS
    marks = [ACTIVE, _numbered(DAY, day), _numbered(PERIOD, day >> PERIOD_BITS)]
    return [*marks, ABROAD] if third_countries else marks


def changed_since(day: date) -> tuple[tuple[str, str], ...]:
    """Ranges of marks, of which a CV that was changed on a day or later has one."""
    number = day.toordinal()
    period = number >> PERIOD_BITS
    return (
        (_numbered(DAY, number), _numbered(DAY, (period + 1) << PERIOD_BITS)),
        (_numbered(PERIOD, period + 1), _mark(PERIOD, LAST)),
    )


def days_of_periods(oldest: str, newest: str) -> tuple[str, str]:
    """The range of marks of the days in periods, which are given by their marks."""
    first, last = _number(oldest), _number(newest)
    return _numbered(DAY, first << PERIOD_BITS), _numbered(DAY, (last + 1) << PERIOD_BITS)


def ranks_of_days(oldest: str, newest: str) -> tuple[int, int]:
    """The range of ranks of CVs that were changed on days from one mark to another."""
    return _number(oldest) << LOT_BITS, (_number(newest) + 1) << LOT_BITS


def counts_of(found: BitMap) -> dict[str, dict[str, int]]:
    """How many of some CVs have each choice of each list."""
    return {
        name: {
            code.replace(".", "-"): count
            for code, count in counts_within(found, _mark(name, "")).items()
        }
        for name in COUNTED
    }


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


def _number(mark: str) -> int:
    return int(mark.rpartition(":")[2])


def _numbered(name: str, number: int) -> str:
    return _mark(name, f"{number:0{DIGITS}}")


def _mark(name: str, *codes: str) -> str:
    # SQLite's index parts words at a hyphen.
    return ":".join(("", name, *codes)).replace("-", ".")
