"""What a person is shown of who has seen their data."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain.privacy.ledgers import AT, LedgerUnderTest
from webapp.base import clock
from webapp.domain.privacy.queries import (
    Filter,
    companies_that_saw,
    disclosure_of,
    disclosures_of,
    months_of,
)

FILTERS = {
    Filter(): [3, 2, 1, 0],
    Filter(cv_id=70): [1, 0],
    Filter(company_id=4): [3, 1],
    Filter(cv_id=70, company_id=4): [1],
    Filter(since=date(2026, 11, 3)): [3, 2, 1],
    Filter(until=date(2026, 11, 3)): [1, 0],
    Filter(since=date(2026, 11, 3), until=date(2026, 11, 3)): [1],
    Filter(since=date(2026, 11, 6)): [],
}


@pytest.fixture
def seen(ledger: LedgerUnderTest) -> list[int]:
    """Entries on 2 to 5 November, of two CVs, to two companies in turn; one of somebody else."""
    ledger.record(account_id=8)
    return [
        ledger.record(
            AT + timedelta(days=day),
            cv_id=70 + day // 2,
            company_id=3 + day % 2,
            company_name=["Ekliden", "Varvet"][day % 2],
            fields=("name",) if day < 3 else ("birth_year",),
        )
        for day in range(4)
    ]


@pytest.mark.promise("disclosure.visible-to-subject")
@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_entries_are_filtered_by_cv_company_and_day(seen: list[int], wanted: Filter) -> None:
    count, shown = disclosures_of(7, wanted)
    assert [seen.index(each.id) for each in shown] == FILTERS[wanted]
    assert count == len(shown)


@pytest.mark.promise("disclosure.visible-to-subject")
def test_pages_divide_all_entries(seen: list[int]) -> None:
    pages = [disclosures_of(7, page=page, size=3) for page in (1, 2)]
    assert [count for count, _ in pages] == [4, 4]
    assert [each.id for _, page in pages for each in page] == seen[::-1]


def test_an_entry_is_shown_to_its_own_person_only(seen: list[int]) -> None:
    found = disclosure_of(7, seen[0])
    assert found is not None
    assert found.company == "Ekliden"
    assert disclosure_of(8, seen[0]) is None


def test_companies_that_saw_a_field_of_a_cv(seen: list[int]) -> None:
    last = AT + timedelta(days=2)
    assert companies_that_saw(7, cv_id=71, field="name") == [(3, "Ekliden", last)]
    assert [name for _, name, _ in companies_that_saw(7)] == ["Varvet", "Ekliden"]


@pytest.mark.promise("disclosure.visible-to-subject")
def test_months_are_counted_in_stockholm(ledger: LedgerUnderTest) -> None:
    # Half past midnight on 1 November in Stockholm is still October in UTC.
    ledger.record(datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    ledger.record(datetime(2026, 9, 30, 21, 30, tzinfo=UTC))
    ledger.record(datetime(2024, 1, 1, tzinfo=UTC))
    with clock.set_to(AT):
        counted = months_of(7, months=3)
    assert counted == [(date(2026, 9, 1), 1), (date(2026, 10, 1), 0), (date(2026, 11, 1), 1)]
