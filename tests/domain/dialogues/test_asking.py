"""Asking about a CV: who may, how often, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.domain.dialogues.people import asked, company, sees, someone
from tests.support.accounts import mails
from tests.support.people import CANARY
from webapp.base import clock
from webapp.domain.accounts.queries import address_of
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.rules import State
from webapp.domain.dialogues.answering import (
    Choice,
    NotPossibleError,
    answer,
    choices_in,
    mute_requests,
)
from webapp.domain.dialogues.asking import (
    AskedAlreadyError,
    NoSuchCvError,
    NoSuchDialogueError,
    RequestsMutedError,
    TooManyRequestsError,
    write_to_person,
)
from webapp.domain.dialogues.queries import (
    dialogue_of_company,
    dialogue_of_person,
    dialogues_of_company,
    dialogues_of_person,
)
from webapp.domain.dialogues.rules import Standing
from webapp.domain.dialogues.upkeep import lapse_requests
from webapp.domain.employers.actions import suspend_company
from webapp.domain.mail.actions import choose_delivery
from webapp.domain.mail.mailbox import notices_of
from webapp.domain.mail.rules import Service
from webapp.domain.privacy.queries import disclosures_of

pytestmark = pytest.mark.usefixtures("database_url")


def test_a_request_reaches_the_person_as_they_chose() -> None:
    person, who = someone(), company()
    address = address_of(person.account_id)
    assert address is not None
    dialogue_id = asked(person, who)
    (mail,) = mails(to=address)
    assert (mail.template, mail.data["dialogue"]) == ("cv_request", dialogue_id)
    choose_delivery(person.account_id, Service.CV_REQUESTS, by_mail=False, in_mailbox=True)
    other = company("Annat AB")
    asked(person, other)
    assert len(mails(to=address)) == 1
    assert [notice.template for notice in notices_of(person.account_id)] == ["cv_request"]

    found = dialogue_of_person(dialogue_id, person.account_id)
    assert found is not None
    assert (found.company.name, found.company.country) == ("Ekliden Vård AB", "SE")
    assert found.company.verified_at is not None
    assert found.asked_for == ("identity", "interview")
    assert [said.text for said in found.messages] == ["Vill du jobba här?"]
    assert len(dialogues_of_person(person.account_id)) == 2


@pytest.mark.promise("cv.anonymous.contact-through-service")
@pytest.mark.promise("cv.anonymous.hides-identity")
def test_only_who_sees_a_cv_asks_about_it_and_learns_nothing_by_that() -> None:
    person = someone()
    block_company(person.account_id, name="Stängda AB")
    strangers = [
        company("Stängda AB"),
        company("Nya AB", verified=False),
        company("Far Inc", country="US"),
    ]
    for who in strangers:
        with pytest.raises(NoSuchCvError):
            asked(person, who)
    person.switch(State.INACTIVE)
    with pytest.raises(NoSuchCvError):
        asked(person, company("Ekliden AB"))
    assert dialogues_of_person(person.account_id) == []

    person.switch(State.ANONYMOUS)
    who = company("Sista AB")
    dialogue_id = asked(person, who)
    found = dialogue_of_company(dialogue_id, who.account_id)
    assert found is not None
    assert (found.address, found.cv_title) == (person.address, "Svetsare")
    told = repr(found)
    assert [value for value in CANARY.values() if value in told] == []
    assert disclosures_of(person.account_id)[0] == 0


def test_a_company_asks_once_about_a_cv_and_not_soon_after_a_no() -> None:
    person, who = someone(), company()
    first = asked(person, who)
    with pytest.raises(AskedAlreadyError) as already:
        asked(person, who)
    assert already.value.dialogue_id == first
    answer(first, person.account_id, Choice.DECLINE)
    with clock.set_to(clock.now() + timedelta(days=89)), pytest.raises(AskedAlreadyError):
        asked(person, who)
    with clock.set_to(clock.now() + timedelta(days=91)):
        assert asked(person, who) != first


@pytest.mark.promise("cv.anonymous.hides-identity")
def test_what_was_asked_in_public_is_not_tied_to_the_anonymous_cv() -> None:
    person, who = someone(State.PUBLIC), company()
    first = asked(person, who)
    person.switch(State.ANONYMOUS)
    second = asked(person, who)
    assert second != first
    old = dialogue_of_company(first, who.account_id)
    assert old is not None
    assert (old.address, old.cv_title) == (None, None)
    # No yes in the old dialogue opens the new address.
    found = dialogue_of_person(first, person.account_id)
    assert found is not None
    assert Choice.REVEAL not in choices_in(found)
    with pytest.raises(NotPossibleError):
        answer(first, person.account_id, Choice.REVEAL)


def test_a_day_has_a_limit_for_each_company() -> None:
    who = company()
    for _ in range(2):
        asked(someone(), who, limit=2)
    with pytest.raises(TooManyRequestsError):
        asked(someone(), who, limit=2)
    asked(someone(), company("Annat AB"), limit=2)
    with clock.set_to(clock.now() + timedelta(days=1)):
        asked(someone(), who, limit=2)


def test_a_person_takes_no_requests_while_they_want_none() -> None:
    person, who = someone(), company()
    mute_requests(person.account_id, muted=True)
    mute_requests(person.account_id, muted=True)
    with pytest.raises(RequestsMutedError):
        asked(person, who)
    mute_requests(person.account_id, muted=False)
    asked(person, who)


def test_an_unanswered_request_lapses_after_thirty_days() -> None:
    person, who = someone(), company()
    dialogue_id = asked(person, who)
    now = clock.now()
    assert lapse_requests(now + timedelta(days=29)) == 0
    assert lapse_requests(now + timedelta(days=30)) == 1
    found = dialogue_of_person(dialogue_id, person.account_id)
    assert found is not None
    assert (found.standing, choices_in(found)) == (Standing.LAPSED, [])
    assert asked(person, who) != dialogue_id


@pytest.mark.promise("disclosure.third-country")
def test_a_company_outside_the_eea_is_marked_and_sees_only_with_the_choice() -> None:
    person, who = someone(), company("Far Inc", country="US")
    with pytest.raises(NoSuchCvError):
        asked(person, who)
    person.choose(third_countries=True)
    dialogue_id = asked(person, who)
    found = dialogue_of_person(dialogue_id, person.account_id)
    assert found is not None
    assert (found.company.in_eea, found.company.country) == (False, "US")
    person.choose(third_countries=False)
    with pytest.raises(NotPossibleError):
        answer(dialogue_id, person.account_id, Choice.REVEAL)
    assert sees(who, person) is None


def test_a_suspended_company_reads_and_writes_nothing() -> None:
    person, who = someone(), company()
    dialogue_id = asked(person, who)
    answer(dialogue_id, person.account_id, Choice.WRITE, text="Hej")
    suspend_company(who.company_id)
    assert dialogue_of_company(dialogue_id, who.account_id) is None
    assert dialogues_of_company(who.account_id) == (0, [])
    with pytest.raises(NoSuchDialogueError):
        write_to_person(dialogue_id, who.account_id, "Hej")
