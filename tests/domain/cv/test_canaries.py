"""The canary machine: whatever happens in whatever order, each viewer sees what the table says."""

from __future__ import annotations

import itertools
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.support.people import SECTIONS, Employer, Person, employer, seeker
from webapp.base import clock, db
from webapp.domain.cv.actions import (
    delete_cv,
    end_grant,
    erase_cvs_of,
    grant_details,
    save_cv,
)
from webapp.domain.cv.blocks import block_company, unblock_company
from webapp.domain.cv.door import Occasion, photo_of, view_cv
from webapp.domain.cv.links import create_link, withdraw_link
from webapp.domain.cv.own_details import save_details
from webapp.domain.cv.queries import blocks_of, cv_of_owner, links_of
from webapp.domain.cv.rules import Detail, State
from webapp.domain.cv.search import search_cvs
from webapp.domain.cv.views import AnonymousView, AttachedView, OwnerView, PublicView
from webapp.domain.privacy.actions import erase_person
from webapp.domain.privacy.queries import disclosures_of
from webapp.domain.privacy.verification import verify_ledger

MACHINE = settings(
    max_examples=8,
    stateful_step_count=12,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
NUMBERS = itertools.count(1)
VISIBLE = [detail for detail in Detail if detail is not Detail.PHOTO]
DETAILS = st.sets(st.sampled_from(VISIBLE))
CHOICES = st.sets(st.sampled_from(["birth_year", "gender"]))
# Which view a company has by state; "known" is the one that the owner said yes to.
TABLE: dict[State, dict[str, type | None]] = {
    State.INACTIVE: {"verified": None, "known": None},
    State.ANONYMOUS: {"verified": AnonymousView, "known": PublicView},
    State.PUBLIC: {"verified": PublicView, "known": PublicView},
}


def tokens(number: int) -> dict[Detail, str]:
    """Details of which each is found nowhere else."""
    return {detail: f"Kanarie{detail.value.replace('_', '')}{number}q" for detail in VISIBLE} | {
        Detail.BIRTH_DATE: f"{3000 + number}-07-16",
        Detail.PHOTO: f"Kanariephoto{number}q",
    }


class Canaries(RuleBasedStateMachine):
    """One person, and everybody who might look."""

    def __init__(self) -> None:
        super().__init__()
        self.number = next(NUMBERS)
        self.tokens = tokens(self.number)
        self.person: Person = seeker(title=f"Unik{self.number}x", **texts(self.tokens))
        self.state = State.INACTIVE
        self.shown: set[Detail] = set()
        self.choices: set[str] = set()
        self.opted_in = self.gone = False
        self.granted: set[Detail] | None = None
        self.blocked: set[str] = set()
        self.links: dict[str, set[Detail]] = {}
        self.dead_links: set[str] = set()
        self.old_addresses: set[str] = set()
        named = f"Bolag{self.number}"
        self.companies: dict[str, Employer] = {
            "verified": employer(f"{named}a AB"),
            "known": employer(f"{named}b AB"),
            "unverified": employer(f"{named}c AB", verified=False),
            "outside": employer(f"{named}d Inc", country="US"),
        }
        self.names = {
            "verified": f"{named}A aktiebolag",
            "known": f"{named}b",
            "unverified": f"{named}c",
            "outside": f"{named}D",
        }
        self.other = seeker(State.PUBLIC)

    @property
    def mine(self) -> tuple[int, int]:
        return self.person.cv_id, self.person.account_id

    @precondition(lambda self: not self.gone)
    @rule(state=st.sampled_from(State))
    def switch(self, state: State) -> None:
        if state is not self.state:
            self.old_addresses.add(self.person.address)
        self.person.switch(state)
        self.state = state

    @precondition(lambda self: not self.gone)
    @rule(shown=DETAILS, choices=CHOICES, opted_in=st.booleans())
    def choose(self, shown: set[Detail], choices: set[str], opted_in: bool) -> None:
        self.person.choose(shown, choices, opted_in)
        self.shown, self.choices, self.opted_in = shown, choices, opted_in

    @precondition(lambda self: not self.gone)
    @rule()
    def edit(self) -> None:
        title = f"Unik{self.number}x"
        save_cv(*self.mine, title=title, language="en", sections=SECTIONS)

    @precondition(lambda self: not self.gone)
    @rule()
    def rename(self) -> None:
        self.tokens[Detail.NAME] = f"Kanarienytt{next(NUMBERS)}q"
        save_details(self.person.account_id, {Detail.NAME: self.tokens[Detail.NAME]})

    @precondition(lambda self: not self.gone)
    @rule(details=DETAILS)
    def say_yes(self, details: set[Detail]) -> None:
        grant_details(*self.mine, self.companies["known"].company_id, details)
        self.granted = details

    @precondition(lambda self: not self.gone and self.granted is not None)
    @rule()
    def take_the_yes_back(self) -> None:
        end_grant(*self.mine, self.companies["known"].company_id)
        self.granted = None

    @precondition(lambda self: not self.gone)
    @rule(who=st.sampled_from(["verified", "known", "outside"]))
    def block(self, who: str) -> None:
        block_company(self.person.account_id, name=self.names[who])
        self.blocked.add(who)

    @precondition(lambda self: self.blocked and not self.gone)
    @rule()
    def unblock_all(self) -> None:
        for block in blocks_of(self.person.account_id):
            unblock_company(self.person.account_id, block.id)
        self.blocked.clear()

    @precondition(lambda self: not self.gone and len(self.links) < 3)
    @rule(details=DETAILS)
    def give_link(self, details: set[Detail]) -> None:
        token = create_link(*self.mine, recipient="Moa", details=details, lasts=timedelta(days=9))
        self.links[token] = details

    @precondition(lambda self: self.links and not self.gone)
    @rule()
    def withdraw_all(self) -> None:
        for link in links_of(*self.mine):
            withdraw_link(link.id, *self.mine)
        self.dead_links |= set(self.links)
        self.links.clear()

    @precondition(lambda self: not self.gone)
    @rule(erase=st.booleans())
    def delete(self, erase: bool) -> None:
        self.old_addresses.add(self.person.address)
        if erase:
            erase_cvs_of(self.person.account_id)
            erase_person(self.person.account_id)
        else:
            delete_cv(*self.mine)
        self.gone = True
        self.dead_links |= set(self.links)
        self.links.clear()

    @rule()
    def look_again(self) -> None:
        """Nothing happens, also after the CV is gone; the invariants look."""

    @invariant()
    def the_owner_sees_all_of_it_or_nothing(self) -> None:
        view = view_cv(*self.mine, Occasion.OWN)
        assert (view is None) == self.gone
        if view is not None:
            assert isinstance(view, OwnerView)
            assert self.found_in(view) == set(VISIBLE)

    @invariant()
    def companies_see_what_the_table_says(self) -> None:
        for who, company in self.companies.items():
            for address in {self.current_address()} - {None}:
                expected, details = self.expected(who)
                view = view_cv(str(address), company.account_id, Occasion.PAGE)
                assert (type(view) if view else None) is expected, who
                assert self.found_in(view) == details, who
                assert photo_of(str(address), company.account_id, Occasion.PAGE) is None
            for old in self.old_addresses:
                assert view_cv(old, company.account_id, Occasion.PAGE) is None

    @invariant()
    def nobody_else_sees_anything(self) -> None:
        for account_id in (None, self.other.account_id):
            for address in {self.current_address(), *self.old_addresses} - {None}:
                assert view_cv(str(address), account_id, Occasion.PAGE) is None
            assert view_cv(self.person.cv_id, account_id, Occasion.OWN) is None
            assert search_cvs(account_id or 0) is None

    @invariant()
    def link_holders_see_what_was_attached(self) -> None:
        for token, details in self.links.items():
            view = view_cv(token, None, Occasion.LINK)
            assert isinstance(view, AttachedView)
            assert self.found_in(view) == details
        with clock.set_to(clock.now() + timedelta(days=10)):
            for token in self.links:
                assert view_cv(token, None, Occasion.LINK) is None
        for token in self.dead_links:
            assert view_cv(token, None, Occasion.LINK) is None

    @invariant()
    def search_finds_what_each_may_see_and_shows_no_identity(self) -> None:
        by_title = f"Unik{self.number}x"
        by_name = self.tokens[Detail.NAME]
        for who, company in self.companies.items():
            visible = self.expected(who)[0] is not None
            counts = []
            for text in (by_title, by_name):
                result = search_cvs(company.account_id, text)
                assert (result is None) == (who == "unverified")
                assert self.found_in(result) == set()
                counts.append(result.total if result else 0)
            public = visible and self.state is State.PUBLIC
            assert counts == [int(visible), int(public)], who

    @invariant()
    def the_ledger_is_whole_and_says_no_values(self) -> None:
        assert verify_ledger().broken is None
        _, entries = disclosures_of(self.person.account_id)
        assert self.found_in(entries) == set()

    def current_address(self) -> str | None:
        cv = cv_of_owner(*self.mine)
        return str(cv.address) if cv else None

    def expected(self, who: str) -> tuple[type | None, set[Detail]]:
        """The kind of view that a company has now, and the details whose tokens are in it."""
        nothing = (None, set[Detail]())
        if self.gone or who == "unverified" or who in self.blocked:
            return nothing
        if who == "outside" and not self.opted_in:
            return nothing
        knows = who == "known" and self.granted is not None
        kind = TABLE[self.state]["known" if knows else "verified"]
        if kind is None:
            return nothing
        if kind is AnonymousView:
            return kind, {Detail.GENDER} & {Detail(c) for c in self.choices if c == "gender"}
        if self.state is State.PUBLIC:
            return kind, {Detail.NAME} | self.shown
        return kind, {Detail.NAME} | (self.granted or set())

    def found_in(self, seen: Any) -> set[Detail]:
        """Details whose tokens something says, however it is written out."""
        said = repr(asdict(seen)) if hasattr(seen, "__dataclass_fields__") else repr(seen)
        return {detail for detail, token in self.tokens.items() if token in said}


def texts(values: dict[Detail, str]) -> dict[str, str]:
    return {detail.value: value for detail, value in values.items() if detail in VISIBLE}


@pytest.mark.promise("cv.anonymous.hides-identity")
@pytest.mark.promise("cv.inactive.hidden")
@pytest.mark.promise("cv.public.logged-in-only")
@pytest.mark.promise("cv.switch-any-time")
@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.promise("cv.link.live")
@pytest.mark.promise("cv.delete")
def test_in_any_order_each_viewer_sees_what_the_table_says(database_url: str) -> None:
    if not db.is_postgresql():
        # Nothing here is about a power cut, and each step writes much.
        db.database.execute_sql("PRAGMA synchronous = OFF")
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Canaries, settings=MACHINE
    )
