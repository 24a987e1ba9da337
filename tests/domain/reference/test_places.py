"""Counties and municipalities are complete, and a typed name finds the right one."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.base.text import fold
from webapp.domain.reference.queries import (
    counties,
    county,
    find_place,
    municipalities,
    municipality,
    place_name,
)
from webapp.domain.reference.rules import MAX_NAME_LENGTH, MAX_SUGGESTIONS, Municipality, Place

PUBLISHED_PLACES = Path(__file__).parents[4] / "shared" / "data" / "places"

# "habo" typed without the ring over the a may mean either municipality.
FOUND_SECOND_WHEN_FOLDED = {"Håbo"}

BOTH_LEVELS = {"Gotland", "Jönköping", "Kalmar", "Stockholm", "Uppsala", "Örebro"}


def published(file_name: str) -> list[dict[str, str]]:
    with (PUBLISHED_PLACES / file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(places: tuple[Place, ...]) -> list[str]:
    return [place_name(place, "sv") for place in places]


def test_all_counties_are_there_with_their_codes_and_names() -> None:
    assert len(counties()) == 21
    assert len({county.code for county in counties()}) == 21
    assert len({county.name_sv for county in counties()}) == 21
    assert len({county.name_en for county in counties()}) == 21
    assert [county.code for county in counties()] == sorted(county.code for county in counties())
    if PUBLISHED_PLACES.is_dir():
        assert {(c.code, c.name_sv, c.short_sv) for c in counties()} == {
            (row["county_code"], row["county_name"], row["county_name_short"])
            for row in published("counties.csv")
        }


def test_all_municipalities_are_there_with_their_codes_and_names() -> None:
    assert len(municipalities()) == 290
    assert len({m.code for m in municipalities()}) == 290
    assert len({m.name for m in municipalities()}) == 290
    assert [m.code for m in municipalities()] == sorted(m.code for m in municipalities())
    if PUBLISHED_PLACES.is_dir():
        assert {(m.code, m.name, m.county_code) for m in municipalities()} == {
            (row["municipality_code"], row["municipality_name_short"], row["county_code"])
            for row in published("municipalities.csv")
        }


def test_codes_agree_between_the_levels() -> None:
    assert all(m.code[:2] == m.county_code and len(m.code) == 4 for m in municipalities())
    assert {m.county_code for m in municipalities()} == {county.code for county in counties()}


def test_a_place_is_found_by_its_code() -> None:
    assert all(municipality(m.code) is m for m in municipalities())
    assert all(county(c.code) is c for c in counties())
    assert municipality("0100") is None
    assert municipality("") is None
    assert county("11") is None


@pytest.mark.parametrize("pattern", ["{}", " {}  ", "{} kommun", "{}s", "{}s stad"])
def test_every_municipality_is_found_by_its_name(pattern: str) -> None:
    for expected in municipalities():
        for spelling in (expected.name, expected.name.upper(), expected.name.replace("-", " ")):
            assert find_place(pattern.format(spelling)).place == expected


def test_every_municipality_is_found_without_accents() -> None:
    for expected in municipalities():
        for text in (fold(expected.name), f"{fold(expected.name)} kommun"):
            match = find_place(text)
            if expected.name in FOUND_SECOND_WHEN_FOLDED:
                assert expected in match.also
            else:
                assert match.place == expected


@pytest.mark.parametrize("spell", [str, str.upper, fold])
def test_every_county_is_found_by_both_its_names(spell: Callable[[str], str]) -> None:
    for expected in counties():
        for name in (expected.name_sv, expected.name_en, f"Region {expected.short_sv}"):
            match = find_place(spell(name))
            assert (match.place, match.also, match.kind) == (expected, (), "one")


def test_a_name_of_both_levels_means_the_municipality_and_offers_the_county() -> None:
    offered = set()
    for county_ in counties():
        match = find_place(county_.short_sv)
        if isinstance(match.place, Municipality):
            assert (match.kind, match.also) == ("several", (county_,))
            offered.add(county_.short_sv)
        else:
            assert (match.kind, match.place) == ("one", county_)
    assert offered == BOTH_LEVELS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("goteborg", "1480"),
        ("Gothenburg", "1480"),
        ("GÖTEBORGS STAD", "1480"),
        ("City of Gothenburg", "1480"),
        ("Go\u0308teborg", "1480"),
        ("Upplands-Väsby", "0114"),
        ("upplands  vasby", "0114"),
        ("Upplandsväsby", "0114"),
        ("malung sälen", "2023"),
        ("Stockholms kommun", "0180"),
        ("Stockholm municipality", "0180"),
        ("Stockholms län", "01"),
        ("Borås", "1490"),
        ("Håbo", "0305"),
        ("Ha\u030abo", "0305"),
        ("håbos kommun", "0305"),
        ("skane", "12"),
        ("Skåne län", "12"),
        ("Skane County", "12"),
        ("Scania", "12"),
        ("Region Skåne", "12"),
        ("västra götaland", "14"),
    ],
)
def test_ways_to_write_one_place(text: str, code: str) -> None:
    match = find_place(text)
    assert match.place is not None
    assert (match.place.code, match.also, match.suggestions) == (code, (), ())


def test_habo_typed_without_a_ring_offers_habo_with_one() -> None:
    match = find_place("habo")
    assert match.place is not None
    assert (match.place.code, match.kind, names(match.also)) == ("0643", "several", ["Håbo"])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Stokholm", "Stockholm"),
        ("sthlm", "Stockholm"),
        ("gotborg", "Göteborg"),
        ("upsala", "Uppsala"),
        ("Sundsval", "Sundsvall"),
        ("Malung", "Malung-Sälen"),
        ("Malmö län", "Malmö"),
        ("Malmö, Skåne", "Malmö"),
    ],
)
def test_a_misspelt_name_leads_to_a_suggestion(text: str, first: str) -> None:
    match = find_place(text)
    assert match.kind == "unknown"
    assert names(match.suggestions)[0] == first
    assert len(match.suggestions) <= MAX_SUGGESTIONS
    assert len(set(match.suggestions)) == len(match.suggestions)


def test_the_beginning_of_a_name_suggests_the_places_that_begin_so() -> None:
    assert set(names(find_place("upplands").suggestions)) == {"Upplands Väsby", "Upplands-Bro"}
    assert "Göteborg" in names(find_place("göte").suggestions)


@pytest.mark.parametrize(
    "text",
    ["", "   ", "s", "?!", "\x00", "Berlin", "Oslo", "sjuksköterska", "hela Sverige", "東京"],
)
def test_what_is_like_no_place_suggests_nothing(text: str) -> None:
    match = find_place(text)
    assert (match.kind, match.place, match.suggestions) == ("unknown", None, ())


def test_overlong_text_is_unknown_without_a_search() -> None:
    assert find_place("Malmö".ljust(MAX_NAME_LENGTH)).kind == "one"
    match = find_place("Malmö".ljust(MAX_NAME_LENGTH + 1))
    assert (match.place, match.suggestions) == (None, ())
    assert find_place("Stokholm " * 100_000).suggestions == ()


@pytest.mark.parametrize(
    ("code", "swedish", "english"),
    [
        ("1480", "Göteborg", "Gothenburg"),
        ("1281", "Lund", "Lund"),
        ("12", "Skåne län", "Skåne County"),
    ],
)
def test_a_place_is_named_in_the_language_asked_for(code: str, swedish: str, english: str) -> None:
    place = municipality(code) or county(code)
    assert place
    assert (place_name(place, "sv"), place_name(place, "en")) == (swedish, english)


@given(st.text(max_size=MAX_NAME_LENGTH + 20) | st.text("habåokmunlänregi s-", max_size=20))
def test_any_text_gets_a_consistent_answer(text: str) -> None:
    match = find_place(text)
    assert len(match.suggestions) <= MAX_SUGGESTIONS
    assert (match.place is None) == (match.kind == "unknown")
    assert not (match.place and match.suggestions)
    assert match.place not in match.also
