"""A CV that is hidden from somebody costs the same work as one that does not exist."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from tests.support.people import employer, seeker
from webapp.domain.cv.actions import delete_cv
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.door import Occasion, photo_of, view_cv
from webapp.domain.cv.links import create_link, withdraw_link
from webapp.domain.cv.queries import links_of
from webapp.domain.cv.rules import Section, State, new_address

pytestmark = pytest.mark.usefixtures("database_url")
LONG = [Section("free", False, {"text": "lång text " * 5000})]


def work_of(
    caplog: pytest.LogCaptureFixture, key: str, account_id: int | None, occasion: Occasion
) -> list[str]:
    """The statements that the door runs to say no; none of them reads what a CV says."""
    statements = []
    with caplog.at_level(logging.DEBUG, "peewee"):
        for see in (view_cv, photo_of):
            caplog.clear()
            assert see(key, account_id, occasion) is None
            statements += [str(record.args or record.msg) for record in caplog.records]
    sql = [said.partition("', [")[0] for said in statements]
    assert sql
    assert not [said for said in sql if "sections" in said]
    return sql


@pytest.mark.promise("cv.inactive.hidden")
@pytest.mark.promise("cv.blocked-companies")
def test_a_hidden_cv_costs_what_an_absent_one_does(caplog: pytest.LogCaptureFixture) -> None:
    company = employer("Ekliden Vård AB")
    absent, blocked, inactive, deleted = (
        work_of(caplog, address, company.account_id, Occasion.PAGE)
        for address in (new_address(), *addresses_of_hidden_cvs())
    )
    assert absent == blocked == inactive == deleted


def addresses_of_hidden_cvs() -> list[str]:
    blocking = seeker(State.PUBLIC, sections=LONG)
    block_company(blocking.account_id, name="Ekliden Vård AB")
    hidden = seeker(State.INACTIVE, sections=LONG)
    gone = seeker(State.PUBLIC, sections=LONG)
    address = gone.address
    delete_cv(gone.cv_id, gone.account_id)
    return [blocking.address, hidden.address, address]


@pytest.mark.promise("cv.link.live")
def test_a_closed_link_costs_what_an_unknown_one_does(caplog: pytest.LogCaptureFixture) -> None:
    person = seeker(sections=LONG)
    withdrawn, of_deleted = (
        create_link(
            person.cv_id, person.account_id, recipient="Moa", details=[], lasts=timedelta(days=1)
        )
        for _ in range(2)
    )
    newest = links_of(person.cv_id, person.account_id)[-1]
    withdraw_link(newest.id, person.cv_id, person.account_id)
    first = work_of(caplog, withdrawn, None, Occasion.LINK)
    delete_cv(person.cv_id, person.account_id)
    second = work_of(caplog, of_deleted, None, Occasion.LINK)
    assert first == second == work_of(caplog, "unknown", None, Occasion.LINK)
