"""The page that lists places for what somebody has typed so far."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.sites import SiteUnderTest
from webapp.domain.reference import queries


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/sv/places?where=mal", ["Orter som du kan mena", ">Malmö</a> <small>Skåne län</small>"]),
        ("/en/places?where=goteb", ['<a href="/en/jobs?where=Gothenburg">Gothenburg</a>']),
        ("/en/places?where=2112", [">211 20 Malmö</a> <small>Malmö, Skåne County</small>"]),
        ("/sv/places", ["Alla län", ">Stockholms län</a>", ">Norrbottens län</a>"]),
        ("/sv/places?where=Stokholm", ["Menade du", ">Stockholm</a>"]),
        ("/en/places?where=xyzqw", ["We know no such place", 'href="/en/places"']),
        (
            "/sv/places?where=Lund,+malm",
            ['href="/sv/jobs?where=Lund%2C+Malm%C3%B6">Lund, Malmö</a>'],
        ),
        ("/sv/places?where=%22%3E%3Cb%3E", ['value="&#34;&gt;&lt;b&gt;"']),
        ("/sv/places?where=" + "m" * 5000, ["Någon sådan ort känner vi inte till"]),
        ("/sv/places?where=a%00b%0d%0a", ['value="ab"']),
    ],
)
def test_what_it_lists(site: SiteUnderTest, address: str, said: list[str]) -> None:
    response = site.client.get(address)
    assert response.status_code == 200
    for words in said:
        assert words in response.text
    assert 'name="robots" content="noindex"' in response.text


def test_every_link_leads_to_a_search_that_the_place_box_understands(site: SiteUnderTest) -> None:
    for typed in ("m", "å", "stock", "211", "flo"):
        for place in queries.suggest_places(typed):
            assert queries.find_where(queries.place_name(place, "en")).understood


def test_a_part_equals_that_part_of_the_page(site: SiteUnderTest) -> None:
    page = site.client.get("/sv/places?where=lund").text
    part = site.client.get(
        "/sv/places?where=lund", headers={"HX-Request": "true", "HX-Target": "places"}
    ).text
    assert part.startswith('<section id="places"')
    assert part in page


def test_it_is_unchanged_until_the_places_are(site: SiteUnderTest, tmp_path: Path) -> None:
    first = site.client.get("/sv/places?where=lund")
    again = {"If-None-Match": first.headers["ETag"]}
    assert site.client.get("/sv/places?where=lund", headers=again).status_code == 304
    folder = tmp_path / "other" / "reference"
    folder.mkdir(parents=True)
    (folder / "postcodes.csv").write_text("area,town,municipality,lat,lon,endings\n")
    queries.use_reference(tmp_path / "other")
    try:
        assert site.client.get("/sv/places?where=lund", headers=again).status_code == 200
    finally:
        queries.use_reference(None)


def test_it_is_public_and_sets_no_cookie(site: SiteUnderTest) -> None:
    response = site.client.get("/sv/places?where=lund")
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "public, no-cache"
