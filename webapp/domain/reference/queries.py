"""Reads of the places that ship with the package; everyone may see them."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from webapp.domain.reference.rules import (
    County,
    Municipality,
    Place,
    PlaceMatch,
    PlaceNames,
    match_place,
    place_names,
)


@cache
def counties() -> tuple[County, ...]:
    """Return the 21 counties in the order of their codes."""
    return tuple(
        County(
            row["code"], row["name_sv"], row["short_sv"], row["name_en"], row["exonym_en"] or None
        )
        for row in _rows("counties.csv")
    )


@cache
def municipalities() -> tuple[Municipality, ...]:
    """Return the 290 municipalities in the order of their codes."""
    return tuple(
        Municipality(row["code"], row["name"], row["county_code"], row["name_en"] or None)
        for row in _rows("municipalities.csv")
    )


def county(code: str) -> County | None:
    """Return the county with this two-digit code of Statistics Sweden, if there is one."""
    return _counties_by_code().get(code)


def municipality(code: str) -> Municipality | None:
    """Return the municipality with this four-digit code of Statistics Sweden, if any."""
    return _municipalities_by_code().get(code)


def find_place(text: str) -> PlaceMatch:
    """Understand a name that a person typed; see `rules.match_place`."""
    return match_place(text, _names())


def place_name(place: Place, lang: str) -> str:
    """Name a place for people in Swedish (`sv`) or English (`en`), as in "Skåne län"."""
    if isinstance(place, County):
        return place.name_en if lang == "en" else place.name_sv
    return place.name_en if lang == "en" and place.name_en else place.name


@cache
def _counties_by_code() -> Mapping[str, County]:
    return MappingProxyType({county.code: county for county in counties()})


@cache
def _municipalities_by_code() -> Mapping[str, Municipality]:
    return MappingProxyType({municipality.code: municipality for municipality in municipalities()})


@cache
def _names() -> PlaceNames:
    return place_names(counties(), municipalities())


def _rows(file_name: str) -> Iterator[dict[str, str]]:
    text = files(__package__).joinpath(file_name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
