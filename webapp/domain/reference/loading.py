"""Reads an operator's own files and says what is wrong with them: pure, from their text.

They hold places, or the concepts of JobTech's taxonomy. Each reader takes the whole text of a file
and gives rows in the shape of the files that ship.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from webapp.base.text import fold
from webapp.domain.reference.areas import is_in_sweden
from webapp.domain.reference.gazetteer import AREA_DIGITS
from webapp.domain.reference.geometry import Point
from webapp.domain.reference.rules import County, words_of

MOST_PROBLEMS = 20
LONGEST_NAME = 100
# Columns of https://download.geonames.org/export/zip/readme.txt.
GEONAMES_COLUMNS = 12
COUNTRY, CODE, TOWN, MUNICIPALITY, LATITUDE, LONGITUDE = 0, 1, 2, 6, 9, 10
# What exports of JobTech's taxonomy have called the same things over the years.
LABEL_FIELDS = ("label", "preferred_label")
LEGACY_ID_FIELDS = ("legacyAmsTaxonomyId", "legacy_ams_taxonomy_id", "deprecated_legacy_id")
OTHER_NAME_FIELDS = ("alternative_labels", "hidden_labels")
ENGLISH_NAME_FIELDS = ("label_en", "preferred_label_en")
POSTCODE_HEADER = ("area", "town", "municipality", "lat", "lon", "endings")
MUNICIPALITY_HEADER = ("code", "name", "county_code", "name_en", "lat", "lon")
TAXONOMY_HEADER = ("id", "type", "label", "legacy_id", "other_names", "names_en")

Row = tuple[str, ...]
T = TypeVar("T")
R = TypeVar("R")


class BadFileError(Exception):
    """A file of places has faults; ``problems`` names line and field of each, 20 at most."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class _FaultError(Exception):
    """What is wrong with one record: field and reason."""


@dataclass(frozen=True, slots=True)
class _Address:
    code: str
    town: str
    municipality: str
    point: Point


def read_postcodes(
    text: str, municipality_codes: Iterable[str], home_of: Callable[[str, Point], str]
) -> list[Row]:
    """Rows of ``postcodes.csv`` from a file in GeoNames' postal format, of which Sweden's count.

    ``home_of`` gives the municipality of a postcode and point where a line names
    none that there is.

    Raises:
        BadFileError: lines are malformed, or none is of Sweden.
    """
    known = frozenset(municipality_codes)
    lines = enumerate(text.split("\n"), 1)
    records = ((number, line.rstrip("\r")) for number, line in lines if line.strip())
    addresses = _checked(records, lambda line: _address(line, known, home_of))
    by_code = {address.code: address for address in reversed([*filter(None, addresses)])}
    if not by_code:
        raise BadFileError(["The file holds no postcode of Sweden (SE in the first column)."])
    groups: defaultdict[tuple[str, str, str, Point], list[str]] = defaultdict(list)
    for code, address in sorted(by_code.items()):
        key = (code[:AREA_DIGITS], address.town, address.municipality, address.point)
        groups[key].append(code[AREA_DIGITS:])
    return [
        (area, town, municipality, f"{point.lat:.4f}", f"{point.lon:.4f}", " ".join(endings))
        for (area, town, municipality, point), endings in groups.items()
    ]


def _address(
    line: str, municipality_codes: frozenset[str], home_of: Callable[[str, Point], str]
) -> _Address | None:
    fields = [field.strip() for field in line.split("\t")]
    if len(fields) != GEONAMES_COLUMNS:
        raise _FaultError(f"columns: {len(fields)} between tabs instead of {GEONAMES_COLUMNS}")
    if fields[COUNTRY] != "SE":
        return None
    code = fields[CODE].replace(" ", "")
    if not _is_number(code, 5):
        raise _FaultError(f'postal code: "{fields[CODE]}" is not five digits')
    point = Point(
        _degrees(fields[LATITUDE], "latitude", 90), _degrees(fields[LONGITUDE], "longitude", 180)
    )
    if not is_in_sweden(point):
        raise _FaultError(f"latitude, longitude: {point.lat}, {point.lon} is not in Sweden")
    municipality = fields[MUNICIPALITY]
    if municipality and not _is_number(municipality, 4):
        raise _FaultError(f'admin code2: "{municipality}" is not four digits')
    # The file still has codes of municipalities that were merged or moved to another county.
    if municipality not in municipality_codes:
        municipality = home_of(code, point)
    return _Address(code, _name(fields[TOWN], "place name"), municipality, point)


def _degrees(text: str, field: str, most: int) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise _FaultError(f'{field}: "{text}" is not a number') from error
    # Not written the other way round, for "nan" is a number that compares with none.
    if not -most <= value <= most:
        raise _FaultError(f"{field}: {text} is not between -{most} and {most}")
    return round(value, 4)


