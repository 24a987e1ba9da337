"""One address, one meaning: a part is that part of the page, and all works without scripts."""

from __future__ import annotations

import re
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.html_tree import HtmlTree, htmx_attributes
from tests.support.sites import SiteUnderTest
from tests.web.addresses import LANGUAGES
from tests.web.filled import ad_path

ASKED_BY_HTMX = {"HX-Request": "true", "HX-Target": "results"}
READ = {"HX-Request", "HX-Target", "HX-History-Restore-Request"}
SEARCHES = (
    "",
    "what=sjuksköterska",
    "what=sjuksköterska&page=2",
    "what=sjuksköterska&where=malmö&sort=newest",
    "what=brovakt",
    'what="halv',
    "county=12",
    "county=12&where=stockholm",
    "where=Atlantis",
    "page=4",
    "page=0",
    "what=<b>&where=<i>",
    "sort=x&county=x&page=x&what=%00&where=%ff",
)


def normalised(element: Element) -> str:
    """The element as text, without what only places it: whitespace and the mark of a part."""
    element.attrib.pop("data-hx-swap-oob", None)
    return re.sub(r"\s+", " ", ElementTree.tostring(element, "unicode")).strip()


def assert_part_is_that_part(site: SiteUnderTest, path: str) -> None:
    page, part = site.client.get(path), site.client.get(path, headers=ASKED_BY_HTMX)
    whole = HtmlTree.of_page(page.text, path)
    fragment = HtmlTree.of_fragment(part.text, path)

    assert page.status_code == part.status_code
    assert set(page.vary) >= READ
    assert set(part.vary) >= READ
    swapped = [e for e in fragment.root if isinstance(e.tag, str) and e.get("id")]
    assert swapped[0].get("id") == "results"
    assert {str(e.get("id")) for e in swapped} == {
        "results",
        "languages",
        "what-field",
        "where-field",
        "criteria",
    }
    for element in swapped:
        same = whole.by_id(str(element.get("id")))
        assert same is not None
        assert normalised(element) == normalised(same), element.get("id")
    (title,) = fragment.named("title")
    (page_title,) = whole.named("title")
    assert title.text == page_title.text
    said = next(e for e in fragment.elements if e.get("data-hx-swap-oob", "").startswith("inner"))
    counted = next(e for e in whole.elements if "data-total" in e.attrib)
    assert " ".join("".join(said.itertext()).split()) == " ".join(
        "".join(counted.itertext()).split()
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("query", SEARCHES)
def test_a_part_equals_that_part_of_the_page(filled: SiteUnderTest, lang: str, query: str) -> None:
    assert_part_is_that_part(filled, f"/{lang}/jobs?{quote(query, safe='=&%')}")


@given(
    what=st.text(max_size=20),
    where=st.sampled_from(["", "Malmö", "stockholms län", "Nyland", "x"]),
    sort=st.sampled_from(["", "newest", "deadline", "relevance"]),
    page=st.sampled_from(["", "1", "2", "3", "9"]),
)
@example(what="sjuksköterska", where="Malmö", sort="deadline", page="2")
def test_any_search_gives_the_same_both_ways(
    filled: SiteUnderTest, what: str, where: str, sort: str, page: str
) -> None:
    query = "&".join(
        f"{name}={quote(value)}"
        for name, value in {"what": what, "where": where, "sort": sort, "page": page}.items()
        if value
    )

    assert_part_is_that_part(filled, f"/sv/jobs?{query}")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HX-Request": "true"},
        {"HX-Target": "results"},
        {"HX-Request": "true", "HX-Target": "body"},
        {"HX-Request": "true", "HX-Target": "criteria"},
        {"HX-Request": "false", "HX-Target": "results"},
        ASKED_BY_HTMX | {"HX-History-Restore-Request": "true"},
        ASKED_BY_HTMX | {"HX-Boosted": "true"},
    ],
)
def test_anything_but_the_results_is_answered_with_the_whole_page(
    filled: SiteUnderTest, headers: dict[str, str]
) -> None:
    plain = filled.client.get("/sv/jobs?what=a")

    assert filled.client.get("/sv/jobs?what=a", headers=headers).data == plain.data


@pytest.mark.parametrize("path", ["", "about", "design"])
def test_other_pages_have_no_parts(filled: SiteUnderTest, path: str) -> None:
    response = filled.client.get(f"/sv/{path}", headers=ASKED_BY_HTMX)

    assert response.text.startswith("<!doctype html>")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("query", ["", "what=sjuksköterska&page=2", "where=Nyland", "what=brovakt"])
def test_whatever_htmx_fetches_is_a_link_or_a_form_first(
    filled: SiteUnderTest, lang: str, query: str
) -> None:
    tree = HtmlTree.of_page(filled.client.get(f"/{lang}/jobs?{query}").text, f"/{lang}/jobs")
    fetching = [e for e in tree.elements if "hx-get" in htmx_attributes(e)]

    assert len(fetching) > 1
    for element in fetching:
        address = htmx_attributes(element)["hx-get"]
        if element.tag == "input":
            assert address == f"/{lang}/places"
        else:
            assert address == element.get("href" if element.tag == "a" else "action")
        assert filled.client.get(address).status_code == 200


def test_only_search_addresses_are_fetched_by_htmx(filled: SiteUnderTest) -> None:
    for page in ("about", "privacy", ad_path(1), "nothing"):
        tree = HtmlTree.of_page(filled.client.get(f"/sv/{page}").text, f"/sv/{page}")
        assert [e for e in tree.elements if htmx_attributes(e)] == []
