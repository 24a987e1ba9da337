"""People with CVs and companies that look for them, made through the domain's own actions."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from webapp.domain.cv.actions import create_cv, save_about, save_cv, switch_state
from webapp.domain.cv.own_details import save_details
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.cv.rules import Detail, Section, State
from webapp.domain.employers.actions import add_employer_user, register_company, verify_company
from webapp.domain.employers.rules import Role

ACCOUNTS = itertools.count(1000)
# Each value is found nowhere else, and its fields can be told apart.
CANARY = {
    Detail.NAME: "Qanarya Zwifteberg",
    Detail.EMAIL: "qxmejl@canary.example",
    Detail.ADDRESS: "Qxgatan 77713",
    Detail.POSTCODE: "98761",
    Detail.TOWN: "Qxstorpet",
    Detail.PHONE: "+46 8 7654 3219",
    Detail.MOBILE: "+46 70 918 2736",
    Detail.GENDER: "qxkvinna",
    Detail.CITIZENSHIP: "Qxtuvalu",
    Detail.BIRTH_DATE: "1871-03-29",
}
SECTIONS = (
    Section("wanted", False, {"text": "Svetsare eller plåtslagare", "places": ["1280", "12"]}),
    Section("summary", False, {"text": "Noggrann och lugn."}),
    Section("experience", False, {"text": "Varvsarbete i tio år."}),
    Section("skills", False, {"text": "TIG-svetsning, c++"}),
    Section("references", False, {"text": "Referensperson Qxreferens"}),
    Section("free", True, {"text": "Qxdold anteckning"}),
)


@dataclass
class Person:
    """A job seeker with one CV."""

    account_id: int
    cv_id: int
    details: dict[Detail, str] = field(default_factory=lambda: dict(CANARY))

    @property
    def address(self) -> str:
        cv = cv_of_owner(self.cv_id, self.account_id)
        assert cv is not None
        return str(cv.address)

    def switch(self, state: State) -> None:
        switch_state(self.cv_id, self.account_id, state)

    def choose(
        self,
        shown: Iterable[Detail] = (),
        anonymous: Iterable[str] = (),
        third_countries: bool = False,
    ) -> None:
        cv = cv_of_owner(self.cv_id, self.account_id)
        assert cv is not None
        save_about(
            self.cv_id,
            self.account_id,
            title=cv.title,
            language=cv.language,
            shown=shown,
            anonymous=anonymous,
            third_countries=third_countries,
        )


def seeker(
    state: State = State.INACTIVE,
    *,
    title: str = "Svetsare",
    sections: Iterable[Section] = SECTIONS,
    shown: Iterable[Detail] = (),
    account_id: int | None = None,
    **details: Any,
) -> Person:
    """Somebody with a CV in a state; ``details`` replace canaries by their names."""
    account_id = account_id or next(ACCOUNTS)
    given = CANARY | {Detail(name): value for name, value in details.items()}
    save_details(account_id, given)
    cv_id = create_cv(account_id, title, "sv")
    save_cv(cv_id, account_id, title=title, language="sv", sections=list(sections))
    person = Person(account_id, cv_id, given)
    if shown:
        person.choose(shown)
    person.switch(state)
    return person


@dataclass
class Employer:
    """A recruiter and their company."""

    account_id: int
    company_id: int


def employer(
    name: str = "Ekliden Vård AB",
    *,
    number: str | None = None,
    country: str = "SE",
    verified: bool = True,
    role: Role = Role.RECRUITER,
    account_id: int | None = None,
) -> Employer:
    """Somebody who acts for a company of their own."""
    account_id = account_id or next(ACCOUNTS)
    company_id = register_company(name, legal_form="AB", number=number, country=country)
    if verified:
        verify_company(company_id)
    add_employer_user(account_id, company_id, role)
    return Employer(account_id, company_id)
