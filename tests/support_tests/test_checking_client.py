"""The client must refuse a response for each thing that can be wrong with it."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from flask import Flask, Response, redirect, request

from tests.support.checking import CheckingClient
from tests.support.page_store import PageStore
from tests.support_tests.pages import GOOD_PAGE
from tests.support_tests.test_header_rules import SOUND

HTML = "text/html; charset=utf-8"


def client_for(answer: Response) -> CheckingClient:
    """Return a client of an application that gives this answer at every address."""
    app = Flask("answering")
    app.test_client_class = CheckingClient

    @app.route("/", defaults={"path": ""})
    @app.route("/<path:path>", methods=["GET", "POST"])
    def respond(path: str) -> Response:
        if path == "leave":
            leaving = redirect("/sv/jobs")
            leaving.headers.extend({} if request.args.get("bare") else SOUND)
            return Response(leaving.get_data(), leaving.status_code, leaving.headers)
        return answer

    client = app.test_client()
    assert isinstance(client, CheckingClient)
    return client


def answer(body: str | bytes, content_type: str = HTML, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(body, headers={**SOUND, **named}, content_type=content_type)


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(answer(GOOD_PAGE), id="page"),
        pytest.param(answer("{}", "application/json"), id="json"),
        pytest.param(answer("hej", "text/plain; charset=utf-8"), id="text"),
        pytest.param(answer(b"\x89PNG\xff", "image/png"), id="image"),
        pytest.param(answer(gzip.compress(GOOD_PAGE.encode()), Content_Encoding="gzip"), id="gzip"),
        pytest.param(answer(brotli.compress(GOOD_PAGE.encode()), Content_Encoding="br"), id="br"),
    ],
)
def test_a_sound_response_passes(response: Response) -> None:
    assert client_for(response).get("/sv/jobs").status_code == 200


@pytest.mark.parametrize(
    ("response", "finding"),
    [
        (answer(GOOD_PAGE.replace(' alt=""', "")), "img without alt"),
        (answer(GOOD_PAGE, "text/html"), "charset ''"),
        (answer(GOOD_PAGE.encode("latin-1"), "text/html; charset=iso-8859-1"), "iso-8859-1"),
        (answer(GOOD_PAGE.encode("latin-1")), "not UTF-8"),
        (answer(GOOD_PAGE, Server="x"), "what the site runs on"),
        (answer(GOOD_PAGE, Referrer_Policy="x"), "Referrer-Policy"),
        (answer(GOOD_PAGE, Set_Cookie="session=1; HttpOnly; SameSite=Lax"), "not allowed here"),
        (answer(GOOD_PAGE, Content_Encoding="zz"), "content coding 'zz'"),
        (answer("kanarie-17", "text/plain; charset=utf-8"), "reveals"),
        (answer('{"a": "kanarie-17"}', "application/json"), "reveals"),
    ],
)
def test_a_broken_response_is_refused(response: Response, finding: str) -> None:
    client = client_for(response)
    client.canaries = frozenset({"kanarie-17"})
    with pytest.raises(AssertionError, match=finding):
        client.get("/sv/jobs")


def test_the_language_of_the_address_is_expected() -> None:
    client = client_for(answer(GOOD_PAGE))
    with pytest.raises(AssertionError, match="'sv', expected 'en'"):
        client.get("/en/jobs")


def test_an_address_without_language_may_have_any_of_the_sites() -> None:
    assert client_for(answer(GOOD_PAGE)).get("/health").status_code == 200
    german = answer(GOOD_PAGE.replace('lang="sv"', 'lang="de"'))
    with pytest.raises(AssertionError, match="'de', expected 'sv or en'"):
        client_for(german).get("/health")


def test_htmx_gets_a_fragment_or_a_whole_page() -> None:
    asked_by_htmx = {"HX-Request": "true"}
    part = answer("<p>Träffar</p>")
    assert client_for(part).get("/sv/jobs", headers=asked_by_htmx).status_code == 200
    assert client_for(answer(GOOD_PAGE)).get("/sv/jobs", headers=asked_by_htmx).status_code == 200
    with pytest.raises(AssertionError, match="doctype"):
        client_for(part).get("/sv/jobs")
    with pytest.raises(AssertionError, match="img without alt"):
        client_for(answer("<img src='/a'>")).get("/sv/jobs", headers=asked_by_htmx)


def test_allowed_cookies_pass() -> None:
    client = client_for(answer(GOOD_PAGE, Set_Cookie="session=1; HttpOnly; SameSite=Lax"))
    client.allowed_cookies = frozenset({"session"})
    assert client.get("/sv/jobs").status_code == 200


def test_redirects_on_the_way_are_checked_too() -> None:
    client = client_for(answer(GOOD_PAGE))
    assert client.get("/leave", follow_redirects=True).status_code == 200
    with pytest.raises(AssertionError, match="Content-Security-Policy"):
        client.get("/leave?bare=1", follow_redirects=True)


def test_pages_are_kept_once_each_for_the_validators(tmp_path: Path) -> None:
    store = PageStore(tmp_path / "pages")
    client = client_for(answer(GOOD_PAGE))
    client.page_store = store
    client.get("/sv/jobs?page=1")
    client.get("/sv/jobs?page=1")
    (page,) = store.pages()
    assert store.url_of(page) == "http://localhost/sv/jobs?page=1"
    assert "<h1>Lediga jobb</h1>" in page.read_text(encoding="utf-8")


def test_a_new_form_token_makes_no_new_page(tmp_path: Path) -> None:
    store = PageStore(tmp_path)
    first = store.keep("/a", GOOD_PAGE)
    assert store.keep("/a", GOOD_PAGE.replace("abc123", "def456")) == first
    assert store.keep("/a", GOOD_PAGE.replace("Kock", "Bagare")) != first
