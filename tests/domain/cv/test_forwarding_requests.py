"""Asking the owner of an inactive CV about one company: the answer, what it opens, and its end."""

from __future__ import annotations

from datetime import timedelta

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
from tests.support.accounts import mails
from tests.support.people import CANARY, Person
from webapp.base import clock
from webapp.domain.accounts.queries import address_of
from webapp.domain.cv.actions import UndecidedFindingsError, delete_cv, grant_details
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.door import Occasion, glimpse, view_cv
from webapp.domain.cv.forwarding_answers import (
    Answer,
    AnsweredAlreadyError,
    NoSuchRequestError,
    answer_forwarding,
    choose_forwarding,
    end_forwarding,
)
from webapp.domain.cv.forwarding_ends import (
    forget_in_forwardings,
    forget_old_forwardings,
    lapse_forwardings,
)
from webapp.domain.cv.forwarding_queries import (
    asked_forwardings,
    forwardings_of,
    own_forwarding,
)
from webapp.domain.cv.forwarding_requests import AskedAboutAlreadyError
from webapp.domain.cv.forwarding_rules import Forwarding, Standing
from webapp.domain.cv.models import ForwardingRequest
from webapp.domain.cv.rules import Detail, Section, State
from webapp.domain.cv.shortlists import keep_cv, shortlist_of
from webapp.domain.cv.views import AnonymousView, PublicView
from webapp.domain.dialogues.answering import mute_requests
from webapp.domain.dialogues.closing import close_account
from webapp.domain.mail.actions import choose_delivery
from webapp.domain.mail.mailbox import notices_of
from webapp.domain.mail.rules import Service
from webapp.domain.operators.forwarding import NotForThemError, mail_cv, print_cv
from webapp.domain.privacy.queries import disclosures_of

__all__ = ["mail_host", "staff"]
pytestmark = pytest.mark.usefixtures("database_url")


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.promise("cv.inactive.hidden")
@pytest.mark.parametrize("answer", Answer)
def test_an_inactive_cv_goes_only_after_a_yes_and_to_that_company_alone(
    answer: Answer, staff: int
) -> None:
    person, who, other = someone(State.INACTIVE, Forwarding.ASKING), company(), company("B AB")
    person.choose([Detail.EMAIL])
    for forward in (mail_cv, print_cv):
        with pytest.raises(NotForThemError):
            forward(person.address, staff, who.account_id)
    request_id = asked(person, staff, who)
    assert sees(who, person) is None
    answer_forwarding(request_id, person.account_id, answer)
    assert sees(other, person) is None
    with pytest.raises(NotForThemError):
        mail_cv(person.address, staff, other.account_id)
    if answer is Answer.NO:
        assert (sees(who, person), mailed(who)) == (None, [])
        assert disclosures_of(person.account_id)[0] == 0
        return
    assert mailed(who) == [{"address": person.address}]
    shown = sees(who, person)
    if answer is Answer.ANONYMOUS:
        assert isinstance(shown, AnonymousView)
        assert leaked(shown) == []
    else:
        assert isinstance(shown, PublicView)
        assert set(shown.details) == {"name", "email"}
    mail_cv(person.address, staff, who.account_id)
    assert isinstance(print_cv(person.address, staff, who.account_id), type(shown))
    # The mail at the yes and the later one, the page or not, and the paper or not with our staff.
    expected = ["print", "mail", "mail"]
    if answer is Answer.IDENTITY:
        expected = ["print", "staff", "mail", "page", "mail"]
    _, entries = disclosures_of(person.account_id)
    assert [entry.channel for entry in entries] == expected
    assert {entry.company for entry in entries if entry.role != "staff"} == {"Ekliden Vård AB"}


def _ended_by_owner(person: Person, request_id: int) -> None:
    end_forwarding(request_id, person.account_id)


