"""Somebody opens a CV while its owner changes their mind: one of the two is wholly first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar

import pytest

from tests.support.people import CANARY, Employer, Person, employer, seeker
from webapp.base import db
from webapp.domain.cv.actions import delete_cv, end_grant, grant_details
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.door import Occasion, photo_of, view_cv
from webapp.domain.cv.links import create_link, withdraw_link
from webapp.domain.cv.own_details import save_details
from webapp.domain.cv.queries import links_of
from webapp.domain.cv.rules import Detail, State
from webapp.domain.cv.views import AnonymousView
from webapp.domain.privacy.queries import disclosures_of

T, S = TypeVar("T"), TypeVar("S")
PATIENCE_SECONDS = 10.0
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
COMPANY = "Ekliden Vård AB"
OF_THE_PHONE = ("hide the phone", "take the phone away")
CHANGES: dict[str, Callable[[Person, Employer], object]] = {
    "hide": lambda person, _: person.switch(State.INACTIVE),
    "make anonymous": lambda person, _: person.switch(State.ANONYMOUS),
    "hide the phone": lambda person, _: person.choose(),
    "take the phone away": lambda person, _: save_details(person.account_id, {Detail.PHONE: None}),
    "block": lambda person, _: block_company(person.account_id, name=COMPANY),
    "delete": lambda person, _: delete_cv(person.cv_id, person.account_id),
}


@pytest.fixture
def database(postgresql_url: str) -> Iterator[None]:
    """On SQLite there is one writer at a time, so only the other database is in question."""
    db.connect(postgresql_url)
    yield
    db.database.close()


def in_turn(first: Callable[[], T], second: Callable[[], S]) -> tuple[T, S]:
    """Two transactions at once, of which the second has begun before the first is stored."""

    def wait_for_first() -> S:
        try:
            return second()
        finally:
            db.database.close()

    with ThreadPoolExecutor(1) as pool:
        with db.transaction():
            done = first()
            waiting = pool.submit(wait_for_first)
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not db.database.execute_sql(WAITING).fetchone()[0]:
                assert not waiting.done(), "the second did not wait for the first"
                assert time.monotonic() < deadline
                time.sleep(0.01)
        return done, waiting.result(PATIENCE_SECONDS)


@pytest.mark.promise("cv.switch-any-time")
@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.parametrize("change", CHANGES)
def test_what_is_changed_first_is_in_force(database: None, change: str) -> None:
    person, company = seeker(State.PUBLIC, shown=[Detail.PHONE]), employer(COMPANY)
    address = person.address

    _, seen = in_turn(
        lambda: CHANGES[change](person, company),
        lambda: view_cv(address, company.account_id, Occasion.PAGE),
    )

    assert CANARY[Detail.PHONE] not in repr(seen)
    if change not in OF_THE_PHONE:
        assert seen is None
        assert disclosures_of(person.account_id)[0] == 0


@pytest.mark.promise("disclosure.ledger")
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_waits_for_a_disclosure_under_way(database: None, change: str) -> None:
    person, company = seeker(State.PUBLIC, shown=[Detail.PHONE]), employer(COMPANY)
    address = person.address

    seen, _ = in_turn(
        lambda: view_cv(address, company.account_id, Occasion.PAGE),
        lambda: CHANGES[change](person, company),
    )

    assert CANARY[Detail.PHONE] in repr(seen)
    assert disclosures_of(person.account_id)[0] == 1
    later = view_cv(address, company.account_id, Occasion.PAGE)
    assert CANARY[Detail.PHONE] not in repr(later)


@pytest.mark.promise("cv.link.live")
def test_a_link_withdrawn_first_opens_nothing(database: None) -> None:
    person = seeker()
    token = create_link(
        person.cv_id,
        person.account_id,
        recipient="Moa",
        details=[Detail.NAME, Detail.PHOTO],
        lasts=timedelta(days=1),
    )
    (link,) = links_of(person.cv_id, person.account_id)

    _, seen = in_turn(
        lambda: withdraw_link(link.id, person.cv_id, person.account_id),
        lambda: view_cv(token, None, Occasion.LINK),
    )

    assert seen is None
    assert disclosures_of(person.account_id)[0] == 0


@pytest.mark.promise("cv.anonymous.case-by-case")
def test_a_yes_ended_first_shows_nothing(database: None) -> None:
    person, company = seeker(State.ANONYMOUS), employer(COMPANY)
    grant_details(person.cv_id, person.account_id, company.company_id, [Detail.PHONE])
    address = person.address

    _, seen = in_turn(
        lambda: end_grant(person.cv_id, person.account_id, company.company_id),
        lambda: view_cv(address, company.account_id, Occasion.PAGE),
    )

    assert isinstance(seen, AnonymousView)
    assert disclosures_of(person.account_id)[0] == 0


@pytest.mark.promise("cv.switch-any-time")
def test_a_photo_of_a_cv_hidden_first_is_none(database: None) -> None:
    person, company = seeker(State.PUBLIC, shown=[Detail.PHOTO]), employer(COMPANY)
    save_details(person.account_id, {Detail.PHOTO: b"a photo"})
    address = person.address

    _, seen = in_turn(
        lambda: person.switch(State.INACTIVE),
        lambda: photo_of(address, company.account_id, Occasion.PAGE),
    )

    assert seen is None
    assert disclosures_of(person.account_id)[0] == 0
