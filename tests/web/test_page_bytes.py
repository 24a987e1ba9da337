"""How many bytes and requests a first view takes, as the browser gets them."""

from __future__ import annotations

import re

import pytest

from tests.support.html_tree import HtmlTree
from tests.support.safety_rules import LOADING_LINKS
from tests.support.sites import SiteUnderTest
from tests.web.addresses import LANGUAGES
from tests.web.filled import ad_path

KILOBYTE = 1024
HTML_AND_STYLE, FIRST_VIEW, REQUESTS = 12 * KILOBYTE, 28 * KILOBYTE, 4
SEARCH = "jobs?what=sjuksköterska"


def loaded_by(html: str, path: str) -> set[str]:
    """What a browser fetches for a page by itself."""
    tree = HtmlTree.of_page(html, path)
    sources = {e.get("src", "") for e in tree.named("script", "img", "source", "iframe", "embed")}
    links = {
        e.get("href", "")
        for e in tree.named("link")
        if LOADING_LINKS & set(e.get("rel", "").split())
    }
    return (sources | links) - {""}


def weight(site: SiteUnderTest, address: str) -> int:
    response = site.client.get(address, headers={"Accept-Encoding": "br"}, buffered=True)
    return len(response.data)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["home", "search", "ad"])
def test_a_first_view_is_small(filled: SiteUnderTest, lang: str, kind: str) -> None:
    path = f"/{lang}/" + {"home": "", "search": SEARCH, "ad": ad_path(1)}[kind]
    html = filled.client.get(path).text
    loaded = {address: weight(filled, address) for address in loaded_by(html, path)}
    style = sum(size for address, size in loaded.items() if address.endswith(".css"))

    assert kind != "search" or html.count("<article") == 20
    assert style > 0
    assert weight(filled, path) + style <= HTML_AND_STYLE
    assert weight(filled, path) + sum(loaded.values()) <= FIRST_VIEW
    assert 1 + len(loaded) <= REQUESTS


def test_the_style_fetches_nothing_more(filled: SiteUnderTest) -> None:
    (style,) = {a for a in loaded_by(filled.client.get("/sv/").text, "/sv/") if a.endswith(".css")}

    text = filled.client.get(style, buffered=True).text
    assert re.findall(r"@import|url\((?!\s*[\"']?(?:data:|#))", text) == []
