"""Choosing places and criteria on the search page: what was chosen is shown, counted and undone."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, unquote_plus, urlsplit

import pytest

from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest, job_record
from tests.web.addresses import LANGUAGES
from tests.web.filled import NURSES

IN_STOCKHOLM = NURSES // 3


def tree_of(site: SiteUnderTest, query: str, lang: str = "sv") -> HtmlTree:
    path = f"/{lang}/jobs?{quote(query, safe='=&+')}"
    return HtmlTree.of_page(site.client.get(path).text, path)


def total(tree: HtmlTree) -> int:
    (region,) = [e for e in tree.elements if "data-total" in e.attrib]
    return int(region.attrib["data-total"])


def links(tree: HtmlTree, inside: str) -> dict[str, str]:
    """The links of the list that a text labels, by what they say."""
    (found,) = [e for e in tree.elements if e.get("aria-labelledby") == inside]
    return {"".join(a.itertext()).strip(): a.attrib["href"] for a in found.iter("a")}


def options(tree: HtmlTree, name: str) -> dict[str, str]:
    select = tree.by_id(f"by-{name}")
    assert select is not None
    return {o.attrib["value"]: "".join(o.itertext()) for o in select.iter("option")}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("where=Stockholm", IN_STOCKHOLM),
        ("where=stockholms län", IN_STOCKHOLM),
        ("where=Stockholm, Malmö", NURSES + 1),
        ("where=Lund", 0),
        ("where=Lund&radius=30", NURSES + 1 - IN_STOCKHOLM),
        ("where=Lund med omnejd", NURSES + 1 - IN_STOCKHOLM),
        ("where=Lund med omnejd&radius=0", 0),
        ("where=224 60 Lund&radius=30", NURSES + 1 - IN_STOCKHOLM),
        ("where=22460&radius=30", NURSES + 1 - IN_STOCKHOLM),
        ("where=hela Sverige", NURSES + 1),
        ("where=distans", 0),
        ("county=12", NURSES + 1 - IN_STOCKHOLM),
        ("county=12&where=Stockholm", 0),
        ("language=en", 1),
        ("employer=Ekliden Vård", NURSES + 1),
        ("employer=Nobody", 0),
        ("published=1", NURSES + 1),
        ("extent=full-time", 0),
    ],
)
def test_choices_narrow_the_list(filled: SiteUnderTest, query: str, expected: int) -> None:
    assert total(tree_of(filled, query)) == expected


@pytest.mark.parametrize(
    ("lang", "said"), [("sv", "Distans möjlig"), ("en", "Remote work possible")]
)
def test_an_ad_whose_headline_alone_says_so_is_done_from_afar(
    site: SiteUnderTest, lang: str, said: str
) -> None:
    site.import_records(
        job_record(1, headline="Säljare på distans"), job_record(2, headline="Säljare")
    )
    for query in ("where=distans", "remote=yes"):
        tree = tree_of(site, query, lang)
        assert total(tree) == 1
        (card,) = [e for e in tree.elements if e.tag == "article"]
        assert said in " ".join(card.itertext())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_choice_says_how_many_ads_it_gives(filled: SiteUnderTest, lang: str) -> None:
    tree = tree_of(filled, "what=sjuksköterska&county=12", lang)
    assert options(tree, "county")["12"].endswith(f"({NURSES - IN_STOCKHOLM})")
    assert options(tree, "county")["01"].endswith(f"({IN_STOCKHOLM})")
    assert options(tree, "employer")["Ekliden Vård"] == f"Ekliden Vård ({NURSES - IN_STOCKHOLM})"
    assert set(options(tree, "language")) == {"", "sv"}
    (chosen,) = [o for o in tree.by_id("by-county").iter("option") if "selected" in o.attrib]  # type: ignore[union-attr]
    assert chosen.attrib["value"] == "12"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_chosen_is_named_and_can_be_undone(filled: SiteUnderTest, lang: str) -> None:
    tree = tree_of(
        filled, "what=sjuksköterska&where=Lund&radius=30&county=12&published=7&sort=deadline", lang
    )
    chosen = links(tree, "chosen")
    assert len(chosen) == 3
    for label, href in chosen.items():
        query = parse_qs(urlsplit(href).query)
        assert query["what"] == ["sjuksköterska"]
        assert query["sort"] == ["deadline"]
        assert len(query) == 5, label
        assert total(tree_of(filled, unquote_plus(urlsplit(href).query), lang)) >= 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_place_beside_a_known_one_is_named(filled: SiteUnderTest, lang: str) -> None:
    path = f"/{lang}/jobs?where={quote('Stockholm, Atlantis')}"
    page = filled.client.get(path)
    assert page.status_code == 200
    assert "Atlantis" in "".join(
        "".join(e.itertext())
        for e in HtmlTree.of_page(page.text, path).elements
        if "notice" in e.get("class", "")
    )
    assert total(HtmlTree.of_page(page.text, path)) == IN_STOCKHOLM


def test_an_ambiguous_place_is_asked_back(filled: SiteUnderTest) -> None:
    page = filled.client.get("/sv/jobs?where=Nyland").text
    assert "Fler platser har det namnet" in page
    assert "where=Nyland%2C+" in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_hits_lead_on_to_searches_with_as_many_as_they_say(
    filled: SiteUnderTest, lang: str
) -> None:
    tree = tree_of(filled, "what=sjukskötreska&where=Stockholm", lang)
    assert total(tree) == 0
    ways = links(tree, "ways-on")
    assert list(ways) == ["sjuksköterska"]
    there = tree_of(filled, unquote_plus(urlsplit(ways["sjuksköterska"]).query), lang)
    assert total(there) == IN_STOCKHOLM

    tree = tree_of(filled, "what=sjuksköterska&where=Lund&language=sv", lang)
    ways = links(tree, "ways-on")
    assert len(ways) == 2
    for href in ways.values():
        assert total(tree_of(filled, unquote_plus(urlsplit(href).query), lang)) > 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_place_leads_to_the_same_words_in_the_ads_and_to_all_of_sweden(
    filled: SiteUnderTest, lang: str
) -> None:
    tree = tree_of(filled, "what=sjuksköterska&where=Eklidn", lang)
    assert total(tree) == 0
    assert [parse_qs(urlsplit(h).query) for h in links(tree, "ways-on").values()] == [
        {"what": ["sjuksköterska"]}
    ]
    # The employer's name is no place, and stands in the ads.
    tree = tree_of(filled, "what=sjuksköterska&where=Ekliden", lang)
    in_ads, everywhere = links(tree, "ways-on").values()
    assert parse_qs(urlsplit(in_ads).query) == {"what": ["sjuksköterska Ekliden"]}
    for href in (in_ads, everywhere):
        assert total(tree_of(filled, unquote_plus(urlsplit(href).query), lang)) == NURSES


@pytest.mark.parametrize(
    "where", ["Atlantis", "x" * 100, "a b c d e f g h i j k l m n o p q r s t"]
)
def test_an_unknown_place_never_leads_to_a_page_that_refuses(
    filled: SiteUnderTest, where: str
) -> None:
    tree = tree_of(filled, f"what={'b' * 150}&where={where}")
    assert [e for e in tree.elements if e.get("aria-labelledby") == "ways-on"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("where", ["remote", "near Malmö", "Malmö"])
def test_the_heading_says_what_the_place_box_holds(
    filled: SiteUnderTest, lang: str, where: str
) -> None:
    tree = tree_of(filled, f"where={where}", lang)
    (heading,) = [e for e in tree.elements if e.get("id") == "results-heading"]
    said = {"sv": "Lediga jobb:", "en": "Jobs:"}[lang]
    assert " ".join("".join(heading.itertext()).split()) == f"{said} {where}"


@pytest.mark.parametrize(
    ("lang", "said"), [("sv", "Inget jobb innehåller alla orden"), ("en", "No job has all these")]
)
def test_falling_back_to_any_word_is_said(filled: SiteUnderTest, lang: str, said: str) -> None:
    path = f"/{lang}/jobs?what={quote('sjuksköterska brovakt')}"
    page = filled.client.get(path).text
    assert said in page
    assert total(HtmlTree.of_page(page, path)) == NURSES


def test_swedish_words_find_english_ads(filled: SiteUnderTest) -> None:
    assert total(tree_of(filled, "what=nurse")) == NURSES
    assert total(tree_of(filled, "what=registered nurse&where=Stockholm", "en")) == IN_STOCKHOLM


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("radius=101", "radius"),
        ("radius=-1", "radius"),
        ("radius=x", "radius"),
        ("published=0", "published"),
        ("published=9999", "published"),
        ("field=nonsense", "field"),
        ("type=x", "type"),
        ("extent=x", "extent"),
        ("remote=no", "remote"),
        ("employer=" + "x" * 201, "employer"),
        ("language=%00", "language"),
    ],
)
def test_a_choice_that_does_not_exist_is_refused_at_its_field(
    filled: SiteUnderTest, query: str, field: str
) -> None:
    path = f"/sv/jobs?{query}&what=kock"
    page = filled.client.get(path)
    tree = HtmlTree.of_page(page.text, path)
    assert page.status_code == 400
    select = tree.by_id(f"by-{field}")
    assert select is not None
    assert select.get("aria-invalid") == "true"
    assert tree.by_id(f"by-{field}-error") is not None
    assert tree.by_id("criteria").get("open") is not None  # type: ignore[union-attr]
    assert tree.by_id("what").get("value") == "kock"  # type: ignore[union-attr]


def test_suggestions_come_as_a_part_of_the_places_page(filled: SiteUnderTest) -> None:
    asked = {"HX-Request": "true", "HX-Target": "where-places"}
    part = filled.client.get("/sv/places?where=Lund, gote", headers=asked)
    page = filled.client.get("/sv/places?where=Lund, gote")
    values = [
        e.attrib["value"]
        for e in HtmlTree.of_fragment(part.text, "/sv/places").elements
        if e.tag == "option"
    ]
    assert "Lund, Göteborg" in values
    listed = HtmlTree.of_page(page.text, "/sv/places").by_id("where-places")
    assert listed is not None
    assert [o.attrib["value"] for o in listed.iter("option")] == values
