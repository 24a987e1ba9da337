"""What is left of a dialogue when its CV, an account or time is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.domain.dialogues.people import asked, company, revealed, someone
from tests.support.people import seeker
from webapp.base import clock
from webapp.domain.cv.actions import delete_cv
from webapp.domain.cv.rules import State
from webapp.domain.dialogues.answering import Choice, answer, mute_requests
from webapp.domain.dialogues.closing import close_account
from webapp.domain.dialogues.models import Dialogue, DialogueMessage, MutedRequests
from webapp.domain.dialogues.queries import (
    dialogue_of_company,
    dialogue_of_person,
    habits_of_companies,
)
from webapp.domain.dialogues.upkeep import forget_quiet_dialogues

pytestmark = pytest.mark.usefixtures("database_url")


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
