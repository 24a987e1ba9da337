"""Compounds in the index: found by their first part, and when they are typed apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from webapp.adapters.job_document import IndexedAd
from webapp.adapters.job_index import new_generation
from webapp.base import clock
from webapp.base.text import parse_query
from webapp.domain.jobs.search import Criteria, JobSearch

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
ADS = {
    1: ("Undersköterska", "Region Uppsala", ""),
    2: ("Brevbärare", "PostNord Sverige", ""),
    3: ("Elkraftsmontör", "Kraftbolaget", ""),
    4: ("Snickare", "Bygg i Lund", "Du arbetar med en elkraftsmontör under en sköterska."),
    5: ("Säljare", "Attendo", ""),
    6: ("Paketbud", "Budbolaget", "Du kör post hos postnord."),
}


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> JobSearch:
    folder = tmp_path_factory.mktemp("index")
    with new_generation(folder) as writer:
        for ad_id, (headline, employer, body) in ADS.items():
            writer.put(indexed(ad_id, headline, employer, body))
        writer.commit({"position": [0, 0]})
    return JobSearch(folder)


def indexed(ad_id: int, headline: str, employer: str, body: str) -> IndexedAd:
    unset = dict.fromkeys(
        ("municipality", "county", "country", "locality", "language", "deadline", "partner"),
    )  # fmt: skip
    return IndexedAd(
        id=ad_id,
        zones={"headline": headline, "employer": employer, "body": body},
        choices={},
        municipality_code=None,
        place_ids=(),
        published=NOW,
        deadline=None,
        closes=None,
        shown={
            **unset,
            "id": ad_id,
            "headline": headline,
            "employer": employer,
            "published": NOW.date().toordinal(),
            "remote": False,
            "extents": [],
            "snippet": "",
        },
    )


def found(search: JobSearch, text: str) -> list[int]:
    with clock.set_to(NOW):
        answer = search.find(Criteria(query=parse_query(text)))
    return [] if answer.any_word else [hit.id for hit in answer.hits]


@pytest.mark.parametrize(
    ("typed", "ads"),
    [
        ("post nord", [2, 6]),
        ("post nord brevbärare", [2]),
        ("brevbärare post nord", [2]),
        ("under sköterska", [1, 4]),  # the compound in the headline before the words in the text
        ("el kraft", [3]),
        ('"post nord"', []),
        ("post -nord", [6]),
        ("post* nord", []),
        ("nord post", []),
        ("säljare attendo", [5]),
    ],
)
def test_words_typed_apart(search: JobSearch, typed: str, ads: list[int]) -> None:
    assert found(search, typed) == ads


@pytest.mark.parametrize(
    ("typed", "ads"),
    [
        ("elkraft", [3]),  # not the ad that only mentions such a fitter in its text
        ("elkrafts", [3]),
    ],
)
def test_first_part_of_a_compound(search: JobSearch, typed: str, ads: list[int]) -> None:
    assert found(search, typed) == ads


@pytest.mark.parametrize("typed", ["Attendo AB", "aktiebolag attendo", "attendo"])
def test_the_legal_form_of_an_employer_may_differ(search: JobSearch, typed: str) -> None:
    assert found(search, typed) == [5]


def test_a_legal_form_alone_is_looked_for(search: JobSearch) -> None:
    assert found(search, "AB") == []
