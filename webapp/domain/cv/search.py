"""The search of active CVs: text, visibility and blocks in one statement, so that counts are exact.

Rank is by fixed weights of the fields in which the words stand, then by the day of change. It uses
no statistics of the collection, which would move when a CV that one may not see comes or goes.
Nothing here can filter or sort by sex, age or another protected ground: it is not stored here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp.base import clock
from webapp.base.db import database, is_postgresql
from webapp.base.text import Term, parse_query
from webapp.domain.cv.indexing import sought_places
from webapp.domain.cv.models import Cv
from webapp.domain.cv.rules import Kind, Sight, State, sections_from, visible_sections
from webapp.domain.cv.terms import all_of, any_of, matches, matching
from webapp.domain.cv.views import CvHit
from webapp.domain.employers.queries import company_of
from webapp.domain.employers.rules import CompanyFacts

PAGE_SIZE = 20
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
    account_id: int, text: str = "", places: Sequence[str] = (), *, page: int = 1
) -> Found | None:
    """Active CVs that match, for somebody of a company; None for whoever may not see any.

    ``places`` are SCB codes of counties (two digits) and municipalities (four), of which a CV's
    owner wants to work in one.
    """
    company = company_of(account_id)
    if company is None or not company.may_see_cvs:
        return None
    statement, values = _statement(company, text, places, page)
    rows = database.execute_sql(statement, values).fetchall()
    ids = [row[1] for row in rows if row[1] is not None]
    return Found(rows[0][0], _hits(ids))


def _statement(
    company: CompanyFacts, text: str, places: Sequence[str], page: int
) -> tuple[str, list[Any]]:
    """One statement and its values. Its parts are fixed texts; what was typed is a value."""
    terms = parse_query(text).terms[:MOST_TERMS]
    positive = [term for term in terms if not term.negated]
    wanted = [matching(term) for term in positive]
    if places:
        wanted.append(any_of(sought_places(places)))
    blocked = [company.name_key, company.number_key]
    end = [PAGE_SIZE, (page - 1) * PAGE_SIZE]
    if company.in_eea and not terms and not wanted:
        return _in_dialect(EVERYTHING), [*blocked, *blocked, *end]
    match = matches()
    lines = [FROM_TERMS[is_postgresql()] if wanted else "FROM findable_cv AS f WHERE 1 = 1"]
    values: list[Any] = [all_of(wanted)] if wanted else []
    lines.append(f"AND f.account_id NOT IN ({BLOCKED})")
    values += blocked
    if not company.in_eea:
        lines.append("AND f.third_countries")
    for term in terms:
        if term.negated:
            lines.append(f"AND f.id NOT IN ({match})")
            values.append(matching(term))
    score, score_values = _score(positive)
    statement = " ".join(
        (
            "WITH visible AS MATERIALIZED (SELECT f.id AS id, f.rank AS rank",
            *lines,
            ") SELECT counted.total, page.id FROM (SELECT COUNT(*) AS total FROM visible)",
            "AS counted LEFT JOIN (SELECT id, rank,",
            score,
            "AS score FROM visible ORDER BY score DESC, rank DESC LIMIT ? OFFSET ?) AS page",
            "ON 1 = 1 ORDER BY page.score DESC, page.rank DESC",
        )
    )
    return _in_dialect(statement), [*values, *score_values, *end]


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
