"""The operator's console for partner links: made, listed, withdrawn with one button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from tests.blueprints.employers.office import with_factor
from tests.support.checking import CheckingClient
from tests.support.signed_in import browser_of, new_account, token_on
from tests.support.sites import SiteUnderTest
from webapp.base import clock
from webapp.domain.accounts.rules import Role
from webapp.domain.employers.partner_links import count_login, partner_links

LANGUAGES = ("sv", "en")
LIST, NEW = "operator/partner-links", "operator/partner-links/new"


@dataclass
class Console:
    site: SiteUnderTest
    administrator: CheckingClient
    lang: str

    def send(self, path: str, **values: str):  # type: ignore[no-untyped-def]
        page = self.administrator.get(f"/{self.lang}/{path}").text
        token = token_on(page.partition("<main")[2])
        return self.administrator.post(f"/{self.lang}/{path}", data={"token": token, **values})

    def get(self, path: str) -> str:
        return str(self.administrator.get(f"/{self.lang}/{path}").text)


@pytest.fixture(params=LANGUAGES)
def console(site: SiteUnderTest, request: pytest.FixtureRequest) -> Console:
    staff = with_factor(Role.ADMINISTRATOR)
    return Console(site, browser_of(site, staff), request.param)


@pytest.mark.promise("disclosure.partner-links")
def test_a_link_is_made_shown_and_withdrawn_with_one_button(console: Console) -> None:
    last = clock.today() + timedelta(days=90)
    made = console.send(NEW, partner=" Exempeljobb ", note="Eva Ek\navtal 7", ends_on=str(last))
    (link,) = partner_links()
    path = f"{LIST}/{link.id}"
    assert made.headers["Location"] == f"/{console.lang}/{path}"
    assert (link.partner, link.ends_on, link.is_live) == ("Exempeljobb", last, True)
    page = console.get(path)
    address = f"/partner/{link.token}"
    assert address in page
    assert "avtal 7" in page
    assert console.site.client.get(address).status_code == 302
    assert "Exempeljobb" in console.get(LIST)

    count_login(link.id)
    assert console.send(path).status_code == 303
    (dead,) = partner_links()
    assert (dead.is_live, dead.logins) == (False, 1)
    assert dead.withdrawn_by == dead.created_by
    assert dead.created_by is not None
    page = console.get(path)
    assert address not in page
    assert 'method="post"' not in page.partition("<main")[2]
    assert "Exempeljobb" in console.get(LIST)
    dead_end = f"/{console.lang}{address}"
    assert console.site.client.get(dead_end).status_code == 410
    assert console.administrator.get(dead_end).status_code == 410


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_is_kept(console: Console) -> None:
    yesterday = str(clock.today() - timedelta(days=1))
    for fields, field in (
        ({"partner": " ", "note": "kvar"}, "partner"),
        ({"partner": "x" * 81, "note": "kvar"}, "partner"),
        ({"partner": "Exempeljobb", "note": "kvar", "ends_on": "i vår"}, "ends_on"),
        ({"partner": "Exempeljobb", "note": "kvar", "ends_on": yesterday}, "ends_on"),
        ({"partner": "Exempeljobb", "note": "kvar" * 200}, "note"),
    ):
        page = console.send(NEW, **fields)
        assert page.status_code == 422
        assert f'href="#{field}"' in page.text
        assert "kvar" in page.text
    page = console.administrator.post(f"/{console.lang}/{NEW}", data={"partner": "Exempeljobb"})
    assert page.status_code == 422
    assert partner_links() == []


@pytest.mark.promise("disclosure.partner-links")
def test_the_console_is_for_administrators_with_their_second_factor(console: Console) -> None:
    console.send(NEW, partner="Exempeljobb")
    (link,) = partner_links()
    paths = [f"/{console.lang}/{path}" for path in (LIST, NEW, f"{LIST}/{link.id}")]
    moderator = browser_of(console.site, with_factor(Role.MODERATOR))
    owner = browser_of(console.site, with_factor(Role.EMPLOYER_OWNER))
    lacking = browser_of(console.site, new_account(Role.ADMINISTRATOR))
    for path in paths:
        assert moderator.get(path).status_code == 404
        assert owner.get(path).status_code == 404
        assert console.site.client.get(path).status_code == 303
        second_factor = f"/{console.lang}/my/settings/second-factor"
        assert lacking.get(path).headers["Location"] == second_factor
        assert moderator.post(path, data={"partner": "Annan"}).status_code in (404, 405)
    assert [each.is_live for each in partner_links()] == [True]
    assert console.administrator.get(f"/{console.lang}/{LIST}/999").status_code == 404
