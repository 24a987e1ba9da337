"""Requests to the ad index, and the queries that they become."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Query

from webapp.base.text import LONGEST_STEM, Term, Word

# Fields that a word is looked for in, by how much a match there says that the ad is about it.
WEIGHTS = {
    "headline": 6.0,
    "occupation": 4.0,
    "employer": 3.0,
    "skills": 2.0,
    "place": 2.0,
    "body": 1.0,
}
ALTERNATE_WEIGHT = 0.8
TAIL_WEIGHT = 0.5
# A word found in several fields counts once, and a little more.
SEVERAL_FIELDS_BONUS = 0.1

APOSTROPHES = str.maketrans("", "", "'’")
# Only these may be escaped in the library's regular expressions.
REGEX_SIGNS = frozenset("\\.+*?()|[]{}^$#&-~")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What to look for. ``sort`` is relevance, newest or deadline; ``offset`` counts hits."""

    terms: tuple[Term, ...] = ()
    county_code: str | None = None
    municipality_code: str | None = None
    sort: str = "newest"
    offset: int = 0
    limit: int = 20
    now: datetime


def seconds(moment: datetime) -> int:
    """A moment as the index keeps it."""
    return int(moment.timestamp())


def request_query(schema: tantivy.Schema, request: SearchRequest, *, with_place: bool) -> Query:
    """The index's query for the open ads that meet a request, or meet it anywhere."""
    clauses = [
        (Occur.MustNot if term.negated else Occur.Must, _term_query(schema, term))
        for term in request.terms
    ]
    if not any(occur == Occur.Must for occur, _ in clauses):
        clauses.append((Occur.Must, Query.all_query()))
    if with_place and request.municipality_code:
        clauses.append((Occur.Must, _exactly(schema, "municipality", request.municipality_code)))
    if with_place and request.county_code:
        clauses.append((Occur.Must, _exactly(schema, "county", request.county_code)))
    # An ad that closed since the writer last removed closed ones is already out of sight.
    closed = Query.range_query(
        schema, "closes", FieldType.Integer, upper_bound=seconds(request.now),
        use_inverted_index=True,
    )  # fmt: skip
    return Query.boolean_query([*clauses, (Occur.MustNot, closed)])


def _exactly(schema: tantivy.Schema, field: str, value: str) -> Query:
    return Query.const_score_query(Query.term_query(schema, field, value, "basic"), 0.0)


def _term_query(schema: tantivy.Schema, term: Term) -> Query:
    if not term.phrase or len(term.words) == 1:
        each = [_word_query(schema, word, prefix=term.prefix) for word in term.words]
    elif term.prefix:
        # The library's own phrases with a prefix pass over words, or fail, where many begin so.
        whole = term._replace(words=term.words[:-1], prefix=False)
        each = [_term_query(schema, whole), _word_query(schema, term.words[-1], prefix=True)]
    else:
        stems: list[Any] = [word.stem for word in term.words]
        return _best(
            Query.boost_query(Query.phrase_query(schema, field, stems), weight)
            for field, weight in WEIGHTS.items()
        )
    return Query.boolean_query([(Occur.Must, query) for query in each])


def _word_query(schema: tantivy.Schema, word: Word, *, prefix: bool) -> Query:
    def found(field: str, value: str) -> Query:
        return Query.term_query(schema, field, value, "freq" if field in WEIGHTS else "basic")

    queries = [
        Query.boost_query(found(field, word.stem), weight) for field, weight in WEIGHTS.items()
    ]
    for form in (word.stem, *word.alternates):
        queries.append(Query.boost_query(found("alternates", form), ALTERNATE_WEIGHT))
    for form in word.alternates:
        queries.append(Query.boost_query(found("headline", form), ALTERNATE_WEIGHT))
    queries.append(Query.boost_query(found("tails", word.stem), TAIL_WEIGHT))
    if prefix:
        pattern = _beginning(word)
        queries += [
            Query.boost_query(Query.regex_query(schema, field, pattern), weight)
            for field, weight in (*WEIGHTS.items(), ("alternates", ALTERNATE_WEIGHT))
        ]
    return _best(queries)


def _best(queries: Iterable[Query]) -> Query:
    return Query.disjunction_max_query(list(queries), tie_breaker=SEVERAL_FIELDS_BONUS)


def _beginning(word: Word) -> str:
    """A regular expression for the terms that begin as a word does."""
    plain = word.surface.translate(APOSTROPHES)
    # A longer one is no term of the index, and more than the library compiles.
    return "".join(map(_escaped, plain[:LONGEST_STEM])) + ".*"


def _escaped(character: str) -> str:
    return f"\\{character}" if character in REGEX_SIGNS else character
