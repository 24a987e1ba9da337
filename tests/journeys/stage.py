"""A demo site with people of one's own on it, for journeys of those who have accounts."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol
from uuid import uuid4

from tests.journeys.account_steps import log_in
from tests.journeys.people import Person
from tests.support.accounts import add_account
from tests.support.served import PATIENCE_SECONDS, ServedSite
from webapp.adapters.mail_folder import list_mails
from webapp.base import db
from webapp.domain.accounts.demo import DEMO_SECRET
from webapp.domain.accounts.models import Account, Tries
from webapp.domain.accounts.rules import Role
from webapp.domain.accounts.totp import current_code
from webapp.domain.cv.models import Cv
from webapp.domain.employers.actions import add_employer_user, register_company, verify_company
from webapp.domain.employers.rules import Role as CompanyRole

ADMINISTRATOR = "administrator@example.com"
MANY_MAILS = 1000


class Meet(Protocol):
    """Gives somebody who has opened a path of the site."""

    def __call__(self, path: str) -> AbstractContextManager[Person]: ...


@contextmanager
def database_of(site: ServedSite) -> Iterator[None]:
    """The site's own database, for what has no page yet or would be a journey by itself."""
    bound = db.connect(f"sqlite:///{site.instance / 'stepstone.sqlite3'}")
    try:
        yield
    finally:
        bound.close()


@dataclass(frozen=True)
class Recruiter:
    """Somebody who acts for a verified company that nobody else acts for."""

    email: str
    company: str


@dataclass(frozen=True)
class Stage:
    """The site, people with one kind of browser and one language, and what is theirs alone."""

    site: ServedSite
    meet: Meet
    lang: str
    mark: str

    @classmethod
    def of(cls, site: ServedSite, meet: Meet, lang: str) -> Stage:
        """A stage on which nobody has tried anything before."""
        with database_of(site):
            # Every journey comes from the same address, which may not do so much in one hour.
            Tries.delete().execute()
        return cls(site, meet, lang, uuid4().hex[:8])

    def email(self, name: str) -> str:
        """An address that no account has yet."""
        return f"{name}.{self.mark}@exempel.se"

    def title(self, occupation: str) -> str:
        """A title or headline that stands nowhere else on the site."""
        return f"{occupation} {self.mark}"

    def name(self, first: str) -> str:
        """A name that nobody else has, and of which no title of this stage holds a part."""
        return f"{first} {self.mark[::-1].capitalize()}"

    @contextmanager
    def logged_in(self, email: str, path: str = "my/") -> Iterator[Person]:
        """Somebody who has logged in with the usual password and stands on a page."""
        with self.meet(f"/{self.lang}/login?next=/{self.lang}/{path}") as person:
            log_in(person, email)
            yield person

    @contextmanager
    def administrator(self) -> Iterator[Person]:
        """The demo's administrator, by password and code."""
        with self.logged_in(ADMINISTRATOR) as person:
            say = person.words
            with database_of(self.site):
                # Each code is good once, and others have logged in within this half minute.
                Account.update(totp_step=None).where(Account.email == ADMINISTRATOR).execute()
            person.fill(say("Code"), current_code(DEMO_SECRET))
            person.press(say("Log in"))
            yield person

    def new_account(self, name: str, *roles: Role) -> str:
        """Adds an account with the usual password; returns its address."""
        email = self.email(name)
        with database_of(self.site):
            add_account(email, *roles, language=self.lang)
        return email

    def new_recruiter(self) -> Recruiter:
        """Adds a verified company with a recruiter."""
        email, company = self.email("rekrytering"), f"Ekliden {self.mark} AB"
        with database_of(self.site):
            company_id = register_company(company, legal_form="AB", number=None)
            verify_company(company_id)
            account_id = add_account(email, Role.EMPLOYER_USER, language=self.lang)
            add_employer_user(account_id, company_id, CompanyRole.RECRUITER)
        return Recruiter(email, company)

    def cv_address(self, title: str) -> str:
        """A CV's path at this moment, without its language, as an employer was once told it."""
        with database_of(self.site):
            return f"cv/{Cv.get(Cv.title == title).address}"

    def mailed_link(self, email: str, kind: str) -> str:
        """The path of the newest link of a kind in the mails to an address."""
        return self._mailed(email, rf"/(?:sv|en)/{kind}/[\w-]+")

    def is_mailed(self, email: str, words: str) -> None:
        """Raises AssertionError unless a mail to an address says this."""
        self._mailed(email, re.escape(words))

    def waits_until_found(self, count: int) -> None:
        """Waits until so many ads with a headline of this stage are found."""
        self.site.seconds_until_total(f"/{self.lang}/jobs?what={self.mark}", count)

    def _mailed(self, email: str, pattern: str) -> str:
        """What is found in the mails to an address; waits for the worker."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for mail in list_mails(self.site.instance / "mail", MANY_MAILS):
                found = re.search(pattern, mail.text)
                if mail.recipient == email and found:
                    return found[0]
            time.sleep(0.05)
        raise AssertionError(f"no mail to {email} says {pattern}")
