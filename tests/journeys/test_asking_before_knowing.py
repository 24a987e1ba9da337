"""An employer finds an anonymous CV, asks, gets a yes, sees who it is, and then no longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Meet
from tests.journeys.people import ONE_LANGUAGE_EACH, Person, person_at
from tests.support.served import ServedSite, served_site
from webapp.domain.accounts.demo import DEMO_PASSWORD

SEEKER, RECRUITER = "seeker@example.com", "recruiter@example.com"
CV, NAME, COMPANY = "Samordnare i vård och omsorg", "Maja Lindqvist", "Ekliden Vård AB"
POSITION = "Samordnare i Lund"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """A demo of its own."""
    with served_site(tmp_path_factory.mktemp("asking")) as served:
        yield served


@pytest.fixture
def meet(browser_name: str, lang: str, site: ServedSite, browser: Browser) -> Meet:
    return partial(person_at, browser_name, lang, site.url, browser, cookies=True)


@contextmanager
def logged_in(meet: Meet, lang: str, address: str) -> Iterator[Person]:
    with meet(f"/{lang}/login") as person:
        say = person.words
        person.fill(say("Your e-mail address"), address)
        person.fill(say("Password"), DEMO_PASSWORD)
        person.press(say("Log in"))
        yield person


def open_cv(person: Person) -> None:
    say = person.words
    person.follow(say("The CV centre"))
    person.fill(say("Words anywhere in the CV"), "samordnare lund")
    person.press(say("Search CVs"))
    person.reads(say("No CVs found"))
    person.fill(say("Words anywhere in the CV"), "samordnare")
    person.press(say("Search CVs"))
    person.follow(CV)


def open_dialogue(person: Person) -> None:
    person.follow(person.words("Dialogues with employers"))
    person.follow(f"{COMPANY}: {POSITION}")


@pytest.mark.promise("cv.anonymous.case-by-case")
@pytest.mark.promise("cv.anonymous.contact-through-service")
@pytest.mark.parametrize(("browser_name", "lang"), ONE_LANGUAGE_EACH)
def test_asking_before_knowing(meet: Meet, lang: str) -> None:
    with logged_in(meet, lang, RECRUITER) as recruiter:
        say = recruiter.words
        open_cv(recruiter)
        assert NAME not in recruiter.text()
        recruiter.follow(say("Ask about this CV"))
        recruiter.fill(say("Which position is it about?"), POSITION)
        recruiter.fill(say("Message"), "Vill du komma till oss?")
        recruiter.tick(say("who the person is"))
        recruiter.press(say("Send the request"))
        recruiter.reads(say("Waits for an answer"), POSITION)

    with logged_in(meet, lang, SEEKER) as seeker:
        open_dialogue(seeker)
        seeker.reads(COMPANY, say("Verified by us since"), "Vill du komma till oss?")
        seeker.tick(say("Say yes: show this company who I am"))
        seeker.press(say("Send"))
        seeker.reads(say("This company now sees who you are. You can end it whenever you like."))

    with logged_in(meet, lang, RECRUITER) as recruiter:
        recruiter.follow(say("Dialogues about CVs"))
        recruiter.follow(POSITION)
        recruiter.reads(say("Answered"), "Vill du komma till oss?")
        recruiter.follow(CV)
        recruiter.reads(NAME)

    with logged_in(meet, lang, SEEKER) as seeker:
        seeker.follow(say("Who has seen my data"))
        seeker.reads(COMPANY, CV)
        seeker.follow(say("My %(site)s", site="StepStone"))
        open_dialogue(seeker)
        seeker.press(say("End my yes"))
        seeker.reads(say("Your yes is ended. The company sees no more of your details."))
        seeker.tick(say("End the dialogue"))
        seeker.press(say("Send"))
        seeker.reads(say("Ended"))

    with logged_in(meet, lang, RECRUITER) as recruiter:
        open_cv(recruiter)
        assert NAME not in recruiter.text()
