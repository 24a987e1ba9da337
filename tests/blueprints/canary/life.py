"""The canary machine's first half: what the owner of a CV writes and decides on the pages."""

from __future__ import annotations

import io
import itertools
import re
from typing import ClassVar

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.blueprints.canary.viewers import Viewers, picture
from tests.blueprints.canary.words import HIDDEN, NAME, PHOTO, REFERENCES, TYPED, Decisions, Words
from tests.support.signed_in import token_on
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.cv.rules import ANONYMOUS_CHOICES, State

NUMBERS = itertools.count(1)
DETAILS = st.sets(st.sampled_from([*TYPED, PHOTO]))
LINKED = st.sets(st.sampled_from(TYPED))
CHOICES = st.sets(st.sampled_from(ANONYMOUS_CHOICES))
# A CV that is gone too early leaves little to look at.
STEPS_BEFORE_DELETING = 6
has_cv = precondition(lambda self: self.has_cv)


class CanaryLife(RuleBasedStateMachine):
    """One person who writes and decides on the pages, and everybody who might look."""

    app: ClassVar[Flask]

    def __init__(self) -> None:
        super().__init__()
        self.number = next(NUMBERS)
        self.viewers = Viewers(self.app, self.number)
        self.words = Words(self.number)
        self.decided = Decisions()
        self.links: dict[str, set[str]] = {}
        self.dead: dict[str, str] = {}
        self.cv = ""
        self.entries = 0
        self.steps = 0
        self.languages = itertools.cycle(("sv", "en"))
        self.lang = next(self.languages)

    def begin(self) -> None:
        """An inactive CV of somebody who has blocked a company."""
        self.viewers.send("/sv/my/details", self.words.details)
        where = self.viewers.send("/sv/my/cvs/new", title="Kladd", language="sv")
        self.cv = where.removeprefix("/sv")
        self.write(set(), set(), third_countries=False)
        self.block("blocked")

    @has_cv
    @rule(shown=DETAILS, choices=CHOICES, third_countries=st.booleans())
    def write(self, shown: set[str], choices: set[str], third_countries: bool) -> None:
        self.words.write(("title", "work", REFERENCES, HIDDEN))
        ticked = {f"show_{name}" for name in shown} | {f"anonymous_{name}" for name in choices}
        ticked |= {"third_countries"} if third_countries else set()
        self.viewers.send(f"/sv{self.cv}/about", self.words.about | dict.fromkeys(ticked, "yes"))
        for kind, values in self.words.sections.items():
            self.viewers.send(f"/sv{self.cv}/sections/{kind}", values)
        self.decided.shown, self.decided.choices = shown, choices
        self.decided.third_countries = third_countries

    @has_cv
    @rule(names=LINKED)
    def correct_details(self, names: set[str]) -> None:
        self.words.write(names | {NAME})
        self.viewers.send("/en/my/details", self.words.details)

    @has_cv
    @rule(kept=st.booleans())
    def change_photo(self, kept: bool) -> None:
        path = "/sv/my/details/photo"
        photo = (io.BytesIO(picture(self.words.version)), "me.png")
        self.viewers.send(path, {"photo": photo} if kept else {"remove": "yes"})
        self.decided.photo = self.viewers.own(f"{path}.jpg").data if kept else None

    @has_cv
    @rule(state=st.sampled_from([*State, State.ANONYMOUS, State.PUBLIC]))
    def switch(self, state: State) -> None:
        if state is not self.decided.state:
            self.dead[self.address] = "/cv/"
        self.viewers.send(f"/sv{self.cv}/state", state=state.value)
        self.decided.state = state

    @has_cv
    @rule(who=st.sampled_from(["verified", "known", "blocked", "outside"]))
    def block(self, who: str) -> None:
        self.viewers.send("/sv/my/blocked", name=self.viewers.name_of(who))
        self.decided.blocked.add(who)

    @precondition(lambda self: self.has_cv and self.decided.blocked)
    @rule()
    def unblock_all(self) -> None:
        page = "/sv/my/blocked"
        for action in self.viewers.actions_on(page):
            self.viewers.press(page, action)
        self.decided.blocked.clear()

    @precondition(lambda self: self.has_cv and len(self.links) < 2)
    @rule(names=LINKED)
    def give_link(self, names: set[str]) -> None:
        page = f"/sv{self.cv}/links"
        ticked = {f"show_{name}": "yes" for name in names}
        form = {
            "token": token_on(self.viewers.own(page).text),
            "recipient": "Moa",
            "lasts": "7",
            **ticked,
        }
        made = self.viewers.clients["owner"].post(page, data=form)
        link = re.search(r"/cv-link/([\w-]+)</code>", made.text)
        assert link is not None
        self.links[link[1]] = names

    @precondition(lambda self: self.has_cv and self.links)
    @rule()
    def withdraw_links(self) -> None:
        page = f"/sv{self.cv}/links"
        for action in self.viewers.actions_on(page):
            self.viewers.press(page, action)
        self.end_links()

    @precondition(lambda self: self.has_cv and self.steps > STEPS_BEFORE_DELETING)
    @rule()
    def delete(self) -> None:
        self.dead[self.address] = "/cv/"
        self.viewers.send(f"/sv{self.cv}/delete", sure="yes")
        self.end_links()
        self.decided.deleted = True

    @rule()
    def look_again(self) -> None:
        """Nothing happens, also after the CV is gone; the invariants look."""
        self.lang = next(self.languages)

    @property
    def has_cv(self) -> bool:
        return not self.decided.deleted

    @property
    def address(self) -> str:
        cv = cv_of_owner(int(self.cv.rpartition("/")[2]), self.viewers.account_id)
        assert cv is not None
        return str(cv.address)

    def end_links(self) -> None:
        self.dead |= dict.fromkeys(self.links, "/cv-link/")
        self.links.clear()
