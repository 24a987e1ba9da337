"""axe-core finds nothing on any page, in either language or scheme, on a phone or a wide screen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser

from tests.journeys.examiner import SCHEMES, WIDTHS, Examiner, findings, looks_of
from tests.journeys.pages import STATES, an_ad, linked_pages, states
from tests.support.chromium import Visit, new_page
from tests.support.page_store import PageStore
from tests.support.served import ServedSite


@pytest.fixture
def visit(site: ServedSite, browser: Browser, lang: str) -> Iterator[Visit]:
    with new_page(browser, site.url, lang=lang, bypass_csp=True) as opened:
        yield opened


def test_every_page_passes_and_none_scrolls_sideways(
    visit: Visit, site: ServedSite, lang: str, page_store: PageStore
) -> None:
    paths = [*linked_pages(site, lang), *states(lang), an_ad(site, lang)]
    assert len(paths) > 12 + len(STATES)
    examiner = Examiner(visit, page_store, looks_of(lang))
    for path in paths:
        examiner.open_any(path)

    assert examiner.found == []


@pytest.mark.parametrize("name", ["home", "search", "ad", "design"])
def test_the_main_pages_pass_in_every_look(
    visit: Visit, site: ServedSite, lang: str, name: str
) -> None:
    path = {
        "home": f"/{lang}/",
        "search": states(lang)[0],
        "ad": an_ad(site, lang),
        "design": f"/{lang}/design",
    }[name]
    visit.page.goto(visit.origin + path)
    if name == "search":
        visit.page.locator("summary").first.click()

    found = [
        finding
        for scheme, width in product(SCHEMES, WIDTHS)
        for finding in findings(visit, scheme, width)
    ]

    assert found == []
