"""What was written while one had been logged out: back after logging in, and kept nowhere."""

from __future__ import annotations

from html import unescape

import pyotp
import pytest

from tests.support.accounts import EMAIL, PASSWORD, Visitor, add_account
from tests.support.signed_in import hidden_on
from webapp.base import clock
from webapp.base.sealing import seal
from webapp.domain.accounts.models import Account
from webapp.i18n import LANGUAGES

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
TYPED = {"name": "Moa Ek", "address": 'Ekvägen 1 "b" <c>', "town": "Växjö"}


def hidden(html: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in hidden_on(html).items()}


def sent_without_a_session(visitor: Visitor) -> dict[str, str]:
    """Sends a form while logged out; returns what the page to log in on carries along."""
    fields = {"token": "from before", **TYPED}
    answer = visitor.post("my/details", **fields)
    assert answer.status_code == 307
    page = visitor.post(answer.headers["Location"], **fields)
    assert page.status_code == 200
    carried = hidden(page.text)
    assert carried["next"] == f"/{visitor.lang}/my/details"
    assert "from before" not in carried["kept"]
    return carried


def given_back(visitor: Visitor, page_text: str) -> str:
    """Presses the button that leads back to the form; returns the form's page."""
    action = page_text.partition('<form method="post" action="')[2].partition('"')[0]
    start = page_text.index('<form method="post"')
    fields = dict(_fields(page_text[start:]))
    back = visitor.post(action, **fields)
    assert back.status_code == 200
    return back.text


def _fields(form: str) -> list[tuple[str, str]]:
    pieces = form.partition("</form>")[0].split('<input type="hidden" name="')[1:]
    return [
        (piece.partition('"')[0], unescape(piece.partition('value="')[2].partition('"')[0]))
        for piece in pieces
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_form_comes_back_after_logging_in(visitor: Visitor, lang: str) -> None:
    add_account()
    visitor.lang = lang
    carried = sent_without_a_session(visitor)

    wrong = visitor.post("login", **carried, email=EMAIL, password="not the right one")
    assert wrong.status_code == 422
    assert hidden(wrong.text)["kept"] == carried["kept"]

    page = visitor.post("login", **carried, email=EMAIL, password=PASSWORD)
    assert page.status_code == 200
    form = unescape(given_back(visitor, page.text))
    for value in TYPED.values():
        assert f'value="{value}"' in form


def test_it_comes_back_after_a_second_factor_too(visitor: Visitor) -> None:
    account_id = add_account()
    Account.update(totp_secret=seal(SECRET)).where(Account.id == account_id).execute()
    carried = sent_without_a_session(visitor)

    half_way = visitor.post("login", **carried, email=EMAIL, password=PASSWORD)
    code_page = given_back(visitor, half_way.text)
    fields = hidden(code_page)
    assert fields["kept"] == carried["kept"]
    path = "/sv/login/code?next=/sv/my/details"
    page = visitor.post(path, **fields, code=pyotp.TOTP(SECRET).at(clock.now()))
    assert 'value="Moa Ek"' in given_back(visitor, page.text)


def test_secrets_are_not_carried_along(visitor: Visitor) -> None:
    typed = {"password": "kantarell i mossan", "new_password": "hemligt nog", "answer": "Fido"}
    answer = visitor.post("my/settings/password", **typed, question="own")
    page = visitor.post(answer.headers["Location"], **typed, question="own")
    assert "question" in hidden(page.text)["kept"]
    assert not any(secret in page.text for secret in typed.values())


@pytest.mark.parametrize("kept", ["{", "5", "null", '["a"]', '[["a", "b", "c"]]'])
def test_what_is_no_work_of_ours_is_nothing(visitor: Visitor, kept: str) -> None:
    add_account()
    carried = sent_without_a_session(visitor) | {"kept": kept}
    page = visitor.post("login", **carried, email=EMAIL, password=PASSWORD)
    assert page.status_code == 200
    given_back(visitor, page.text)


def test_a_post_with_nothing_in_it_just_leads_to_the_login(visitor: Visitor) -> None:
    assert visitor.post("my/details", token="x").status_code == 303
