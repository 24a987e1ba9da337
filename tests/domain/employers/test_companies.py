"""Companies: what decides what they may see, and numbers that are personal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.people import employer
from webapp.domain.employers.actions import end_employer_user, suspend_company
from webapp.domain.employers.models import Company
from webapp.domain.employers.queries import company_of
from webapp.domain.employers.rules import (
    OrganizationNumberError,
    is_sole_trader,
    name_key,
    organization_number,
)

ALIKE = [
    ["Göta Varv AB", "göta varv", "AB Göta Varv (publ)", "Aktiebolaget GÖTA-VARV", "Gota varv ab"],
    ["Ek & Son HB", "Ek Son", "Handelsbolaget Ek & Son"],
    ["AB", "ab"],
    ["IKEA of Sweden AB", "Ikea Of Sweden"],
]


@pytest.mark.promise("cv.blocked-companies")
def test_writings_of_one_name_are_alike_and_those_of_others_are_not() -> None:
    keys = [{name_key(name) for name in names} for names in ALIKE]
    assert [len(each) for each in keys] == [1] * len(ALIKE)
    assert len(set.union(*keys)) == len(ALIKE)


@given(st.text(max_size=60))
def test_any_text_has_a_key(text: str) -> None:
    assert name_key(text) == name_key(text.upper()) or not text.upper().isascii()


@pytest.mark.parametrize("text", ["556036-0793", "165560360793", "5560360793", "556036 0793"])
def test_a_number_is_understood_however_it_is_written(text: str) -> None:
    assert organization_number(text) == "5560360793"


@pytest.mark.parametrize("text", ["", "556036-0794", "55603607931", "abcdefghij", "٥٥٦٠٣٦٠٧٩٣"])
def test_a_wrong_number_is_refused(text: str) -> None:
    with pytest.raises(OrganizationNumberError):
        organization_number(text)


def test_a_sole_traders_number_is_sealed_and_no_other(database_url: str) -> None:
    trader = employer("Moas Snickeri", number="811228-9874")
    company = employer("Ekliden AB", number="556036-0793")
    row = Company.get_by_id(trader.company_id)
    assert is_sole_trader("8112289874")
    assert row.organization_number is None
    assert b"8112289874" not in bytes(row.sealed_number)
    assert "8112289874" not in row.number_key
    assert Company.get_by_id(company.company_id).organization_number == "5560360793"


def test_facts_are_those_of_this_moment(database_url: str) -> None:
    who = employer()
    facts = company_of(who.account_id)
    assert facts is not None
    assert facts.may_see_cvs
    assert facts.in_eea
    suspend_company(who.company_id)
    facts = company_of(who.account_id)
    assert facts is not None
    assert not facts.may_see_cvs
    end_employer_user(who.account_id)
    assert company_of(who.account_id) is None
    unverified = company_of(employer("Nya AB", verified=False).account_id)
    assert unverified is not None
    assert not unverified.may_see_cvs
