"""Forms that are posted: their token, posts from elsewhere, and what was typed."""

from __future__ import annotations

import time

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from werkzeug.test import TestResponse

from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest
from tests.web.addresses import LANGUAGES, OTHER
from webapp import forms

HOUR = 3600
SUCCESS = 'class="notice success"'
TYPED = {
    "name": 'Åsa "Ö" <b>',
    "email": "asa@example.se",
    "topic": "site",
    "message": "Rad ett\nrad två & <script>",
    "answer": "letter",
    "agree": "yes",
}


def token_of(response: TestResponse) -> str:
    tree = HtmlTree.of_page(response.text, "/")
    (field,) = [e for e in tree.named("input") if e.get("name") == "token"]
    return str(field.get("value"))


def fields_of(html: str) -> dict[str, str]:
    """What stands in the example form, as a browser would send it."""
    tree = HtmlTree.of_page(html, "/")
    form = tree.by_id("example")
    assert form is not None
    filled = {}
    for element in form.iter():
        name = element.get("name", "")
        if element.tag == "input" and element.get("type") in ("radio", "checkbox"):
            if "checked" in element.attrib:
                filled[name] = element.get("value", "")
        elif element.tag == "input":
            filled[name] = element.get("value", "")
        elif element.tag == "textarea":
            filled[name] = element.text or ""
        elif element.tag == "option" and "selected" in element.attrib:
            filled["topic"] = element.get("value", "")
    return {name: value.replace("\r\n", "\n") for name, value in filled.items() if name in TYPED}


def errors_of(html: str) -> list[str]:
    box = HtmlTree.of_page(html, "/").by_id("errors")
    return [] if box is None else ["".join(item.itertext()) for item in box.iter("li")]


def signed_before(site: SiteUnderTest, seconds: float, form_name: str = "design") -> str:
    """A token of this site as it would have been made some time ago."""

    class Earlier(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time() - seconds)

    key = site.settings.secret_key
    return str(URLSafeTimedSerializer(key, salt="public form", signer=Earlier).dumps(form_name))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_form_filled_rightly_is_taken(filled: SiteUnderTest, lang: str) -> None:
    empty = filled.client.get(f"/{lang}/design")

    response = filled.client.post(f"/{lang}/design", data=TYPED | {"token": token_of(empty)})

    assert response.status_code == 200
    assert response.text.count(SUCCESS) == empty.text.count(SUCCESS) + 1
    assert fields_of(response.text)["name"] == ""


def test_a_token_is_good_for_almost_four_hours(filled: SiteUnderTest) -> None:
    token = signed_before(filled, 4 * HOUR - 60)

    response = filled.client.post("/sv/design", data=TYPED | {"token": token})

    assert response.status_code == 200


@pytest.mark.parametrize("kind", ["missing", "empty", "forged", "expired", "of another form"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_bad_token_is_refused_and_what_was_typed_stays(
    filled: SiteUnderTest, lang: str, kind: str
) -> None:
    good = token_of(filled.client.get("/sv/design"))
    last = "A" if good[-3] != "A" else "B"
    tokens = {
        "missing": {},
        "empty": {"token": ""},
        "forged": {"token": good[:-3] + last + good[-2:]},
        "expired": {"token": signed_before(filled, 4 * HOUR + 60)},
        "of another form": {"token": signed_before(filled, 0, form_name="other")},
    }

    response = filled.client.post(f"/{lang}/design", data=TYPED | tokens[kind])

    assert response.status_code == 422
    assert len(errors_of(response.text)) == 1
    assert fields_of(response.text) == TYPED
    again = TYPED | {"token": token_of(response)}
    assert filled.client.post(f"/{lang}/design", data=again).status_code == 200


def test_an_expired_token_is_told_from_a_forged_one(filled: SiteUnderTest) -> None:
    expired = {"token": signed_before(filled, 4 * HOUR + 60)}
    late = filled.client.post("/en/design", data=TYPED | expired)
    forged = filled.client.post("/en/design", data=TYPED | {"token": "x"})

    assert "four hours" in errors_of(late.text)[0]
    assert "four hours" not in errors_of(forged.text)[0]


FROM_ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "nonsense"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:8001"},
]
FROM_HERE: list[dict[str, str]] = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://localhost"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
]


