"""What to ask the ad index for, to find the ads that are like one ad."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tantivy import Occur, Query

from webapp.adapters.job_schema import SCHEMA, closed_by

OCCUPATION_WEIGHT = 3.0
TAIL_WEIGHT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarRequest:
    """An ad by its words. All are stems; ``tails`` are those of compounds in its headline."""

    ad_id: int
    headline: tuple[str, ...]
    tails: tuple[str, ...]
    occupation: tuple[str, ...]
    county_code: str | None
    limit: int
    now: datetime


def similar_query(wanted: SimilarRequest, *, some_closed: bool = True) -> Query:
    """The query for open ads that share the occupation or a word of the headline; so does this ad.

    Without ``some_closed``, all ads of the index are known to be open.
    """

    def found(field: str, stem: str, weight: float) -> Query:
        return Query.boost_query(Query.term_query(SCHEMA, field, stem, "freq"), weight)

    alike = [found("headline", stem, 1.0) for stem in wanted.headline]
    alike += [found("headline", stem, TAIL_WEIGHT) for stem in wanted.tails]
    if wanted.occupation:
        named = [(Occur.Must, found("occupation", stem, 1.0)) for stem in wanted.occupation]
        alike.append(Query.boost_query(Query.boolean_query(named), OCCUPATION_WEIGHT))
    union = Query.boolean_query([(Occur.Should, each) for each in alike])
    clauses = []
    if some_closed:
        clauses.append((Occur.MustNot, closed_by(wanted.now)))
    if wanted.county_code:
        county = Query.term_query(SCHEMA, "county", wanted.county_code, "basic")
        clauses.append((Occur.Must, Query.const_score_query(county, 0.0)))
    # Of words alone, the library passes over what can't be among the best.
    return Query.boolean_query([(Occur.Must, union), *clauses]) if clauses else union
