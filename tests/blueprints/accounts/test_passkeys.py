"""A passkey is made and used in Chromium, with an authenticator of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.accounts import EMAIL, PASSWORD, add_account
from tests.support.chromium import new_page
from tests.support.sites import SiteUnderTest
from tests.web.served import serving
from webapp.domain.accounts.models import Passkey, Session
from webapp.domain.accounts.rules import Stage

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(site: SiteUnderTest, browser: Browser) -> Iterator[Page]:
    """Chromium at the site by its name, for passkeys are bound to one."""
    with serving(site) as origin:
        named = origin.replace("127.0.0.1", "localhost")
        with new_page(browser, named, lang="en") as visit:
            control = visit.page.context.new_cdp_session(visit.page)
            control.send("WebAuthn.enable")
            control.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
            visit.page.goto(f"{named}/en/login")
            yield visit.page
            visit.forget()


def log_in(page: Page) -> None:
    page.get_by_label("Your e-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("#account-form button.button").click()


@pytest.mark.promise("account.second-factor")
def test_a_passkey_is_made_asked_for_and_used(page: Page) -> None:
    add_account(language="en")
    log_in(page)
    page.wait_for_url("**/en/my/")
    origin = page.url.partition("/en/")[0]
    page.goto(f"{origin}/en/my/settings/second-factor/passkey")
    page.get_by_label("What to call it").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("heading", name="It is done").wait_for()
    assert (Passkey.select().count(), page.locator("main code").count()) == (1, 10)

    page.goto(f"{origin}/en/logout")
    page.locator("#account-form button.button").click()
    page.get_by_role("heading", name="You are logged out").wait_for()
    page.goto(f"{origin}/en/login")
    log_in(page)
    page.wait_for_url("**/en/login/code**")
    assert [row.stage for row in Session.select()] == [Stage.HALF_WAY.value]
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/en/my/")

    (passkey,) = Passkey.select()
    assert passkey.used_at is not None
    assert [row.stage for row in Session.select()] == [Stage.WHOLE.value]
