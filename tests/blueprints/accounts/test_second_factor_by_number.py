"""Passkeys belong to a name: what those are told who open the site by a number."""

from __future__ import annotations

from typing import Any

import pyotp
import pytest

from tests.support.accounts import EMAIL, Visitor, add_account
from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest
from webapp.base import clock
from webapp.base.sealing import seal
from webapp.domain.accounts.models import Account, Passkey

PAGE = "my/settings/second-factor/passkey"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NAMED = "http://localhost:8000"


class VisitorByNumber(Visitor):
    """Somebody who opened the site by the number of its host."""

    def _from(self, options: dict[str, Any]) -> dict[str, Any]:
        return super()._from({"base_url": "http://127.0.0.1:8000"} | options)


@pytest.fixture
def by_number(site: SiteUnderTest) -> VisitorByNumber:
    return VisitorByNumber(site)


def links_of(page_text: str) -> list[str]:
    main = HtmlTree.of_page(page_text, "/").by_id("main")
    assert main is not None
    return [link.get("href", "") for link in main.iter("a")]


@pytest.mark.promise("account.second-factor")
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_at_a_number_one_is_shown_the_name_and_the_app_instead_of_a_form(
    by_number: VisitorByNumber, lang: str
) -> None:
    add_account()
    by_number.log_in()
    by_number.lang = lang
    page = by_number.get(PAGE)

    assert page.status_code == 200
    links = links_of(page.text)
    assert f"{NAMED}/{lang}/{PAGE}" in links
    assert f"/{lang}/my/settings/second-factor/app" in links
    assert "<form" not in page.text.partition("<main")[2]
    assert "passkey.js" not in page.text


def test_whoever_has_a_passkey_is_told_where_it_works(by_number: VisitorByNumber) -> None:
    account_id = add_account()
    Account.update(totp_secret=seal(SECRET)).where(Account.id == account_id).execute()
    by_number.log_in()
    assert NAMED not in links_of(by_number.get("login/code").text)
    Passkey.create(
        account=account_id,
        credential=b"1",
        public_key=b"1",
        sign_count=0,
        name="Min telefon",
        created_at=clock.now(),
    )

    page = by_number.get("login/code")
    assert NAMED in links_of(page.text)
    assert "passkey.js" not in page.text
    # A code works here all the same.
    by_number.send("login/code", code=pyotp.TOTP(SECRET).at(clock.now()))
    assert by_number.is_in
    assert EMAIL in by_number.get("my/").text
