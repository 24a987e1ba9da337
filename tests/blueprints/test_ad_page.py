"""The page of one ad, in each of its states."""

from __future__ import annotations

import logging

import pytest

from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest
from tests.web.addresses import LANGUAGES
from tests.web.filled import CLOSED_AD, ENGLISH_AD, REMOVED_AD, ad_path
from webapp import i18n

NOINDEX = '<meta name="robots" content="noindex">'


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_open_ad_is_shown_with_a_way_to_apply(filled: SiteUnderTest, lang: str) -> None:
    response = filled.client.get(f"/{lang}/{ad_path(1)}")
    tree = HtmlTree.of_page(response.text, "/")
    apply = tree.by_id("apply")

    assert response.status_code == 200
    assert NOINDEX not in response.text
    assert apply is not None
    links = [link for link in apply.iter("a") if link.get("href", "").startswith("https://")]
    assert [link.get("href") for link in links] == ["https://ekliden.example/jobb"]
    assert "noreferrer" in links[0].get("rel", "")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("number", "own"), [(1, "sv"), (ENGLISH_AD, "en")])
def test_the_text_of_an_ad_is_marked_with_its_own_language(
    filled: SiteUnderTest, lang: str, number: int, own: str
) -> None:
    tree = HtmlTree.of_page(filled.client.get(f"/{lang}/{ad_path(number)}").text, "/")
    (heading,) = tree.named("h1")
    (main,) = tree.named("main")
    marked = {element.get("lang") for element in main.iter() if element.get("lang")}

    assert heading.get("lang", lang) == own
    assert marked == ({own} if own != lang else set())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_slug_leads_to_the_right_one(filled: SiteUnderTest, lang: str) -> None:
    right = f"/{lang}/{ad_path(1)}"
    number = ad_path(1).partition("-")[0]

    for wrong in (number, f"{number}-", f"{number}-wrong", f"{number}-Åå%20<b>", f"0{number[5:]}"):
        path = wrong if wrong.startswith("jobs/") else f"jobs/{wrong}"
        response = filled.client.get(f"/{lang}/{path}")
        assert (response.status_code, response.headers.get("Location")) == (301, right), wrong


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "ref",
    [
        "999-nothing",
        "999999999999999999",
        "9" * 19,
        "9" * 400,
        "0",
        "-1",
        "x",
        "1x",
        "+1",
        "٣",
        " 1",
    ],
)
def test_an_unknown_ad_is_not_found(filled: SiteUnderTest, lang: str, ref: str) -> None:
    assert filled.client.get(f"/{lang}/jobs/{ref}").status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_closed_ad_says_so(filled: SiteUnderTest, lang: str) -> None:
    response = filled.client.get(f"/{lang}/{ad_path(CLOSED_AD)}")

    assert response.status_code == 200
    assert i18n.catalogue(lang).ugettext("This ad is closed") in response.text
    assert NOINDEX in response.text
    assert "ekliden.example" not in response.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_removed_ad_is_gone_with_a_page_that_says_so(filled: SiteUnderTest, lang: str) -> None:
    response = filled.client.get(f"/{lang}/{ad_path(REMOVED_AD)}")

    assert response.status_code == 410
    assert i18n.catalogue(lang).ugettext("This ad has been withdrawn") in response.text
    assert NOINDEX in response.text
    assert "ekliden.example" not in response.text


def test_neither_is_found_by_searching(filled: SiteUnderTest) -> None:
    assert 'data-total="0"' in filled.client.get("/sv/jobs?what=brovakt").text


@pytest.mark.parametrize("number", [1, CLOSED_AD, REMOVED_AD])
def test_an_ads_page_asks_the_database_once(
    filled: SiteUnderTest, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    path = f"/sv/{ad_path(number)}"
    filled.client.get(path)

    with caplog.at_level(logging.DEBUG, logger="peewee"):
        filled.client.get(path)

    assert len([record for record in caplog.records if record.name == "peewee"]) == 1
