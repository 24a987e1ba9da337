"""Narrowing the search of CVs: what each filter finds, exact counts, and no protected ground."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.people import employer, seeker
from webapp.base import clock
from webapp.base.db import database
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.facets import Filters
from webapp.domain.cv.indexing import index_cvs_anew
from webapp.domain.cv.models import Cv, CvPosting, FindableCv
from webapp.domain.cv.rules import Section, State
from webapp.domain.cv.search import PAGE_SIZE, search_cvs

pytestmark = pytest.mark.usefixtures("database_url")
TODAY = date(2026, 11, 22)
WHOLE = (
    Section(
        "wanted",
        False,
        {
            "occupations": ["Svetsare"],
            "places": ["1280"],
            "extent": ["full-time", "hourly"],
            "from": "2026-12-01",
        },
    ),
    Section("education", False, {"items": [{"area": "Konst", "level": "bachelor"}]}),
    Section("skills", False, {"items": [{"name": "TIG-svetsning", "level": "expert"}]}),
    Section(
        "languages",
        False,
        {
            "items": [
                {"name": "Engelska", "level": "c1"},
                {"name": "Persian"},
                {"name": "Klingonska"},
            ]
        },
    ),
    Section("licences", False, {"classes": ["b", "ce"]}),
)
FINDING = (
    Filters(occupation="svetsare"),
    Filters(skills="tig-svetsning"),
    Filters(extent="full-time"),
    Filters(extent="hourly", licence="ce", language="en"),
    Filters(licence="b"),
    Filters(level="bachelor"),
    Filters(level="secondary"),
    Filters(language="en"),
    Filters(language="en", language_level="b2"),
    Filters(language="fa"),
    Filters(available_by=date(2026, 12, 24)),
    Filters(available_by=date(2027, 1, 1)),
    Filters(updated_since=TODAY - timedelta(days=7)),
)
NOT_FINDING = (
    Filters(occupation="tig-svetsning"),
    Filters(skills="svetsare"),
    Filters(skills="expert"),
    Filters(extent="part-time"),
    Filters(licence="c"),
    Filters(level="master"),
    Filters(language="en", language_level="c2"),
    Filters(language="fa", language_level="a1"),
    Filters(language="sv"),
    Filters(available_by=date(2026, 11, 30)),
    Filters(updated_since=TODAY + timedelta(days=1)),
    Filters(extent="full-time", licence="d"),
)


def counted(account_id: int, text: str = "") -> Mapping[str, Mapping[str, int]]:
    result = search_cvs(account_id, text, counted=True)
    assert result is not None
    return result.counts


def found(account_id: int, filters: Filters, text: str = "") -> list[str]:
    result = search_cvs(account_id, text, (), filters)
    assert result is not None
    assert result.total == len(result.hits)
    return [hit.address for hit in result.hits]


@pytest.mark.parametrize("state", [State.ANONYMOUS, State.PUBLIC])
def test_each_filter_finds_what_fits_it_and_nothing_else(state: State) -> None:
    with clock.set_to(datetime.combine(TODAY, datetime.min.time(), UTC)):
        person, company = seeker(state, sections=WHOLE), employer()
        for filters in FINDING:
            assert found(company.account_id, filters) == [person.address], filters
            assert found(company.account_id, filters, "konst") == [person.address], filters
        for filters in NOT_FINDING:
            assert found(company.account_id, filters) == [], filters


def test_whoever_names_no_day_can_begin_at_once() -> None:
    person, company = seeker(State.PUBLIC), employer()
    soon = Filters(available_by=clock.today())
    assert found(company.account_id, soon) == [person.address]


def test_what_is_hidden_in_a_cv_is_no_filter_and_no_count() -> None:
    hidden = [Section(each.kind, True, each.content) for each in WHOLE[1:]]
    seeker(State.PUBLIC, sections=[WHOLE[0], *hidden])
    company = employer()
    assert found(company.account_id, Filters(licence="b")) == []
    assert counted(company.account_id) == {
        "extent": {"full-time": 1, "hourly": 1},
        "level": {},
        "licence": {},
        "language": {},
    }


def test_no_filter_is_about_a_protected_ground() -> None:
    names = {each.name for each in fields(Filters)}
    assert names == {
        "occupation",
        "skills",
        "language",
        "language_level",
        "licence",
        "level",
        "extent",
        "available_by",
        "updated_since",
    }


def test_a_count_is_what_one_finds_by_following_it() -> None:
    company = employer()
    for sections in (WHOLE, WHOLE[:2], WHOLE[:1], WHOLE[2:]):
        seeker(State.ANONYMOUS, sections=sections)
    for text in ("", "svetsare", "-konst"):
        counts = counted(company.account_id, text)
        for name, choices in counts.items():
            for code, count in choices.items():
                filters = Filters(**{name: code})
                assert len(found(company.account_id, filters, text)) == count, (name, code)
    assert counts_are_many(counts.values() for counts in [counted(company.account_id)])


def counts_are_many(counted: Iterable[Iterable[object]]) -> bool:
    return all(len(list(each)) == 4 for each in counted)


def test_codes_of_choices_are_no_words() -> None:
    seeker(State.PUBLIC, sections=WHOLE)
    company = employer()
    for word in ("bachelor", "expert", "hourly", "c1", "1280"):
        assert found(company.account_id, Filters(), word) == [], word


@pytest.mark.promise("cv.blocked-companies")
def test_for_a_blocked_company_counts_and_hits_are_as_if_the_cv_were_not() -> None:
    company = employer("Ekliden Vård AB")
    with clock.set_to(datetime(2026, 11, 1, tzinfo=UTC)):
        for _ in range(PAGE_SIZE + 2):
            seeker(State.ANONYMOUS, sections=WHOLE)

        def everything() -> str:
            searches = [("", f) for f in (*FINDING, *NOT_FINDING)] + [("konst", Filters())]
            return repr(
                [search_cvs(company.account_id, text, (), f, counted=True) for text, f in searches]
            )

        without = everything()
        person = seeker(State.PUBLIC, sections=WHOLE)
        assert everything() != without
        block_company(person.account_id, name="Ekliden Vård")
        assert everything() == without


def test_who_may_not_see_cvs_counts_none() -> None:
    person = seeker(State.PUBLIC, sections=WHOLE)
    unverified = employer(verified=False)
    for account_id in (unverified.account_id, person.account_id):
        assert search_cvs(account_id, counted=True) is None
    outside = employer("Far Inc", country="US")
    assert counted(outside.account_id)["licence"] == {}
    person.choose(third_countries=True)
    assert counted(outside.account_id)["licence"] == {"b": 1, "ce": 1}


def test_cvs_of_an_earlier_release_are_indexed_anew() -> None:
    person, company = seeker(State.ANONYMOUS, sections=WHOLE), employer()
    seeker(State.INACTIVE, sections=WHOLE)
    FindableCv.update(marks=None).execute()
    CvPosting.delete().where(CvPosting.token.startswith(":licence:")).execute()
    assert counted(company.account_id)["licence"] == {}
    database.execute_sql("DELETE FROM cv_terms")
    index_cvs_anew()
    assert counted(company.account_id)["licence"] == {"b": 1, "ce": 1}
    assert FindableCv.select().count() == 1
    assert Cv.get_by_id(person.cv_id).address == person.address
