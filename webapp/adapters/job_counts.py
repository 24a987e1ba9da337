"""How many hits each value of a criterion has, as one would choose it next."""

from __future__ import annotations

from typing import Any

import tantivy
from tantivy import Query

from webapp.adapters.job_query import RequestQueries, SearchRequest
from webapp.adapters.job_schema import CHOICES, PLACES, PUBLISHED, day_number
from webapp.base import clock

# Days back from today, each with those before it.
PUBLISHED_WITHIN = (1, 3, 7, 14, 30)
VALUES_COUNTED = {"employer": 15, "group": 25, "partner": 15, "language": 10}
MOST_VALUES = 30
# Each segment of the index counts this many values, so that what is shown is exact: there are some
# 400 occupation groups, and no more employers than ads where these are counted.
COUNTED_EXACTLY = 2_000
# What says nothing new beside a criterion: a county in a list is where one looks instead.
ALSO_WITHOUT = {"county": (PLACES,)}

Counts = dict[str, dict[str, int]]


def counts(
    searcher: tantivy.Searcher, queries: RequestQueries, request: SearchRequest, total: int
) -> Counts:
    """Hits by value for each name that the request wants counted.

    What is chosen already is counted among the hits that there would be without it. Employers are
    counted among at most 2,000 hits, of which one would choose.
    """
    found: Counts = {name: {} for name in request.counted}
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in request.counted:
        if name == "employer" and _hits_without_it(searcher, queries, total) > COUNTED_EXACTLY:
            continue
        unasked = {name, *ALSO_WITHOUT.get(name, ())} & queries.criteria
        groups.setdefault(tuple(sorted(unasked)), []).append(name)
    for left_out, names in groups.items():
        found |= _counted(searcher, queries.without(*left_out), names)
    return found


def _hits_without_it(searcher: tantivy.Searcher, queries: RequestQueries, total: int) -> int:
    if "employer" not in queries.criteria:
        return total
    found = searcher.search(queries.without("employer"), 1)
    return int(found.count or 0)  # type: ignore[attr-defined]


def _counted(searcher: tantivy.Searcher, query: Query, names: list[str]) -> Counts:
    buckets = searcher.aggregate(query, {name: _aggregation(name) for name in names})
    return {
        name: _within(buckets[name]["buckets"])
        if name == PUBLISHED
        else {each["key"]: int(each["doc_count"]) for each in buckets[name]["buckets"]}
        for name in names
    }


def _aggregation(name: str) -> dict[str, Any]:
    if name != PUBLISHED:
        size = VALUES_COUNTED.get(name, MOST_VALUES)
        terms = {"field": CHOICES[name], "size": size, "segment_size": COUNTED_EXACTLY}
        return {"terms": terms}
    today = day_number(clock.today())
    # The library's ranges may not overlap, so each begins where the next ends.
    starts = [today - days for days in PUBLISHED_WITHIN]
    ends = [None, *starts]
    ranges = [
        {"from": start} | ({"to": end} if end else {})
        for start, end in zip(starts, ends, strict=False)
    ]
    return {"range": {"field": "published_day", "ranges": ranges}}


def _within(buckets: list[dict[str, Any]]) -> dict[str, int]:
    """Hits of at most so many days ago, from those of each stretch of days."""
    today = day_number(clock.today())
    return {
        str(days): sum(
            int(each["doc_count"]) for each in buckets if each.get("from", -1) >= today - days
        )
        for days in PUBLISHED_WITHIN
    }
