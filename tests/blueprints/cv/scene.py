"""A site with one job seeker and the employers who might see their CV."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from werkzeug.test import TestResponse

from tests.support.checking import CheckingClient
from tests.support.people import Employer, Person, employer, seeker
from tests.support.signed_in import browser_of, hidden_on, new_account
from tests.support.sites import SiteUnderTest
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.rules import Detail, State


@dataclass
class Scene:
    """The owner of a CV, a verified recruiter, and their browsers."""

    site: SiteUnderTest
    person: Person
    company: Employer
    owner: CheckingClient
    recruiter: CheckingClient
    visitor: CheckingClient

    def send(self, path: str, **values: str) -> TestResponse:
        """Fills in the owner's form at a path and sends it."""
        hidden = hidden_on(self.owner.get(path).text)
        return self.owner.post(path, data={**hidden, **values})

    def page_of_cv(self, client: CheckingClient, lang: str = "sv") -> TestResponse:
        return client.get(f"/{lang}/cv/{self.person.address}")

    def another_seeker(self) -> CheckingClient:
        return browser_of(self.site, new_account(Role.JOB_SEEKER))

    def another_employer(self, **facts: object) -> CheckingClient:
        account_id = new_account(Role.EMPLOYER_USER)
        employer(account_id=account_id, **facts)  # type: ignore[arg-type]
        return browser_of(self.site, account_id)


@pytest.fixture
def scene(site: SiteUnderTest) -> Scene:
    person = seeker(
        State.INACTIVE,
        shown=[Detail.EMAIL],
        account_id=new_account(Role.JOB_SEEKER),
    )
    company = employer(account_id=new_account(Role.EMPLOYER_USER))
    return Scene(
        site,
        person,
        company,
        browser_of(site, person.account_id),
        browser_of(site, company.account_id),
        browser_of(site, None),
    )
