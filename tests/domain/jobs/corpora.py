"""Indexes of invented ads, built without a database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from webapp.adapters.job_index import new_generation
from webapp.base.text import parse_query
from webapp.domain.jobs.indexing import indexed
from webapp.domain.jobs.models import JobAd
from webapp.domain.jobs.search import Criteria, Found, JobSearch, Sort, places_of
from webapp.domain.reference.queries import county, municipality
from webapp.domain.reference.where import Where

PUBLISHED = datetime(2026, 11, 2, 7, tzinfo=UTC)
NOW = PUBLISHED + timedelta(hours=5)


def ad(number: int, headline: str = "Kock", **changes: Any) -> JobAd:
    """An ad that no database knows, open without end unless ``changes`` say else."""
    values: dict[str, Any] = {
        "id": number,
        "headline": headline,
        "description": "",
        "employer_name": "Krogen",
        "published_at": PUBLISHED,
        "skills": [],
        "languages": [],
        "county_code": "14",
        "country_code": "SE",
        "language": "sv",
    }
    return JobAd(**(values | changes))


def build(folder: Path, ads: Iterable[JobAd]) -> JobSearch:
    """An index of these ads, searched."""
    with new_generation(folder) as writer:
        for each in ads:
            writer.put(indexed(each))
        writer.commit({"position": [0, 0]})
    return JobSearch(folder)


def find(search: JobSearch, query: str, where: str | None = None, **criteria: Any) -> Found:
    """What a person's words find; ``where`` is the code of a county or municipality."""
    place = (municipality(where) if len(where) == 4 else county(where)) if where else None
    places = places_of(Where(places=(place,)), None) if place else None
    return search.find(Criteria(query=parse_query(query), places=places, **criteria))


def ids(search: JobSearch, query: str, **criteria: Any) -> list[int]:
    return [hit.id for hit in find(search, query, **criteria).hits]


def all_pages(search: JobSearch, query: str, sort: Sort) -> list[int]:
    """The ids on every page, in order."""
    found: list[int] = []
    page = 1
    while hits := ids(search, query, sort=sort, page=page):
        found += hits
        page += 1
    return found
