"""People who let us forward their CVs or don't, and customers to whom they would go."""

from __future__ import annotations

import pytest

from tests.support.accounts import mails
from tests.support.people import CANARY, Employer, Person, employer, seeker
from tests.support.signed_in import new_account
from webapp.domain.accounts.queries import address_of
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.door import Occasion, view_cv
from webapp.domain.cv.forwarding_answers import (
    choose_forwarding,
)
from webapp.domain.cv.forwarding_queries import (
    forwardings_of,
)
from webapp.domain.cv.forwarding_rules import Forwarding
from webapp.domain.cv.rules import State
from webapp.domain.mail.actions import use_mail_host
from webapp.domain.operators.forwarding import ask_owner


@pytest.fixture(autouse=True)
def mail_host() -> None:
    use_mail_host("localhost")


@pytest.fixture
def staff() -> int:
    return new_account(Role.ADMINISTRATOR)


def someone(state: State, allowed: Forwarding = Forwarding.NO, **more: object) -> Person:
    person = seeker(state, account_id=new_account(Role.JOB_SEEKER), **more)  # type: ignore[arg-type]
    choose_forwarding(person.cv_id, person.account_id, allowed)
    return person


def company(name: str = "Ekliden Vård AB", **more: object) -> Employer:
    account_id = new_account(Role.EMPLOYER_USER)
    return employer(name, account_id=account_id, **more)  # type: ignore[arg-type]


def mailed(who: Employer, template: str = "cv_for_you") -> list[object]:
    return [mail.data for mail in mails(template, to=str(address_of(who.account_id)))]


def sees(who: Employer, person: Person) -> object:
    return view_cv(person.address, who.account_id, Occasion.PAGE)


def asked(person: Person, staff_id: int, who: Employer, position: str = "Svetsare i Lund") -> int:
    ask_owner(person.address, staff_id, who.account_id, position=position)
    return forwardings_of(person.account_id)[0].id


def leaked(said: object) -> list[str]:
    return [detail for detail, value in CANARY.items() if value in repr(said)]
