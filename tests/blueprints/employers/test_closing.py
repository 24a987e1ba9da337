"""Closing a company, and closing an account that owns one: nobody and no ad is left behind."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.blueprints.employers.office import Office, with_factor
from tests.support.people import employer, seeker
from tests.support.signed_in import browser_of, hidden_on, new_account, token_on
from webapp.domain.accounts.models import Account, Session
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.models import ShortlistEntry
from webapp.domain.cv.rules import State
from webapp.domain.cv.shortlists import keep_cv
from webapp.domain.dialogues.closing import StillHeldError, close_account
from webapp.domain.employers.actions import add_employer_user
from webapp.domain.employers.decisions import NotPossibleError, decide
from webapp.domain.employers.models import EmployerUser, Invitation
from webapp.domain.employers.people import invite, set_role
from webapp.domain.employers.queries import company_card, company_record, members_of
from webapp.domain.employers.rules import Decision
from webapp.domain.employers.rules import Role as CompanyRole
from webapp.domain.jobs.own_queries import own_ads
from webapp.signing_in import LOOPBACK_COOKIE

LANGUAGES = ("sv", "en")
ACCOUNT, COMPANY = "my/settings/close", "employer/company/close"
FIRST = {"sv": "Först företaget", "en": "First, the company"}


@dataclass
class Alone:
    """An owner whose company nobody else acts for."""

    account_id: int
    company_id: int


@pytest.fixture
def alone(office: Office) -> Alone:
    account_id = with_factor(Role.JOB_SEEKER)
    company = employer("Ensamma AB", role=CompanyRole.OWNER, account_id=account_id)
    return Alone(account_id, company.company_id)


def is_closed(account_id: int) -> bool:
    return Account.get_by_id(account_id).closed_at is not None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_last_owner_of_people_is_told_what_to_do_first(office: Office, lang: str) -> None:
    page = office.owner.get(f"/{lang}/{ACCOUNT}")
    assert page.status_code == 200
    assert FIRST[lang] in page.text
    for way in ("employer/people", COMPANY):
        assert f'href="/{lang}/{way}"' in page.text
    assert 'name="sure"' not in page.text

    token = token_of_close_form(office)
    sent = office.owner.post(f"/{lang}/{ACCOUNT}", data={"token": token, "sure": "yes"})
    assert (sent.status_code, FIRST[lang] in sent.text) == (409, True)
    assert not is_closed(office.company.account_id)
    assert len(members_of(office.company.company_id)) == 2


def token_of_close_form(office: Office) -> str:
    """A token of the form that the owner had open before the company was theirs alone."""
    set_role(office.company.company_id, office.recruiter_id, CompanyRole.OWNER)
    token = token_on(office.owner.get(f"/sv/{ACCOUNT}").text.partition("<main")[2])
    set_role(office.company.company_id, office.recruiter_id, CompanyRole.RECRUITER)
    return token


def test_live_ads_are_no_less_a_reason(office: Office, alone: Alone) -> None:
    browser = browser_of(office.site, alone.account_id)
    office.owner, office.company.company_id = browser, alone.company_id
    path = office.publish()
    assert FIRST["sv"] in browser.get(f"/sv/{ACCOUNT}").text
    with pytest.raises(StillHeldError):
        close_account(alone.account_id)
    assert office.visitor.get(path).status_code == 200
    assert not is_closed(alone.account_id)


def test_an_owner_among_several_and_a_recruiter_just_leave(office: Office) -> None:
    close_account(office.recruiter_id)
    other = with_factor()
    add_employer_user(other, office.company.company_id, CompanyRole.OWNER)
    close_account(office.company.account_id)
    assert [each.account.account_id for each in members_of(office.company.company_id)] == [other]
    record = company_record(office.company.company_id)
    assert record is not None
    assert record.closed_at is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whoever_acts_alone_takes_the_company_along(
    office: Office, alone: Alone, lang: str
) -> None:
    invite(alone.company_id, "kollega@example.com", "sv")
    browser = browser_of(office.site, alone.account_id)
    browser.allowed_cookies = frozenset({LOOPBACK_COOKIE})
    assert office.ad(browser) > 0
    page = browser.get(f"/{lang}/{ACCOUNT}")
    assert "Ensamma AB" in page.text
    sent = browser.post(f"/{lang}/{ACCOUNT}", data={**hidden_on(page.text), "sure": "yes"})
    assert sent.status_code == 200
    assert is_closed(alone.account_id)
    record = company_record(alone.company_id)
    assert record is not None
    assert (record.closed_at is not None, record.may_publish) == (True, False)
    assert Invitation.select().where(Invitation.company_id == alone.company_id).count() == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_closed_company_shows_no_ad_and_sees_no_cv(office: Office, lang: str) -> None:
    company_id = office.company.company_id
    office.owner.allowed_cookies = frozenset({LOOPBACK_COOKIE})
    path, paused = office.publish(), office.ad()
    office.do(paused, "publish")
    office.do(paused, "pause")
    person = seeker(State.PUBLIC, account_id=new_account(Role.JOB_SEEKER))
    assert keep_cv(person.address, office.recruiter_id, list_name="Bra", note="Ring")
    assert office.found("förskollärare") == 1
    card = company_card(company_id)
    assert card is not None
    assert card.may_see_cvs

    page = office.owner.get(f"/{lang}/{COMPANY}")
    assert office.send(office.owner, f"/{lang}/{COMPANY}").status_code == 422
    assert members_of(company_id)
    sent = office.owner.post(f"/{lang}/{COMPANY}", data={**hidden_on(page.text), "sure": "yes"})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/{lang}/my/")

    assert office.owner.get(f"/{lang}/my/").status_code == 200
    assert office.owner.get(f"/{lang}/employer").status_code == 404
    assert office.owner.get(f"/{lang}/cv/{person.address}").status_code == 404
    assert office.recruiter.get(f"/{lang}/my/").status_code == 303
    assert office.visitor.get(path).status_code == 410
    assert office.found("förskollärare") == 0
    assert {ad.state.value for ad in own_ads(company_id)} == {"closed"}
    assert ShortlistEntry.select().count() == 0
    card = company_card(company_id)
    assert card is not None
    assert not card.may_see_cvs
    assert EmployerUser.select().where(EmployerUser.ended_at.is_null()).count() == 1
    assert Session.select().where(Session.account == office.recruiter_id).count() == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_operator_sees_that_it_is_closed_and_decides_nothing_more(
    office: Office, alone: Alone, lang: str
) -> None:
    close_account(alone.account_id)
    close_account(office.waiting.account_id)
    for company_id in (alone.company_id, office.waiting.company_id):
        page = office.administrator.get(f"/{lang}/operator/companies/{company_id}")
        assert page.status_code == 200
        assert 'name="decision"' not in page.text
        for decision in Decision:
            with pytest.raises(NotPossibleError):
                decide(company_id, decision, "Nej", office.administrator_id)
    waiting = office.administrator.get(f"/{lang}/operator/companies").text
    assert "Nya Bolaget AB" in waiting.partition("</h2>")[2].partition("</h2>")[2]


def test_recruiters_and_others_close_no_company(office: Office) -> None:
    for client in (office.recruiter, office.administrator, office.newcomer):
        page = client.get(f"/sv/{COMPANY}")
        expected = 200 if client is office.newcomer else 404
        assert page.status_code == expected
    assert office.visitor.get(f"/sv/{COMPANY}").status_code == 303