def _allowed_no_more(person: Person, request_id: int) -> None:
    choose_forwarding(person.cv_id, person.account_id, Forwarding.ACTIVE)


def _switched(person: Person, request_id: int) -> None:
    person.switch(State.PUBLIC)
    person.switch(State.INACTIVE)


def _blocked(person: Person, request_id: int) -> None:
    block_company(person.account_id, name="Ekliden Vård")


def _deleted(person: Person, request_id: int) -> None:
    delete_cv(person.cv_id, person.account_id)


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.parametrize("end", [_ended_by_owner, _allowed_no_more, _switched, _blocked, _deleted])
def test_a_yes_is_ended_for_all_that_is_not_seen_yet(end: object, staff: int) -> None:
    person, who = someone(State.INACTIVE, Forwarding.ASKING), company()
    request_id = asked(person, staff, who)
    answer_forwarding(request_id, person.account_id, Answer.IDENTITY)
    before = person.address
    assert glimpse(before, who.account_id) is not None
    end(person, request_id)  # type: ignore[operator]
    addresses = {before}
    if end is not _deleted:
        addresses.add(person.address)
    for address in addresses:
        assert view_cv(address, who.account_id, Occasion.PAGE) is None
        assert view_cv(address, who.account_id, Occasion.PRINT) is None
        with pytest.raises(NotForThemError):
            mail_cv(address, staff, who.account_id)
    assert [entry.channel for entry in disclosures_of(person.account_id)[1]] == ["mail"]


def test_an_old_yes_to_a_dialogue_opens_no_inactive_cv_further(staff: int) -> None:
    person, who = someone(State.ANONYMOUS, Forwarding.ASKING), company()
    grant_details(person.cv_id, person.account_id, who.company_id, [Detail.PHONE])
    person.switch(State.INACTIVE)
    answer_forwarding(asked(person, staff, who), person.account_id, Answer.ANONYMOUS)
    assert isinstance(sees(who, person), AnonymousView)


def test_the_owner_is_asked_as_they_chose_and_told_who_asks(staff: int) -> None:
    person, who = someone(State.INACTIVE, Forwarding.ASKING), company()
    request_id = asked(person, staff, who)
    (mail,) = mails(to=str(address_of(person.account_id)))
    told = {"request": request_id, "company": "Ekliden Vård AB", "position": "Svetsare i Lund"}
    assert (mail.template, mail.service, mail.data) == ("forwarding_request", "cv-requests", told)
    found = own_forwarding(request_id, person.account_id)
    assert found is not None
    assert (found.company.country, found.standing) == ("SE", Standing.ASKED)
    choose_delivery(person.account_id, Service.CV_REQUESTS, by_mail=False, in_mailbox=True)
    asked(person, staff, company("B AB"))
    assert [each.template for each in notices_of(person.account_id)] == ["forwarding_request"]
    mute_requests(person.account_id, muted=True)
    with pytest.raises(NotForThemError):
        asked(person, staff, company("C AB"))


def test_staff_are_told_that_there_is_an_answer(staff: int) -> None:
    person, who = someone(State.INACTIVE, Forwarding.ASKING), company()
    request_id = asked(person, staff, who)
    answer_forwarding(request_id, person.account_id, Answer.NO)
    (mail,) = mails("forwarding_answered")
    assert mail.recipient == address_of(staff)
    (line,) = asked_forwardings(10)
    assert (line.standing, line.company, line.address) == (
        Standing.DECLINED,
        "Ekliden Vård AB",
        person.address,
    )
    choose_forwarding(person.cv_id, person.account_id, Forwarding.NO)
    (line,) = asked_forwardings(10)
    assert (line.address, line.title) == (None, None)


