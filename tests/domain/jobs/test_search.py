"""What people type finds the ads it should, the best first, in every order and on every page."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.domain.jobs.corpora import NOW, PUBLISHED, ad, all_pages, build, find, ids
from webapp.base import clock, db
from webapp.domain.jobs.models import JobAd
from webapp.domain.jobs.search import JobSearch, Sort

HEADLINES = {
    1: "Sjuksköterska till barnkliniken",
    2: "C++-utvecklare",
    3: "Utvecklare i C# och .NET",
    4: "Node.js-utvecklare",
    5: "Kock",
    6: "Anläggningssnickare",
    7: "Snickare",
    8: "IT-tekniker",
    9: "Lärare i Göteborg",
    10: "Frontend developer",
}
MORE = {
    5: {"description": "<p>Vi söker en kock. Snickare sökes inte, sa sjuksköterskan.</p>"},
    7: {"employer_name": "Bygg &amp; Bo", "employer_workplace": "Ekliden Norr"},
    8: {"occupation": "Supporttekniker", "skills": [{"label": "Linux", "required": True}]},
    9: {"municipality_code": "1480", "county_code": "14"},
    10: {"municipality_code": "2480", "county_code": "24", "remote": True},
}


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> JobSearch:
    ads = [ad(number, headline, **MORE.get(number, {})) for number, headline in HEADLINES.items()]
    return build(tmp_path_factory.mktemp("index"), ads)


@pytest.fixture(autouse=True)
def stopped_clock() -> Iterator[None]:
    with clock.set_to(NOW):
        yield


@pytest.fixture(autouse=True)
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searching reads no database: there is none here."""
    monkeypatch.setattr(db.database, "obj", None)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sjuksköterska", [1, 5]),
        ("sjuksköterskor", [1, 5]),
        ("SJUKSKÖTERSKAN", [1, 5]),
        ("sjukskoterska", [1, 5]),
        ("snickare", [7, 5, 6]),
        ("snickaren", [7, 5, 6]),
        ("c++", [2]),
        ("C#", [3]),
        (".net", [3]),
        ("dotnet", [3]),
        ("node.js", [4]),
        ("node", [4]),
        ("utvecklare", [4, 3, 2, 10]),
        ("utvecklare c#", [3]),
        ("utvecklare -c# -c++", [4, 10]),
        ("kock snickare", [5]),
        ("kock utvecklare", [2, 3, 4, 5, 10]),
        ("goteborg", [9]),
        ("göteborg", [9]),
        ("gothenburg", [9]),
        ("umeå", [10]),
        ("umea", [10]),
        ("västerbottens län", [10]),
        ("ekliden", [7]),
        ("krogen kock", [5]),
        ("it-tekniker", [8]),
        ("it-tek*", [8]),
        ("supporttekniker", [8]),
        ("linux", [8]),
        ('"lärare i göteborg"', [9]),
        ('"göteborg lärare"', []),
        ('"söker en kock"', [5]),
        ("göteb*", [9]),
        ("goteb*", [9]),
        ("c++*", [2]),
        ("developers", [10, 4, 3, 2]),
        ("kock i", [5]),
        ("finnsinte", []),
        ("-kock -snickare -utvecklare -lärare", [10, 8, 1]),
    ],
)
def test_words_find_their_ads_the_best_first(
    search: JobSearch, query: str, expected: list[int]
) -> None:
    found = ids(search, query)
    assert sorted(found) == sorted(expected)
    # The word itself in a headline comes before a compound there, and before text.
    if query in ("snickare", "snickaren", "sjuksköterska"):
        assert found[0] == expected[0]


def test_the_headline_counts_more_than_the_text(tmp_path: Path) -> None:
    def each(number: int, **changes: str) -> JobAd:
        usual = {
            "headline": "Servitör",
            "occupation": "Kock",
            "employer_name": "Krogen",
            "description": "<p>Vi söker dig till vårt glada lag.</p>",
        }
        return ad(number, **(usual | changes))

    search = build(
        tmp_path,
        [
            each(1, description="<p>Du är snickare och trivs med det.</p>"),
            each(2, headline="Snickare"),
            each(3, headline="Byggsnickare"),
            each(4, occupation="Snickare"),
            each(5, employer_name="Snickare AB"),
            each(6),
        ],
    )
    found = ids(search, "snickare")
    assert found[:3] == [2, 4, 5]
    assert set(found[3:]) == {1, 3}


def test_of_equals_the_newest_comes_first(tmp_path: Path) -> None:
    days = list(range(20))
    random.Random(1).shuffle(days)
    search = build(
        tmp_path, [ad(day + 1, published_at=PUBLISHED - timedelta(days=day)) for day in days]
    )
    assert ids(search, "kock", sort=Sort.RELEVANCE) == list(range(1, 21))


def test_no_words_find_everything_newest_first(search: JobSearch) -> None:
    assert ids(search, "") == ids(search, "", sort=Sort.NEWEST) == list(range(10, 0, -1))
    assert [hit.id for hit in search.newest(3).hits] == [10, 9, 8]
    assert search.newest(3).total == 10


