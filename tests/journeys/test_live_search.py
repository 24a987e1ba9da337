"""With scripts, Chromium swaps the results in place, and nothing else is lost by it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.people import SCRIPTS, PersonInChromium, person_at
from tests.journeys.words import Words
from tests.support.served import ServedSite

FOCUSED = "document.activeElement === document.body ? '' : document.activeElement.outerHTML"


@pytest.fixture
def searcher(site: ServedSite, browser: Browser) -> Iterator[PersonInChromium]:
    """Somebody who looks at the search page, marked so that a new page would show."""
    with person_at(SCRIPTS, "sv", site.url, browser, "/sv/jobs") as person:
        assert isinstance(person, PersonInChromium)
        person.page.evaluate("window.sameDocument = true")
        person.page.evaluate(
            """() => {
                window.announced = [];
                new MutationObserver(() => window.announced.push(
                    document.getElementById("announcement").textContent.trim()
                )).observe(document.getElementById("announcement"), {
                    childList: true, characterData: true, subtree: true,
                });
            }"""
        )
        yield person


def is_same_document(page: Page) -> bool:
    return bool(page.evaluate("window.sameDocument === true"))


def search_for(person: PersonInChromium, what: str, where: str = "") -> None:
    say = person.words
    person.fill(say("Job title, keyword or company"), what)
    person.fill(say("Town, county or postcode"), where)
    person.press(say("Find jobs"))


def test_only_the_results_are_fetched_and_swapped(
    searcher: PersonInChromium, site: ServedSite
) -> None:
    search_for(searcher, "lärare", "Uppsala")

    asked = [each for each in searcher.visit.transfers if each.kind == "XHR"]
    # Beside the hits, only the places to suggest while one types.
    (fetched,) = [each for each in asked if "/places?" not in each.url]
    assert fetched.status == 200
    assert is_same_document(searcher.page)
    whole = site.fetch(searcher.address())
    assert searcher.page.locator("[data-total]").get_attribute("data-total") == str(whole.total)
    assert fetched.body_bytes < len(whole.text.encode())


def test_address_title_and_language_link_follow(searcher: PersonInChromium) -> None:
    before = searcher.page.title()

    search_for(searcher, "lärare", "Uppsala")

    assert searcher.address().startswith("/sv/jobs?what=l%C3%A4rare&where=Uppsala")
    assert "lärare" in searcher.page.title()
    assert searcher.page.title() != before
    searcher.follow(searcher.words.switch)
    searcher.reads(Words("en")("Jobs: %(what)s, %(where)s", what="lärare", where="Uppsala"))


def test_the_number_of_hits_is_announced(searcher: PersonInChromium, site: ServedSite) -> None:
    search_for(searcher, "lärare", "Uppsala")

    live = searcher.page.locator("#announcement")
    assert live.get_attribute("role") == "status"
    total = site.fetch(searcher.address()).total
    announced = searcher.page.evaluate("window.announced")
    assert announced
    assert announced[-1].startswith(searcher.words.jobs(total))


def test_back_and_forward_restore_the_results(searcher: PersonInChromium) -> None:
    search_for(searcher, "lärare", "Uppsala")
    first = searcher.page.locator("#results-heading").inner_text()
    search_for(searcher, "snickare")
    second = searcher.page.locator("#results-heading").inner_text()

    for act, heading, what in (
        (searcher.page.go_back, first, "lärare"),
        (searcher.page.go_forward, second, "snickare"),
    ):
        act()
        searcher.page.wait_for_function(
            "heading => document.getElementById('results-heading').innerText === heading",
            arg=heading,
        )
        assert what in searcher.page.title()
        assert searcher.holds(searcher.words("Job title, keyword or company"), what)


def test_back_from_an_ad_leads_to_the_same_results(searcher: PersonInChromium) -> None:
    search_for(searcher, "lärare")
    searcher.follow(searcher.words("Next", context="page"))
    address, hits = searcher.address(), searcher.page.locator("article a").all_inner_texts()

    searcher.follow(hits[0])
    searcher.back()

    assert searcher.address() == address
    assert searcher.page.locator("article a").all_inner_texts() == hits


@pytest.mark.parametrize("kind", ["button", "next page", "sort order", "county"])
def test_focus_is_not_lost_by_a_swap(searcher: PersonInChromium, kind: str) -> None:
    say, page = searcher.words, searcher.page
    search_for(searcher, "lärare")
    pressed = {
        "button": page.get_by_role("button", name=say("Find jobs"), exact=True),
        "next page": page.get_by_role("link", name=say("Next", context="page"), exact=True),
        "sort order": page.locator("#results").get_by_role("link", name=say("Newest first")),
        "county": page.locator("#results").get_by_role("link", name="Skåne län"),
    }[kind]

    pressed.focus()
    with page.expect_event("framenavigated"):
        page.keyboard.press("Enter")
    searcher.settle()

    assert page.evaluate(FOCUSED), "the focus fell back to the start of the page"
    assert is_same_document(page)


def test_an_error_shows_in_place(searcher: PersonInChromium) -> None:
    search_for(searcher, "lärare", "Uppsalla stad i Norrland")
    searcher.takes("422")

    assert is_same_document(searcher.page)
    say = searcher.words
    unknown = say("“%(word)s”", word="Uppsalla stad i Norrland")
    searcher.reads(say("We know no place called %(name)s.", name=unknown))
    assert searcher.page.evaluate("document.activeElement.id") == "errors"
    assert searcher.holds(searcher.words("Town, county or postcode"), "Uppsalla stad i Norrland")


def test_the_line_of_an_error_leads_to_its_field(searcher: PersonInChromium) -> None:
    search_for(searcher, "lärare", "Uppsalla stad i Norrland")
    searcher.takes("422")

    searcher.page.locator("#errors a").click()

    assert searcher.page.evaluate("document.activeElement.id") == "where"
    assert is_same_document(searcher.page)