@pytest.mark.parametrize("headers", FROM_ELSEWHERE)
@pytest.mark.parametrize("path", ["/sv/design", "/sv/about", "/en/nothing"])
def test_a_post_from_another_site_is_refused(
    filled: SiteUnderTest, headers: dict[str, str], path: str
) -> None:
    token = signed_before(filled, 0)

    response = filled.client.post(path, data=TYPED | {"token": token}, headers=headers)

    assert response.status_code == (403 if "design" in path else response.status_code)
    assert response.status_code in (403, 404, 405)
    assert TYPED["email"] not in response.text


@pytest.mark.parametrize("headers", FROM_HERE)
def test_a_post_from_this_site_or_a_text_browser_is_taken(
    filled: SiteUnderTest, headers: dict[str, str]
) -> None:
    data = TYPED | {"token": signed_before(filled, 0)}

    assert filled.client.post("/sv/design", data=data, headers=headers).status_code == 200


@pytest.mark.parametrize("headers", FROM_ELSEWHERE)
def test_reading_from_another_site_is_allowed(
    filled: SiteUnderTest, headers: dict[str, str]
) -> None:
    assert filled.client.get("/sv/jobs", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe=\xff",
        b"name=%ff%00&message=%00",
        b"name=" + b"%00" * 90,
        b"&&&=&==",
        b"a" * 999,
    ],
)
@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/json",
        "nonsense",
    ],
)
def test_a_damaged_form_is_refused_with_a_page(
    filled: SiteUnderTest, body: bytes, kind: str
) -> None:
    response = filled.client.post("/sv/design", data=body, content_type=kind)

    assert response.status_code == 422
    assert errors_of(response.text)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_with_a_token_is_neither_compressed_nor_kept(
    filled: SiteUnderTest, method: str
) -> None:
    headers = {"Accept-Encoding": "br, gzip"}

    response = filled.client.open("/sv/design", method=method, headers=headers)

    assert token_of(response)
    assert "Content-Encoding" not in response.headers
    assert response.headers["Cache-Control"] == "private, no-store, max-age=0"
    assert "ETag" not in response.headers


@pytest.mark.promise("account.language")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("typed", [TYPED, {"name": "Åsa"}, {}])
def test_the_switch_keeps_a_half_filled_form(
    filled: SiteUnderTest, lang: str, typed: dict[str, str]
) -> None:
    other = OTHER[lang]
    empty = filled.client.get(f"/{lang}/design")

    response = filled.client.post(
        f"/{other}/design",
        data=typed | {"token": token_of(empty), forms.SWITCH_FIELD: other},
    )

    assert response.status_code == 200
    assert f'<html lang="{other}">' in response.text
    assert errors_of(response.text) == []
    assert 'aria-invalid="true"' not in response.text
    assert response.text.count(SUCCESS) == empty.text.count(SUCCESS)
    assert {name: value for name, value in fields_of(response.text).items() if value} == typed
    sent = typed | {"token": token_of(response)}
    expected = 200 if typed == TYPED else 422
    assert filled.client.post(f"/{other}/design", data=sent).status_code == expected


@pytest.mark.promise("account.language")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_with_a_form_switches_by_sending_it(filled: SiteUnderTest, lang: str) -> None:
    other = OTHER[lang]
    tree = HtmlTree.of_page(filled.client.get(f"/{lang}/design?what=å").text, f"/{lang}/design")
    form, header = tree.by_id("example"), tree.by_id("languages")
    assert form is not None
    assert header is not None
    places = {"in the form": form, "in the header": header}

    for place, within in places.items():
        (button,) = [e for e in within.iter("button") if e.get("name") == forms.SWITCH_FIELD]
        assert button.get("type") == "submit", place
        assert button.get("value") == other, place
        assert button.get("formaction") == f"/{other}/design?what=%C3%A5", place
        assert "formnovalidate" in button.attrib, place
        assert place == "in the form" or button.get("form") == "example"
    assert list(header.iter("a")) == []


def test_enter_in_a_field_sends_the_form_in_the_ordinary_way(filled: SiteUnderTest) -> None:
    """HTML Standard, "implicit submission": the first submit button in the tree is pressed."""
    tree = HtmlTree.of_page(filled.client.get("/sv/design").text, "/sv/design")
    form = tree.by_id("example")
    assert form is not None
    inside = set(form.iter("button"))

    first = next(b for b in tree.named("button") if b in inside or b.get("form") == "example")

    assert first.get("name") != forms.SWITCH_FIELD
    assert first.get("formaction") is None
