"""Where an ad lies, and what area a search asks for: pure, from plain values and a gazetteer.

An ad carries the ids of its place, and a search asks for the ids within its radius. Two places
share an id if they stand for the same point, so the answer is as exact as the point. An ad with
coordinates of its own, which are a point like no other, carries the cells around it instead.
"""

from __future__ import annotations

from dataclasses import dataclass

from webapp.domain.reference.gazetteer import Gazetteer
from webapp.domain.reference.geometry import Point, cell_ids, cell_ids_within, distance_km
from webapp.domain.reference.rules import AnyPlace, County, Municipality

MAX_RADIUS_KM = 100
# How far around a town or postcode is looked where nothing is said. Most ads name their
# municipality and no more, so none at all would find next to nothing.
USUAL_RADIUS_KM = 10
# Sweden's mainland, islands and skerries; a point outside is a slip, or swapped.
SWEDEN_SOUTH_WEST, SWEDEN_NORTH_EAST = Point(55.0, 10.5), Point(69.1, 24.3)


@dataclass(frozen=True, slots=True)
class Area:
    """What an ad must be in: any of these counties, municipalities, or places by id."""

    county_codes: frozenset[str] = frozenset()
    municipality_codes: frozenset[str] = frozenset()
    place_ids: frozenset[str] = frozenset()


def ad_point(
    postcode: str | None,
    locality: str | None,
    municipality_code: str | None,
    point: Point | None,
    gazetteer: Gazetteer,
) -> Point | None:
    """Where an ad lies: its own point, else its postcode's, its town's or its municipality's.

    A postcode that isn't known lies where its nearest in number of the same three digits does.
    """
    if point is not None and is_in_sweden(point):
        return point
    digits = "".join(char for char in postcode or "" if char in "0123456789")
    found = gazetteer.nearest_postcode(digits) if len(digits) == 5 else None
    if found:
        return found.point
    if municipality_code is None:
        return None
    town = gazetteer.locality(locality, municipality_code) if locality else None
    home = town or gazetteer.municipality_of.get(municipality_code)
    return home.point if home else None


def place_ids_of(
    postcode: str | None,
    locality: str | None,
    municipality_code: str | None,
    point: Point | None,
    gazetteer: Gazetteer,
) -> tuple[str, ...]:
    """The ids under which an ad is found by distance; none where nobody knows where it lies."""
    lies = ad_point(postcode, locality, municipality_code, point, gazetteer)
    if lies is None:
        return ()
    return (point_id(lies),) if lies in gazetteer.points else cell_ids(lies)


def place_ids_within(centre: Point, radius_km: float, gazetteer: Gazetteer) -> frozenset[str]:
    """The ids of all places that lie at most so far from a point."""
    known = map(point_id, gazetteer.points_within(centre, radius_km))
    return frozenset(known) | cell_ids_within(centre, radius_km)


def municipalities_within(
    centre: Point, radius_km: float, gazetteer: Gazetteer
) -> tuple[Municipality, ...]:
    """The municipalities whose centre lies at most so far from a point, nearest first."""
    away = [(distance_km(centre, home.point), home) for home in gazetteer.municipalities]
    return tuple(home for km, home in sorted(away, key=lambda pair: pair[0]) if km <= radius_km)


def area_of(
    places: tuple[AnyPlace, ...], radius_km: int | None, gazetteer: Gazetteer
) -> Area | None:
    """The area of several places together, or None without any.

    The radius (0 to 100 km, cut to that) widens municipalities, towns and postcodes. A town or
    postcode without one is taken with the usual radius; a county is always itself.
    """
    if not places:
        return None
    counties: set[str] = set()
    municipalities: set[str] = set()
    ids: set[str] = set()
    for place in places:
        if isinstance(place, County):
            counties.add(place.code)
            continue
        if isinstance(place, Municipality):
            municipalities.add(place.code)
            if not radius_km:
                continue
        radius = USUAL_RADIUS_KM if radius_km is None else min(MAX_RADIUS_KM, max(0, radius_km))
        ids |= place_ids_within(place.point, radius, gazetteer)
    return Area(frozenset(counties), frozenset(municipalities), frozenset(ids))


def is_in_sweden(point: Point) -> bool:
    """Whether a point may lie in Sweden; the box around it holds parts of its neighbours too."""
    return (
        SWEDEN_SOUTH_WEST.lat <= point.lat <= SWEDEN_NORTH_EAST.lat
        and SWEDEN_SOUTH_WEST.lon <= point.lon <= SWEDEN_NORTH_EAST.lon
    )


def point_id(point: Point) -> str:
    """The id that all places share that stand for this point."""
    return f"{point.lat:.4f},{point.lon:.4f}"
