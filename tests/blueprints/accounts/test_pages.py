"""Registering, confirming, logging in and out, through the pages."""

from __future__ import annotations

import pytest

from tests.support.accounts import (
    ANSWER,
    COOKIE,
    EMAIL,
    PASSWORD,
    Visitor,
    add_account,
    errors_of,
    form_token,
    mails,
    token_in,
)
from tests.support.html_tree import HtmlTree
from webapp.domain.accounts.models import Account, Registration, Session
from webapp.domain.accounts.sessions import key_hash
from webapp.i18n import LANGUAGES

FIELDS = {
    "email": EMAIL,
    "password": PASSWORD,
    "question": "own",
    "own_question": "Vad hette husdjuret?",
    "answer": ANSWER,
}


@pytest.mark.promise("account.minimal")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_four_things_are_all_that_is_asked(visitor: Visitor, lang: str) -> None:
    visitor.lang = lang
    tree = HtmlTree.of_page(visitor.get("register").text, "/")
    form = tree.by_id("account-form")
    assert form is not None
    asked = [e.get("name") for e in form.iter() if e.tag in ("input", "select", "textarea")]
    assert asked == ["token", "email", "password", "question", "own_question", "answer"]

    page = visitor.send("register", **FIELDS)
    assert page.status_code == 200
    assert EMAIL in page.text
    visitor.send(f"confirm/{token_in('confirm')}", password=PASSWORD)
    assert visitor.log_in().status_code == 303
    assert visitor.is_in


@pytest.mark.promise("account.confirmed")
def test_opening_the_link_confirms_nothing_and_the_button_does(visitor: Visitor) -> None:
    visitor.send("register", **FIELDS)
    path = f"confirm/{token_in('confirm')}"
    for _ in range(3):
        assert visitor.get(path).status_code == 200
        assert visitor.client.head(f"/sv/{path}").status_code == 200
    assert (Account.select().count(), Registration.select().count()) == (0, 1)
    assert len(mails()) == 1

    assert visitor.send(path, password=PASSWORD).status_code == 200

    assert Account.get().email == EMAIL
    assert visitor.get(path).status_code == 410
    assert visitor.post(path, token=form_token(visitor.get("register"))).status_code in (410, 422)


