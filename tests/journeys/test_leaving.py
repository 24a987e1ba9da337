"""Somebody goes on to apply at the employer's own site, which learns nothing of where they were."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from tests.journeys.people import NO_SCRIPTS, SCRIPTS, PersonInChromium, person_at
from tests.support.served import ServedSite
from tests.support.sites import job_record
from webapp.base import clock

HEADLINE = "Sadelmakare till hovstallet"


@contextmanager
def employers_site() -> Iterator[tuple[str, list[Message]]]:
    """Serve another site; give its address and the headers of each request for its page."""
    received: list[Message] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/ansok"):
                received.append(self.headers)
            body = (
                b"<!doctype html><html lang=sv><title>Hovstallet</title><link rel=icon href=data:,>"
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, *details: object) -> None:
            """Say nothing of it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/ansok?jobb=17", received
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("browser_name", [SCRIPTS, NO_SCRIPTS])
def test_from_the_home_page_to_the_newest_ad_and_on_to_the_employer(
    site: ServedSite, browser: Browser, browser_name: str
) -> None:
    with employers_site() as (address, received):
        now = clock.now().astimezone(ZoneInfo("Europe/Stockholm")).replace(tzinfo=None)
        # Other tests' ads are of today as well, and this one has to be the newest.
        now = now.replace(hour=23, minute=59, second=59)
        number = 8001 if browser_name == SCRIPTS else 8002
        headline = f"{HEADLINE} {number}"
        site.import_records(
            job_record(
                number,
                headline=headline,
                publication_date=datetime.isoformat(now, timespec="seconds"),
                application_details={"url": address},
            )
        )
        site.seconds_until_total(f"/sv/jobs?what={number}", 1)

        with person_at(browser_name, "sv", site.url, browser, "/sv/") as person:
            assert isinstance(person, PersonInChromium)
            person.follow(headline)
            promise = "This takes you to another site. We send nothing about you along."
            person.reads(headline, person.words(promise))
            link = person.page.locator("#apply a.button")
            assert link.get_attribute("href") == address
            assert "noreferrer" in (link.get_attribute("rel") or "").split()

            with person.page.expect_navigation(url=address):
                link.click()
            assert person.page.title() == "Hovstallet"
            assert set(person.visit.foreign_requests) == {address}
            person.visit.forget()

    (headers,) = received
    assert "Referer" not in headers
    assert "Cookie" not in headers
    assert "Origin" not in headers
