"""An ad lies at its smallest known place, and a radius holds just the places within it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.reference.areas import MAX_RADIUS_KM, USUAL_RADIUS_KM, Area, ad_point
from webapp.domain.reference.gazetteer import Gazetteer
from webapp.domain.reference.geometry import Point, distance_km
from webapp.domain.reference.queries import (
    area_of,
    county,
    find_where,
    localities,
    municipalities,
    municipalities_within,
    municipality,
    place_ids_of,
    postcodes,
)
from webapp.domain.reference.rules import AnyPlace, Locality, Postcode
from webapp.domain.reference.where import Where

GAZETTEER = Gazetteer()
radii = st.integers(0, MAX_RADIUS_KM)
centres: st.SearchStrategy[AnyPlace] = st.one_of(
    st.sampled_from(sorted(postcodes().values(), key=lambda found: found.code)),
    st.sampled_from(localities()),
    st.sampled_from(municipalities()),
)


def ids_within(place: AnyPlace, radius_km: int) -> frozenset[str]:
    area = area_of(Where(places=(place,)), radius_km)
    assert area
    return area.place_ids


@given(st.one_of(st.sampled_from(localities()), st.sampled_from([*postcodes().values()])), radii)
def test_a_radius_holds_exactly_the_places_within(centre: Locality | Postcode, radius: int) -> None:
    ids = ids_within(centre, radius)
    for home in municipalities():
        (own,) = place_ids_of(None, None, home.code, None)
        assert (own in ids) == (distance_km(centre.point, home.point) <= radius)
    for postcode in [*postcodes().values()][::97]:
        (own,) = place_ids_of(postcode.code, None, None, None)
        assert (own in ids) == (distance_km(centre.point, postcode.point) <= radius)


@given(centres, radii, radii)
def test_a_larger_radius_holds_all_of_a_smaller(centre: AnyPlace, one: int, other: int) -> None:
    small, large = sorted((one, other))
    known = {id_ for home in municipalities() for id_ in place_ids_of(None, None, home.code, None)}
    assert ids_within(centre, small) & known <= ids_within(centre, large) & known
    assert {m.code for m in municipalities_within(centre.point, small)} <= {
        m.code for m in municipalities_within(centre.point, large)
    }


@given(st.floats(55.4, 68.9), st.floats(11, 23.9), radii, radii)
def test_an_ad_with_coordinates_stays_inside_as_the_radius_grows(
    lat: float, lon: float, one: int, other: int
) -> None:
    small, large = sorted((one, other))
    own = set(place_ids_of(None, None, None, Point(lat, lon)))
    centre = municipality("0180")
    assert centre
    if own & ids_within(centre, small):
        assert own & ids_within(centre, large)
    away = distance_km(centre.point, Point(lat, lon))
    if away > 0.4 and abs(away - large) > 0.4 and large:
        assert bool(own & ids_within(centre, large)) == (away < large)


def test_municipalities_within_come_nearest_first() -> None:
    malmo = municipality("1280")
    assert malmo
    near = municipalities_within(malmo.point, 20)
    assert [home.name for home in near][:3] == ["Malmö", "Burlöv", "Lomma"]
    assert municipalities_within(malmo.point, 0) == (malmo,)


POINT = Point(59.8586, 17.6389)


@pytest.mark.parametrize(
    ("postcode", "locality", "code", "point", "lies_at"),
    [
        ("21120", "Limhamn", "0180", POINT, POINT),
        ("211 20", "Limhamn", "0180", None, postcodes()["21120"].point),
        ("SE-211 20", None, None, None, postcodes()["21120"].point),
        # Nothing lies at the origin but a mistake, nor in Sweden with its coordinates swapped.
        ("21120", None, None, Point(0, 0), postcodes()["21120"].point),
        ("21120", None, None, Point(POINT.lon, POINT.lat), postcodes()["21120"].point),
        # Not a known postcode, but in Malmö by its first three digits.
        ("21199", None, None, None, postcodes()["21177"].point),
    ],
)
def test_an_ad_lies_at_its_smallest_known_place(
    postcode: str | None,
    locality: str | None,
    code: str | None,
    point: Point | None,
    lies_at: Point,
) -> None:
    assert ad_point(postcode, locality, code, point, GAZETTEER) == lies_at


def test_without_a_postcode_the_town_counts_and_then_the_municipality() -> None:
    stockholm, malmo = municipality("0180"), municipality("1280")
    assert stockholm and malmo
    kista = ad_point(None, "KISTA", "0180", None, GAZETTEER)
    assert kista == next(town.point for town in localities() if town.name == "Kista")
    assert ad_point("99999", "Ingenstans", "1280", None, GAZETTEER) == malmo.point
    # There is no Kista in Malmö.
    assert ad_point(None, "Kista", "1280", None, GAZETTEER) == malmo.point
    assert ad_point(None, "Kista", None, None, GAZETTEER) is None
    assert place_ids_of(None, None, "9999", None) == ()


def test_what_a_search_asks_for() -> None:
    skane, lund = county("12"), municipality("1281")
    assert skane and lund
    assert area_of(Where()) is None
    assert area_of(find_where("distans")) is None
    assert area_of(find_where("hela Sverige")) is None
    assert area_of(find_where("Skåne, Uppsala")) == Area(frozenset({"12"}), frozenset({"0380"}))
    # A county is itself whatever the radius, and a municipality itself without one.
    assert area_of(find_where("Skåne"), 50) == Area(frozenset({"12"}))
    assert area_of(find_where("Lund"), 0) == Area(frozenset(), frozenset({"1281"}))
    around = area_of(find_where("Lund med omnejd"))
    assert around == area_of(find_where("Lund"), 30)
    assert around and around.municipality_codes == {"1281"}
    assert set(place_ids_of(None, None, "1280", None)) <= around.place_ids
    assert area_of(find_where("211 20")) == area_of(find_where("211 20"), USUAL_RADIUS_KM)


def test_a_radius_beyond_the_limits_is_cut() -> None:
    asked = find_where("211 20")
    assert area_of(asked, 5000) == area_of(asked, MAX_RADIUS_KM)
    assert area_of(asked, -5) == area_of(asked, 0)


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=5))
def test_whatever_an_ad_says_of_its_place_is_taken(postcode: str, town: str, code: str) -> None:
    assert isinstance(place_ids_of(postcode, town, code, None), tuple)
