"""Everything can be reached and used with the keyboard alone, and one sees where one is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.people import NO_SCRIPTS, SCRIPTS, PersonInChromium, person_at
from tests.support.served import ServedSite

# What has the focus, whether one sees it, and whether anything covers it. A ring counts where it is
# two pixels wide at least (WCAG 2.2, 2.4.13).
DESCRIBE_FOCUS = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const [x, y] = [box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 20) / 2];
    const there = document.elementFromPoint(x, y);
    return {
        id: element.id,
        tag: element.tagName.toLowerCase(),
        name: (element.innerText || element.labels?.[0]?.innerText || "").trim(),
        href: element.getAttribute("href") || "",
        ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        uncovered: there !== null && (element.contains(there) || there.contains(element)),
    };
}"""
MOST_STOPS = 200


@dataclass(frozen=True)
class Stop:
    """Where the focus stands."""

    id: str
    tag: str
    name: str
    href: str
    ring: float
    uncovered: bool


@pytest.fixture(params=[SCRIPTS, NO_SCRIPTS])
def typist(
    request: pytest.FixtureRequest, site: ServedSite, browser: Browser
) -> Iterator[PersonInChromium]:
    path = "/sv/jobs?what=snickare"
    with person_at(request.param, "sv", site.url, browser, path) as person:
        assert isinstance(person, PersonInChromium)
        yield person


def stops(page: Page) -> list[Stop]:
    """Press Tab until the focus leaves the page, and return where it stood."""
    found: list[Stop] = []
    while len(found) < MOST_STOPS:
        page.keyboard.press("Tab")
        seen = page.evaluate(DESCRIBE_FOCUS)
        if seen is None:
            break
        found.append(Stop(**seen))
    return found


def test_tab_leads_through_the_page_in_its_order(typist: PersonInChromium) -> None:
    say = typist.words

    passed = stops(typist.page)

    assert passed[0].name == say("Skip to the content")
    order = [stop.id or stop.name for stop in passed]
    form = order.index("what")
    assert order[form : form + 4] == ["what", "where", say("Find jobs"), say("More criteria")]
    hits = [stop.href for stop in passed if stop.href.startswith("/sv/jobs/")]
    assert hits == typist.page.locator("article a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    assert form < order.index(next(stop.name for stop in passed if stop.href == hits[0]))


def test_the_focus_is_seen_wherever_it_stands(typist: PersonInChromium) -> None:
    passed = stops(typist.page)

    assert len(passed) > 30
    assert [stop for stop in passed if stop.ring < 2] == []
    assert [stop for stop in passed if not stop.uncovered] == []


def test_the_skip_link_leads_to_the_content(typist: PersonInChromium) -> None:
    page = typist.page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    inside = page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert inside


def test_enter_sends_the_search(typist: PersonInChromium) -> None:
    page = typist.page
    page.locator("#what").focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("undersköterska")
    with page.expect_event("framenavigated"):
        page.keyboard.press("Enter")
    typist.settle()

    typist.reads(typist.words("Jobs: %(what)s", what="undersköterska"))


def test_the_folded_criteria_open_and_work(typist: PersonInChromium) -> None:
    page = typist.page
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "by-radius"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "by-county"
    page.keyboard.type("Skå")
    with page.expect_event("framenavigated"):
        page.locator("#what").press("Enter")
    typist.settle()

    assert "county=12" in typist.address()
