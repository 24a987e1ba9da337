"""Forwarding CVs: what owners allow, what staff and customers get, and what the ledger says."""

from __future__ import annotations

import pytest

from tests.domain.cv.forwarding_scene import (
    asked,
    company,
    leaked,
    mail_host,
    mailed,
    sees,
    someone,
    staff,
)
from tests.support.people import seeker
from tests.support.signed_in import new_account
from webapp.base import clock
from webapp.domain.accounts.models import Account
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.actions import grant_details
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.door import Occasion, photo_of, view_cv
from webapp.domain.cv.forwarding import forward_cv
from webapp.domain.cv.forwarding_queries import (
    forwardable_cvs,
    forwardings_of,
)
from webapp.domain.cv.forwarding_rules import Forwarding
from webapp.domain.cv.rules import Detail, State
from webapp.domain.cv.views import AnonymousView, PublicView
from webapp.domain.employers.actions import add_employer_user, suspend_company
from webapp.domain.employers.queries import verified_companies
from webapp.domain.employers.rules import Role as CompanyRole
from webapp.domain.operators.forwarding import NotForThemError, mail_cv, print_cv
from webapp.domain.privacy.queries import disclosures_of
from webapp.domain.privacy.verification import verify_ledger

__all__ = ["mail_host", "staff"]
pytestmark = pytest.mark.usefixtures("database_url")
ACTIVE = (State.ANONYMOUS, State.PUBLIC)


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.parametrize("state", State)
def test_nothing_is_forwarded_until_the_owner_allows_it(state: State, staff: int) -> None:
    person = seeker(state, account_id=new_account(Role.JOB_SEEKER))
    who = company()
    assert view_cv(person.address, staff, Occasion.STAFF) is None
    assert forwardable_cvs() == (0, [])
    for forward in (mail_cv, print_cv):
        with pytest.raises(NotForThemError):
            forward(person.address, staff, who.account_id)
    with pytest.raises(NotForThemError):
        asked(person, staff, who)
    assert (mailed(who), disclosures_of(person.account_id)[0]) == ([], 0)
    assert forwardings_of(person.account_id) == []


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.parametrize("state", ACTIVE)
@pytest.mark.parametrize("allowed", [Forwarding.ACTIVE, Forwarding.ASKING])
def test_an_active_cv_goes_by_mail_as_a_link_and_nothing_else(
    state: State, allowed: Forwarding, staff: int
) -> None:
    person, who = someone(state, allowed, shown=[Detail.EMAIL]), company()
    mail_cv(person.address, staff, who.account_id)
    assert mailed(who) == [{"address": person.address}]
    _, (entry,) = disclosures_of(person.account_id)
    assert (entry.company, entry.role, entry.channel) == ("Ekliden Vård AB", "forwarded", "mail")
    assert (entry.fields, entry.cv_id, entry.ground) == ((), person.cv_id, "consent")
    # The link opens what the company may see anyway, at the moment when it is opened.
    kind = {State.ANONYMOUS: AnonymousView, State.PUBLIC: PublicView}[state]
    assert isinstance(sees(who, person), kind)
    address = person.address
    person.switch(State.INACTIVE)
    assert view_cv(address, who.account_id, Occasion.PAGE) is None
    assert verify_ledger().broken is None


