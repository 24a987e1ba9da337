"""Error pages: the right status, in the reader's language, of use, without a trace of the code."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from flask import abort
from werkzeug.test import TestResponse

from tests.support.html_tree import HtmlTree
from tests.support.page_store import PageStore
from tests.support.sites import SiteUnderTest, build_site, job_record
from tests.web.addresses import LANGUAGES
from tests.web.filled import REMOVED_AD, ad_path
from webapp import access, i18n
from webapp.base import db
from webapp.errors import EXPLANATIONS

CANARY = "kanarie.kanariesson@example.se"
TRACES = ("Traceback", "File &#34;", 'File "', ".py", "werkzeug", "Exception", CANARY)


def assert_is_error_page(response: TestResponse, status: int, lang: str) -> None:
    """The page says what happened and leads on, is kept nowhere and found by no search engine."""
    tree = HtmlTree.of_page(response.text, "/")
    title = i18n.catalogue(lang).ugettext(EXPLANATIONS[status].title.message)
    message = i18n.catalogue(lang).ugettext(EXPLANATIONS[status].message.message)
    (heading,) = tree.named("h1")

    assert response.status_code == status
    assert response.headers["Content-Language"] == lang
    assert tree.root.get("lang") == lang
    assert "".join(heading.itertext()) == title
    text = html.unescape(response.text)
    assert title in text.partition("</title>")[0]
    assert message in text
    assert response.headers["Cache-Control"] == "private, no-store, max-age=0"
    assert "ETag" not in response.headers
    assert '<meta name="robots" content="noindex">' in response.text
    assert [trace for trace in TRACES if trace in response.text] == []
    (main,) = tree.named("main")
    ways_on = {link.get("href") for link in main.iter("a")}
    assert {f"/{lang}/jobs", f"/{lang}/", f"/{lang}/contact"} <= ways_on


@pytest.fixture
def failing(sqlite_url: str, tmp_path: Path, page_store: PageStore) -> Iterator[SiteUnderTest]:
    """A site with an address that fails with any status; it logs everything."""
    with build_site(tmp_path, sqlite_url, page_store, STEPSTONE_LOG_LEVEL="debug") as site:

        @access.anyone
        def fail(status: int) -> str:
            if status == 500:
                raise ValueError(f"could not send to {CANARY}")
            abort(status)

        site.app.add_url_rule("/<any(sv, en):lang>/fail/<int:status>", "fail", fail)
        yield site


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site logs from now on; asked for after the site."""
    before, written = structlog.get_config(), io.StringIO()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
    yield written
    structlog.configure(**before)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_status_has_its_page(failing: SiteUnderTest, lang: str) -> None:
    for status in EXPLANATIONS:
        response = failing.client.get(f"/{lang}/fail/{status}")

        assert_is_error_page(response, status, lang)
        assert ("Retry-After" in response.headers) == (status in (429, 503))
        assert response.headers["HX-Retarget"] == "body"
        head = failing.client.head(f"/{lang}/fail/{status}")
        assert (head.status_code, head.data) == (status, b"")


def test_a_rare_status_gets_the_page_of_its_class(failing: SiteUnderTest) -> None:
    for status, like in ((418, 400), (501, 500)):
        response = failing.client.get(f"/en/fail/{status}")

        assert response.status_code == status
        assert EXPLANATIONS[like].title.message in response.text


def test_the_statuses_that_the_quality_page_names_are_all_explained() -> None:
    assert set(EXPLANATIONS) == {400, 403, 404, 405, 410, 413, 422, 429, 500, 503}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_mistakes_that_people_make_get_these_pages(filled: SiteUnderTest, lang: str) -> None:
    client, design = filled.client, f"/{lang}/design"
    answers = {
        400: client.get(f"/{lang}/about", headers={"Host": "evil.example"}),
        403: client.post(design, headers={"Sec-Fetch-Site": "cross-site"}),
        404: client.get(f"/{lang}/nothing"),
        405: client.put(design),
        413: client.post(design, data={"message": "x" * 1_100_000}),
    }

    for status, response in answers.items():
        assert_is_error_page(response, status, lang)
    assert set(answers[405].headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_a_withdrawn_ad_has_a_page_of_its_own(filled: SiteUnderTest) -> None:
    response = filled.client.get(f"/sv/{ad_path(REMOVED_AD)}")

    assert response.status_code == 410
    assert "Brovakt borttagen" in response.text


@pytest.mark.parametrize(
    ("path", "accepted", "lang"),
    [
        ("/nothing", "en", "en"),
        ("/nothing", "sv", "sv"),
        ("/nothing", "", "sv"),
        ("/static/nothing.css", "en", "en"),
        ("/de/jobs", "en", "en"),
        ("/sv/nothing", "en", "sv"),
        ("/en/nothing", "sv", "en"),
        ("/en/jobs/999", "sv", "en"),
        ("/envy", "sv", "sv"),
    ],
)
def test_an_unknown_path_is_answered_in_its_language_or_the_readers(
    filled: SiteUnderTest, path: str, accepted: str, lang: str
) -> None:
    response = filled.client.get(path, headers={"Accept-Language": accepted})

    assert_is_error_page(response, 404, lang)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.2", "evil example", ""]
)
def test_another_host_is_refused(filled: SiteUnderTest, host: str) -> None:
    response = filled.client.get("/sv/about", headers={"Host": host})

    assert response.status_code == 400
    assert host == "" or host not in response.text


