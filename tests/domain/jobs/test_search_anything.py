"""Whatever is typed gets an answer, and one word finds exactly the ads that hold it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.domain.jobs.corpora import ad, build, find
from webapp.base.text import Word, parse_query, words
from webapp.domain.jobs.search import JobSearch, Sort
from webapp.domain.reference.queries import synonyms_in

VOCABULARY = (
    "kock kocken kockar snickare byggsnickare sjuksköterska sjuksköterskan sjukskoterska åkare "
    "akare c++ c# .net asp.net node.js it-tekniker tekniker utvecklare systemutvecklare developer "
    "developers nurse nurses lärare larare idé ide café cafe 2.5 d’artagnan barnmorska x å 𝔘nik "
    "straße naïve ø øst łódź jobb jobbet jobben i och the"
).split()


@pytest.fixture(scope="module")
def ads() -> dict[int, tuple[str, str]]:
    """Headline and text by id: every word of the vocabulary in one and in the other."""
    count = len(VOCABULARY)
    return {
        number: (VOCABULARY[number % count], VOCABULARY[(number * 7 + 3) % count])
        for number in range(1, 2 * count)
    }


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory, ads: dict[int, tuple[str, str]]) -> JobSearch:
    made = [
        ad(number, headline, description=f"<p>{text}</p>", employer_name="", county_code=None)
        for number, (headline, text) in ads.items()
    ]
    return build(tmp_path_factory.mktemp("index"), made)


def every_id(search: JobSearch, query: str) -> set[int]:
    pages = range(1, 7)
    return {hit.id for page in pages for hit in find(search, query, page=page).hits}


def holds(word: Word, wanted: Word) -> bool:
    """Whether a word is certainly one that was asked for."""
    return wanted.stem in (word.stem, *word.alternates, *word.tails)


def may_hold(word: Word, wanted: Word) -> bool:
    tokens = {word.stem, *word.alternates}
    return bool(tokens & {wanted.stem, *wanted.alternates}) or wanted.stem in word.tails


def is_also_called(word: Word, wanted: Word) -> bool:
    """Whether a word is another name of the occupation asked for."""
    labels = {label for found in synonyms_in([wanted]) for label in found.labels}
    return (word.stem,) in labels


@pytest.mark.parametrize("query", [word for word in VOCABULARY if len(words(word)) == 1])
def test_one_word_finds_exactly_the_ads_that_hold_it(
    search: JobSearch, ads: dict[int, tuple[str, str]], query: str
) -> None:
    (wanted,) = words(query)
    found = every_id(search, query)
    texts = {number: words(" ".join(parts)) for number, parts in ads.items()}
    must = {number for number, text in texts.items() if any(holds(word, wanted) for word in text)}
    may = {number for number, text in texts.items() if any(may_hold(word, wanted) for word in text)}
    named = {
        number
        for number, (headline, _) in ads.items()
        if any(is_also_called(word, wanted) for word in words(headline))
    }
    assert must
    assert must | named <= found <= may | named
    # Without the word, there are the others, whatever else the occupation is called.
    assert found - named <= set(ads) - every_id(search, f"-{query}") <= found & may


SIGNS = st.text(alphabet="ab åäöé\"*-+.#'’()[]{}|^$&~\\/?:!,<>_1\u0300𝔘 \t", max_size=25)
LONG = st.sampled_from(["a", "å", "a ", '"', "-", "a*", "a-", "ab* ", "'", "c++ ", "a’", "."])


@given(
    text=st.text(max_size=40)
    | SIGNS
    | st.builds(lambda piece, n: piece * n, LONG, st.integers(1, 300)),
    sort=st.sampled_from(list(Sort)),
    star=st.booleans(),
)
@example(text="d’artagnan", sort=Sort.RELEVANCE, star=True)
@example(text="a" * 10_000, sort=Sort.RELEVANCE, star=True)
@example(text="e\u0301\u0300x", sort=Sort.NEWEST, star=True)
@example(text='"a.b', sort=Sort.RELEVANCE, star=True)
@example(text="𝔘n", sort=Sort.RELEVANCE, star=True)
@example(text="-", sort=Sort.RELEVANCE, star=True)
@example(text="c++", sort=Sort.DEADLINE, star=True)
@example(text="x-'a’b", sort=Sort.DEADLINE, star=True)
@example(text="it-" + "b" * 500, sort=Sort.DEADLINE, star=True)
def test_anything_gets_an_answer(search: JobSearch, text: str, sort: Sort, star: bool) -> None:
    query = text + "*" if star else text
    found = find(search, query, sort=sort)
    assert found.total >= len(found.hits)
    if not parse_query(query).terms:
        assert found.total == find(search, "").total


@given(
    prefix=st.sampled_from(VOCABULARY).flatmap(lambda word: st.just(word[: max(2, len(word) // 2)]))
)
def test_a_beginning_finds_at_least_the_ads_of_its_stems(
    search: JobSearch, ads: dict[int, tuple[str, str]], prefix: str
) -> None:
    terms = parse_query(f"{prefix}*").terms
    if len(terms) != 1 or len(terms[0].words) != 1 or not terms[0].prefix:
        return
    beginning = terms[0].words[0].surface
    must = {
        number
        for number, parts in ads.items()
        if any(
            token.startswith(beginning)
            for word in words(" ".join(parts))
            for token in (word.stem, *word.alternates)
        )
    }
    assert must <= every_id(search, f"{prefix}*")


def test_a_very_long_query_is_answered(tmp_path: Path) -> None:
    search = build(tmp_path, [ad(1), ad(2, "Snickare")])
    assert find(search, "kock " * 2_000).total == 1
    assert find(search, " ".join(f"-ord{number}" for number in range(1_000))).total == 2
    assert find(search, '"' + "kock " * 2_000 + '"').total == 0
