"""Blocked companies: by number or full name, whatever way either is written."""

from __future__ import annotations

import pytest

from tests.support.people import employer, seeker
from webapp.domain.cv.blocks import NothingToBlockError, block_company, unblock_company
from webapp.domain.cv.door import Occasion, view_cv
from webapp.domain.cv.queries import blocks_of
from webapp.domain.cv.rules import State
from webapp.domain.employers.rules import OrganizationNumberError

pytestmark = pytest.mark.usefixtures("database_url")
VOLVO = "556012-5790"


@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.parametrize("written", ["556012-5790", "5560125790", "16556012-5790", " 556012 5790 "])
def test_a_number_blocks_however_it_is_written(written: str) -> None:
    person, company = seeker(State.PUBLIC), employer("Aktiebolaget Volvo", number=VOLVO)
    other = employer("Volvo Personvagnar AB", number="556074-3089")
    block_company(person.account_id, number=written)
    assert view_cv(person.address, company.account_id, Occasion.PAGE) is None
    assert view_cv(person.address, other.account_id, Occasion.PAGE) is not None


@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.parametrize(
    "written",
    [
        "Göta Varv AB",
        "göta varv",
        "AB Göta Varv (publ)",
        "Aktiebolaget Göta-Varv",
        "GÖTAVARV AB",
        "  Göta   Varv, AB ",
        "Gota Varv",
    ],
)
def test_a_full_name_blocks_however_it_is_written(written: str) -> None:
    person, company = seeker(State.PUBLIC), employer("Göta Varv AB (publ)")
    block_company(person.account_id, name=written)
    assert view_cv(person.address, company.account_id, Occasion.PAGE) is None


@pytest.mark.parametrize("written", ["Göta", "Varv AB", "Göta Varv Service AB", "AB"])
def test_another_name_blocks_nobody_else(written: str) -> None:
    person, company = seeker(State.PUBLIC), employer("Göta Varv AB")
    block_company(person.account_id, name=written)
    assert view_cv(person.address, company.account_id, Occasion.PAGE) is not None


@pytest.mark.promise("cv.blocked-companies")
def test_a_sole_trader_is_blocked_without_the_number_being_kept() -> None:
    person = seeker(State.PUBLIC)
    trader = employer("Moas Snickeri", number="811228-9874")
    block_company(person.account_id, number="19811228-9874")
    assert view_cv(person.address, trader.account_id, Occasion.PAGE) is None
    (block,) = blocks_of(person.account_id)
    assert block.label == "••••••-9874"


def test_a_block_ends_by_its_own_person_alone() -> None:
    person, company = seeker(State.PUBLIC), employer()
    block = block_company(person.account_id, name="Ekliden Vård")
    unblock_company(person.account_id + 1, block)
    assert view_cv(person.address, company.account_id, Occasion.PAGE) is None
    unblock_company(person.account_id, block)
    assert view_cv(person.address, company.account_id, Occasion.PAGE) is not None
    assert blocks_of(person.account_id) == []


@pytest.mark.parametrize("number", ["556012-5791", "12345", "abc", "55601257901"])
def test_a_wrong_number_is_refused(number: str) -> None:
    with pytest.raises(OrganizationNumberError):
        block_company(1, number=number)


@pytest.mark.parametrize("name", ["", "   ", "–!"])
def test_nothing_to_compare_by_is_refused(name: str) -> None:
    with pytest.raises(NothingToBlockError):
        block_company(1, name=name)
