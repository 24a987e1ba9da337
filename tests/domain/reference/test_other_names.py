"""Provinces, regions and short names are understood as the places that they stand for."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from webapp.domain.reference.gazetteer import Gazetteer
from webapp.domain.reference.queries import counties, find_where, municipalities, place_name
from webapp.domain.reference.rules import County, places_called

OTHER_NAMES = files("webapp.domain.reference").joinpath("other_names.csv")


def shown(places: tuple[object, ...]) -> list[str]:
    return [place_name(place, "sv") for place in places]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        # Short names, and names of what is no county of today.
        ("Sthlm", ["Stockholm"]),
        ("gbg, borås", ["Göteborg", "Borås"]),
        ("ö-vik", ["Örnsköldsvik"]),
        ("Sörmland", ["Södermanlands län"]),
        ("VG-regionen", ["Västra Götalands län"]),
        ("oland", ["Borgholm", "Mörbylånga"]),
        ("Öland och Gotland", ["Borgholm", "Mörbylånga", "Gotland"]),
        ("Höga kusten", ["Härnösand", "Kramfors", "Sollefteå", "Örnsköldsvik"]),
        ("Kiruna, Lappland", ["Kiruna"]),
        ("Umeå, Norrland", ["Umeå"]),
    ],
)
def test_they_are_understood(text: str, places: list[str]) -> None:
    where = find_where(text)
    assert shown(where.places) == places
    assert (where.understood, where.also) == (True, ())


def test_the_three_lands_are_all_of_sweden_and_each_county_is_in_one() -> None:
    lands = [find_where(name) for name in ("Götaland", "Svealand", "Norrland")]
    codes = [place.code for where in lands for place in where.places if isinstance(place, County)]
    assert sorted(codes) == [county.code for county in counties()]
    assert all(where.understood and where.also == () for where in lands)
    assert shown(find_where("Norrland").places) == [
        "Gävleborgs län", "Västernorrlands län", "Jämtlands län", "Västerbottens län",
        "Norrbottens län",
    ]  # fmt: skip


def test_no_town_has_the_name_of_what_a_province_is_called() -> None:
    """Else the town would be meant, and the province never."""
    shipped = Gazetteer()
    codes = {each.code for each in (*counties(), *municipalities())}
    for row in csv.DictReader(OTHER_NAMES.read_text(encoding="utf-8").splitlines()):
        assert set(row["codes"].split()) <= codes, row
        for name in row["names"].split("|"):
            assert not places_called(name, shipped.all_names), name
            assert find_where(name).understood


def test_provinces_do_not_overlap_where_their_lists_say_so() -> None:
    for one, other in (
        ("Småland", "Öland"),
        ("Västergötland", "Bohuslän"),
        ("Dalsland", "Bohuslän"),
    ):
        assert not {*find_where(one).places} & {*find_where(other).places}
