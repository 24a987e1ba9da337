"""The switch of language as people use it: typed words come along, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser

from tests.support.chromium import new_page
from tests.support.sites import SiteUnderTest
from tests.support.text_browser import NAMES, text_browser
from tests.web.served import serving


@pytest.fixture
def origin(filled: SiteUnderTest) -> Iterator[str]:
    with serving(filled) as address:
        yield address


@pytest.mark.promise("account.language")
@pytest.mark.parametrize("javascript", [True, False])
def test_a_half_filled_form_comes_along(browser: Browser, origin: str, javascript: bool) -> None:
    with new_page(browser, origin, javascript=javascript) as visit:
        page = visit.open("/sv/design")
        page.fill("#name", 'Åsa "Ö" <b>')
        page.fill("#message", "Rad ett\nrad två")
        page.select_option("#topic", "site")
        page.check("#agree")
        for button, lang in (("EN", "en"), ("SE", "sv")):
            page.locator("#languages").get_by_role("button", name=button).click()
            page.wait_for_url(f"**/{lang}/design")

            assert page.locator("html").get_attribute("lang") == lang
            assert page.input_value("#name") == 'Åsa "Ö" <b>'
            assert page.input_value("#message") == "Rad ett\nrad två"
            assert page.input_value("#topic") == "site"
            assert page.is_checked("#agree")
            assert page.locator("#errors").count() == 0


@pytest.mark.promise("account.language")
@pytest.mark.parametrize("name", NAMES)
def test_a_half_filled_form_comes_along_in_text_browsers(origin: str, name: str) -> None:
    with text_browser(name, f"{origin}/sv/design") as browser:
        browser.fill("Ditt namn", "Åsa Öberg")
        browser.press("English")

        text = browser.all_text()
        assert "The design of the site" in text
        assert "Åsa Öberg" in text
        assert "to correct" not in text

        browser.press("Send")

        assert "to correct" in browser.all_text()
        assert browser.current_url() == f"{origin}/en/design"


@pytest.mark.promise("account.language")
@pytest.mark.parametrize("path", ["/sv/", "/sv/about", "/sv/jobs", "/sv/jobs?what=b&page=2&x=1"])
def test_a_search_that_was_not_sent_comes_along(browser: Browser, origin: str, path: str) -> None:
    with new_page(browser, origin) as visit:
        page = visit.open("/sv/jobs?what=b" if "page=2" in path else path)
        page.fill("#what", "  vård & omsorg ")
        page.fill("#where", "Åre")
        page.locator("#languages").get_by_role("link", name="EN").click()
        page.wait_for_url("**/en/**")

        query = parse_qs(urlsplit(page.url).query)
        assert urlsplit(page.url).path == urlsplit(path).path.replace("/sv/", "/en/")
        assert query["what"] == ["vård & omsorg"]
        assert query["where"] == ["Åre"]
        assert page.input_value("#what") == "vård & omsorg"
        assert page.input_value("#where") == "Åre"


@pytest.mark.promise("account.language")
def test_an_unchanged_search_keeps_its_address(browser: Browser, origin: str) -> None:
    with new_page(browser, origin) as visit:
        page = visit.open("/sv/jobs?what=sjuksk%C3%B6terska&sort=newest&page=2")
        page.locator("#languages").get_by_role("link", name="EN").click()
        page.wait_for_url("**/en/**")

        assert urlsplit(page.url).query == "what=sjuksk%C3%B6terska&sort=newest&page=2"


@pytest.mark.promise("account.language")
def test_after_a_live_search_the_switch_and_the_boxes_follow(browser: Browser, origin: str) -> None:
    with new_page(browser, origin) as visit:
        page = visit.open("/sv/jobs?where=Malm%C3%B6")
        page.fill("#what", "sjuksköterska")
        page.keyboard.press("Enter")
        page.wait_for_url("**what=sjuk**")
        focus_after_search = page.evaluate("document.activeElement.id")
        page.get_by_role("link", name="Stockholms län").first.click()
        page.wait_for_url("**county=01**")
        page.wait_for_function("document.querySelector('#where').value === ''")
        page.locator("#languages").get_by_role("link", name="EN").click()
        page.wait_for_url("**/en/**")

        assert focus_after_search == "what"
        query = parse_qs(urlsplit(page.url).query)
        assert query == {"what": ["sjuksköterska"], "county": ["01"]}
        assert int(str(page.locator("[data-total]").get_attribute("data-total"))) > 0
