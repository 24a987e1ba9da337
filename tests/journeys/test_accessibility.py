"""axe-core finds nothing on any page, in either language or scheme, on a phone or a wide screen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, product

import pytest
from playwright.sync_api import Browser

from tests.journeys.pages import STATES, an_ad, linked_pages, states
from tests.support.chromium import Visit, new_page
from tests.support.served import ServedSite
from tests.support.validators import axe

SCHEMES, WIDTHS = ("light", "dark"), (360, 1280)
# WCAG 2.2, 1.4.10: without scrolling in two dimensions at this width.
NARROWEST = 320
SCROLLS_SIDEWAYS = """() => {
    const root = document.scrollingElement;
    scrollTo(100000, 0);
    const scrolled = scrollX;
    scrollTo(0, 0);
    return scrolled > 0 || root.scrollWidth > root.clientWidth;
}"""


@pytest.fixture
def visit(site: ServedSite, browser: Browser, lang: str) -> Iterator[Visit]:
    with new_page(browser, site.url, lang=lang, bypass_csp=True) as opened:
        yield opened


def findings(visit: Visit, scheme: str, width: int) -> list[str]:
    """What axe says of the page as it is shown in this scheme and width."""
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    return [f"{scheme} {width}: {finding}" for finding in axe(visit.page)]


def go_to(visit: Visit, path: str) -> None:
    """Open a page; the complaint of the browser about an error status is expected."""
    response = visit.page.goto(visit.origin + path)
    assert response is not None
    if response.status >= 400:
        assert [str(response.status) in said for said in visit.complaints] == [True]
        visit.complaints.clear()


def test_every_page_passes(visit: Visit, site: ServedSite, lang: str) -> None:
    paths = [*linked_pages(site, lang), *states(lang)]
    assert len(paths) > 12 + len(STATES)
    found = []
    # Neighbours differ, and the two languages begin apart, so that each page is seen differently.
    looks = cycle(product(SCHEMES, WIDTHS) if lang == "sv" else product(SCHEMES[::-1], WIDTHS))
    for path, (scheme, width) in zip(paths, looks, strict=False):
        go_to(visit, path)
        found += findings(visit, scheme, width)

    assert found == []


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
    go_to(visit, path)
    if name == "search":
        visit.page.locator("summary").first.click()

    found = [
        finding
        for scheme, width in product(SCHEMES, WIDTHS)
        for finding in findings(visit, scheme, width)
    ]

    assert found == []


def test_nothing_scrolls_sideways_on_the_narrowest_screen(
    visit: Visit, site: ServedSite, lang: str
) -> None:
    visit.page.set_viewport_size({"width": NARROWEST, "height": 640})
    too_wide = []
    for path in [*linked_pages(site, lang), *states(lang), an_ad(site, lang)]:
        go_to(visit, path)
        if visit.page.evaluate(SCROLLS_SIDEWAYS):
            too_wide.append(path)

    assert too_wide == []
