"""The demo's companies and CVs, and an account that closes with all that its CVs were."""

from __future__ import annotations

import pytest

from tests.support.people import employer, seeker
from tests.support.signed_in import new_account
from webapp.base.sealing import use_key
from webapp.domain.accounts.demo import add_demo_accounts, demo_account_ids
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.closing import close_account
from webapp.domain.cv.demo import OWNER, RECRUITER, SEEKER, UNVERIFIED, add_demo_cvs
from webapp.domain.cv.door import Occasion, view_cv
from webapp.domain.cv.queries import cvs_of
from webapp.domain.cv.rules import State
from webapp.domain.cv.search import search_cvs
from webapp.domain.mail.actions import use_mail_host
from webapp.domain.privacy.queries import disclosures_of
from webapp.domain.privacy.verification import verify_ledger


def test_a_demo_has_a_verified_company_an_unverified_one_and_cvs(database_url: str) -> None:
    use_key("a demo's key that is long enough")
    for _ in range(2):
        add_demo_accounts()
        add_demo_cvs()
    ids = demo_account_ids()
    assert sorted(cv.state for cv in cvs_of(ids[SEEKER])) == ["anonymous", "inactive", "public"]
    for name in (OWNER, RECRUITER):
        found = search_cvs(ids[name], "undersköterska", ["1280"])
        assert found is not None
        assert found.total == 1
    assert search_cvs(ids[UNVERIFIED], "undersköterska") is None


@pytest.mark.promise("cv.delete")
def test_closing_an_account_erases_its_cvs_and_empties_the_ledger_of_its_name(
    database_url: str,
) -> None:
    use_mail_host("localhost")
    person = seeker(State.PUBLIC, account_id=new_account(Role.JOB_SEEKER))
    company = employer()
    address = person.address
    assert view_cv(address, company.account_id, Occasion.PAGE) is not None
    close_account(person.account_id)
    assert view_cv(address, company.account_id, Occasion.PAGE) is None
    assert cvs_of(person.account_id) == []
    assert disclosures_of(person.account_id)[0] == 0
    checked = verify_ledger()
    assert (checked.entries, checked.broken) == (1, None)
