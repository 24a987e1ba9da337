"""A job is found by its other names, in Swedish and English, after those that are called so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.domain.jobs.corpora import NOW, ad, build
from webapp.base import clock
from webapp.base.text import parse_query
from webapp.domain.jobs.search import Criteria, JobSearch


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> JobSearch:
    folder: Path = tmp_path_factory.mktemp("index")
    swedish = [ad(number, "Ekonomiassistent") for number in range(1, 31)]
    others = [ad(31, "Finance Assistant"), ad(32, "Finance Manager"), ad(33, "Sjuksköterska")]
    others += [ad(34, "IVA-sjuksköterska"), ad(35, "Specialistsjuksköterska"), ad(36, "Nurse")]
    return build(folder, [*swedish, *others, *(ad(number) for number in range(37, 437))])


def found(search: JobSearch, text: str) -> list[int]:
    with clock.set_to(NOW):
        return [hit.id for hit in search.find(Criteria(query=parse_query(text)), 50).hits]


def test_a_rare_name_in_the_other_language_comes_last(search: JobSearch) -> None:
    hits = found(search, "ekonomiassistent")
    assert len(hits) == 31
    assert hits[-1] == 31


def test_what_is_called_as_typed_comes_first(search: JobSearch) -> None:
    hits = found(search, "finance assistant")
    assert len(hits) == 31
    assert hits[0] == 31


@pytest.mark.parametrize("text", ["nurse", "registered nurse", "nurses"])
def test_an_english_search_finds_swedish_ads(search: JobSearch, text: str) -> None:
    assert {33, 34} < {*found(search, text)} <= {33, 34, 36}


def test_letters_without_accents_find_the_same_in_the_same_order(search: JobSearch) -> None:
    hits = found(search, "sjuksköterska")
    assert hits[0] == 33
    assert {*hits} == {33, 34, 35, 36}
    assert found(search, "sjukskoterska") == hits
