"""The search of active CVs: text, visibility and blocks in one statement, so that counts are exact.

Rank is by fixed weights of the fields in which the words stand, then by the day of change. It uses
no statistics of the collection, which would move when a CV that one may not see comes or goes.
Nothing here can filter or sort by sex, age or another protected ground: it is not stored here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.base import clock
from webapp.base.db import database, is_postgresql
from webapp.base.text import Term, parse_query
from webapp.domain.cv.facets import NO_FILTERS, Filters, counts_of, least_rank, sought_marks
from webapp.domain.cv.indexing import sought_places
from webapp.domain.cv.models import Cv
from webapp.domain.cv.rules import Kind, Sight, State, sections_from, visible_sections
from webapp.domain.cv.terms import all_of, any_of, matches, matching
from webapp.domain.cv.views import CvHit
from webapp.domain.employers.queries import company_of
from webapp.domain.employers.rules import CompanyFacts

PAGE_SIZE = 20
# Above this, counting what can be chosen would take longer than the search.
MOST_COUNTED = 5_000
MOST_TERMS = 12
WEIGHTS = {"title": 8, "wanted": 6, "skills": 4}
MOST_WEIGHED = 6
BLOCKED = "SELECT account_id FROM blocked_company WHERE name_key = ? OR number_key = ?"
# Without words, all that is active counts but what is blocked, and the index gives the order.
EVERYTHING = " ".join(
    (
        "SELECT counted.total, page.id FROM (SELECT (SELECT COUNT(*) FROM findable_cv) -",
        "(SELECT COUNT(*) FROM findable_cv WHERE account_id IN (",
        BLOCKED,
        ")) AS total) AS counted LEFT JOIN (SELECT id, rank FROM findable_cv",
        "WHERE account_id NOT IN (",
        BLOCKED,
        ") ORDER BY rank DESC LIMIT ? OFFSET ?) AS page ON 1 = 1 ORDER BY page.rank DESC",
    )
)
# SQLite is led from the words to the CVs; it would otherwise go through all CVs.
FROM_TERMS = {
    False: "FROM cv_terms AS t CROSS JOIN findable_cv AS f WHERE f.id = t.rowid "
    "AND t.cv_terms MATCH ?",
    True: "FROM cv_terms AS t JOIN findable_cv AS f ON f.id = t.cv_id "
    "WHERE t.terms @@ CAST(? AS tsquery)",
}


@dataclass(frozen=True, slots=True)
class Found:
    """How many CVs this viewer can see that match, and a page of them."""

    total: int
    hits: tuple[CvHit, ...]


def search_cvs(
    account_id: int,
    text: str = "",
    places: Sequence[str] = (),
    filters: Filters = NO_FILTERS,
    *,
    page: int = 1,
) -> Found | None:
    """Active CVs that match, for somebody of a company; None for whoever may not see any.

    ``places`` are SCB codes of counties (two digits) and municipalities (four), of which a CV's
    owner wants to work in one.
    """
    company = company_of(account_id)
    if company is None or not company.may_see_cvs:
        return None
    statement, values = _statement(_narrowed(company, text, places, filters), company, page)
    rows = database.execute_sql(statement, values).fetchall()
    ids = [row[1] for row in rows if row[1] is not None]
    return Found(rows[0][0], _hits(ids))


def count_choices(
    account_id: int, text: str = "", places: Sequence[str] = (), filters: Filters = NO_FILTERS
) -> Mapping[str, Mapping[str, int]]:
    """How many of the CVs that a search finds have each choice, by list (``facets.COUNTED``).

    It reads each of them, so it is for searches that find no more than ``MOST_COUNTED``.
    """
    company = company_of(account_id)
    if company is None or not company.may_see_cvs:
        return {}
    narrowed = _narrowed(company, text, places, filters)
    statement = f"SELECT COALESCE(f.marks, '') {narrowed.source}"
    rows = database.execute_sql(_in_dialect(statement), narrowed.values).fetchall()
    return counts_of(row[0] for row in rows)


@dataclass(frozen=True, slots=True)
class _Narrowed:
    """From where, and under which conditions, active CVs ``f`` are read; its values in order."""

    source: str
    values: list[Any]
    scored: Sequence[Term]
    is_everything: bool


def _narrowed(
    company: CompanyFacts, text: str, places: Sequence[str], filters: Filters
) -> _Narrowed:
    """What is visible and matches. Its parts are fixed texts; what was typed is a value."""
    terms = parse_query(text).terms[:MOST_TERMS]
    positive = [term for term in terms if not term.negated]
    wanted = [matching(term) for term in positive]
    if places:
        wanted.append(any_of(sought_places(places)))
    wanted += [any_of(marks) for marks in sought_marks(filters)]
    lines = [FROM_TERMS[is_postgresql()] if wanted else "FROM findable_cv AS f WHERE 1 = 1"]
    values: list[Any] = [all_of(wanted)] if wanted else []
    lines.append(f"AND f.account_id NOT IN ({BLOCKED})")
    values += [company.name_key, company.number_key]
    if not company.in_eea:
        lines.append("AND f.third_countries")
    for condition, value in _conditions(terms, filters):
        lines.append(condition)
        values.append(value)
    return _Narrowed(
        " ".join(lines),
        values,
        positive,
        company.in_eea and filters == NO_FILTERS and not terms and not wanted,
    )


def _conditions(terms: Sequence[Term], filters: Filters) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [
        (f"AND f.id NOT IN ({matches()})", matching(term)) for term in terms if term.negated
    ]
    for field, words in (("wanted", filters.occupation), ("skills", filters.skills)):
        for term in parse_query(words).terms[:MOST_TERMS]:
            within = "NOT IN" if term.negated else "IN"
            found.append((f"AND f.id {within} ({matches(field)})", matching(term, field=field)))
    if filters.updated_since is not None:
        found.append(("AND f.rank >= ?", least_rank(filters.updated_since)))
    return found


def _statement(narrowed: _Narrowed, company: CompanyFacts, page: int) -> tuple[str, list[Any]]:
    end = [PAGE_SIZE, (page - 1) * PAGE_SIZE]
    if narrowed.is_everything:
        blocked = [company.name_key, company.number_key]
        return _in_dialect(EVERYTHING), [*blocked, *blocked, *end]
    score, score_values = _score(narrowed.scored)
    statement = " ".join(
        (
            "WITH visible AS MATERIALIZED (SELECT f.id AS id, f.rank AS rank",
            narrowed.source,
            ") SELECT counted.total, page.id FROM (SELECT COUNT(*) AS total FROM visible)",
            "AS counted LEFT JOIN (SELECT id, rank,",
            score,
            "AS score FROM visible ORDER BY score DESC, rank DESC LIMIT ? OFFSET ?) AS page",
            "ON 1 = 1 ORDER BY page.score DESC, page.rank DESC",
        )
    )
    return _in_dialect(statement), [*narrowed.values, *score_values, *end]


def _in_dialect(statement: str) -> str:
    return statement.replace("?", "%s") if is_postgresql() else statement


def _score(terms: Sequence[Term]) -> tuple[str, list[Any]]:
    """The sum of the weights of the fields in which each term stands, and its values."""
    parts, values = ["0"], []
    for term in terms[:MOST_WEIGHED]:
        for field, weight in WEIGHTS.items():
            parts.append(f"CASE WHEN id IN ({matches(field)}) THEN {weight} ELSE 0 END")
            values.append(matching(term, field=field))
    return " + ".join(parts), values


def _hits(ids: Sequence[int]) -> tuple[CvHit, ...]:
    # One that has just turned inactive is gone from the page, too.
    active = Cv.select().where(Cv.id.in_(list(ids)), Cv.state != State.INACTIVE.value)
    rows = {row.id: row for row in active} if ids else {}
    return tuple(_hit(rows[each]) for each in ids if each in rows)


def _hit(cv: Cv) -> CvHit:
    # Seen as an anonymous one, whichever it is: a list shows no identity and no difference.
    sections = visible_sections(sections_from(cv.sections), Sight.ANONYMOUS)
    wanted = next((each.content for each in sections if each.kind == Kind.WANTED), {})
    return CvHit(
        address=cv.address,
        title=cv.title,
        language=cv.language,
        wanted=dict(wanted),
        updated_day=clock.stockholm_day(cv.updated_at).toordinal(),
    )
