"""Checks pages, fragments and whole responses; the test client here checks each one it fetches."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Collection, Iterator
from typing import Any, ClassVar
from urllib.parse import urlsplit

import brotli  # type: ignore[import-untyped]
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.header_rules import cookie_findings, header_findings
from tests.support.html_tree import HtmlTree
from tests.support.page_rules import FRAGMENT_RULES, PAGE_RULES, has_language
from tests.support.page_store import PageStore
from tests.support.safety_rules import (
    FRAGMENT_SAFETY_RULES,
    PAGE_SAFETY_RULES,
    reveals_none_of,
)

CONTENT_DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}


def page_findings(html: str, *, url: str, lang: str, canaries: Collection[str] = ()) -> list[str]:
    """Return what is wrong with a whole page; see `check_page`."""
    tree = HtmlTree.of_page(html, url)
    rules = (*PAGE_RULES, *PAGE_SAFETY_RULES, has_language(lang), reveals_none_of(canaries))
    return [finding for rule in rules for finding in rule(tree)]


def fragment_findings(html: str, *, url: str = "/", canaries: Collection[str] = ()) -> list[str]:
    """Return what is wrong with a part of a page; see `check_fragment`."""
    tree = HtmlTree.of_fragment(html, url)
    rules = (*FRAGMENT_RULES, *FRAGMENT_SAFETY_RULES, reveals_none_of(canaries))
    return [finding for rule in rules for finding in rule(tree)]


def check_page(response_html: str, *, url: str, lang: str, canaries: Collection[str] = ()) -> None:
    """Raise AssertionError with every finding unless this is a sound page.

    `url` is where it was fetched (a path will do), `lang` its language tag, `canaries` words that
    it must not reveal.
    """
    _raise_for(url, page_findings(response_html, url=url, lang=lang, canaries=canaries))


def check_fragment(html: str, *, url: str = "/", canaries: Collection[str] = ()) -> None:
    """Raise AssertionError with every finding unless this is a sound part of a page.

    References to ids are left to the page that the part is swapped into.
    """
    _raise_for(url, fragment_findings(html, url=url, canaries=canaries))


class CheckingClient(FlaskClient):
    """A test client that checks every response: headers, cookies, charset and HTML.

    Set the attributes on the class for a whole run, or on one client for one test.
    """

    languages: ClassVar[tuple[str, ...]] = ("sv", "en")
    allowed_cookies: frozenset[str] = frozenset()
    canaries: frozenset[str] = frozenset()
    page_store: PageStore | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        for each in (*response.history, response):
            _raise_for(
                f"{each.request.method} {each.request.url} ({each.status_code})",
                self.response_findings(each),
            )
        return response

    def response_findings(self, response: TestResponse) -> list[str]:
        """Return what is wrong with a response that this client has fetched."""
        secure = response.request.scheme == "https"
        findings = list(header_findings(response.headers, secure=secure))
        findings += cookie_findings(response.headers, allowed=self.allowed_cookies, secure=secure)
        findings += self._content_findings(response)
        return findings

    def _content_findings(self, response: TestResponse) -> Iterator[str]:
        body = response.get_data()
        if not body:
            return
        mimetype = response.mimetype or ""
        if not mimetype:
            yield "a body without Content-Type"
            return
        if response.content_encoding is not None:
            decode = CONTENT_DECODERS.get(response.content_encoding)
            if decode is None:
                yield f"this client cannot check the content coding {response.content_encoding!r}"
                return
            body = decode(body)
        is_text = mimetype.startswith("text/")
        charset = response.mimetype_params.get("charset", "").lower()
        if charset != "utf-8" and (is_text or charset):
            yield f"{mimetype} has the charset {charset!r}, not utf-8"
        if not is_text:
            yield from self._revealed(body)
            return
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError as error:
            yield f"the body is not UTF-8: {error}"
            return
        # No browser shows the body of a redirect.
        if mimetype == "text/html" and "Location" not in response.headers:
            yield from self._html_findings(response, text)
        else:
            yield from self._revealed(body)

    def _html_findings(self, response: TestResponse, html: str) -> Iterator[str]:
        url = response.request.url
        by_htmx = response.request.headers.get("HX-Request") == "true"
        # Asked by htmx to restore history, the site answers with the whole page.
        if by_htmx and not html.lstrip().lower().startswith(("<!doctype", "<html")):
            yield from fragment_findings(html, url=url, canaries=self.canaries)
            return
        if self.page_store is not None:
            self.page_store.keep(url, html)
        yield from page_findings(
            html, url=url, lang=self.expected_language(response, html), canaries=self.canaries
        )

    def expected_language(self, response: TestResponse, html: str) -> str:
        """Return the language of the address, or the page's own where the address has none."""
        first_step = urlsplit(response.request.url).path.split("/")[1]
        if first_step in self.languages:
            return first_step
        own = HtmlTree.of_page(html, response.request.url).root.get("lang", "")
        return own if own in self.languages else " or ".join(self.languages)

    def _revealed(self, body: bytes) -> Iterator[str]:
        content = body.lower()
        for canary in self.canaries:
            if canary.lower().encode() in content:
                yield f"the response reveals {canary!r}"


def _raise_for(subject: str, findings: Collection[str]) -> None:
    if findings:
        raise AssertionError(
            f"{subject}: {len(findings)} findings\n" + "\n".join(f"  - {f}" for f in findings)
        )