def test_nobody_answers_for_somebody_else(staff: int) -> None:
    person, who = someone(State.INACTIVE, Forwarding.ASKING), company()
    other = someone(State.INACTIVE, Forwarding.ASKING)
    request_id = asked(person, staff, who)
    for account_id in (other.account_id, who.account_id, staff):
        assert own_forwarding(request_id, account_id) is None
        assert forwardings_of(account_id) == []
        for act in (lambda at: answer_forwarding(request_id, at, Answer.IDENTITY),
                    lambda at: end_forwarding(request_id, at)):  # fmt: skip
            with pytest.raises(NoSuchRequestError):
                act(account_id)
    assert sees(who, person) is None


def test_a_request_is_answered_once_and_not_repeated_soon(staff: int) -> None:
    person, who = someone(State.INACTIVE, Forwarding.ASKING), company()
    request_id = asked(person, staff, who)
    with pytest.raises(AskedAboutAlreadyError):
        asked(person, staff, who)
    answer_forwarding(request_id, person.account_id, Answer.NO)
    with pytest.raises(AnsweredAlreadyError):
        answer_forwarding(request_id, person.account_id, Answer.IDENTITY)
    with clock.set_to(clock.now() + timedelta(days=89)), pytest.raises(AskedAboutAlreadyError):
        asked(person, staff, who)
    with clock.set_to(clock.now() + timedelta(days=91)):
        assert asked(person, staff, who) != request_id


@pytest.mark.promise("disclosure.forwarding")
def test_an_unanswered_request_lapses_after_thirty_days(staff: int) -> None:
    person, who = someone(State.INACTIVE, Forwarding.ASKING), company()
    request_id = asked(person, staff, who)
    now = clock.now()
    assert lapse_forwardings(now + timedelta(days=29)) == 0
    assert lapse_forwardings(now + timedelta(days=30)) == 1
    with pytest.raises(AnsweredAlreadyError):
        answer_forwarding(request_id, person.account_id, Answer.IDENTITY)
    assert (sees(who, person), mailed(who)) == (None, [])


@pytest.mark.promise("cv.anonymous.leak-warning")
def test_an_anonymous_yes_waits_for_what_would_give_the_owner_away(staff: int) -> None:
    sections = [Section("summary", False, {"text": f"Jag heter {CANARY[Detail.NAME]}."})]
    person, who = someone(State.INACTIVE, Forwarding.ASKING, sections=sections), company()
    request_id = asked(person, staff, who)
    with pytest.raises(UndecidedFindingsError):
        answer_forwarding(request_id, person.account_id, Answer.ANONYMOUS)
    assert (sees(who, person), mailed(who)) == (None, [])


def test_a_forwarded_inactive_cv_can_be_kept_while_the_yes_holds(staff: int) -> None:
    person, who = someone(State.INACTIVE, Forwarding.ASKING), company()
    request_id = asked(person, staff, who)
    answer_forwarding(request_id, person.account_id, Answer.ANONYMOUS)
    assert keep_cv(person.address, who.account_id, list_name="", note="")
    assert [each.address for each in shortlist_of(who.account_id)] == [person.address]
    end_forwarding(request_id, person.account_id)
    assert shortlist_of(who.account_id) == []


@pytest.mark.promise("cv.delete")
def test_requests_go_with_cv_account_and_time(staff: int) -> None:
    person, who = someone(State.INACTIVE, Forwarding.ASKING), company()
    request_id = asked(person, staff, who)
    now = clock.now()
    assert forget_old_forwardings(now + timedelta(days=400)) == 0
    answer_forwarding(request_id, person.account_id, Answer.NO)
    forget_in_forwardings(staff)
    forget_in_forwardings(who.account_id)
    row = ForwardingRequest.get_by_id(request_id)
    assert (row.asked_by, row.recipient_id) == (None, None)
    assert forget_old_forwardings(now + timedelta(days=179)) == 0
    assert forget_old_forwardings(now + timedelta(days=181)) == 1
    # The company may be asked about again, now that nothing is left of the first time.
    asked(person, staff, who)
    close_account(person.account_id)
    assert ForwardingRequest.select().count() == 0
