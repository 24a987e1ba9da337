"""What one changes about an account, through the pages."""

from __future__ import annotations

import re

import pyotp
import pytest

from tests.support.accounts import (
    ANSWER,
    EMAIL,
    NEW_PASSWORD,
    PASSWORD,
    Visitor,
    add_account,
    codes_of,
    errors_of,
    mails,
    token_in,
)
from tests.support.html_tree import HtmlTree
from webapp.base import clock
from webapp.domain.accounts.models import Account, Session
from webapp.domain.accounts.rules import Role
from webapp.domain.accounts.staffing import make_set_up_link

NEW_EMAIL = "asa.ny@exempel.se"


@pytest.fixture(autouse=True)
def logged_in(visitor: Visitor) -> None:
    add_account()
    visitor.log_in()


def test_a_new_address_holds_when_confirmed_and_both_are_told(visitor: Visitor) -> None:
    page = visitor.send("my/settings/email", email=NEW_EMAIL)
    assert NEW_EMAIL in page.text
    assert Account.get().email == EMAIL
    assert [(mail.template, mail.recipient) for mail in mails()] == [
        ("email_change_asked", EMAIL),
        ("confirm_new_email", NEW_EMAIL),
    ]
    path = f"email/{token_in('confirm_new_email')}"
    visitor.get(path)
    assert Account.get().email == EMAIL

    visitor.send(path)

    assert (Account.get().email, Account.get().email_key) == (NEW_EMAIL, NEW_EMAIL)
    assert {mail.recipient for mail in mails("email_changed")} == {EMAIL, NEW_EMAIL}
    assert visitor.get(path).status_code == 410


def test_a_proof_without_a_password_says_what_is_missing(visitor: Visitor) -> None:
    page = visitor.prove("")
    assert (page.status_code, errors_of(page)) == (422, ["password"])


def test_a_taken_address_is_not_given_away(visitor: Visitor) -> None:
    add_account("annan@exempel.se")
    free = visitor.send("my/settings/email", email=NEW_EMAIL).text.replace(NEW_EMAIL, "X")
    taken = visitor.send("my/settings/email", email="annan@exempel.se").text
    assert taken.replace("annan@exempel.se", "X") == free
    assert mails(to="annan@exempel.se")[-1].template == "known_address"


def test_a_new_password_ends_every_other_login(visitor: Visitor, other: Visitor) -> None:
    other.log_in()
    before = visitor.cookie

    answer = visitor.send("my/settings/password", password=NEW_PASSWORD)

    assert answer.status_code == 303
    assert visitor.is_in
    assert visitor.cookie != before
    assert not other.is_in
    assert other.log_in().status_code == 422
    assert other.log_in(password=NEW_PASSWORD).status_code == 303
    assert mails()[-1].template == "password_changed"


@pytest.mark.parametrize("password", ["kort", "asa.oberg.1234", "password1234"])
def test_a_new_password_is_held_to_the_same_rules(visitor: Visitor, password: str) -> None:
    page = visitor.send("my/settings/password", password=password)
    assert (page.status_code, errors_of(page)) == (422, ["password"])


def test_what_was_done_is_said_once(visitor: Visitor) -> None:
    visitor.send("my/settings/language", language="sv")
    said = [visitor.get("my/settings").text.count('class="notice success"') for _ in range(2)]
    assert said == [1, 0]


def test_mails_come_in_the_chosen_language(visitor: Visitor) -> None:
    answer = visitor.send("my/settings/language", language="en")
    assert answer.headers["Location"] == "/en/my/settings"
    visitor.send("recover", email=EMAIL)
    assert mails("recover")[-1].language == "en"


def test_a_new_question_is_asked_from_then_on(visitor: Visitor) -> None:
    fields = {"question": "own", "own_question": "Vad hette båten?", "answer": "Svalan"}
    visitor.send("my/settings/question", **fields)
    visitor.send("recover", email=EMAIL)
    path = f"recover/{token_in('recover')}"
    assert "Vad hette båten?" in visitor.get(path).text
    assert visitor.send(path, answer=ANSWER, password=NEW_PASSWORD).status_code == 422
    assert visitor.send(path, answer="svalan", password=NEW_PASSWORD).status_code == 200


