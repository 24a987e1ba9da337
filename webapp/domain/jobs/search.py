"""Searching open ads. Ads are public, so everyone finds the same. No database is read here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Any

from webapp.adapters import job_schema
from webapp.adapters.job_query import Places, SearchRequest, Synonym
from webapp.adapters.job_reader import JobIndexReader
from webapp.adapters.similar_jobs import SimilarRequest
from webapp.base import clock
from webapp.base.text import Query, Term, slug
from webapp.domain.jobs.rules import terms_to_match
from webapp.domain.jobs.spelling import Vocabulary, suggestion
from webapp.domain.reference.queries import area_of, synonyms_in
from webapp.domain.reference.where import Where

HITS_PER_PAGE = 20
LAST_PAGE = 100
# What one can choose by beside words and places, all of which a page of hits counts.
CRITERIA = tuple(job_schema.CHOICES)
PUBLISHED = job_schema.PUBLISHED


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What somebody looks for. ``page`` counts from 1.

    ``chosen`` maps names such as county, field or employer to the value wanted, all of which hold;
    ``published_within`` is in days before today.
    """

    query: Query
    places: Places | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)
    published_within: int | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One ad in a list. Codes of places are SCB's, the country's ISO 3166-1."""

    id: int
    headline: str
    employer: str
    municipality: str | None
    county: str | None
    country: str | None
    locality: str | None
    language: str | None
    published: date
    deadline: date | None
    remote: bool
    extents: tuple[str, ...]
    partner: str | None
    snippet: str

    @property
    def slug(self) -> str:
        """What the ad's address says after its id."""
        return slug(self.headline)


@dataclass(frozen=True, slots=True)
class Found:
    """Hits of one page and their exact total.

    ``counts`` has for each criterion the hits of each value, as they would be without what is
    chosen of it. With ``any_word``, no ad has all the words, and these have one of them.
    """

    total: int
    hits: list[Hit]
    counts: dict[str, dict[str, int]]
    page: int
    any_word: bool = False

    @property
    def pages(self) -> int:
        return min(LAST_PAGE, -(-self.total // HITS_PER_PAGE))


class JobSearch:
    """The ad index of this machine as people search it."""

    def __init__(self, index_folder: Path) -> None:
        self._reader = JobIndexReader(index_folder)

    def generation(self) -> str:
        """Changes whenever any answer might."""
        return self._reader.generation()

    def find(
        self,
        criteria: Criteria,
        limit: int = HITS_PER_PAGE,
        counted: tuple[str, ...] = (*CRITERIA, PUBLISHED),
    ) -> Found:
        """One page of the ads that meet all criteria, or of those with any word where none do."""
        request = _request(criteria, limit, counted)
        found = self._find(request, criteria.page)
        if found.total or sum(not term.negated for term in request.terms) < 2:
            return found
        loose = self._find(replace(request, any_term=True), criteria.page)
        return replace(loose, any_word=True) if loose.total else found

    def count(self, criteria: Criteria) -> int:
        """How many ads meet all criteria."""
        return self._reader.search(_request(replace(criteria, page=1), 0, ())).total

    def newest(self, limit: int) -> Found:
        """The newest ads of all, counted by county."""
        newest = Criteria(query=Query((), False), sort=Sort.NEWEST)
        return self.find(newest, limit, ("county",))

    def similar(self, wanted: SimilarRequest) -> Iterator[tuple[float, Hit]]:
        """The open ads most like one, best first, each with how like it is."""
        return ((score, _hit(shown)) for score, shown in self._reader.similar(wanted))

    def meant(self, text: str) -> str | None:
        """A search as it was probably meant, or None where nothing better is known."""
        words = self._reader.words()
        return suggestion(text, Vocabulary(words.surfaces, words.forms))

    def _find(self, request: SearchRequest, page: int) -> Found:
        result = self._reader.search(request)
        return Found(result.total, [_hit(shown) for shown in result.shown], result.counts, page)


def places_of(where: Where, radius_km: int | None) -> Places | None:
    """What ads must be in for a place box and a radius, or None where any ad fits."""
    if where.everywhere or not (where.places or where.remote):
        return None
    area = area_of(where, radius_km)
    if area is None:
        return Places(remote=True)
    return Places(area.county_codes, area.municipality_codes, area.place_ids, where.remote)


def _request(criteria: Criteria, limit: int, counted: tuple[str, ...]) -> SearchRequest:
    terms = terms_to_match(criteria.query.terms)
    ranked = criteria.sort is Sort.RELEVANCE and bool(terms)
    within = criteria.published_within
    return SearchRequest(
        terms=terms,
        synonyms=tuple(_synonyms(terms)),
        places=criteria.places,
        chosen=tuple(sorted(criteria.chosen.items())),
        published_since=clock.today() - timedelta(days=within) if within else None,
        counted=counted,
        sort=criteria.sort if ranked or criteria.sort is Sort.DEADLINE else Sort.NEWEST,
        offset=(criteria.page - 1) * HITS_PER_PAGE,
        limit=limit,
        now=clock.now(),
    )


def _synonyms(terms: Sequence[Term]) -> Iterator[Synonym]:
    """Other names of the occupations that neighbouring terms name, told by whole terms."""
    runs = groupby(range(len(terms)), lambda at: not (terms[at].negated or terms[at].prefix))
    for is_plain, run in runs:
        if not is_plain:
            continue
        places = [(at, word) for at in run for word in terms[at].words]
        starts = {at: index for index, (at, _) in reversed([*enumerate(places)])}
        for found in synonyms_in([word for _, word in places]):
            first, last = places[found.start][0], places[found.end - 1][0]
            ends_whole = found.end == starts.get(last + 1, len(places))
            if starts[first] == found.start and ends_whole:
                yield Synonym(first, last + 1, found.labels)


def _hit(shown: dict[str, Any]) -> Hit:
    return Hit(
        **{
            **shown,
            "published": date.fromordinal(shown["published"]),
            "deadline": date.fromordinal(shown["deadline"]) if shown["deadline"] else None,
            "extents": tuple(shown["extents"]),
        }
    )
