"""Shortlists: a company's own, only of what it may see, and gone with the CV's address."""

from __future__ import annotations

import pytest

from tests.support.people import Employer, Person, employer, seeker
from webapp.domain.cv import shortlists
from webapp.domain.cv.actions import delete_cv, erase_cvs_of
from webapp.domain.cv.blocks import block_company, unblock_company
from webapp.domain.cv.door import glimpse
from webapp.domain.cv.models import ShortlistEntry
from webapp.domain.cv.queries import blocks_of
from webapp.domain.cv.rules import State
from webapp.domain.cv.shortlists import (
    ShortlistFullError,
    drop_entry,
    entry_at,
    keep_cv,
    shortlist_of,
)
from webapp.domain.employers.actions import add_employer_user, suspend_company
from webapp.domain.employers.rules import Role

pytestmark = pytest.mark.usefixtures("database_url")


def kept(who: Employer, person: Person, name: str = "Svets", note: str = "Ring i maj") -> bool:
    return keep_cv(person.address, who.account_id, list_name=name, note=note)


def test_a_company_keeps_a_cv_with_its_own_words() -> None:
    person, who, other = seeker(State.ANONYMOUS), employer(), employer("Annat AB")
    assert kept(who, person)
    assert kept(who, person, note="Ring i juni")
    colleague = 77
    add_employer_user(colleague, who.company_id, Role.RECRUITER)
    (entry,) = shortlist_of(colleague)
    assert (entry.title, entry.list_name, entry.note) == ("Svetsare", "Svets", "Ring i juni")
    assert shortlist_of(other.account_id) == []
    assert entry_at(person.address, other.account_id) is None
    drop_entry(entry.id, other.account_id)
    assert entry_at(person.address, who.account_id) == entry
    drop_entry(entry.id, colleague)
    assert shortlist_of(who.account_id) == []


@pytest.mark.promise("cv.anonymous.hides-identity")
@pytest.mark.promise("cv.switch-any-time")
@pytest.mark.parametrize("state", [State.ANONYMOUS, State.INACTIVE])
def test_an_entry_ends_with_the_address(state: State) -> None:
    person, who = seeker(State.PUBLIC), employer()
    kept(who, person)
    person.switch(state)
    assert shortlist_of(who.account_id) == []
    assert ShortlistEntry.select().count() == 0


@pytest.mark.promise("cv.delete")
def test_notes_are_erased_with_the_cv() -> None:
    for erase in (lambda p: delete_cv(p.cv_id, p.account_id), lambda p: erase_cvs_of(p.account_id)):
        person, who = seeker(State.PUBLIC), employer()
        kept(who, person)
        erase(person)
        assert ShortlistEntry.select().count() == 0


@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.promise("disclosure.third-country")
@pytest.mark.parametrize("state", State)
def test_a_shortlist_shows_exactly_what_the_door_opens(state: State) -> None:
    person, blocking = seeker(state), seeker(state)
    companies = [
        employer("Ekliden Vård AB"),
        employer("Stängda AB"),
        employer("Far Inc", country="US"),
        employer("Nya AB", verified=False),
    ]
    block_company(blocking.account_id, name="stängda")
    suspended = employer("Stopp AB")
    suspend_company(suspended.company_id)
    for opted_in in (False, True):
        for each in (person, blocking):
            each.choose(third_countries=opted_in)
        for who in (*companies, suspended):
            for each in (person, blocking):
                sees = glimpse(each.address, who.account_id) is not None
                assert kept(who, each) is sees
                assert (entry_at(each.address, who.account_id) is not None) is sees


@pytest.mark.promise("cv.blocked-companies")
def test_a_block_takes_an_entry_out_of_sight() -> None:
    person, who = seeker(State.ANONYMOUS), employer()
    kept(who, person)
    block_company(person.account_id, name="Ekliden Vård")
    assert shortlist_of(who.account_id) == []
    unblock_company(person.account_id, blocks_of(person.account_id)[0].id)
    assert len(shortlist_of(who.account_id)) == 1


def test_a_shortlist_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortlists, "MOST_ENTRIES", 1)
    first, second, who = seeker(State.PUBLIC), seeker(State.PUBLIC), employer()
    kept(who, first)
    with pytest.raises(ShortlistFullError):
        kept(who, second)
    assert kept(who, first, note="Nytt")
