"""Two languages at the same addresses, and the switch between them that keeps the page."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlsplit
from xml.etree.ElementTree import Element

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest
from tests.web.addresses import LANGUAGES, OTHER, PAGES
from tests.web.filled import CLOSED_AD, ENGLISH_AD, ad_path
from webapp.i18n import choose_language

# What browsers send, and what broken ones do (RFC 9110, section 12.5.4).
PREFERENCES = [
    (None, "sv"),
    ("", "sv"),
    ("sv", "sv"),
    ("en", "en"),
    ("EN", "en"),
    ("sv-FI", "sv"),
    ("en-GB,en;q=0.9,sv;q=0.8", "en"),
    ("sv-SE,sv;q=0.9,en;q=0.8", "sv"),
    ("de,fr;q=0.9", "sv"),
    ("de,en;q=0.2", "en"),
    ("en;q=0,sv;q=0.1", "sv"),
    ("*", "sv"),
    (";;;,,q=x", "sv"),
    ("en;q=much", "sv"),
    ("en" * 5000, "sv"),
    ("\xff\xfe,en", "en"),
    ("<script>", "sv"),
]


def switch_of(html: str, url: str) -> tuple[str, Element]:
    """The address that the page's switch leads to, and the link or button itself."""
    tree = HtmlTree.of_page(html, url)
    (nav,) = [element for element in tree.named("nav") if element.get("id") == "languages"]
    (control,) = [e for e in nav.iter() if e.tag == "a" or (e.tag == "button" and e.get("name"))]
    return str(control.get("href") or control.get("formaction")), control


@pytest.mark.parametrize(("header", "lang"), PREFERENCES)
def test_the_bare_address_leads_to_the_preferred_language(
    filled: SiteUnderTest, header: str | None, lang: str
) -> None:
    headers = {} if header is None else {"Accept-Language": header}

    response = filled.client.get("/", headers=headers)

    assert (response.status_code, response.headers["Location"]) == (302, f"/{lang}/")
    assert "Accept-Language" in response.vary


@pytest.mark.promise("account.language")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_the_switch_stays_on_the_page_with_its_state(
    filled: SiteUnderTest, lang: str, page: str
) -> None:
    here, there = f"/{lang}/{page}", f"/{OTHER[lang]}/{page}"

    first = filled.client.get(here)
    address, control = switch_of(first.text, here)
    second = filled.client.get(address)
    back, _ = switch_of(second.text, address)

    assert address == there
    assert control.get("lang") == OTHER[lang]
    assert back == here
    assert (first.status_code, second.status_code) == (200, 200)
    for response, code in ((first, lang), (second, OTHER[lang])):
        assert f'<html lang="{code}">' in response.text
        assert response.headers["Content-Language"] == code


@pytest.mark.promise("account.language")
@pytest.mark.parametrize("number", [1, ENGLISH_AD, CLOSED_AD])
def test_the_switch_stays_on_an_ad(filled: SiteUnderTest, number: int) -> None:
    path = ad_path(number)

    address, _ = switch_of(filled.client.get(f"/sv/{path}").text, f"/sv/{path}")

    assert address == f"/en/{path}"
    assert filled.client.get(address).status_code == 200


@pytest.mark.promise("account.language")
@pytest.mark.parametrize(
    "path",
    [
        "nothing/here?x=1",
        "jobs/999-nothing",
        "jobs?page=-1&what=a",
        "jobs?what=a&where=b&sort=newest",
        "å/ä ö",
    ],
)
def test_the_switch_stays_on_a_page_that_refuses(filled: SiteUnderTest, path: str) -> None:
    first = filled.client.get(f"/en/{path}")
    address, _ = switch_of(first.text, f"/en/{path}")
    second = filled.client.get(address)

    assert address == "/sv/" + quote(path, safe="/?=&")
    assert first.status_code == second.status_code >= 400
    assert '<html lang="sv">' in second.text


names = st.sampled_from(
    ["what", "where", "sort", "page", "lang", "endpoint", "ref", "_external", "_scheme", "_anchor"]
)


@pytest.mark.promise("account.language")
@given(query=st.lists(st.tuples(names, st.text(max_size=12)), max_size=6))
@example(query=[("what", "c++ & c#"), ("where", "Åre"), ("x", "1"), ("x", "2")])
@example(query=[("_external", "1"), ("_scheme", "javascript"), ("endpoint", "x"), ("lang", "en")])
def test_the_switch_there_and_back_loses_nothing(
    filled: SiteUnderTest, query: list[tuple[str, str]]
) -> None:
    with filled.app.test_client() as client:
        first = client.get("/sv/about", query_string=query)
        there, _ = switch_of(first.text, "/sv/about")
        second = client.get(there)
        back, _ = switch_of(second.text, there)

    assert (urlsplit(there).path, urlsplit(back).path) == ("/en/about", "/sv/about")
    assert (first.status_code, second.status_code) == (200, 200)
    assert parse_qsl(urlsplit(there).query) == parse_qsl(urlsplit(back).query)
    shown = [(name, value) for name, value in query if value.isprintable()]
    assert [pair for pair in shown if pair not in parse_qsl(urlsplit(there).query, True)] == []


@pytest.mark.parametrize("page", PAGES)
def test_alternates_are_absolute_and_mutual(filled: SiteUnderTest, page: str) -> None:
    base = filled.settings.base_url
    found = {}
    for lang in LANGUAGES:
        tree = HtmlTree.of_page(filled.client.get(f"/{lang}/{page}").text, f"/{lang}/{page}")
        links = [link for link in tree.named("link") if link.get("hreflang")]
        found[lang] = {str(link.get("hreflang")): str(link.get("href")) for link in links}
        (canonical,) = [link for link in tree.named("link") if link.get("rel") == "canonical"]
        assert canonical.get("href") == f"{base}/{lang}/{page}"

    assert found["sv"] == found["en"]
    assert found["sv"] == {
        "sv": f"{base}/sv/{page}",
        "en": f"{base}/en/{page}",
        "x-default": f"{base}/sv/{page}",
    }


def test_an_error_page_names_no_alternates(filled: SiteUnderTest) -> None:
    assert "hreflang" not in filled.client.get("/sv/nothing").text.partition("<body>")[0]


@given(header=st.text(st.characters(max_codepoint=255), max_size=40))
def test_any_header_gives_a_language(filled: SiteUnderTest, header: str) -> None:
    environ = {"HTTP_ACCEPT_LANGUAGE": header}

    with filled.app.test_request_context("/", environ_overrides=environ) as context:
        assert choose_language(context.request.accept_languages) in LANGUAGES
