"""Points on the ground, and how far they lie apart."""

from __future__ import annotations

from functools import lru_cache
from math import asin, ceil, cos, degrees, floor, radians, sin, sqrt
from typing import NamedTuple

# The mean radius R1 of the WGS 84 ellipsoid (Moritz 2000, Geodetic Reference System 1980).
EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = radians(1) * EARTH_RADIUS_KM


class Point(NamedTuple):
    """Degrees of latitude and longitude in WGS 84."""

    lat: float
    lon: float


def distance_km(one: Point, other: Point) -> float:
    """The great-circle distance, by the haversine formula (Sinnott 1984)."""
    lat_one, lat_other = radians(one.lat), radians(other.lat)
    half_lat = sin((lat_other - lat_one) / 2)
    half_lon = sin(radians(other.lon - one.lon) / 2)
    haversine = half_lat * half_lat + cos(lat_one) * cos(lat_other) * half_lon * half_lon
    # Rounding can lift the haversine of opposite points a hair above one.
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(haversine)))


# Cells of fractions of a degree, wider than high, as degrees of longitude are shorter at 60° N.
# The smallest is about 0.55 km high and wide; each larger one holds four by four of the next.
CELL_LAT, CELL_LON = 0.005, 0.01
CELL_SIDE = 4
CELL_LEVELS = 4

# The first and the last of some columns or rows, both included.
Span = tuple[int, int]


def cell_ids(point: Point) -> tuple[str, ...]:
    """The cells that hold a point, from the smallest to the largest."""
    row, column = floor(point.lat / CELL_LAT), floor(point.lon / CELL_LON)
    return tuple(
        _cell_id(level, row // CELL_SIDE**level, column // CELL_SIDE**level)
        for level in range(CELL_LEVELS)
    )


@lru_cache(maxsize=512)
def cell_ids_within(centre: Point, radius_km: float) -> frozenset[str]:
    """The cells that together make up a circle, the largest possible, none inside another.

    A smallest cell belongs to it if its middle does, so a point is judged to within 0.4 km. The
    circle must not reach a pole or the 180th meridian.
    """
    larger: dict[int, Span] = {}
    cells = []
    by_level = [_smallest_cells(centre, radius_km)]
    for _ in range(1, CELL_LEVELS):
        by_level.append(_full_cells(by_level[-1]))
    for level in range(CELL_LEVELS - 1, -1, -1):
        for row, (first, last) in by_level[level].items():
            taken_from, taken_to = larger.get(row // CELL_SIDE, (0, -1))
            taken = range(taken_from * CELL_SIDE, (taken_to + 1) * CELL_SIDE)
            cells += [
                _cell_id(level, row, column)
                for column in range(first, last + 1)
                if column not in taken
            ]
        larger = by_level[level]
    return frozenset(cells)


def _smallest_cells(centre: Point, radius_km: float) -> dict[int, Span]:
    """For each row of cells the columns whose middles lie in the circle.

    It is the haversine formula, solved for the longitude.
    """
    reach = radius_km / KM_PER_DEGREE
    limit = sin(radius_km / EARTH_RADIUS_KM / 2) ** 2
    cos_centre = cos(radians(centre.lat))
    spans = {}
    for row in range(
        ceil((centre.lat - reach) / CELL_LAT - 0.5),
        floor((centre.lat + reach) / CELL_LAT - 0.5) + 1,
    ):
        lat = (row + 0.5) * CELL_LAT
        rest = limit - sin(radians(lat - centre.lat) / 2) ** 2
        if rest < 0:
            continue
        half_width = degrees(2 * asin(min(1.0, sqrt(rest / (cos_centre * cos(radians(lat)))))))
        first = ceil((centre.lon - half_width) / CELL_LON - 0.5)
        last = floor((centre.lon + half_width) / CELL_LON - 0.5)
        if first <= last:
            spans[row] = first, last
    return spans


def _full_cells(smaller: dict[int, Span]) -> dict[int, Span]:
    """For each row of the next larger cells the columns whose smaller cells are all there."""
    spans = {}
    for row in {row // CELL_SIDE for row in smaller}:
        parts = [smaller.get(row * CELL_SIDE + part) for part in range(CELL_SIDE)]
        whole = [part for part in parts if part]
        if len(whole) == CELL_SIDE:
            first = -(-max(part[0] for part in whole) // CELL_SIDE)
            last = (min(part[1] for part in whole) + 1) // CELL_SIDE - 1
            if first <= last:
                spans[row] = first, last
    return spans


def _cell_id(level: int, row: int, column: int) -> str:
    return f"{level}:{row}:{column}"
