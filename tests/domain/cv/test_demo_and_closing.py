"""The demo's companies and CVs, and an account that closes with all that its CVs were."""

from __future__ import annotations

import pytest

from tests.support.accounts import mails
from tests.support.people import employer, seeker
from tests.support.signed_in import new_account
from webapp.base.sealing import use_key
from webapp.domain.accounts.demo import add_demo_accounts, demo_account_ids
from webapp.domain.accounts.queries import address_of
from webapp.domain.accounts.rules import Role
from webapp.domain.contact.actions import receive_message
from webapp.domain.contact.models import ContactMessage
from webapp.domain.contact.rules import MessageKind
from webapp.domain.cv.demo import OWNER, RECRUITER, UNVERIFIED, add_demo_cvs
from webapp.domain.cv.door import Occasion, view_cv
from webapp.domain.cv.queries import cvs_of
from webapp.domain.cv.rules import State
from webapp.domain.cv.search import search_cvs
from webapp.domain.dialogues.closing import close_account
from webapp.domain.employers.models import EmployerUser
from webapp.domain.mail.actions import Recipient, send_mail, use_mail_host
from webapp.domain.mail.rules import Service
from webapp.domain.privacy.queries import disclosures_of
from webapp.domain.privacy.verification import verify_ledger


def test_a_demo_has_a_verified_company_an_unverified_one_and_cvs(database_url: str) -> None:
    use_key("a demo's key that is long enough")
    for _ in range(2):
        add_demo_accounts()
        add_demo_cvs()
    ids = demo_account_ids()
    assert sorted(cv.state for cv in cvs_of(ids["seeker@example.com"])) == [
        "anonymous",
        "inactive",
        "public",
    ]
    for name in (OWNER, RECRUITER):
        found = search_cvs(ids[name], "undersköterska", ["1280"])
        assert found is not None
        assert found.total == 1
    assert search_cvs(ids[UNVERIFIED], "undersköterska") is None
    everybody = search_cvs(ids[OWNER], "")
    assert everybody is not None
    states = [cv.state for account_id in ids.values() for cv in cvs_of(account_id)]
    assert everybody.total == len(states) - states.count(State.INACTIVE) > 10


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


@pytest.mark.promise("cv.delete")
def test_a_closed_account_leaves_no_message_no_company_and_no_mail(database_url: str) -> None:
    use_mail_host("localhost")
    account_id = new_account(Role.EMPLOYER_USER)
    employer(account_id=account_id)
    address = address_of(account_id)
    assert address is not None
    receive_message(
        MessageKind.QUESTION,
        "Hur gör jag?",
        language="sv",
        address=address,
        account_id=account_id,
        network="192.0.2.0/24",
        working_days=3,
    )
    send_mail(Service.CONTACT, Recipient(address, "sv"), "contact_received", {})

    close_account(account_id)

    assert ContactMessage.select().count() == 0
    assert EmployerUser.select().where(EmployerUser.account_id == account_id).count() == 0
    assert [mail.template for mail in mails(to=address)] == ["account_closed"]
