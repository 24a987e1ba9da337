"""Chromium under the tests' eyes: what it shows, loads, complains of, and how many bytes come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.tools import program

# No sandbox, since CI may be root; nothing that talks to the network by itself; and no name but
# loopback's resolves, so that a page with a foreign address cannot reach it even while failing.
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
LOCALES = {"sv": "sv-SE", "en": "en-GB"}


@dataclass
class Transfer:
    """One response as it came over the wire; sizes in bytes, headers included in the total."""

    url: str
    kind: str
    status: int = 0
    header_bytes: int = 0
    total_bytes: int = 0
    from_cache: bool = False

    @property
    def body_bytes(self) -> int:
        """Bytes of the body as sent, so compressed where it was."""
        return self.total_bytes - self.header_bytes


@dataclass
class Visit:
    """A page in the browser and the record of what it did since the last `forget`."""

    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)
    foreign_requests: list[str] = field(default_factory=list)
    _transfers: dict[str, Transfer] = field(default_factory=dict)

    @property
    def transfers(self) -> list[Transfer]:
        """Every request made, in order, those answered from the cache included."""
        # Events arrive while the browser is being talked to.
        self.page.evaluate("0")
        return list(self._transfers.values())

    @property
    def network_requests(self) -> list[Transfer]:
        """The requests that reached the server."""
        return [transfer for transfer in self.transfers if not transfer.from_cache]

    @property
    def total_bytes(self) -> int:
        return sum(transfer.total_bytes for transfer in self.network_requests)

    @property
    def body_bytes(self) -> int:
        return sum(transfer.body_bytes for transfer in self.network_requests)

    def open(self, path: str) -> Page:
        """Go to a path of the site and wait until nothing more is loaded."""
        self.page.goto(self.origin + path, wait_until="networkidle")
        return self.page

    def forget(self) -> None:
        """Start a new record, for instance between a cold and a warm visit."""
        self.complaints.clear()
        self.foreign_requests.clear()
        self._transfers.clear()

    def assert_clean(self) -> None:
        """Raise AssertionError if the page complained, lost a request or left its origin."""
        self.page.evaluate("0")
        problems = [*self.complaints, *(f"foreign request: {url}" for url in self.foreign_requests)]
        assert not problems, f"{self.page.url}:\n" + "\n".join(f"  - {p}" for p in problems)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give Debian's Chromium with an empty profile; start it once per test process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program("chromium", "chromium-browser"),
            headless=True,
            args=list(FLAGS),
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def new_page(
    browser: Browser,
    origin: str,
    *,
    javascript: bool = True,
    lang: str = "sv",
    dark: bool = False,
    width: int = 1280,
    bypass_csp: bool = False,
) -> Iterator[Visit]:
    """Give a page of its own, without cookies or cache, that is watched from its first byte.

    `origin` is the site's scheme, host and port; `bypass_csp` is for injecting axe-core only. At
    the end the record must be clean; a test that means to provoke complaints checks and `forget`s
    them.
    """
    context = browser.new_context(
        java_script_enabled=javascript,
        locale=LOCALES[lang],
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        viewport={"width": width, "height": 900},
        bypass_csp=bypass_csp,
    )
    try:
        visit = Visit(context.new_page(), origin.rstrip("/"))
        _watch(visit)
        yield visit
        visit.assert_clean()
    finally:
        context.close()


def _watch(visit: Visit) -> None:
    page = visit.page
    page.on(
        "console",
        lambda message: (
            visit.complaints.append(f"console {message.type}: {message.text}")
            if message.type in {"error", "warning"}
            else None
        ),
    )
    page.on("pageerror", lambda error: visit.complaints.append(f"script error: {error}"))
    network = page.context.new_cdp_session(page)
    network.on("Network.requestWillBeSent", lambda event: _sent(visit, event))
    network.on("Network.responseReceived", lambda event: _answered(visit, event))
    network.on("Network.requestServedFromCache", lambda event: _cached(visit, event))
    network.on("Network.loadingFinished", lambda event: _finished(visit, event))
    network.on("Network.loadingFailed", lambda event: _failed(visit, event))
    network.send("Network.enable")


def _sent(visit: Visit, event: dict[str, Any]) -> None:
    identifier, url = event["requestId"], event["request"]["url"]
    if "redirectResponse" in event:
        # The redirected request keeps its id; its own answer is a transfer of its own.
        redirect = visit._transfers.pop(identifier, Transfer(url, ""))
        redirect.status = event["redirectResponse"]["status"]
        redirect.total_bytes = int(event["redirectResponse"]["encodedDataLength"])
        redirect.header_bytes = redirect.total_bytes
        visit._transfers[f"{identifier} {len(visit._transfers)}"] = redirect
    visit._transfers[identifier] = Transfer(url, event.get("type", ""))
    parts = urlsplit(url)
    if f"{parts.scheme}://{parts.netloc}" != visit.origin and parts.scheme != "data":
        visit.foreign_requests.append(url)


def _answered(visit: Visit, event: dict[str, Any]) -> None:
    if transfer := visit._transfers.get(event["requestId"]):
        response = event["response"]
        transfer.status = response["status"]
        transfer.header_bytes = int(response["encodedDataLength"])
        transfer.from_cache |= bool(response.get("fromDiskCache"))


def _cached(visit: Visit, event: dict[str, Any]) -> None:
    if transfer := visit._transfers.get(event["requestId"]):
        transfer.from_cache = True


def _finished(visit: Visit, event: dict[str, Any]) -> None:
    if transfer := visit._transfers.get(event["requestId"]):
        transfer.total_bytes = int(event["encodedDataLength"])


def _failed(visit: Visit, event: dict[str, Any]) -> None:
    # Going to another page cancels what is still loading; that is no failure.
    if not event.get("canceled"):
        transfer = visit._transfers.get(event["requestId"])
        url = transfer.url if transfer else "?"
        visit.complaints.append(f"request failed ({event['errorText']}): {url}")
