"""The canary machine with employers who search, keep, ask and talk, and people who answer them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from tests.blueprints.cv.canaries import BODY, PHOTO, TYPED, everything_of, told
from tests.blueprints.cv.test_canary_pages import CanaryPages
from tests.blueprints.cv.viewers import EMPLOYERS
from tests.support.signed_in import token_on
from tests.support.sites import SiteUnderTest, build_site
from webapp.base import db
from webapp.domain.cv.rules import Detail, State

DETAILS = st.sets(st.sampled_from([*TYPED, PHOTO]))
TOTAL = re.compile(r'data-total="(\d+)"')


class CanaryDialogues(CanaryPages):
    """Grants come about only by a request and a yes on the pages."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[str, int] = {}
        self.yes_in = 0

    @precondition(lambda self: self.has_cv and self.seen_by_known and not self.asked_here)
    @rule()
    def ask(self) -> None:
        answer = self.known_sends(
            f"/sv/cv/{self.address}/ask",
            position="Kranförare",
            message="Kom hit",
            wish_identity="yes",
        )
        self.asked[self.address] = int(answer.rpartition("/")[2])

    @precondition(lambda self: self.has_cv and self.can_reveal)
    @rule(names=DETAILS)
    def say_yes(self, names: set[str]) -> None:
        self.yes_in = self.asked[self.address]
        ticked = dict.fromkeys((f"show_{name}" for name in names), "yes")
        self.answer(self.yes_in, choice="reveal", **ticked)
        self.decided.granted = names

    @precondition(lambda self: self.has_cv and self.can_reveal)
    @rule()
    def answer_without_saying_who(self) -> None:
        mine = self.words.written
        message = f"Ring {mine[Detail.EMAIL.value]} eller 070-174 06 35"
        self.answer(self.asked[self.address], choice="write", message=message, take_out="yes")

    @precondition(lambda self: self.decided.granted is not None and self.has_cv)
    @rule()
    def take_the_yes_back(self) -> None:
        page = f"/sv/my/dialogues/{self.yes_in}"
        self.viewers.press(page, f"{page}/end-yes")
        self.decided.granted = None

    @precondition(lambda self: self.has_cv and self.can_reveal)
    @rule()
    def decline_and_block(self) -> None:
        self.answer(self.asked[self.address], choice="block")
        self.decided.blocked.add("known")

    @precondition(lambda self: self.has_cv and self.seen_by_known)
    @rule()
    def keep(self) -> None:
        self.known_sends(f"/sv/cv/{self.address}/keep", list_name="Bra", note="Minns")

    @invariant()
    def the_centre_finds_what_the_table_says_and_names_nobody(self) -> None:
        for who in EMPLOYERS if self.has_cv else ():
            title = self.words.written["title"]
            path = f"/{self.lang}/cv-centre?text={title}"
            page = self.viewers.get(who, path)
            assert page.status_code == 200
            sees = self.decided.how_seen_by(who) is not None
            totals = TOTAL.findall(page.text)
            assert totals == ([] if who == "unverified" else [str(int(sees))]), who
            # What was searched for stands in the form of the page.
            results = everything_of(page, self.address).partition('class="hits"')[2]
            assert self.words.said_in(results) <= ({"title"} if sees else set()), who

    @invariant()
    def shortlists_and_dialogues_name_nobody_and_lead_nowhere_forbidden(self) -> None:
        sees = self.has_cv and self.decided.how_seen_by("known") is not None
        pages = [f"/{self.lang}/cv-centre/shortlists", f"/{self.lang}/employer/dialogues"]
        pages += [f"{pages[1]}/{number}" for number in list(self.asked.values())[-2:]]
        for path in pages:
            page = self.viewers.get("known", path)
            assert page.status_code == 200, path
            said = self.words.said_in(everything_of(page, self.address if self.has_cv else "-"))
            assert told(said) == set(), path
            assert said <= (BODY if sees else set()), path
            addresses = set(re.findall(r"/cv/([\w-]{24})", page.text))
            assert not addresses & set(self.dead), path
            assert not (self.has_cv and not sees and self.address in addresses), path

    @invariant()
    def nobody_else_reads_their_dialogues(self) -> None:
        for number in list(self.asked.values())[-1:]:
            for who in ("verified", "blocked", "unverified", "seeker"):
                for area in ("my", "employer"):
                    page = self.viewers.get(who, f"/{self.lang}/{area}/dialogues/{number}")
                    assert page.status_code == 404, (who, area)

    @property
    def seen_by_known(self) -> bool:
        return self.decided.how_seen_by("known") is not None

    @property
    def asked_here(self) -> bool:
        return self.address in self.asked

    @property
    def can_reveal(self) -> bool:
        anonymous = self.decided.state is State.ANONYMOUS and self.decided.granted is None
        return anonymous and self.seen_by_known and self.asked_here and not self.is_declined

    @property
    def is_declined(self) -> bool:
        path = f"/sv/my/dialogues/{self.asked[self.address]}"
        return 'name="choice"' not in self.viewers.own(path).text

    def answer(self, number: int, **values: str) -> None:
        path = f"/sv/my/dialogues/{number}"
        form = self.viewers.own(path).text.partition('id="account-form"')[2]
        data = {"token": token_on(form), **values}
        answered = self.viewers.clients["owner"].post(path, data=data)
        assert answered.status_code == 303, answered.text

    def known_sends(self, path: str, **values: str) -> str:
        client = self.viewers.clients["known"]
        form = client.get(path).text.partition('id="account-form"')[2]
        sent = client.post(path, data={"token": token_on(form), **values})
        assert sent.status_code == 303, sent.text
        return str(sent.headers["Location"])


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SiteUnderTest]:
    """A site on each kind of database, where nobody asks too often."""
    url = request.getfixturevalue(f"{request.param}_url")
    with build_site(tmp_path, url, STEPSTONE_CV_REQUESTS_PER_DAY="1000") as built:
        yield built


@pytest.mark.promise("cv.anonymous.hides-identity")
@pytest.mark.promise("cv.anonymous.case-by-case")
@pytest.mark.promise("cv.anonymous.contact-through-service")
@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.promise("cv.switch-any-time")
@pytest.mark.promise("disclosure.third-country")
def test_in_any_order_employers_learn_only_what_they_were_told(site: SiteUnderTest) -> None:
    examples, steps = (1, 8) if db.is_postgresql() else (4, 12)
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        # A failing run shows its steps; to shorten them would take minutes of pages.
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(
        type("CanaryDialoguesHere", (CanaryDialogues,), {"app": site.app}), settings=chosen
    )
