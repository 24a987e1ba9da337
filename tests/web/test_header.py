"""The header on a phone: two calm rows, also for somebody with a session and unread notices."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.mail.writing import write
from tests.support.accounts import EMAIL, PASSWORD, add_account
from tests.support.chromium import new_page
from tests.support.sites import SiteUnderTest
from tests.web.served import serving
from webapp.domain.mail.models import MailboxNotice

PHONE = {"width": 375, "height": 700}
# The middles of what stands in the header, in steps of half a line.
ROWS = """() => new Set([...document.querySelectorAll(".top > *")].map(each => {
  const place = each.getBoundingClientRect();
  return Math.round((place.top + place.bottom) / 2 / 16);
})).size"""


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_header_takes_two_rows_on_a_phone(
    site: SiteUnderTest, browser: Browser, lang: str
) -> None:
    account_id = add_account()
    for _ in range(12):
        write(account_id=account_id, notice=True)
    assert MailboxNotice.select().count() == 12
    with serving(site) as origin, new_page(browser, origin, lang=lang) as visit:
        page = visit.page
        page.set_viewport_size(PHONE)
        page.goto(f"{origin}/{lang}/login")
        page.locator("#email").fill(EMAIL)
        page.locator("#password").fill(PASSWORD)
        page.locator("#account-form button.button").click()
        page.wait_for_url(f"**/{lang}/my/")

        assert "(12" in page.locator(".top").inner_text()
        assert page.evaluate(ROWS) == 2
        visit.forget()
