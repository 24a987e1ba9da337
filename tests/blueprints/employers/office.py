"""A site with a verified company, one that waits, and an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.support.checking import CheckingClient
from tests.support.people import Employer, employer
from tests.support.signed_in import browser_of, new_account, token_on
from tests.support.sites import SiteUnderTest
from webapp.base import clock
from webapp.base.sealing import seal
from webapp.domain.accounts.models import Account
from webapp.domain.accounts.rules import Role
from webapp.domain.employers.actions import add_employer_user
from webapp.domain.employers.rules import Role as CompanyRole
from webapp.domain.jobs.own_queries import own_ads

COMPANY = {
    "name": "Skogsgläntan Förskola AB",
    "legal_form": "AB",
    "country": "SE",
    "number": "559999-9991",
    "street": "Storgatan 1",
    "postcode": "222 22",
    "town": "Lund",
    "website": "skogsglantan.example",
    "contact_name": "Eva Ek",
    "contact_phone": "08-465 004 00",
}


def ad_fields(**changes: str) -> dict[str, str]:
    """An ad with all that a published one needs."""
    fields = {
        "headline": "Förskollärare till Skogsgläntan",
        "language": "sv",
        "field": "education",
        "occupation": "Förskollärare",
        "place": "Lund",
        "kind": "permanent",
        "extent": "full-time",
        "pay_from": "34 000",
        "pay_to": "38000",
        "pay_unit": "month",
        "text": "# Om oss\n\nVi är **nära** skogen.\n\n- Små grupper\n- Egen kock\n\nRing Eva på "
        "08-465 004 00 eller skriv till eva.ek@skogsglantan.example om du undrar över något.",
        "deadline": str(clock.today() + timedelta(days=30)),
        "channel": "email",
        "application_email": "eva.ek@skogsglantan.example",
    }
    return fields | changes


def with_factor(*roles: Role) -> int:
    """An account that has a second factor."""
    account_id = new_account(*roles)
    secret = seal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    Account.update(totp_secret=secret).where(Account.id == account_id).execute()
    return account_id


@dataclass
class Office:
    """An owner and a recruiter of a verified company, an owner of one that waits, and staff."""

    site: SiteUnderTest
    company: Employer
    waiting: Employer
    administrator_id: int
    recruiter_id: int
    owner: CheckingClient
    recruiter: CheckingClient
    newcomer: CheckingClient
    administrator: CheckingClient
    visitor: CheckingClient

    def send(self, client: CheckingClient, path: str, **values: Any) -> TestResponse:
        """Opens a page and sends its form to its own address."""
        token = token_on(client.get(path).text)
        return client.post(path, data={"token": token, **values})

    def ad(self, client: CheckingClient | None = None, **changes: str) -> int:
        """A new draft; returns its id."""
        response = self.send(client or self.owner, "/sv/employer/ads/new", **ad_fields(**changes))
        assert response.status_code == 303, response.text
        return int(response.headers["Location"].rsplit("/", 1)[1])

    def do(self, ad_id: int, action: str, client: CheckingClient | None = None) -> TestResponse:
        """Presses one of the buttons of an ad."""
        client = client or self.owner
        token = token_on(client.get("/sv/employer/ads/import").text)
        return client.post(f"/sv/employer/ads/{ad_id}/state", data={"token": token, "do": action})

    def publish(self, **changes: str) -> str:
        """Publishes an ad; returns its public path in Swedish."""
        ad_id = self.ad(**changes)
        assert self.do(ad_id, "publish").status_code == 303
        return self.public_path(ad_id)

    def public_path(self, ad_id: int) -> str:
        ads = {ad.id: ad for ad in own_ads(self.company.company_id)}
        page = self.visitor.get(f"/sv/jobs/{ads[ad_id].job_ad_id}", follow_redirects=False)
        return str(page.headers["Location"])

    def found(self, what: str) -> int:
        """How many ads a search finds once the worker has looked."""
        self.site.follower.follow()
        page = self.visitor.get(f"/sv/jobs?what={what}").text
        return int(page.split('data-total="', 1)[1].split('"', 1)[0])


@pytest.fixture
def office(site: SiteUnderTest) -> Office:
    company = employer(
        "Ekliden Vård AB", number="556036-0793", role=CompanyRole.OWNER,
        account_id=with_factor(Role.JOB_SEEKER),
    )  # fmt: skip
    waiting = employer(
        "Nya Bolaget AB", verified=False, role=CompanyRole.OWNER,
        account_id=with_factor(),
    )  # fmt: skip
    recruiter_id = new_account()
    add_employer_user(recruiter_id, company.company_id, CompanyRole.RECRUITER)
    administrator_id = with_factor(Role.ADMINISTRATOR)
    return Office(
        site,
        company,
        waiting,
        administrator_id,
        recruiter_id,
        browser_of(site, company.account_id),
        browser_of(site, recruiter_id),
        browser_of(site, waiting.account_id),
        browser_of(site, administrator_id),
        browser_of(site, None),
    )
