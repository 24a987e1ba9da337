"""Searching open ads. Ads are public, so everyone finds the same. No database is read here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from webapp.adapters.job_index import JobIndexReader
from webapp.adapters.job_query import SearchRequest
from webapp.adapters.similar_jobs import SimilarRequest
from webapp.base import clock
from webapp.base.text import Query
from webapp.domain.jobs.rules import terms_to_match
from webapp.domain.reference.rules import Municipality, Place

HITS_PER_PAGE = 20
LAST_PAGE = 100


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What somebody looks for. ``place`` and ``county_code`` both hold; ``page`` counts from 1."""

    query: Query
    place: Place | None = None
    county_code: str | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One ad in a list. Codes of places are SCB's, the country's ISO 3166-1."""

    id: int
    slug: str
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
    working_hours: str | None
    partner: str | None
    snippet: str


@dataclass(frozen=True, slots=True)
class Found:
    """Hits of one page, their exact total, and how many each county would give."""

    total: int
    hits: list[Hit]
    counties: dict[str, int]
    page: int

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

    def find(self, criteria: Criteria, limit: int = HITS_PER_PAGE) -> Found:
        """One page of the ads that meet all criteria."""
        terms = terms_to_match(criteria.query.terms)
        ranked = criteria.sort is Sort.RELEVANCE and bool(terms)
        municipality = criteria.place if isinstance(criteria.place, Municipality) else None
        county = criteria.place.code if criteria.place and not municipality else None
        codes = {code for code in (county, criteria.county_code) if code}
        if len(codes) > 1 or (
            municipality and criteria.county_code not in (None, municipality.county_code)
        ):
            # No place lies in two counties; the counts still say where there are hits.
            limit = 0
        result = self._reader.search(
            SearchRequest(
                terms=terms,
                municipality_code=municipality.code if municipality else None,
                county_code=next(iter(codes), None),
                sort=criteria.sort if ranked or criteria.sort is Sort.DEADLINE else Sort.NEWEST,
                offset=(criteria.page - 1) * HITS_PER_PAGE,
                limit=limit,
                now=clock.now(),
            )
        )
        total = result.total if limit else 0
        return Found(total, [_hit(shown) for shown in result.shown], result.counties, criteria.page)

    def similar(self, wanted: SimilarRequest) -> list[tuple[float, Hit]]:
        """The open ads most like one, best first, each with how like it is."""
        return [(score, _hit(shown)) for score, shown in self._reader.similar(wanted)]

    def newest(self, limit: int) -> Found:
        """The newest ads of all."""
        return self.find(Criteria(query=Query((), False), sort=Sort.NEWEST), limit)


def _hit(shown: dict[str, Any]) -> Hit:
    deadline = shown["deadline"]
    return Hit(
        **{
            **shown,
            "published": date.fromisoformat(shown["published"]),
            "deadline": date.fromisoformat(deadline) if deadline else None,
        }
    )
