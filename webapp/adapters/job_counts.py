"""How many hits each value of a criterion has, as one would choose it next."""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from typing import Any

import tantivy
from tantivy import Query

from webapp.adapters.job_query import RequestQueries, SearchRequest
from webapp.adapters.job_schema import CHOICES, COUNTED_TOGETHER, PLACES, PUBLISHED, day_number
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

# The column that a name is counted in, where it shares one.
COLUMNS = {name: column for column, names in COUNTED_TOGETHER.items() for name in names}

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
    columns = dict.fromkeys(COLUMNS.get(name, name) for name in names)
    buckets = searcher.aggregate(query, {name: _aggregation(name) for name in columns})
    found: Counts = {}
    for column in columns:
        rows = buckets[column]["buckets"]
        if column == PUBLISHED:
            found[column] = _within(rows)
        elif column in COUNTED_TOGETHER:
            found |= _taken_apart(column, rows, names)
        else:
            found[column] = {each["key"]: int(each["doc_count"]) for each in rows}
    return found


def _aggregation(name: str) -> dict[str, Any]:
    if name != PUBLISHED:
        size = VALUES_COUNTED.get(name, MOST_VALUES)
        if name in COUNTED_TOGETHER:
            size = COUNTED_EXACTLY
        field = CHOICES.get(name, name)
        return {"terms": {"field": field, "size": size, "segment_size": COUNTED_EXACTLY}}
    today = day_number(clock.today())
    # The library's ranges may not overlap, so each begins where the next ends.
    starts = [today - days for days in PUBLISHED_WITHIN]
    ends = [None, *starts]
    ranges = [
        {"from": start} | ({"to": end} if end else {})
        for start, end in zip(starts, ends, strict=False)
    ]
    return {"range": {"field": "published_day", "ranges": ranges}}


def _taken_apart(column: str, rows: list[dict[str, Any]], wanted: list[str]) -> Counts:
    """The counts of each name wanted, from those of the values that ads have together."""
    counted: dict[str, Counter[str]] = {
        name: Counter() for name in COUNTED_TOGETHER[column] if name in wanted
    }
    for row in rows:
        hits = int(row["doc_count"])
        for name, value in _values_together(column, row["key"]):
            if name in counted:
                counted[name][value] += hits
    return {
        name: _most(counts, VALUES_COUNTED.get(name, MOST_VALUES))
        for name, counts in counted.items()
    }


def _most(counts: Counter[str], size: int) -> dict[str, int]:
    """The commonest values first, and equally common ones by name, as the library gives others."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:size])


@lru_cache(maxsize=1024)
def _values_together(column: str, key: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, value)
        for name, values in zip(COUNTED_TOGETHER[column], json.loads(key), strict=True)
        for value in values
    )


def _within(buckets: list[dict[str, Any]]) -> dict[str, int]:
    """Hits of at most so many days ago, from those of each stretch of days."""
    today = day_number(clock.today())
    return {
        str(days): sum(
            int(each["doc_count"]) for each in buckets if each.get("from", -1) >= today - days
        )
        for days in PUBLISHED_WITHIN
    }
