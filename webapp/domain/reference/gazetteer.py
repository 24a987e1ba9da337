"""All places of one set of reference files, read once and prepared for look-ups.

The files ship beside this module. An operator's own, which `actions.load_reference` has checked and
packed, stand in the instance folder under the same names and are read instead.
"""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from webapp.base.text import fold
from webapp.domain.reference.geometry import KM_PER_DEGREE, Point, distance_km
from webapp.domain.reference.occupation_names import OccupationNames
from webapp.domain.reference.occupations import OccupationFields, OccupationGroups
from webapp.domain.reference.rules import (
    AnyPlace,
    County,
    Locality,
    Municipality,
    Place,
    PlaceNames,
    Postcode,
    names_of,
    place_names,
    words_of,
)
from webapp.domain.reference.synonyms import (
    Synonyms,
    shipped_occupations,
    taxonomy_occupations,
)

AREA_DIGITS = 3


class ReferenceDataError(Exception):
    """A file of places in the instance folder can't be read: which one, and what to do."""


class Gazetteer:
    """Sweden's places. ``folder`` holds files to read instead of those that ship."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @cached_property
    def version(self) -> str:
        """Tells apart what different files in the folder say; empty without any."""
        own = sorted(self._folder.glob("*.csv")) if self._folder else []
        states = [(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in own]
        return " ".join(f"{name}:{changed:x}:{size:x}" for name, changed, size in states)

    @cached_property
    def counties(self) -> tuple[County, ...]:
        return tuple(
            County(
                row["code"],
                row["name_sv"],
                row["short_sv"],
                row["name_en"],
                row["exonym_en"] or None,
                _point(row),
            )
            for row in self._rows("counties.csv")
        )

    @cached_property
    def municipalities(self) -> tuple[Municipality, ...]:
        return tuple(
            Municipality(
                row["code"], row["name"], row["county_code"], row["name_en"] or None, _point(row)
            )
            for row in self._rows("municipalities.csv")
        )

    @cached_property
    def postcodes(self) -> Mapping[str, Postcode]:
        """Postcodes by their five digits, in their order."""
        found = {
            row["area"] + ending: Postcode(
                row["area"] + ending, row["town"], row["municipality"], point
            )
            for row in self._rows("postcodes.csv")
            for point in (_point(row),)
            for ending in row["endings"].split()
        }
        return dict(sorted(found.items()))

    @cached_property
    def localities(self) -> tuple[Locality, ...]:
        """Towns and postal towns, the most populous first; none twice in one municipality."""
        found: dict[tuple[str, str], Locality] = {}
        points: defaultdict[tuple[str, str], list[Point]] = defaultdict(list)
        for row in self._rows("localities.csv"):
            town = Locality(row["name"], row["municipality"], _point(row), int(row["population"]))
            found[_key(town.name, town.municipality_code)] = town
        for postcode in self.postcodes.values():
            points[postcode.town, postcode.municipality_code].append(postcode.point)
        for (name, code), of_postcodes in points.items():
            if _key(name, code) not in found:
                middle = sorted(of_postcodes)[len(of_postcodes) // 2]
                found[_key(name, code)] = Locality(name, code, middle)
        for name, code in self._taxonomy_places():
            home = self.municipality_of.get(code)
            if home and _key(name, code) not in found:
                found[_key(name, code)] = Locality(name, code, home.point)
        return tuple(sorted(found.values(), key=lambda town: (-town.population, town.name)))

    @cached_property
    def occupation_fields(self) -> OccupationFields:
        return OccupationFields(self._rows("occupation_fields.csv"))

    @cached_property
    def occupation_groups(self) -> OccupationGroups:
        return OccupationGroups(shipped_occupations(self._rows("occupation_names.csv")))

    @cached_property
    def synonyms(self) -> Synonyms:
        return Synonyms(
            shipped_occupations(self._rows("occupation_names.csv")),
            taxonomy_occupations(self._rows("taxonomy.csv")),
        )

    @cached_property
    def occupations(self) -> OccupationNames:
        return OccupationNames(
            self._rows("occupation_names.csv"),
            taxonomy_occupations(self._rows("taxonomy.csv")),
        )

    @cached_property
    def county_of(self) -> Mapping[str, County]:
        return {county.code: county for county in self.counties}

    @cached_property
    def municipality_of(self) -> Mapping[str, Municipality]:
        return {municipality.code: municipality for municipality in self.municipalities}

    @cached_property
    def locality_of(self) -> Mapping[tuple[str, str], Locality]:
        """Localities by folded name and municipality code; see `locality`."""
        return {_key(town.name, town.municipality_code): town for town in self.localities}

    def locality(self, name: str, municipality_code: str) -> Locality | None:
        """The town of a name in a municipality, if it is known."""
        return self.locality_of.get(_key(name, municipality_code))

    @cached_property
    def names(self) -> PlaceNames[Place]:
        """Names of municipalities and counties; the former come first where two share one."""
        return place_names((*self.municipalities, *self.counties))

    @cached_property
    def all_names(self) -> PlaceNames[AnyPlace]:
        """Names of all but postcodes. A town named like its municipality goes without saying."""
        return place_names((*self.municipalities, *self.counties, *self._other_localities()))

    @cached_property
    def other_names(self) -> Mapping[str, tuple[Place, ...]]:
        """Folded names of provinces and the like, and short ones, with what they stand for."""
        of_code: dict[str, Place] = {**self.county_of, **self.municipality_of}
        return {
            _folded(name): tuple(of_code[code] for code in row["codes"].split() if code in of_code)
            for row in self._rows("other_names.csv")
            for name in row["names"].split("|")
        }

    @cached_property
    def population_of(self) -> Mapping[AnyPlace, int]:
        """About how many people live in a place, to put the better known first."""
        people: defaultdict[AnyPlace, int] = defaultdict(int)
        for town in self.localities:
            people[town] = town.population
            home = self.municipality_of.get(town.municipality_code)
            if home:
                people[home] += town.population
        # A county comes next to its largest municipality, which often bears its name.
        for county in self.counties:
            people[county] = max(
                (people[m] for m in self.municipalities if m.county_code == county.code), default=0
            )
        return people

    @cached_property
    def begun_names(self) -> tuple[tuple[str, str, AnyPlace], ...]:
        """All names, folded and as spelt, with their places, in the order of the folded ones."""
        rows = []
        places: list[AnyPlace] = [*self.municipalities, *self.counties, *self._other_localities()]
        for number, place in enumerate(places):
            names = names_of(place)
            if isinstance(place, County):
                names = (place.name_sv, place.name_en, *names)
            for name in map(_phrase, names):
                rows.append((fold(name), name, number))
        return tuple((folded, name, places[number]) for folded, name, number in sorted(rows))

    @cached_property
    def points(self) -> frozenset[Point]:
        """Every point that a postcode, locality or municipality stands for."""
        return frozenset(
            place.point
            for group in (self.postcodes.values(), self.localities, self.municipalities)
            for place in group
        )

    def points_within(self, centre: Point, radius_km: float) -> Iterator[Point]:
        """Of these points, those that lie at most so far from another."""
        # A little wider, as the exact distance decides.
        reach = radius_km / KM_PER_DEGREE + 0.001
        first = bisect_left(self._from_south, centre.lat - reach, key=lambda point: point.lat)
        last = bisect_left(self._from_south, centre.lat + reach, key=lambda point: point.lat)
        for point in self._from_south[first:last]:
            if distance_km(centre, point) <= radius_km:
                yield point

    @cached_property
    def _from_south(self) -> list[Point]:
        return sorted(self.points)

    def postcodes_beginning(self, digits: str) -> Iterator[Postcode]:
        """The postcodes that begin with some digits, in their order."""
        for code in self._codes[bisect_left(self._codes, digits) :]:
            if not code.startswith(digits):
                return
            yield self.postcodes[code]

    def nearest_postcode(self, code: str) -> Postcode | None:
        """This postcode, or the nearest in number that shares its first three digits."""
        exact = self.postcodes.get(code)
        if exact or len(code) < AREA_DIGITS or not code.isdecimal():
            return exact
        same_area = self.postcodes_beginning(code[:AREA_DIGITS])
        return min(same_area, key=lambda found: abs(int(found.code) - int(code)), default=None)

    @cached_property
    def _codes(self) -> tuple[str, ...]:
        return tuple(self.postcodes)

    def _other_localities(self) -> Iterator[Locality]:
        for town in self.localities:
            home = self.municipality_of.get(town.municipality_code)
            if home is None or _folded(town.name) not in map(_folded, names_of(home)):
                yield town

    def _taxonomy_places(self) -> Iterable[tuple[str, str]]:
        """Names and municipality codes of the places in a loaded taxonomy."""
        for row in self._rows("taxonomy.csv"):
            # A name with a comma would be read as several.
            if row["type"] == "place" and "," not in row["label"]:
                yield row["label"], row["legacy_id"].partition("-")[0]

    def _rows(self, name: str) -> list[dict[str, str]]:
        own = self._folder / name if self._folder else None
        shipped = files(__package__).joinpath(name)
        try:
            if own and own.is_file():
                text = own.read_text(encoding="utf-8")
            elif shipped.is_file():
                text = shipped.read_text(encoding="utf-8")
            else:
                return []
            return list(csv.DictReader(text.splitlines()))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise ReferenceDataError(
                f"{own or name} can't be read ({error}). Remove it, or load it again "
                "with stepstone reference load."
            ) from error


def _phrase(name: str) -> str:
    return " ".join(words_of(name))


def _folded(name: str) -> str:
    return fold(_phrase(name))


def _key(name: str, municipality_code: str) -> tuple[str, str]:
    return _folded(name), municipality_code


def _point(row: Mapping[str, str]) -> Point:
    return Point(float(row["lat"]), float(row["lon"]))
