"""Reading and searching set no cookie, and nothing else follows the reader either."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from tests.support.chromium import new_page
from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest
from tests.web.addresses import FORM_PAGES, LANGUAGES, PAGES
from tests.web.filled import CLOSED_AD, REMOVED_AD, ad_path
from tests.web.served import serving
from tests.web.test_static_files import static_addresses
from webapp.cookies import COOKIES

MACHINES = ("/", "/health", "/robots.txt", "/.well-known/security.txt")
MISTAKES = ("nothing", "jobs?page=0", "jobs?what=%00", "jobs/999", "static/nothing")


def cookies_of(response: TestResponse) -> list[str]:
    return response.headers.getlist("Set-Cookie")


@pytest.mark.promise("cookies.not-needed-to-read")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_sets_a_cookie(filled: SiteUnderTest, lang: str) -> None:
    # The pages themselves are checked elsewhere.
    client = FlaskClient(filled.app, Response)
    ads = [ad_path(number) for number in (1, CLOSED_AD, REMOVED_AD)]
    sent = {"Cookie": "session=abc; stepstone=1; lang=en"}
    for path in [f"/{lang}/{page}" for page in (*PAGES, *MISTAKES, *ads)] + list(MACHINES):
        for headers in ({}, sent, {"HX-Request": "true", "HX-Target": "results"}):
            assert cookies_of(client.get(path, headers=headers)) == [], path


@pytest.mark.promise("cookies.not-needed-to-read")
def test_no_file_sets_a_cookie(filled: SiteUnderTest) -> None:
    for address in static_addresses(filled):
        assert cookies_of(filled.client.get(address, buffered=True)) == []


@pytest.mark.promise("cookies.not-needed-to-read")
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"])
@pytest.mark.parametrize("path", ["/sv/design", "/sv/jobs", "/en/nothing", "/"])
def test_no_other_request_sets_a_cookie(filled: SiteUnderTest, method: str, path: str) -> None:
    assert cookies_of(filled.client.open(path, method=method)) == []


@pytest.mark.promise("cookies.not-needed-to-read")
def test_what_is_read_does_not_depend_on_a_cookie(filled: SiteUnderTest) -> None:
    for page in PAGES:
        if page not in FORM_PAGES:
            plain = filled.client.get(f"/sv/{page}")
            other = filled.client.get(f"/sv/{page}", headers={"Cookie": "session=abc; lang=en"})
            assert plain.data == other.data


@pytest.mark.promise("cookies.not-needed-to-read")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_cookie_page_lists_every_cookie_there_is(filled: SiteUnderTest, lang: str) -> None:
    tree = HtmlTree.of_page(filled.client.get(f"/{lang}/cookies").text, f"/{lang}/cookies")
    (main,) = tree.named("main")
    said = "".join(main.itertext())

    listed = ["".join(row.itertext()).split()[0] for row in main.iter("tr")][1:]
    assert listed == [cookie.name for cookie in COOKIES]
    assert COOKIES or {"sv": "inga kakor", "en": "no cookies"}[lang] in said


@pytest.mark.promise("cookies.not-needed-to-read")
def test_a_browser_keeps_nothing_of_a_visit(filled: SiteUnderTest, browser: Browser) -> None:
    with serving(filled) as origin, new_page(browser, origin) as visit:
        page = visit.open("/sv/")
        page.locator("#what").fill("sjuksköterska")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sv/jobs?**")
        page.locator("article a").first.click()
        page.wait_for_url("**/sv/jobs/**")

        assert page.context.cookies() == []
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
        assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
