"""Somebody writes a CV, shows it openly, then anonymously, by a link, to fewer, and to nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Meet
from tests.journeys.people import Person, person_at
from tests.support.accounts import PASSWORD, add_account
from tests.support.served import ServedSite, served_site
from webapp.base import db
from webapp.domain.accounts.models import Account
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.models import Cv
from webapp.domain.employers.actions import add_employer_user
from webapp.domain.employers.queries import company_of
from webapp.domain.employers.rules import Role as CompanyRole

COMPANY, COLLEAGUE = "Ekliden Vård AB", "recruiter@example.com"
TEXT, RECIPIENT = "Lugn och vaken.", "Moa"
PUBLIC = "Active, public: verified employers see it with your name"
ANONYMOUS = "Active, anonymous: verified employers see it without knowing who you are"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """A demo of its own, with the demo's companies."""
    with served_site(tmp_path_factory.mktemp("cvs")) as served:
        yield served


@pytest.fixture
def meet(browser_name: str, lang: str, site: ServedSite, browser: Browser) -> Meet:
    """Somebody with each of the browsers in each of the languages, who takes cookies."""
    return partial(person_at, browser_name, lang, site.url, browser, cookies=True)


@contextmanager
def database_of(site: ServedSite) -> Iterator[None]:
    """The site's own database, for what has no page yet or would be a journey by itself."""
    bound = db.connect(f"sqlite:///{site.instance / 'stepstone.sqlite3'}")
    try:
        yield
    finally:
        bound.close()


@dataclass
class Cast:
    """A job seeker and a recruiter of a verified company, with accounts but without a CV."""

    site: ServedSite
    meet: Meet
    lang: str
    seeker: str
    recruiter: str
    title: str
    name: str

    def cv_address(self) -> str:
        """The CV's address at this moment, as the CV centre or a mail tells it to an employer."""
        with database_of(self.site):
            return f"/{self.lang}/cv/{Cv.get(Cv.title == self.title).address}"

    @contextmanager
    def recruiter_at(self, path: str) -> Iterator[Person]:
        with self.meet(f"/{self.lang}/login?next={path}") as recruiter:
            log_in(recruiter, self.recruiter)
            yield recruiter

    def is_gone(self, path: str) -> None:
        with self.recruiter_at(path) as recruiter:
            recruiter.reads(recruiter.words("There is no page here"))
            assert self.title not in recruiter.text()
            recruiter.takes("404")


@pytest.fixture
def cast(site: ServedSite, meet: Meet, lang: str) -> Cast:
    mark = uuid4().hex[:8]
    seeker, recruiter = f"moa.{mark}@exempel.se", f"rek.{mark}@exempel.se"
    with database_of(site):
        company = company_of(Account.get(Account.email == COLLEAGUE).id)
        assert company is not None
        add_account(seeker, language=lang)
        new = add_account(recruiter, Role.EMPLOYER_USER, language=lang)
        add_employer_user(new, company.id, CompanyRole.RECRUITER)
    return Cast(
        site, meet, lang, seeker, recruiter, f"Hamnvakt {uuid4().hex[:8]}", f"Maja {mark[::-1]}"
    )


def log_in(person: Person, address: str) -> None:
    """Logs in on the page for it, which leads on to where the person was going."""
    say = person.words
    person.fill(say("Your e-mail address"), address)
    person.fill(say("Password"), PASSWORD)
    person.press(say("Log in"))


def write_cv(person: Person, title: str, name: str) -> None:
    say = person.words
    person.fill(say("Name"), name)
    person.fill(say("Address"), "Kajen 1")
    person.press(say("Save"))
    person.reads(say("Your details are saved."))
    person.follow(say("Your CVs"))
    person.follow(say("Write a new CV"))
    person.fill(say("Title"), title)
    person.press(say("Go on"))
    write_section(person)


def write_section(person: Person) -> None:
    """Says something in the first section."""
    say = person.words
    person.follow_to_part(say("Write here"))
    person.fill(say("In your own words"), TEXT)
    person.press_for_part(say("Save"))
    person.reads(TEXT)


def switch(person: Person, state: str) -> None:
    person.tick(person.words(state))
    person.press(person.words("Switch"))
    person.reads(person.words("The CV is switched. It is so everywhere from this moment."))


def give_link(person: Person) -> str:
    """Makes a link that shows the name; returns its path."""
    say = person.words
    person.follow(say("Links"))
    person.fill(say("Whom the link is for"), RECIPIENT)
    person.tick(say("Name"))
    person.press(say("Make the link"))
    made = re.search(r"/(?:sv|en)/cv-link/[\w-]+", person.text())
    assert made is not None
    person.follow(say("Back to the links of this CV"))
    return made[0]


def close_link(person: Person) -> None:
    person.press(person.words("Close the link"))
    person.reads(person.words("The link is closed."))


def block(person: Person, company: str) -> None:
    say = person.words
    person.follow(say("Companies that never see your CVs"))
    person.fill(f"{say('The company’s full name')} {say('(optional)')}", company)
    person.press(say("Block the company"))
    person.reads(say("Blocked"), company)


def delete_cv(person: Person, title: str) -> None:
    say = person.words
    person.follow(title)
    person.follow(say("Delete this CV"))
    person.tick(say("Yes, delete this CV for good"))
    person.press(say("Delete the CV"))
    person.reads(say("The CV is deleted."))


@pytest.mark.promise("cv.public.logged-in-only")
@pytest.mark.promise("cv.anonymous.hides-identity")
@pytest.mark.promise("cv.link.live")
@pytest.mark.promise("cv.switch-any-time")
@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.promise("disclosure.visible-to-subject")
@pytest.mark.promise("cv.delete")
def test_a_cv_is_written_shown_hidden_and_deleted(cast: Cast) -> None:
    with cast.meet(f"/{cast.lang}/login?next=/{cast.lang}/my/details") as person:
        say = person.words
        log_in(person, cast.seeker)
        write_cv(person, cast.title, cast.name)

        person.follow(say("Who sees it"))
        switch(person, PUBLIC)
        public = cast.cv_address()
        with cast.recruiter_at(public) as recruiter:
            recruiter.reads(cast.title, cast.name, TEXT)
        person.follow(say("Back to the CV"))
        person.follow(say("Links"))
        person.follow(say("Who has seen this CV"))
        person.reads(COMPANY, cast.title, say("Name"))
        person.back()
        person.follow(say("Back to the CV"))

        person.follow(say("Who sees it"))
        switch(person, ANONYMOUS)
        person.reads(COMPANY)
        cast.is_gone(public)
        with cast.recruiter_at(cast.cv_address()) as recruiter:
            recruiter.reads(cast.title, TEXT)
            assert cast.name not in recruiter.text()

        person.follow(say("Back to the CV"))
        link = give_link(person)
        with cast.meet(link) as holder:
            assert cast.title not in holder.text()
            holder.press(say("Open the CV"))
            holder.reads(cast.title, cast.name)
        close_link(person)
        assert cast.site.fetch(link).status == 404

        person.follow(say("Back to the CV"))
        person.follow(say("Your CVs"))
        block(person, COMPANY)
        cast.is_gone(cast.cv_address())
        person.follow(say("Your CVs"))
        delete_cv(person, cast.title)
        assert cast.title not in person.text()
