"""Reads of places and occupations, in the files that ship or the operator's; everyone may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from webapp.base.text import Word, fold
from webapp.domain.reference import areas, suggesting, where
from webapp.domain.reference.areas import Area
from webapp.domain.reference.gazetteer import Gazetteer
from webapp.domain.reference.geometry import Point
from webapp.domain.reference.occupations import OccupationField
from webapp.domain.reference.rules import (
    AnyPlace,
    County,
    Locality,
    Municipality,
    Place,
    PlaceMatch,
    Postcode,
    match_place,
    places_called,
)
from webapp.domain.reference.synonyms import Synonym
from webapp.domain.reference.where import Where

LOADED_FOLDER = "reference"
KEPT_AREAS = 512

_gazetteer = Gazetteer()


def use_reference(instance: Path | None) -> None:
    """Reads places from an instance folder where it has its own, from now on."""
    global _gazetteer
    _gazetteer = Gazetteer(instance / LOADED_FOLDER if instance else None)
    _area_of.cache_clear()
    names_of_places.cache_clear()


def reference_version() -> str:
    """Changes with the operator's own files; empty while those that ship are used."""
    return _gazetteer.version


def counties() -> tuple[County, ...]:
    """Return the 21 counties in the order of their codes."""
    return _gazetteer.counties


def municipalities() -> tuple[Municipality, ...]:
    """Return the municipalities in the order of their codes; 290 in the files that ship."""
    return _gazetteer.municipalities


def localities() -> tuple[Locality, ...]:
    """Return towns and postal towns, the most populous first."""
    return _gazetteer.localities


def postcodes() -> Mapping[str, Postcode]:
    """Return all postcodes by their five digits."""
    return _gazetteer.postcodes


@lru_cache(maxsize=1)
def names_of_places() -> frozenset[str]:
    """Return the folded names of all counties, municipalities and towns."""
    names = {name for each in counties() for name in (each.name_sv, each.short_sv, each.name_en)}
    names |= {each.name for each in municipalities()} | {each.name for each in localities()}
    return frozenset(map(fold, names))


def county(code: str) -> County | None:
    """Return the county with this two-digit code of Statistics Sweden, if there is one."""
    return _gazetteer.county_of.get(code)


def municipality(code: str) -> Municipality | None:
    """Return the municipality with this four-digit code of Statistics Sweden, if any."""
    return _gazetteer.municipality_of.get(code)


def find_place(text: str) -> PlaceMatch[Place]:
    """Understand the name of one municipality or county; see `rules.match_place`."""
    return match_place(text, _gazetteer.names)


def find_where(text: str) -> Where:
    """Understand what a person typed in the place box; see `where.read_where`."""
    return where.read_where(text, _gazetteer)


def suggest_places(text: str, limit: int = 8) -> tuple[AnyPlace, ...]:
    """Places that somebody may be typing the name of, the most populous first."""
    return suggesting.suggest(text, _gazetteer, limit)


def place_name(place: AnyPlace, lang: str) -> str:
    """Name a place for people in Swedish (`sv`) or English (`en`), as in "Skåne län".

    `find_where` understands the name as this place.
    """
    if isinstance(place, County):
        return place.name_en if lang == "en" else place.name_sv
    if isinstance(place, Postcode):
        return f"{place.code[:3]} {place.code[3:]} {place.town}"
    if isinstance(place, Municipality):
        return place.name_en if lang == "en" and place.name_en else place.name
    if places_called(place.name, _gazetteer.all_names) == (place,):
        return place.name
    home = municipality(place.municipality_code)
    return f"{place.name}, {home.name}" if home else place.name


def municipalities_within(point: Point, radius_km: float) -> tuple[Municipality, ...]:
    """The municipalities whose centre lies at most so far from a point, nearest first."""
    return areas.municipalities_within(point, radius_km, _gazetteer)


def place_ids_of(
    postcode: str | None,
    locality: str | None,
    municipality_code: str | None,
    point: Point | None,
) -> tuple[str, ...]:
    """The ids under which an ad is found by distance; see `areas.place_ids_of`."""
    return areas.place_ids_of(postcode, locality, municipality_code, point, _gazetteer)


def area_of(asked: Where, radius_km: int | None = None) -> Area | None:
    """What an ad must be in to fit; None where any ad does. See `areas.area_of`."""
    return _area_of(asked.places, asked.radius_km if radius_km is None else radius_km)


@lru_cache(maxsize=KEPT_AREAS)
def _area_of(places: tuple[AnyPlace, ...], radius_km: int | None) -> Area | None:
    return areas.area_of(places, radius_km, _gazetteer)


def occupation_fields() -> tuple[OccupationField, ...]:
    """Return the 21 fields of work, in the order of JobTech's old numbers."""
    return _gazetteer.occupation_fields.all


def occupation_field(code: str) -> OccupationField | None:
    """Return the field of work with this code of ours, which stands in addresses, if any."""
    return _gazetteer.occupation_fields.by_code.get(code)


def occupation_field_of(jobtech_id: str | None, label: str | None) -> OccupationField | None:
    """Return the field that a feed means by a concept's id, an old number, or a name."""
    return _gazetteer.occupation_fields.called(jobtech_id, label)


def occupation_names(lang: str) -> tuple[str, ...]:
    """Return the usual names of occupations in Swedish (`sv`) or English (`en`)."""
    return _gazetteer.occupations.usual[lang]


def occupation_group(name: str) -> str:
    """Return the folded name that all names of an occupation share, else its own folded words."""
    return _gazetteer.occupation_groups.group_of(name)


def synonyms_in(words: Sequence[Word]) -> tuple[Synonym, ...]:
    """Return other names of the occupations that a query's words name; see `synonyms`."""
    return _gazetteer.synonyms.within(words)


def suggest_occupations(text: str, lang: str, limit: int = 8) -> tuple[str, ...]:
    """Names of occupations that somebody may be typing, in Swedish (`sv`) or English (`en`)."""
    return _gazetteer.occupations.suggest(text, lang, limit)