def test_a_hit_shows_what_the_index_keeps(search: JobSearch) -> None:
    (hit,) = find(search, "frontend").hits
    assert (hit.id, hit.slug, hit.headline) == (10, "frontend-developer", "Frontend developer")
    assert (hit.municipality, hit.county, hit.country) == ("2480", "24", "SE")
    assert (hit.employer, hit.remote, hit.language) == ("Krogen", True, "sv")
    assert (hit.published, hit.deadline) == (date(2026, 11, 2), None)


def test_places_filter_and_counties_are_counted_everywhere(search: JobSearch) -> None:
    assert ids(search, "", where="24") == ids(search, "", where="2480") == [10]
    both = ids(search, "", where="2480", chosen={"county": "24"})
    assert ids(search, "", chosen={"county": "24"}) == both == [10]
    found = find(search, "c++", where="24")
    assert (found.total, found.hits, found.counts["county"]) == (0, [], {"14": 1})
    for where, code in (("2480", "14"), ("24", "14")):
        found = find(search, "", where=where, chosen={"county": code})
        assert (found.total, found.hits, found.counts["county"]) == (0, [], {"14": 9, "24": 1})


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> JobSearch:
    """2,100 ads of which many share everything that they are sorted by, in random order."""
    chance = random.Random(7)
    numbers = list(range(1, 2_101))
    chance.shuffle(numbers)
    ads = [
        ad(
            number,
            "Kock" if number % 3 else "Barnmorska",
            published_at=PUBLISHED - timedelta(days=chance.randrange(3)),
            deadline_at=NOW + timedelta(days=chance.randrange(3)) if number % 5 else None,
            closes_at=NOW + timedelta(days=chance.randrange(5, 7)) if number % 2 else None,
            county_code=chance.choice(["01", "14", "24", None]),
        )
        for number in numbers
    ]
    return build(tmp_path_factory.mktemp("many"), ads)


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize(("query", "total"), [("", 2_100), ("kock", 1_400), ("-kock", 700)])
def test_pages_hold_every_hit_once_in_a_stable_order(
    many: JobSearch, query: str, total: int, sort: Sort
) -> None:
    found = all_pages(many, query, sort)
    assert len(found) == len(set(found)) == total
    assert found == all_pages(many, query, sort)
    first = find(many, query, sort=sort)
    assert (first.total, len(first.hits)) == (total, 20)
    assert first.pages == min(100, -(-total // 20))
    assert sum(first.counts["county"].values()) == total - ids_without_county(many, query)


def ids_without_county(search: JobSearch, query: str) -> int:
    hits = [
        hit
        for page in range(1, 106)
        for hit in find(search, query, sort=Sort.NEWEST, page=page).hits
    ]
    return sum(hit.county is None for hit in hits)


@pytest.mark.parametrize("query", ["", "kock"])
def test_sorts_are_total(many: JobSearch, query: str) -> None:
    pages = range(1, 106)
    newest = [hit for page in pages for hit in find(many, query, sort=Sort.NEWEST, page=page).hits]
    assert newest == sorted(newest, key=lambda hit: (hit.published, hit.id), reverse=True)
    latest = date.max
    soonest = [
        hit for page in pages for hit in find(many, query, sort=Sort.DEADLINE, page=page).hits
    ]
    assert soonest == sorted(soonest, key=lambda hit: (hit.deadline or latest, hit.id))


def test_page_one_hundred_is_there(many: JobSearch) -> None:
    found = find(many, "", sort=Sort.NEWEST, page=100)
    assert len(found.hits) == 20
    assert (found.total, found.pages) == (2_100, 100)


def test_an_ad_that_names_only_its_last_day_is_sorted_by_it(tmp_path: Path) -> None:
    search = build(
        tmp_path,
        [
            ad(1, closes_at=NOW + timedelta(days=3)),
            ad(2, deadline_at=NOW + timedelta(days=2)),
            ad(3),
            ad(4, deadline_at=NOW + timedelta(days=1), closes_at=NOW + timedelta(days=9)),
        ],
    )
    assert ids(search, "", sort=Sort.DEADLINE) == [4, 2, 1, 3]


def test_a_closed_ad_is_never_found_nor_counted(tmp_path: Path) -> None:
    search = build(
        tmp_path,
        [ad(1, closes_at=NOW), ad(2, closes_at=NOW + timedelta(seconds=1)), ad(3)],
    )
    for query in ("", "kock", "-snickare", "ko*", '"kock"'):
        found = find(search, query)
        assert (found.total, found.counts["county"]) == (2, {"14": 2})
        assert {hit.id for hit in found.hits} == {2, 3}
    assert search.newest(1).total == 2


def test_without_an_index_nothing_is_found(tmp_path: Path) -> None:
    search = JobSearch(tmp_path / "nowhere")
    assert (find(search, "kock").total, search.generation()) == (0, "")
    assert not (tmp_path / "nowhere").exists()