def test_an_unexpected_error_is_logged_without_what_it_says(
    failing: SiteUnderTest, log: io.StringIO
) -> None:
    failing.client.get("/sv/fail/500")

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    (error,) = [line for line in lines if line["event"] == "unexpected error"]
    assert error["exception"][0] == "ValueError"
    assert any("fail" in frame for frame in error["exception"])
    assert CANARY not in log.getvalue()


def test_the_log_holds_nothing_that_anyone_typed(failing: SiteUnderTest, log: io.StringIO) -> None:
    typed = {"name": "kanariefagel", "email": CANARY, "message": "kanariefagel"}
    headers = {"Referer": "http://localhost/kanariefagel", "User-Agent": "kanariefagel"}
    for path in ("jobs?what=kanariefagel&where=kanariefagel", "kanariefagel", "jobs/kanariefagel"):
        failing.client.get(f"/sv/{path}", headers=headers)
    failing.client.post("/sv/design", data=typed, headers=headers)
    failing.client.open("/sv/about", method="KANARIEFAGEL")

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [line["status"] for line in lines] == [422, 404, 404, 422, 405]
    assert lines[0]["route"] == "jobs.search"
    assert "kanarie" not in log.getvalue().lower()
    assert "127.0.0.1" not in log.getvalue()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("url", ["sqlite:///{folder}", "postgresql://nobody@127.0.0.1:1/nothing"])
def test_without_database_ads_wait_while_the_search_goes_on(
    site: SiteUnderTest, tmp_path: Path, url: str, lang: str, log: io.StringIO
) -> None:
    site.import_records(job_record())
    path = f"/{lang}/{ad_path(1)}"
    working = site.settings.database_url
    db.database.close()
    db.connect(url.format(folder=tmp_path))

    ad, search = site.client.get(path), site.client.get(f"/{lang}/jobs?what=sjuksköterska")
    home, health = site.client.get(f"/{lang}/"), site.client.get("/health")

    assert_is_error_page(ad, 503, lang)
    assert int(ad.headers["Retry-After"]) > 0
    assert (search.status_code, home.status_code) == (200, 200)
    assert "Sjuksköterska nummer 1" in "".join(HtmlTree.of_page(search.text, "/").root.itertext())
    assert (health.status_code, health.get_json()["database"]) == (503, False)
    assert "nobody" not in log.getvalue()
    assert str(tmp_path) not in log.getvalue()

    db.connect(working)
    assert site.client.get(path).status_code == 200
    assert site.client.get("/health").status_code == 200


@pytest.mark.parametrize("path", ["/sv/jobs", "/sv/about", "/robots.txt"])
def test_head_answers_as_get_without_a_body(filled: SiteUnderTest, path: str) -> None:
    get, head = filled.client.get(path), filled.client.head(path)

    assert (head.status_code, head.data) == (200, b"")
    assert dict(head.headers) == dict(get.headers)


def test_options_names_what_is_allowed(filled: SiteUnderTest) -> None:
    allowed = {
        path: set(filled.client.options(path).headers["Allow"].split(", "))
        for path in ("/sv/jobs", "/sv/design")
    }

    assert allowed["/sv/jobs"] == {"GET", "HEAD", "OPTIONS"}
    assert allowed["/sv/design"] == {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_page_is_found_without_its_last_slash(filled: SiteUnderTest, lang: str) -> None:
    response = filled.client.get(f"/{lang}?what=a+b")

    assert response.status_code == 308
    assert response.headers["Location"] == f"http://localhost/{lang}/?what=a+b"


@pytest.mark.parametrize(
    "path", ["/sv/jobs?what=a", "/sv/jobs/x", "/en/nothing", "/sv/jobs?page=0"]
)
def test_htmx_gets_an_error_as_a_whole_page(filled: SiteUnderTest, path: str) -> None:
    headers = {"HX-Request": "true", "HX-Target": "results"}

    response = filled.client.get(path, headers=headers)

    is_search = path.startswith("/sv/jobs?")
    assert ("HX-Retarget" in response.headers) is not is_search
    assert response.text.startswith("<!doctype html>") is not is_search