def read_municipalities(
    text: str,
    counties: Iterable[County],
    points: Mapping[str, Point],
    english: Mapping[str, str | None],
) -> list[Row]:
    """Rows of ``municipalities.csv`` from CSV with the header ``code,name,county``.

    ``county`` is a code or a name. ``points`` and ``english`` give, by municipality code, what
    such a file doesn't hold; a new municipality lies in the middle of its county until then.

    Raises:
        BadFileError: the header is another, rows are malformed, or a code stands twice.
    """
    reader = csv.DictReader(text.splitlines())
    missing = {"code", "name", "county"} - {*(reader.fieldnames or ())}
    if missing:
        raise BadFileError([f"line 1: the header lacks {', '.join(sorted(missing))}"])
    named = {county.code: county for county in counties}
    by_name = {_folded(name): c for c in named.values() for name in (c.name_sv, c.short_sv)}
    seen: set[str] = set()

    def checked(row: dict[str, str | None]) -> Row:
        code = (row["code"] or "").strip()
        if not _is_number(code, 4):
            raise _FaultError(f'code: "{code}" is not four digits')
        if code in seen:
            raise _FaultError(f"code: {code} stands twice")
        given = (row["county"] or "").strip()
        county = named.get(given) or by_name.get(_folded(given))
        if county is None:
            raise _FaultError(f'county: "{given}" is no county\'s code or name')
        if county.code != code[:2]:
            raise _FaultError(f"county: {code} does not begin with the county's code {county.code}")
        seen.add(code)
        point = points.get(code, county.point)
        return (
            code, _name(row["name"] or "", "name"), county.code, english.get(code) or "",
            f"{point.lat:.4f}", f"{point.lon:.4f}",
        )  # fmt: skip

    rows = _checked(((reader.line_num, row) for row in reader), checked)
    if not rows:
        raise BadFileError(["The file holds no municipality."])
    return sorted(rows)


def read_taxonomy(text: str) -> list[Row]:
    """Rows of ``taxonomy.csv`` from the JSON object of JobTech's taxonomy: concepts by their id.

    Raises:
        BadFileError: it is no JSON object of concepts, or a concept lacks a field.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFileError([f"The file is not JSON: {error}"]) from error
    if not isinstance(found, dict) or not found:
        raise BadFileError(["The file is not a JSON object of concepts by their id."])
    records = ((f'concept "{name}"', (name, concept)) for name, concept in found.items())
    return sorted(_checked(records, _concept))


def _concept(pair: tuple[str, Any]) -> Row:
    name, concept = pair
    if not isinstance(concept, dict):
        raise _FaultError("is not an object")
    kind = _required(concept, "type")
    # Of a place it says in which municipality it lies; newer concepts of other types have none.
    read = _required if kind == "place" else _first_of
    legacy_id = read(concept, *LEGACY_ID_FIELDS)
    return (
        name, kind, _required(concept, *LABEL_FIELDS), legacy_id,
        _names(concept, OTHER_NAME_FIELDS), _names(concept, ENGLISH_NAME_FIELDS),
    )  # fmt: skip


def _required(concept: Mapping[str, Any], *fields: str) -> str:
    text = _first_of(concept, *fields)
    if not text:
        raise _FaultError(f"{fields[0]}: is not a text, or empty")
    return text


def _first_of(concept: Mapping[str, Any], *fields: str) -> str:
    """The first of several fields that holds a text, with plain spaces; empty without any."""
    texts = (concept.get(field) for field in fields)
    return next((_plain(text) for text in texts if isinstance(text, str) and text.strip()), "")


def _names(concept: Mapping[str, Any], fields: Iterable[str]) -> str:
    """What optional fields hold, each a text, a list of texts or null, with bars between them."""
    names: dict[str, None] = {}
    for field in fields:
        value = concept.get(field) or []
        for name in value if isinstance(value, list) else [value]:
            if not isinstance(name, str | None):
                raise _FaultError(f"{field}: is neither a text nor a list of texts")
            names[_plain((name or "").replace("|", " "))] = None
    return "|".join(filter(None, names))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _checked(records: Iterable[tuple[int | str, T]], check: Callable[[T], R]) -> list[R]:
    """The records as ``check`` makes them, in their order.

    Raises:
        BadFileError: it refused some.
    """
    found, problems = [], []
    for where, record in records:
        try:
            found.append(check(record))
        except _FaultError as fault:
            problems.append(f"{f'line {where}' if isinstance(where, int) else where}: {fault}")
            if len(problems) == MOST_PROBLEMS:
                raise BadFileError([*problems, "and perhaps more"]) from fault
    if problems:
        raise BadFileError(problems)
    return found


def _is_number(text: str, digits: int) -> bool:
    return len(text) == digits and text.isascii() and text.isdecimal()


def _name(text: str, field: str) -> str:
    name = " ".join(text.split())
    if not words_of(name) or len(name) > LONGEST_NAME or not name.isprintable():
        raise _FaultError(f'{field}: "{name[:LONGEST_NAME]}" is not a name')
    return name


def _folded(name: str) -> str:
    return fold(" ".join(words_of(name)))
