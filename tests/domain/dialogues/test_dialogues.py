"""Asking about a CV, answering, ending: who may, what follows, and what each side is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.accounts import mails
from tests.support.people import CANARY, Employer, Person, employer, seeker
from tests.support.signed_in import new_account
from webapp.base import clock
from webapp.domain.accounts.queries import address_of
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.actions import delete_cv
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.door import Occasion, view_cv
from webapp.domain.cv.rules import Detail, State
from webapp.domain.cv.views import AnonymousView, PublicView
from webapp.domain.dialogues.answering import (
    Choice,
    NotPossibleError,
    answer,
    choices_in,
    mute_requests,
    take_yes_back,
)
from webapp.domain.dialogues.asking import (
    AskedAlreadyError,
    NoSuchCvError,
    NoSuchDialogueError,
    NotAnsweredError,
    RequestsMutedError,
    TooManyRequestsError,
    ask,
    write_to_person,
)
from webapp.domain.dialogues.closing import close_account
from webapp.domain.dialogues.models import Dialogue, DialogueMessage, MutedRequests
from webapp.domain.dialogues.queries import (
    dialogue_of_company,
    dialogue_of_person,
    dialogues_of_company,
    dialogues_of_person,
    habits_of_companies,
)
from webapp.domain.dialogues.rules import Standing, Wish
from webapp.domain.dialogues.upkeep import forget_quiet_dialogues, lapse_requests
from webapp.domain.employers.actions import suspend_company
from webapp.domain.mail.actions import choose_delivery, use_mail_host
from webapp.domain.mail.mailbox import notices_of
from webapp.domain.mail.rules import Service
from webapp.domain.privacy.queries import disclosures_of

pytestmark = pytest.mark.usefixtures("database_url")


@pytest.fixture(autouse=True)
def mail_host() -> None:
    use_mail_host("localhost")


def someone(state: State = State.ANONYMOUS, **more: object) -> Person:
    return seeker(state, account_id=new_account(Role.JOB_SEEKER), **more)  # type: ignore[arg-type]


def company(name: str = "Ekliden Vård AB", **more: object) -> Employer:
    account_id = new_account(Role.EMPLOYER_USER)
    return employer(name, account_id=account_id, **more)  # type: ignore[arg-type]


def asked(
    person: Person, who: Employer, message: str = "Vill du jobba här?", limit: int = 20
) -> int:
    return ask(
        person.address,
        who.account_id,
        position="Svetsare i Malmö",
        message=message,
        wishes=[Wish.INTERVIEW, Wish.IDENTITY],
        daily_limit=limit,
    )


def sees(who: Employer, person: Person) -> object:
    return view_cv(person.address, who.account_id, Occasion.PAGE)


def revealed(person: Person, who: Employer) -> int:
    dialogue_id = asked(person, who)
    answer(dialogue_id, person.account_id, Choice.REVEAL, details=[Detail.MOBILE])
    return dialogue_id


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


@pytest.mark.promise("cv.anonymous.case-by-case")
@pytest.mark.promise("disclosure.ledger")
def test_a_yes_shows_identity_to_that_company_alone_until_it_is_ended() -> None:
    person, who, other = someone(), company(), company("Annat AB")
    asked(person, other)
    dialogue_id = asked(person, who)
    assert isinstance(sees(who, person), AnonymousView)
    answer(dialogue_id, person.account_id, Choice.REVEAL, details=[Detail.MOBILE])
    shown = sees(who, person)
    assert isinstance(shown, PublicView)
    assert set(shown.details) == {"name", "mobile"}
    assert isinstance(sees(other, person), AnonymousView)
    total, entries = disclosures_of(person.account_id)
    assert (total, entries[0].company, entries[0].fields) == (
        1,
        "Ekliden Vård AB",
        ("mobile", "name"),
    )
    take_yes_back(dialogue_id, person.account_id)
    assert isinstance(sees(who, person), AnonymousView)
    assert disclosures_of(person.account_id)[0] == 1


@pytest.mark.promise("cv.anonymous.case-by-case")
@pytest.mark.parametrize("choice", [Choice.WRITE, Choice.DECLINE, Choice.BLOCK])
def test_without_a_yes_nothing_is_shown(choice: Choice) -> None:
    person, who = someone(), company()
    dialogue_id = asked(person, who)
    answer(dialogue_id, person.account_id, choice, text="Hej")
    shown = sees(who, person)
    assert shown is None if choice is Choice.BLOCK else isinstance(shown, AnonymousView)
    assert disclosures_of(person.account_id)[0] == 0


@pytest.mark.promise("cv.anonymous.case-by-case")
def test_nobody_says_yes_for_somebody_else() -> None:
    person, who, other = someone(), company(), someone()
    dialogue_id = asked(person, who)
    for account_id in (other.account_id, who.account_id):
        with pytest.raises(NoSuchDialogueError):
            answer(dialogue_id, account_id, Choice.REVEAL)
        with pytest.raises(NoSuchDialogueError):
            take_yes_back(dialogue_id, account_id)
        assert dialogue_of_person(dialogue_id, account_id) is None
    assert dialogue_of_company(dialogue_id, company("Annat AB").account_id) is None
    assert isinstance(sees(who, person), AnonymousView)


@pytest.mark.promise("cv.blocked-companies")
def test_a_no_with_a_block_comes_like_a_plain_no() -> None:
    who = company()
    told = []
    for choice in (Choice.DECLINE, Choice.BLOCK):
        person = someone()
        dialogue_id = asked(person, who)
        answer(dialogue_id, person.account_id, choice)
        # Afterwards neither CV can be seen, so the dialogues are compared without it.
        person.switch(State.INACTIVE)
        found = dialogue_of_company(dialogue_id, who.account_id)
        assert found is not None
        texts = [said.text for said in found.messages]
        told.append((found.standing, found.address, found.cv_title, texts))
    assert told[0] == told[1]
    assert told[0][0] is Standing.DECLINED
    (habits,) = habits_of_companies()
    assert (habits.asked, habits.declined, habits.blocked) == (2, 2, 1)


@pytest.mark.promise("cv.blocked-companies")
def test_a_block_ends_what_goes_on_like_an_ordinary_end() -> None:
    who, told = company(), []
    for ending in ("end", "block"):
        person = someone()
        dialogue_id = asked(person, who)
        answer(dialogue_id, person.account_id, Choice.WRITE, text="Hej")
        if ending == "end":
            answer(dialogue_id, person.account_id, Choice.END)
        else:
            block_company(person.account_id, name="Ekliden Vård AB")
        person.switch(State.INACTIVE)
        found = dialogue_of_company(dialogue_id, who.account_id)
        assert found is not None
        told.append((found.standing, found.address, [said.text for said in found.messages]))
        with pytest.raises(NotAnsweredError):
            write_to_person(dialogue_id, who.account_id, "Hallå?")
    assert told[0] == told[1]
    assert told[0][0] is Standing.ENDED


def test_the_company_writes_only_once_it_is_answered() -> None:
    person, who = someone(), company()
    dialogue_id = asked(person, who)
    with pytest.raises(NotAnsweredError):
        write_to_person(dialogue_id, who.account_id, "Hallå?")
    answer(dialogue_id, person.account_id, Choice.WRITE, text="Berätta mer")
    assert [mail.template for mail in mails(to=str(address_of(who.account_id)))] == [
        "cv_request_answered"
    ]
    write_to_person(dialogue_id, who.account_id, "Gärna")
    found = dialogue_of_person(dialogue_id, person.account_id)
    assert found is not None
    assert [(said.from_company, said.text) for said in found.messages] == [
        (True, "Vill du jobba här?"),
        (False, "Berätta mer"),
        (True, "Gärna"),
    ]


@pytest.mark.promise("cv.anonymous.contact-through-service")
def test_ways_past_the_service_are_taken_out_both_ways_until_a_yes() -> None:
    person, who = someone(), company()
    text = "Ring 070-174 06 35 eller skriv till a@exempel.se"
    dialogue_id = asked(person, who, message=text)
    answer(dialogue_id, person.account_id, Choice.WRITE, text=text)
    write_to_person(dialogue_id, who.account_id, text)
    answer(dialogue_id, person.account_id, Choice.REVEAL, text=text)
    write_to_person(dialogue_id, who.account_id, text)
    take_yes_back(dialogue_id, person.account_id)
    write_to_person(dialogue_id, who.account_id, text)
    found = dialogue_of_company(dialogue_id, who.account_id)
    assert found is not None
    stripped = "Ring […] eller skriv till […]"
    assert [said.text for said in found.messages] == [
        *[stripped] * 3,
        *[text] * 2,
        stripped,
    ]
    assert found.messages[0].removed == ("email", "telephone")


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


def test_a_dialogue_outlives_its_cv_without_leading_anywhere() -> None:
    person, who = someone(), company()
    dialogue_id = revealed(person, who)
    delete_cv(person.cv_id, person.account_id)
    # On SQLite the next CV gets the id of the one that is gone.
    seeker(State.ANONYMOUS, account_id=person.account_id)
    found = dialogue_of_person(dialogue_id, person.account_id)
    assert found is not None
    assert (found.cv_id, found.cv_title, found.granted, found.may_reveal) == (
        None,
        None,
        None,
        False,
    )
    theirs = dialogue_of_company(dialogue_id, who.account_id)
    assert theirs is not None
    assert (theirs.address, theirs.cv_title, theirs.anonymous) == (None, None, True)


@pytest.mark.promise("cv.delete")
def test_closing_an_account_leaves_only_totals_of_its_dialogues() -> None:
    person, who = someone(), company()
    dialogue_id = asked(person, who)
    answer(dialogue_id, person.account_id, Choice.WRITE, text="Hej")
    mute_requests(person.account_id, muted=True)
    close_account(person.account_id)
    assert dialogue_of_company(dialogue_id, who.account_id) is None
    assert (DialogueMessage.select().count(), MutedRequests.select().count()) == (0, 0)
    row = Dialogue.get_by_id(dialogue_id)
    assert (row.account_id, row.cv_id, row.address, row.position) == (None, None, None, "")
    assert habits_of_companies()[0].answered == 1


def test_closing_an_employers_account_forgets_who_asked() -> None:
    person, who = someone(), company()
    dialogue_id = asked(person, who)
    close_account(who.account_id)
    assert Dialogue.get_by_id(dialogue_id).asked_by is None
    assert dialogue_of_person(dialogue_id, person.account_id) is not None


def test_what_has_been_quiet_for_half_a_year_is_erased() -> None:
    person, who = someone(), company()
    dialogue_id = asked(person, who)
    now = clock.now()
    assert forget_quiet_dialogues(now + timedelta(days=179)) == 0
    assert forget_quiet_dialogues(now + timedelta(days=181)) == 1
    assert forget_quiet_dialogues(now + timedelta(days=181)) == 0
    assert dialogue_of_person(dialogue_id, person.account_id) is None
    assert DialogueMessage.select().count() == 0
