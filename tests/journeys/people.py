"""People with different browsers, who all find, press and read words on the page."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, Locator

from tests.journeys.words import Words
from tests.support.chromium import Visit, new_page
from tests.support.text_browser import TextBrowser, text_browser

SCRIPTS, NO_SCRIPTS, LYNX, W3M = "chromium", "chromium-without-scripts", "lynx", "w3m"
BROWSERS = (SCRIPTS, NO_SCRIPTS, LYNX, W3M)
TEXT_BROWSERS = (LYNX, W3M)
# For what does not depend on the language: each browser once, both languages among them.
ONE_LANGUAGE_EACH = ((SCRIPTS, "sv"), (NO_SCRIPTS, "en"), (LYNX, "en"), (W3M, "sv"))
AT_REST = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"


class Person(ABC):
    """Somebody who reads one language and uses one browser.

    Each action returns when what it leads to is there.
    """

    def __init__(self, words: Words) -> None:
        self.words = words

    @abstractmethod
    def text(self) -> str:
        """The words of the page, with one space between them."""

    @abstractmethod
    def address(self) -> str:
        """Path and query of the page."""

    @abstractmethod
    def fill(self, label: str, value: str) -> None: ...

    @abstractmethod
    def choose(self, label: str, option: str, *, last: bool = False) -> None:
        """Choose in the field after this label, or after the last of these labels."""

    @abstractmethod
    def tick(self, label: str) -> None: ...

    @abstractmethod
    def press(self, button: str) -> None:
        """Press the button with these words, or else the one that begins with them."""

    @abstractmethod
    def follow(self, link: str) -> None:
        """Follow the link with these words, or else the first that begins with them."""

    def follow_to_part(self, link: str) -> None:
        """Follow a link that leads, where scripts run, to a part of the same page."""
        self.follow(link)

    def press_for_part(self, button: str) -> None:
        """Press a button that answers, where scripts run, with a part of the same page."""
        self.press(button)

    @abstractmethod
    def back(self) -> None: ...

    @abstractmethod
    def go_to(self, path: str) -> None:
        """Open an address of the same site that one has heard of."""

    @abstractmethod
    def holds(self, label: str, value: str) -> bool:
        """Whether the field after this label holds this value."""

    def takes(self, *complaints: str) -> None:  # noqa: B027
        """Raise AssertionError unless the browser complained of exactly this; then forget it.

        Chromium tells its console of each error status; text browsers tell nobody.
        """

    def reads(self, *expected: str) -> None:
        """Raise AssertionError unless all of this stands on the page."""
        text = self.text()
        missing = [words for words in expected if " ".join(words.split()) not in text]
        assert not missing, f"{self.address()} does not say {missing}:\n{text}"


class PersonInChromium(Person):
    """Uses Chromium, with scripts or without."""

    def __init__(self, words: Words, visit: Visit, *, scripts: bool) -> None:
        super().__init__(words)
        self.visit = visit
        self.page = visit.page
        self.scripts = scripts

    def text(self) -> str:
        return " ".join(self.page.inner_text("body").split())

    def address(self) -> str:
        return _path_and_query(self.page.url)

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=True).fill(value)

    def choose(self, label: str, option: str, *, last: bool = False) -> None:
        choice = self.page.get_by_role("combobox", name=label, exact=True, include_hidden=True)
        choice = choice.last if last else choice
        if not choice.is_visible():
            self.page.get_by_text(self.words("More criteria"), exact=True).click()
        choice.select_option(label=option)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check()

    def press(self, button: str) -> None:
        self._go(self._called("button", button))

    def follow(self, link: str) -> None:
        self._go(self._called("link", link).first)

    def follow_to_part(self, link: str) -> None:
        self._act("link", link)

    def press_for_part(self, button: str) -> None:
        self._act("button", button)

    def _act(self, role: Literal["button", "link"], name: str) -> None:
        element = self._called(role, name).first
        if not self.scripts:
            self._go(element)
            return
        # htmx fetches beside the page; nothing is navigated.
        with self.page.expect_response(lambda found: not found.request.is_navigation_request()):
            element.click()
        self.settle()

    def back(self) -> None:
        with self.page.expect_event("framenavigated"):
            self.page.go_back()
        self.settle()

    def go_to(self, path: str) -> None:
        self.page.goto(urljoin(self.page.url, path))

    def holds(self, label: str, value: str) -> bool:
        return self.page.get_by_label(label, exact=True).input_value() == value

    def takes(self, *complaints: str) -> None:
        given = self.visit.complaints
        assert len(given) == len(complaints), given
        assert all(part in whole for part, whole in zip(complaints, given, strict=True)), given
        self.visit.forget()

    def settle(self) -> None:
        """Wait until nothing is loaded or swapped any more."""
        self.page.wait_for_load_state()
        if self.scripts:
            self.page.wait_for_function(AT_REST)

    def _called(self, role: Literal["button", "link"], name: str) -> Locator:
        words = r"\s+".join(re.escape(word) for word in name.split())
        beginning = self.page.get_by_role(role, name=re.compile(rf"^\s*{words}"))
        whole = self.page.get_by_role(role, name=re.compile(rf"^\s*{words}\s*$"))
        return whole if whole.count() else beginning

    def _go(self, element: Locator) -> None:
        # Both a new page and an address pushed by a script count as navigation.
        with self.page.expect_event("framenavigated"):
            element.click()
        self.settle()


class PersonInTextBrowser(Person):
    """Uses lynx or w3m."""

    def __init__(self, words: Words, browser: TextBrowser) -> None:
        super().__init__(words)
        self.browser = browser

    def text(self) -> str:
        return self.browser.all_text()

    def address(self) -> str:
        return _path_and_query(self.browser.current_url())

    def fill(self, label: str, value: str) -> None:
        self.browser.fill(label, value)

    def choose(self, label: str, option: str, *, last: bool = False) -> None:
        self.browser.choose(label, option, last=last)

    def tick(self, label: str) -> None:
        self.browser.tick(label)

    def press(self, button: str) -> None:
        self.browser.press(button)

    def follow(self, link: str) -> None:
        self.browser.follow(link)

    def back(self) -> None:
        self.browser.back()

    def go_to(self, path: str) -> None:
        self.browser.go_to(urljoin(self.browser.current_url(), path))

    def holds(self, label: str, value: str) -> bool:
        after_label = self.text().partition(label)[2]
        return value in after_label


@contextmanager
def person_at(
    browser_name: str,
    lang: str,
    origin: str,
    chromium: Browser,
    path: str,
    *,
    cookies: bool = False,
) -> Iterator[Person]:
    """Give somebody who has opened a page; in Chromium nothing else than they take may complain.

    ``cookies`` is for text browsers: Chromium takes them in any case.
    """
    words = Words(lang)
    if browser_name in TEXT_BROWSERS:
        with text_browser(browser_name, origin + path, cookies=cookies) as browser:
            yield PersonInTextBrowser(words, browser)
        return
    scripts = browser_name == SCRIPTS
    with new_page(chromium, origin, javascript=scripts, lang=lang) as visit:
        person = PersonInChromium(words, visit, scripts=scripts)
        # Not `visit.open`: waiting for an idle network costs half a second.
        person.page.goto(origin + path)
        yield person


def _path_and_query(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
