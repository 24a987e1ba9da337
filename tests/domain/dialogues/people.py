"""People with anonymous CVs, companies that ask about them, and how a yes comes about."""

from __future__ import annotations

from tests.support.people import Employer, Person, employer, seeker
from tests.support.signed_in import new_account
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.door import Occasion, view_cv
from webapp.domain.cv.rules import Detail, State
from webapp.domain.dialogues.answering import Choice, answer
from webapp.domain.dialogues.asking import ask
from webapp.domain.dialogues.rules import Wish


def someone(state: State = State.ANONYMOUS, **more: object) -> Person:
    return seeker(state, account_id=new_account(Role.JOB_SEEKER), **more)  # type: ignore[arg-type]


def company(name: str = "Ekliden Vård AB", **more: object) -> Employer:
    account_id = new_account(Role.EMPLOYER_USER)
    return employer(name, account_id=account_id, **more)  # type: ignore[arg-type]


def asked(
    person: Person, who: Employer, message: str = "Vill du jobba här?", limit: int = 20
) -> int:
    return ask(
        person.address,
        who.account_id,
        position="Svetsare i Malmö",
        message=message,
        wishes=[Wish.INTERVIEW, Wish.IDENTITY],
        daily_limit=limit,
    )


def sees(who: Employer, person: Person) -> object:
    return view_cv(person.address, who.account_id, Occasion.PAGE)


def revealed(person: Person, who: Employer) -> int:
    dialogue_id = asked(person, who)
    answer(dialogue_id, person.account_id, Choice.REVEAL, details=[Detail.MOBILE])
    return dialogue_id
