"""The canary machine of the pages: after each step, each viewer's page is the table's."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.blueprints.cv.canaries import (
    BODY,
    HIDDEN,
    NAME,
    PHOTO,
    REFERENCES,
    TYPED,
    Decisions,
    Words,
    everything_of,
    section_under,
    told,
    words_of,
)
from tests.blueprints.cv.viewers import EMPLOYERS, OTHERS, Viewers, picture
from tests.support.html_tree import HtmlTree
from tests.support.signed_in import token_on
from tests.support.sites import SiteUnderTest, build_site
from webapp.base import clock, db
from webapp.domain.cv.actions import end_grant, grant_details
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.cv.rules import ANONYMOUS_CHOICES, Detail, State

NUMBERS = itertools.count(1)
DETAILS = st.sets(st.sampled_from([*TYPED, PHOTO]))
LINKED = st.sets(st.sampled_from(TYPED))
CHOICES = st.sets(st.sampled_from(ANONYMOUS_CHOICES))
MET = {"sv": "Ett cv till dig", "en": "A CV for you"}
not_deleted = precondition(lambda self: not self.decided.deleted)


class CanaryPages(RuleBasedStateMachine):
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
        self.employers_page: str | None = None
        self.languages = itertools.cycle(("sv", "en"))
        self.lang = next(self.languages)

    @initialize(state=st.sampled_from(State))
    def begin(self, state: State) -> None:
        self.viewers.send("/sv/my/details", self.words.details)
        where = self.viewers.send("/sv/my/cvs/new", title="Kladd", language="sv")
        self.cv = where.removeprefix("/sv")
        self.write(set(), set(), third_countries=False)
        self.block("blocked")
        self.switch(state)

    @not_deleted
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

    @not_deleted
    @rule(names=LINKED)
    def correct_details(self, names: set[str]) -> None:
        self.words.write(names | {NAME})
        self.viewers.send("/en/my/details", self.words.details)

    @not_deleted
    @rule(kept=st.booleans())
    def change_photo(self, kept: bool) -> None:
        path = "/sv/my/details/photo"
        photo = (io.BytesIO(picture(self.words.version)), "me.png")
        self.viewers.send(path, {"photo": photo} if kept else {"remove": "yes"})
        self.decided.photo = self.viewers.own(f"{path}.jpg").data if kept else None

    @not_deleted
    @rule(state=st.sampled_from([*State, State.ANONYMOUS, State.PUBLIC]))
    def switch(self, state: State) -> None:
        if state is not self.decided.state:
            self.dead[self.address] = "/cv/"
        self.viewers.send(f"/sv{self.cv}/state", state=state.value)
        self.decided.state = state

    @not_deleted
    @rule(names=DETAILS)
    def say_yes(self, names: set[str]) -> None:
        grant_details(*self.mine, self.known, [Detail(name) for name in names])
        self.decided.granted = names

    @precondition(lambda self: not self.decided.deleted and self.decided.granted is not None)
    @rule()
    def take_the_yes_back(self) -> None:
        end_grant(*self.mine, self.known)
        self.decided.granted = None

    @not_deleted
    @rule(who=st.sampled_from(["verified", "known", "blocked", "outside"]))
    def block(self, who: str) -> None:
        self.viewers.send("/sv/my/blocked", name=self.viewers.name_of(who))
        self.decided.blocked.add(who)

    @precondition(lambda self: self.decided.blocked and not self.decided.deleted)
    @rule()
    def unblock_all(self) -> None:
        page = "/sv/my/blocked"
        for action in self.viewers.actions_on(page):
            self.viewers.press(page, action)
        self.decided.blocked.clear()

    @precondition(lambda self: len(self.links) < 2 and not self.decided.deleted)
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

    @precondition(lambda self: self.links and not self.decided.deleted)
    @rule()
    def withdraw_links(self) -> None:
        page = f"/sv{self.cv}/links"
        for action in self.viewers.actions_on(page):
            self.viewers.press(page, action)
        self.end_links()

    @precondition(lambda self: not self.decided.deleted and self.dead)
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

    @invariant()
    def employers_meet_what_the_table_says(self) -> None:
        self.employers_page = None
        for who in EMPLOYERS if self.has_cv else ():
            path = f"/{self.lang}/cv/{self.address}"
            how = self.decided.how_seen_by(who)
            if how is None:
                self.viewers.finds_nothing(who, path, self.address)
                self.viewers.finds_nothing(who, f"{path}/photo.jpg", self.address)
                continue
            page = self.viewers.get(who, path)
            says = self.decided.says(how)
            assert page.status_code == 200, who
            assert self.words.said_in(everything_of(page, self.address)) == says, who
            self.entries += bool(told(says) - {PHOTO})
            if who == "verified":
                shown = HtmlTree.of_page(page.text, path).by_id("cv")
                assert shown is not None
                self.employers_page = words_of(shown)
            self.meets_photo(who, f"{path}/photo.jpg", shown=PHOTO in says)

    def meets_photo(self, who: str, path: str, *, shown: bool) -> None:
        if not shown:
            self.viewers.finds_nothing(who, path, self.address)
            return
        photo = self.viewers.get(who, path)
        assert (photo.status_code, photo.data) == (200, self.decided.photo), who
        assert self.words.said_in(str(photo.headers).replace(self.address, "")) == set()
        self.entries += 1

    @invariant()
    def for_everybody_else_there_is_none(self) -> None:
        for who in OTHERS if self.has_cv else ():
            path = f"/{self.lang}/cv/{self.address}"
            self.viewers.finds_nothing(who, path, self.address)
            self.viewers.finds_nothing(who, f"{path}/photo.jpg", self.address)
        for who in ("seeker", "visitor", "verified"):
            for ending in ("", "/state", "/links", "/delete"):
                page = self.viewers.get(who, f"/{self.lang}{self.cv}{ending}")
                assert page.status_code == (303 if who == "visitor" else 404)
                assert self.words.said_in(everything_of(page, "")) == set()

    @invariant()
    def what_has_ended_is_as_if_it_had_never_been(self) -> None:
        for secret, kind in list(self.dead.items())[-2:]:
            viewers = ("link holder",) if kind == "/cv-link/" else ("verified", "known", "owner")
            for who in viewers:
                self.viewers.finds_nothing(who, f"/{self.lang}{kind}{secret}", secret)

    @invariant()
    def recipients_of_links_read_what_was_attached(self) -> None:
        for token, names in self.links.items():
            path = f"/{self.lang}/cv-link/{token}"
            met = self.viewers.get("link holder", path)
            assert MET[self.lang] in met.text
            assert self.words.said_in(everything_of(met, token)) == set()
            read = self.viewers.read_link(path)
            said = self.words.said_in(everything_of(read, token))
            assert said == BODY | {REFERENCES} | names
            self.entries += 1
            with clock.set_to(clock.now() + timedelta(days=8)):
                self.viewers.finds_nothing("link holder", path, token)

    @invariant()
    def the_owner_sees_all_of_it_and_what_the_others_see(self) -> None:
        if not self.has_cv:
            return
        edited = self.words.said_in(self.viewers.own(f"/{self.lang}{self.cv}").text)
        assert edited >= BODY | {REFERENCES, HIDDEN}
        details = self.words.said_in(self.viewers.own(f"/{self.lang}/my/details").text)
        assert details >= set(TYPED)
        page = HtmlTree.of_page(self.viewers.own(f"/{self.lang}{self.cv}/state").text, "/")
        for how in ("anonymous", "public"):
            preview = section_under(page, f"as-{how}")
            assert self.words.said_in(preview.markup) == self.decided.says(how)
            if how == self.decided.how_seen_by("verified"):
                assert preview.text == self.employers_page

    @invariant()
    def the_list_of_who_has_seen_what_is_whole_and_says_no_values(self) -> None:
        page = self.viewers.own(f"/{self.lang}/my/disclosures").text
        main = page.partition("<main")[2]
        count = re.search(r"<p>(\d+) (?:gång|time)", main)
        assert count is not None
        assert int(count[1]) == self.entries
        assert told(self.words.said_in(main)) == set()

    @property
    def has_cv(self) -> bool:
        return not self.decided.deleted

    @property
    def mine(self) -> tuple[int, int]:
        return int(self.cv.rpartition("/")[2]), self.viewers.account_id

    @property
    def known(self) -> int:
        return self.viewers.companies["known"].company_id

    @property
    def address(self) -> str:
        cv = cv_of_owner(*self.mine)
        assert cv is not None
        return str(cv.address)

    def end_links(self) -> None:
        self.dead |= dict.fromkeys(self.links, "/cv-link/")
        self.links.clear()


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SiteUnderTest]:
    """A site on each kind of database."""
    url = request.getfixturevalue(f"{request.param}_url")
    with build_site(tmp_path, url) as built:
        yield built


@pytest.mark.promise("cv.anonymous.hides-identity")
@pytest.mark.promise("cv.inactive.hidden")
@pytest.mark.promise("cv.public.logged-in-only")
@pytest.mark.promise("cv.switch-any-time")
@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.promise("cv.link.live")
@pytest.mark.promise("cv.delete")
@pytest.mark.promise("disclosure.ledger")
@pytest.mark.promise("disclosure.third-country")
def test_in_any_order_each_viewers_page_is_what_the_table_says(site: SiteUnderTest) -> None:
    examples, steps = (2, 8) if db.is_postgresql() else (6, 12)
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        # A failing run shows its steps; to shorten them would take minutes of pages.
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(
        type("CanaryPagesHere", (CanaryPages,), {"app": site.app}), settings=chosen
    )
