"""lynx and w3m, each driven through a form and links of a small site."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.terminal import TerminalError
from tests.support.text_browser import NAMES, TextBrowser, place_after_label, text_browser
from tests.support_tests.pages import small_site


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with small_site() as url:
        yield url


@pytest.fixture(params=NAMES)
def browser(request: pytest.FixtureRequest, site: str) -> Iterator[TextBrowser]:
    with text_browser(request.param, site + "/") as browser:
        yield browser


def test_a_form_is_filled_and_sent(browser: TextBrowser) -> None:
    browser.fill("Yrke eller företag", "sjuksköterska på Åland")
    browser.fill("Ort", "Örebro")
    browser.choose("Sortera", "Sista dag")
    browser.tick("Distans")
    browser.fill("Brev", "Hej!\nJag heter Åsa.")
    browser.press("Sök jobb")
    text = browser.all_text()
    for words in ("vad = sjuksköterska på Åland", "var = Örebro", "ordning = d", "hem = ja"):
        assert words in text
    sent = parse_qs(urlsplit(browser.current_url()).query)
    assert sent["brev"][0].split() == ["Hej!", "Jag", "heter", "Åsa."]


def test_a_field_left_alone_keeps_its_value(browser: TextBrowser) -> None:
    browser.fill("Ort", "Malmö")
    browser.press("Sök jobb")
    assert "vad = gammalt" in browser.all_text()
    assert "hem" not in browser.all_text()


def test_an_option_above_the_chosen_one_can_be_chosen(browser: TextBrowser) -> None:
    browser.choose("Sortera", "Sista dag")
    browser.choose("Sortera", "Nyast först")
    browser.press("Sök jobb")
    assert "ordning = n" in browser.all_text()


def test_links_are_followed_and_left_again(browser: TextBrowser, site: str) -> None:
    browser.follow("Läs mer om åäö")
    assert browser.current_url() == site + "/sida?n=2"
    assert "n = 2" in browser.screen()
    browser.back()
    assert browser.current_url() == site + "/"
    assert "Yrke eller företag" in browser.screen()


def test_an_address_is_opened(browser: TextBrowser, site: str) -> None:
    browser.go_to(site + "/sida?n=2")
    assert browser.current_url() == site + "/sida?n=2"
    assert "n = 2" in browser.screen()


def test_a_slow_page_is_waited_for(browser: TextBrowser, site: str) -> None:
    browser.follow("Den tröga sidan")
    assert "Sida /trog" in browser.all_text()
    assert browser.current_url() == site + "/trog"


def test_a_page_longer_than_a_screen_is_read_to_its_end(browser: TextBrowser, site: str) -> None:
    browser.follow("Den långa sidan")
    text = browser.all_text()
    assert text.count("rad") == 300
    assert text.index("Den långa sidan") < text.index("rad") < text.index("Längst ner")
    browser.follow("Längst ner")
    assert browser.current_url() == site + "/sida?n=9"


@pytest.mark.parametrize("action", ["fill", "choose", "tick", "press"])
def test_words_that_are_not_there_are_reported(browser: TextBrowser, action: str) -> None:
    values = {"fill": ("Lön", "1"), "choose": ("Lön", "1"), "tick": ("Lön",), "press": ("Lön",)}
    with pytest.raises(TerminalError, match="'Lön'"):
        getattr(browser, action)(*values[action])


def test_an_option_that_is_not_there_is_reported(browser: TextBrowser) -> None:
    with pytest.raises(TerminalError, match="no option 'Lön'"):
        browser.choose("Sortera", "Lön")


FORM = "Ort, län eller postnummer [ ]\nOmfattning [Alla]\nOrt\nOmfattning\n[Heltid]\n"


@pytest.mark.parametrize(
    ("label", "last", "before"),
    [
        ("Ort", False, "Ort, län eller postnummer [ ]\nOmfattning [Alla]\nOrt"),
        ("Ort, län", False, "Ort, län"),
        ("Omfattning", False, "Ort, län eller postnummer [ ]\nOmfattning"),
        ("Omfattning", True, FORM.removesuffix("\n[Heltid]\n")),
    ],
)
def test_a_whole_label_comes_before_the_beginning_of_another(
    label: str, last: bool, before: str
) -> None:
    assert place_after_label(FORM, label, last=last) == len(before)
    assert place_after_label(FORM, "Ingenstans") is None