@pytest.mark.promise("account.confirmed")
def test_the_page_of_the_link_asks_for_the_password_and_keeps_the_link(visitor: Visitor) -> None:
    visitor.send("register", **FIELDS)
    path = f"confirm/{token_in('confirm')}"
    for wrong in ("", "nagon annans ord"):
        page = visitor.send(path, password=wrong)
        assert (page.status_code, errors_of(page)) == (422, ["password"])
        assert "nagon annans" not in page.text
    assert Account.select().count() == 0

    assert visitor.send(path, password=PASSWORD).status_code == 200
    assert visitor.log_in().status_code == 303


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "a@b.se\r\nBcc: c@d.se"}, "email"),
        ({"password": "kort"}, "password"),
        ({"password": "password1234"}, "password"),
        ({"password": "stepstone2026"}, "password"),
        ({"password": "asa.oberg-2026"}, "password"),
        ({"question": ""}, "question"),
        ({"own_question": " "}, "own_question"),
        ({"answer": "?"}, "answer"),
        ({"answer": "husdjuret"}, "answer"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_rest_is_kept(
    visitor: Visitor, changes: dict[str, str], wrong: str
) -> None:
    page = visitor.send("register", **FIELDS | changes)
    assert (page.status_code, errors_of(page)) == (422, [wrong])
    tree = HtmlTree.of_page(page.text, "/")
    typed = {str(e.get("name")): e.get("value", "") for e in tree.named("input")}
    assert typed["password"] == ""
    assert typed["email"].split() == (FIELDS | changes)["email"].split()
    assert Registration.select().count() == 0


def test_what_is_wrong_is_told_in_the_order_of_the_page(visitor: Visitor) -> None:
    page = visitor.send("register", email="nobody", password="kort", question="", answer="")
    assert errors_of(page) == ["email", "password", "question", "answer"]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_button_has_words_for_browsers_that_show_hidden_ones(
    visitor: Visitor, lang: str
) -> None:
    visitor.lang = lang
    buttons = HtmlTree.of_page(visitor.get("register").text, "/").named("button")
    said = ["".join(button.itertext()).strip() for button in buttons]
    assert len(said) >= 4
    assert all(said)


def test_where_nothing_is_written_the_switch_is_a_link(visitor: Visitor) -> None:
    add_account()
    visitor.log_in()
    page = visitor.get("logout")
    tree = HtmlTree.of_page(page.text, "/")
    assert [e for e in tree.named("button") if e.get("name") == "switch_language"] == []
    assert any(e.get("hreflang") == "en" for e in tree.named("a"))


@pytest.mark.promise("account.language")
@pytest.mark.parametrize("path", ["register", "login", "recover", "register/again"])
def test_the_switch_keeps_what_was_typed_and_sends_nothing(visitor: Visitor, path: str) -> None:
    typed = {"email": "halv@adress", "password": "hemligt än så länge", "answer": "halvt svar"}
    page = visitor.post(f"/en/{path}", switch_language="en", **typed)
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    assert "halv@adress" in page.text
    assert ("halvt svar" in page.text) == (path == "register")
    assert "hemligt" not in page.text
    assert (mails(), errors_of(page)) == ([], [])


def test_login_sets_one_careful_cookie_and_logout_ends_it(visitor: Visitor) -> None:
    add_account()
    answer = visitor.log_in()
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith(f"{COOKIE}={visitor.cookie}; ")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie
    kept = visitor.cookie
    assert visitor.is_in

    visitor.send("logout")

    assert visitor.cookie is None
    assert Session.select().count() == 0
    visitor.client.set_cookie(COOKIE, str(kept))
    assert not visitor.is_in


def test_the_session_is_new_at_each_login(visitor: Visitor) -> None:
    add_account()
    visitor.client.set_cookie(COOKIE, "a-key-that-somebody-else-chose")
    visitor.log_in()
    first = visitor.cookie
    page = visitor.post(
        "login", token=form_token(visitor.get("logout")), email=EMAIL, password=PASSWORD
    )
    assert page.status_code == 422
    visitor.send("logout")
    visitor.log_in()
    assert len({"a-key-that-somebody-else-chose", first, visitor.cookie}) == 3
    assert [row.key_hash for row in Session.select()] == [key_hash(str(visitor.cookie))]


@pytest.mark.parametrize(
    ("path", "lands"),
    [
        ("/sv/my/settings", "/sv/my/settings"),
        ("/sv/cv/Xk_9-aB", "/sv/cv/Xk_9-aB"),
        ("//evil.example/", "/sv/my/"),
        ("https://evil.example/", "/sv/my/"),
        ("/\\evil.example", "/sv/my/"),
        ("/sv/my/\r\nX: y", "/sv/my/"),
    ],
)
def test_one_comes_back_to_the_page_one_wanted_and_nowhere_else(
    visitor: Visitor, path: str, lands: str
) -> None:
    add_account()
    assert visitor.log_in(next=path).headers["Location"] == lands


def test_pages_of_somebody_who_is_in_are_kept_nowhere(visitor: Visitor) -> None:
    add_account()
    visitor.log_in()
    for path in ("", "jobs", "about", "my/", "my/settings", "my/settings/sessions", "nothing"):
        page = visitor.get(path)
        assert page.headers["Cache-Control"] == "private, no-store, max-age=0", path
        assert "ETag" not in page.headers
        assert "/sv/my/" in page.text


def test_a_visitor_s_copy_is_not_shown_to_somebody_who_is_in(visitor: Visitor) -> None:
    add_account()
    first = visitor.get("about")
    assert "Cookie" in first.vary
    visitor.log_in()
    again = visitor.get("about", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, "/sv/logout" in again.text) == (200, True)
