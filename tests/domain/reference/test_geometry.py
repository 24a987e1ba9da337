"""Distances are those of the ground, and the cells of a circle are those within it."""

from __future__ import annotations

from math import cos, pi, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.reference.geometry import (
    CELL_LAT,
    CELL_LEVELS,
    CELL_LON,
    CELL_SIDE,
    EARTH_RADIUS_KM,
    Point,
    cell_ids,
    cell_ids_within,
    distance_km,
)

anywhere = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
in_sweden = st.builds(Point, st.floats(55, 69.1), st.floats(10.5, 24.3))
# As likely on the edge of a 100 km circle as anywhere in it.
radii = st.floats(0, 100)

STOCKHOLM, GOTHENBURG, KIRUNA = (
    Point(59.3293, 18.0686),
    Point(57.7089, 11.9746),
    Point(67.8557, 20.2251),
)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        (STOCKHOLM, GOTHENBURG, 398),
        (STOCKHOLM, KIRUNA, 956),
        (Point(0, 0), Point(0, 1), 111.195),
        (Point(90, 0), Point(-90, 0), pi * EARTH_RADIUS_KM),
        (Point(0, 179.5), Point(0, -179.5), 111.195),
    ],
)
def test_known_distances(one: Point, other: Point, km: float) -> None:
    assert distance_km(one, other) == pytest.approx(km, rel=0.005)


@given(anywhere, anywhere, anywhere)
def test_distance_is_a_metric(one: Point, other: Point, third: Point) -> None:
    direct = distance_km(one, other)
    assert direct == distance_km(other, one)
    assert 0 <= direct <= pi * EARTH_RADIUS_KM + 0.001
    assert distance_km(one, one) == 0
    assert direct <= distance_km(one, third) + distance_km(third, other) + 0.001


def middle_of_smallest_cell(point: Point) -> Point:
    _level, row, column = map(int, cell_ids(point)[0].split(":"))
    return Point((row + 0.5) * CELL_LAT, (column + 0.5) * CELL_LON)


@given(in_sweden, radii, st.floats(-1.0, 1.0), st.floats(-2.5, 2.5))
def test_a_point_has_a_cell_of_the_circle_just_if_it_lies_within(
    centre: Point, radius: float, north: float, east: float
) -> None:
    point = Point(centre.lat + north, centre.lon + east)
    away = distance_km(centre, middle_of_smallest_cell(point))
    inside = bool(cell_ids_within(centre, radius) & set(cell_ids(point)))
    if abs(away - radius) > 0.001:
        assert inside == (away <= radius)


@given(in_sweden, st.floats(0.5, 100), st.floats(0, 2 * pi), st.floats(-0.6, 0.6))
def test_cells_along_the_edge_are_told_apart(
    centre: Point, radius: float, bearing: float, beyond: float
) -> None:
    degree = pi / 180 * EARTH_RADIUS_KM
    cells = cell_ids_within(centre, radius)
    for quarter in range(4):
        north = (radius + beyond) * cos(bearing + quarter * pi / 2) / degree
        east = (radius + beyond) * sin(bearing + quarter * pi / 2) / degree
        point = Point(centre.lat + north, centre.lon + east / cos(radians(centre.lat)))
        away = distance_km(centre, middle_of_smallest_cell(point))
        if abs(away - radius) > 0.001:
            assert bool(cells & set(cell_ids(point))) == (away <= radius)
        # The middle of a cell lies at most 0.4 km from any point in it.
        assert abs(away - distance_km(centre, point)) <= 0.4


@given(in_sweden, radii)
def test_no_cell_stands_twice(centre: Point, radius: float) -> None:
    cells = {tuple(map(int, cell.split(":"))) for cell in cell_ids_within(centre, radius)}
    for level, row, column in cells:
        for above in range(level + 1, CELL_LEVELS):
            side = CELL_SIDE ** (above - level)
            assert (above, row // side, column // side) not in cells


def test_a_circle_takes_few_cells() -> None:
    assert len(cell_ids_within(STOCKHOLM, 10)) < 400
    assert len(cell_ids_within(STOCKHOLM, 100)) < 4000