@pytest.mark.promise("disclosure.forwarding")
def test_an_anonymous_cv_stays_anonymous_on_paper(staff: int) -> None:
    person, who = someone(State.ANONYMOUS, Forwarding.ACTIVE, shown=list(Detail)), company()
    view = print_cv(person.address, staff, who.account_id)
    assert isinstance(view, AnonymousView)
    assert leaked(view) == []
    _, (entry,) = disclosures_of(person.account_id)
    told = (entry.company, entry.role, entry.channel, entry.fields)
    assert told == ("Ekliden Vård AB", "forwarded", "print", ())


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.promise("disclosure.ledger")
def test_a_public_cv_on_paper_names_the_company_and_our_staff_in_the_ledger(staff: int) -> None:
    person, who = someone(State.PUBLIC, Forwarding.ACTIVE, shown=[Detail.EMAIL]), company()
    view = print_cv(person.address, staff, who.account_id)
    assert isinstance(view, PublicView)
    assert set(view.details) == {"name", "email"}
    _, entries = disclosures_of(person.account_id)
    assert [(each.company, each.role, each.channel, each.fields) for each in entries] == [
        ("Ekliden Vård AB", "forwarded", "print", ("email", "name")),
        (None, "staff", "staff", ("email", "name")),
    ]
    assert verify_ledger().broken is None


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.promise("cv.anonymous.case-by-case")
def test_a_yes_to_the_recipient_holds_on_paper_and_for_nobody_else(staff: int) -> None:
    person, who, other = someone(State.ANONYMOUS, Forwarding.ACTIVE), company(), company("B AB")
    grant_details(person.cv_id, person.account_id, who.company_id, [])
    assert isinstance(print_cv(person.address, staff, who.account_id), PublicView)
    assert isinstance(print_cv(person.address, staff, other.account_id), AnonymousView)


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.promise("cv.anonymous.hides-identity")
@pytest.mark.parametrize("state", State)
def test_staff_read_the_body_and_never_who_it_is(state: State, staff: int) -> None:
    person = someone(state, Forwarding.ASKING, shown=list(Detail))
    person.choose(list(Detail), anonymous=["birth_year", "gender"])
    view = view_cv(person.address, staff, Occasion.STAFF)
    assert isinstance(view, AnonymousView)
    assert (leaked(view), view.birth_year, view.gender) == ([], None, None)
    assert "Qx" not in repr(view).replace(view.address, "")
    kinds = {section.kind for section in view.sections}
    # Of an inactive CV they see what they need to know to ask about it.
    assert (kinds == {"wanted"}) == (state is State.INACTIVE)
    assert "wanted" in kinds
    assert photo_of(person.address, staff, Occasion.STAFF) is None
    _, (line,) = forwardable_cvs()
    assert leaked(line) == []
    assert line.is_active == (state is not State.INACTIVE)
    assert disclosures_of(person.account_id)[0] == 0


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.promise("cv.inactive.hidden")
def test_staff_read_an_inactive_cv_only_if_they_may_ask_about_it(staff: int) -> None:
    person, who = someone(State.INACTIVE, Forwarding.ACTIVE), company()
    assert view_cv(person.address, staff, Occasion.STAFF) is None
    assert forwardable_cvs() == (0, [])
    with pytest.raises(NotForThemError):
        asked(person, staff, who)


@pytest.mark.parametrize("role", [Role.JOB_SEEKER, Role.EMPLOYER_USER, Role.MODERATOR])
def test_nobody_but_administrators_forwards(role: Role, staff: int) -> None:
    person, who = someone(State.PUBLIC, Forwarding.ASKING), company()
    other = new_account(role)
    assert view_cv(person.address, other, Occasion.STAFF) is None
    for forward in (mail_cv, print_cv):
        with pytest.raises(NotForThemError):
            forward(person.address, other, who.account_id)
    Account.update(closed_at=clock.now()).where(Account.id == staff).execute()
    assert view_cv(person.address, staff, Occasion.STAFF) is None


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.promise("disclosure.third-country")
@pytest.mark.parametrize("state", State)
def test_it_goes_to_no_company_that_may_not_see_it(state: State, staff: int) -> None:
    person = someone(state, Forwarding.ASKING)
    block_company(person.account_id, name="Stängda AB")
    suspended = company("Stopp AB")
    suspend_company(suspended.company_id)
    barred = [
        company("Stängda AB"),
        company("Far Inc", country="US"),
        company("Nya AB", verified=False),
        suspended,
    ]
    for who in barred:
        for forward in (mail_cv, print_cv):
            with pytest.raises(NotForThemError):
                forward(person.address, staff, who.account_id)
        with pytest.raises(NotForThemError):
            asked(person, staff, who)
        assert mailed(who) == []
    assert disclosures_of(person.account_id)[0] == 0
    assert forwardings_of(person.account_id) == []
    person.choose(third_countries=True)
    if state is not State.INACTIVE:
        mail_cv(person.address, staff, barred[1].account_id)


@pytest.mark.promise("disclosure.forwarding")
def test_a_colleagues_link_stands_in_the_ledger_where_it_leads_to_a_name() -> None:
    who, colleague = company(), new_account(Role.EMPLOYER_USER)
    add_employer_user(colleague, who.company_id, CompanyRole.RECRUITER)
    for state, entries in ((State.PUBLIC, ["mail"]), (State.ANONYMOUS, [])):
        person = someone(state)
        forward_cv(person.address, who.account_id, colleague)
        _, found = disclosures_of(person.account_id)
        assert [entry.channel for entry in found] == entries
        assert [(entry.role, entry.fields) for entry in found] == [("recruiter", ())] * len(entries)


def test_only_verified_companies_are_offered_as_recipients() -> None:
    fine = company("Ekliden Vård AB")
    company("Ekliden Nya AB", verified=False)
    suspend_company(company("Ekliden Stopp AB").company_id)
    assert [each.id for each in verified_companies("EKLIDEN", 20)] == [fine.company_id]
    assert verified_companies("vård", 20) == verified_companies("Vard", 20) != []
    assert verified_companies("%", 20) == verified_companies("", 20) == []
