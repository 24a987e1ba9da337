"""Answering: a yes and its end, a no, a block, and what each side is told."""

from __future__ import annotations

import pytest

from tests.domain.dialogues.people import asked, company, sees, someone
from tests.support.accounts import mails
from webapp.domain.accounts.queries import address_of
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.rules import Detail, State
from webapp.domain.cv.views import AnonymousView, PublicView
from webapp.domain.dialogues.answering import Choice, answer, take_yes_back
from webapp.domain.dialogues.asking import NoSuchDialogueError, NotAnsweredError, write_to_person
from webapp.domain.dialogues.queries import (
    dialogue_of_company,
    dialogue_of_person,
    habits_of_companies,
)
from webapp.domain.dialogues.rules import Standing
from webapp.domain.privacy.queries import disclosures_of

pytestmark = pytest.mark.usefixtures("database_url")


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
