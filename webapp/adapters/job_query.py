"""Requests to the ad index, and the queries that they become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

from tantivy import FieldType, Occur, Query

from webapp.adapters.job_schema import (
    CHOICES,
    PLACES,
    PUBLISHED,
    SCHEMA,
    WEIGHTS,
    YES,
    closed_by,
    day_number,
)
from webapp.base import text as analyser
from webapp.base.text import LONGEST_STEM, Term, Word

ALTERNATE_WEIGHT = 0.8
TAIL_WEIGHT = 0.5
# A word found in several fields counts once, and a little more.
SEVERAL_FIELDS_BONUS = 0.1
# Another name of an occupation counts only where an ad names its job, and less than the one typed,
# though names in the other language are rare in most ads, and rare words weigh more.
SYNONYM_FIELDS = ("headline", "occupation")
SYNONYM_WEIGHT = 0.4

APOSTROPHES = str.maketrans("", "", "'’")
# Only these may be escaped in the library's regular expressions.
REGEX_SIGNS = frozenset("\\.+*?()|[]{}^$#&-~")


@dataclass(frozen=True, slots=True)
class Places:
    """Any of these counties, municipalities or place ids, or, with ``remote``, work from afar."""

    county_codes: frozenset[str] = frozenset()
    municipality_codes: frozenset[str] = frozenset()
    place_ids: frozenset[str] = frozenset()
    remote: bool = False


@dataclass(frozen=True, slots=True)
class Synonym:
    """Other names, as stems, for what the terms from ``start`` to before ``end`` name."""

    start: int
    end: int
    labels: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What to look for. ``sort`` is relevance, newest or deadline; ``offset`` counts hits.

    All terms must be met, or with ``any_term`` one of those that aren't negated. ``chosen`` has
    names of ``CHOICES``, each with the value wanted. ``published_since`` is the first day that
    counts.
    ``counted`` names what to count hits by: names of ``CHOICES``, or ``PUBLISHED``.
    """

    terms: tuple[Term, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    any_term: bool = False
    places: Places | None = None
    chosen: tuple[tuple[str, str], ...] = ()
    published_since: date | None = None
    counted: tuple[str, ...] = ()
    sort: str = "newest"
    offset: int = 0
    limit: int = 20
    now: datetime = field(compare=False)


class RequestQueries:
    """The queries of one request, which share their parts.

    Without ``some_closed``, all ads of the index are known to be open.
    """

    def __init__(self, request: SearchRequest, *, some_closed: bool = True) -> None:
        self._text = _text_clauses(request)
        self._criteria = dict(_criteria(request))
        # An ad that closed since the writer last removed closed ones is already out of sight.
        self._open = [(Occur.MustNot, closed_by(request.now))] if some_closed else []

    @property
    def criteria(self) -> frozenset[str]:
        """The names of what is chosen beside the words."""
        return frozenset(self._criteria)

    def without(self, *names: str) -> Query:
        """The open ads that meet the request, but for the criteria of these names."""
        kept = [(Occur.Must, query) for name, query in self._criteria.items() if name not in names]
        return Query.boolean_query([*self._text, *kept, *self._open])


def _criteria(request: SearchRequest) -> Iterator[tuple[str, Query]]:
    if request.places is not None:
        yield PLACES, _in_places(request.places)
    for name, value in request.chosen:
        yield name, _exactly(CHOICES[name], value)
    if request.published_since:
        since = Query.range_query(
            SCHEMA,
            "published_day",
            FieldType.Integer,
            lower_bound=day_number(request.published_since),
        )
        yield PUBLISHED, Query.const_score_query(since, 0.0)


def _in_places(places: Places) -> Query:
    wanted = [
        (Occur.Should, _any_of(name, codes))
        for name, codes in (
            ("county", places.county_codes),
            ("municipality", places.municipality_codes),
            ("place_id", places.place_ids),
        )
        if codes
    ]
    if places.remote:
        wanted.append((Occur.Should, _exactly("remote", YES)))
    return Query.const_score_query(Query.boolean_query(wanted), 0.0)


# The ids of all places within 100 km are some thousands, and many people ask for the same.
@lru_cache(maxsize=64)
def _any_of(name: str, values: frozenset[str]) -> Query:
    return Query.term_set_query(SCHEMA, name, sorted(values))


def _exactly(name: str, value: str) -> Query:
    return Query.const_score_query(Query.term_query(SCHEMA, name, value, "basic"), 0.0)


def _text_clauses(request: SearchRequest) -> list[tuple[Occur, Query]]:
    wanted = [
        (Occur.MustNot if term.negated else Occur.Must, query)
        for term, query in zip(request.terms, _term_queries(request.terms), strict=True)
    ]
    unwanted = [clause for clause in wanted if clause[0] == Occur.MustNot]
    for synonym in reversed(request.synonyms):
        # Terms that name an occupation together are met together, or by another name of it.
        named = Query.boolean_query(wanted[synonym.start : synonym.end])
        others = [_named_otherwise(label) for label in synonym.labels]
        wanted[synonym.start : synonym.end] = [(Occur.Must, _best([named, *others]))]
    positive = [query for occur, query in wanted if occur == Occur.Must]
    if not positive:
        return [(Occur.Must, Query.all_query()), *unwanted]
    if request.any_term:
        anyone = Query.boolean_query([(Occur.Should, query) for query in positive])
        return [(Occur.Must, anyone), *unwanted]
    return [*((Occur.Must, query) for query in positive), *unwanted]


def _named_otherwise(stems: tuple[str, ...]) -> Query:
    def found(name: str) -> Query:
        if len(stems) == 1:
            return Query.term_query(SCHEMA, name, stems[0], "freq")
        return Query.phrase_query(SCHEMA, name, list(stems))

    # The weights of a phrase's words add up.
    weight = SYNONYM_WEIGHT / len(stems)
    return _best(Query.boost_query(found(name), WEIGHTS[name] * weight) for name in SYNONYM_FIELDS)


def _term_queries(terms: tuple[Term, ...]) -> Iterator[Query]:
    """A query for each term, which is also met by what the term and a neighbour make as one word.

    People write compounds apart ("under sköterska", "post nord").
    """
    joined = [_joined(*pair) for pair in pairwise((None, *terms, None))]
    for term, before, after in zip(terms, joined, joined[1:], strict=False):
        compounds = [_word_query(word, prefix=False) for word in (before, after) if word]
        query = _term_query(term)
        yield _best([query, *compounds]) if compounds else query


def _joined(first: Term | None, second: Term | None) -> Word | None:
    """Two neighbouring words as one, if both are plain letters."""
    surfaces = [
        term.words[0].surface
        for term in (first, second)
        if term and len(term.words) == 1 and not (term.negated or term.phrase or term.prefix)
    ]
    whole = "".join(surfaces)
    return analyser.words(whole)[0] if len(surfaces) == 2 and whole.isalpha() else None


def _term_query(term: Term) -> Query:
    if not term.phrase or len(term.words) == 1:
        each = [_word_query(word, prefix=term.prefix) for word in term.words]
    elif term.prefix:
        # The library's own phrases with a prefix pass over words, or fail, where many begin so.
        whole = term._replace(words=term.words[:-1], prefix=False)
        each = [_term_query(whole), _word_query(term.words[-1], prefix=True)]
    else:
        stems: list[Any] = [word.stem for word in term.words]
        return _best(
            Query.boost_query(Query.phrase_query(SCHEMA, name, stems), weight)
            for name, weight in WEIGHTS.items()
        )
    return Query.boolean_query([(Occur.Must, query) for query in each])


def _word_query(word: Word, *, prefix: bool) -> Query:
    def found(name: str, value: str) -> Query:
        return Query.term_query(SCHEMA, name, value, "freq" if name in WEIGHTS else "basic")

    # A listed word that was typed without its accents is as good as the word itself.
    queries = [
        Query.boost_query(found(name, form), weight)
        for form in analyser.tail_forms(word)
        for name, weight in WEIGHTS.items()
    ]
    for form in (word.stem, *word.alternates):
        queries.append(Query.boost_query(found("alternates", form), ALTERNATE_WEIGHT))
    for form in word.alternates:
        queries.append(Query.boost_query(found("headline", form), ALTERNATE_WEIGHT))
    for form in analyser.tail_forms(word):
        queries.append(Query.boost_query(found("tails", form), TAIL_WEIGHT))
    if prefix:
        pattern = _beginning(word)
        queries += [
            Query.boost_query(Query.regex_query(SCHEMA, name, pattern), weight)
            for name, weight in (*WEIGHTS.items(), ("alternates", ALTERNATE_WEIGHT))
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