def test_one_sees_where_one_is_logged_in_and_ends_it(visitor: Visitor, other: Visitor) -> None:
    phone = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile"}
    page = other.get("login", headers=phone)
    token = re.search(r'name="token" value="([^"]+)"', page.text)
    assert token
    fields = {"email": EMAIL, "password": PASSWORD, "token": token[1]}
    other.client.post("/sv/login", data=fields, headers=phone)
    page = visitor.get("my/settings/sessions")
    assert "Telefon" in page.text
    assert "Dator" in page.text
    assert "198.51.100" not in str(list(Session.select().dicts()))
    buttons = HtmlTree.of_page(page.text, "/").named("button")
    (number, everywhere) = [e.get("value") for e in buttons if e.get("name") == "end"]
    assert (everywhere, other.is_in) == ("others", True)

    visitor.send("my/settings/sessions", end=str(number))

    assert (visitor.is_in, other.is_in) == (True, False)
    other.log_in()
    visitor.send("my/settings/sessions", end="others")
    assert (visitor.is_in, other.is_in) == (True, False)


def test_nobody_ends_another_s_login(visitor: Visitor, other: Visitor) -> None:
    stranger = add_account("annan@exempel.se")
    other.log_in("annan@exempel.se")
    (theirs,) = Session.select().where(Session.account == stranger)
    # Only who is logged in twice has a form there.
    third = Visitor(visitor.site)
    third.log_in()
    visitor.send("my/settings/sessions", end=str(theirs.id))
    assert other.is_in


def test_an_account_closes_when_one_means_it(visitor: Visitor, other: Visitor) -> None:
    other.log_in()
    assert errors_of(visitor.send("my/settings/close")) == ["sure"]
    assert visitor.send("my/settings/close", sure="yes").status_code == 200
    assert (visitor.cookie, visitor.is_in, other.is_in) == (None, False, False)
    assert other.log_in().status_code == 422
    assert Account.get().email is None


@pytest.mark.promise("account.second-factor")
def test_an_app_is_added_asked_for_and_shown_as_picture_and_text(
    visitor: Visitor, other: Visitor
) -> None:
    page = visitor.get("my/settings/second-factor/app")
    (key,) = codes_of(page)
    assert '<svg class="qr"' in page.text
    assert visitor.send("my/settings/second-factor/app", code="000000").status_code == 422
    app = pyotp.TOTP(key.replace(" ", ""))
    done = visitor.send("my/settings/second-factor/app", code=app.at(clock.now()))
    codes = codes_of(done)
    assert len(set(codes)) == 10
    assert not any(code in visitor.get("my/settings/second-factor").text for code in codes)

    assert other.log_in().headers["Location"] == "/sv/login/code"
    assert not other.is_in
    assert other.send("login/code", code=codes[0]).status_code == 303
    assert other.is_in


@pytest.mark.promise("account.recovery")
@pytest.mark.promise("account.second-factor")
def test_recovery_does_not_pass_the_second_factor(visitor: Visitor, other: Visitor) -> None:
    (key,) = codes_of(visitor.get("my/settings/second-factor/app"))
    app = pyotp.TOTP(key.replace(" ", ""))
    visitor.send("my/settings/second-factor/app", code=app.at(clock.now()))
    other.send("recover", email=EMAIL)
    path = f"recover/{token_in('recover')}"
    assert other.send(path, answer=ANSWER, password=NEW_PASSWORD).status_code == 200
    assert not visitor.is_in
    assert other.cookie is None

    other.log_in(password=NEW_PASSWORD)

    assert not other.is_in
    assert other.get("my/").status_code == 303


def test_a_colleague_sets_up_password_and_second_factor_by_a_link(other: Visitor) -> None:
    token = make_set_up_link("chef@exempel.se", Role.ADMINISTRATOR, "sv")
    assert other.log_in("chef@exempel.se", "").status_code == 422
    other.get(f"set-up/{token}")
    assert other.send(f"set-up/{token}", password=NEW_PASSWORD).status_code == 200
    assert other.get(f"set-up/{token}").status_code == 410

    other.log_in("chef@exempel.se", NEW_PASSWORD)
    assert other.get("my/").headers["Location"] == "/sv/my/settings/second-factor"
    (key,) = codes_of(other.get("my/settings/second-factor/app"))
    code = pyotp.TOTP(key.replace(" ", "")).at(clock.now())
    assert other.send("my/settings/second-factor/app", code=code).status_code == 200
    assert other.is_in
