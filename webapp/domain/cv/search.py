"""The search of active CVs: text, visibility and blocks of one moment, so that counts are exact.

Nothing here can filter or sort by sex, age or another protected ground: it is not stored here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pyroaring import BitMap

from webapp.base import clock
from webapp.base.db import snapshot
from webapp.base.text import Term, parse_query
from webapp.domain.cv.facets import (
    ABROAD,
    ACTIVE,
    NO_FILTERS,
    Filters,
    changed_since,
    counts_of,
    sought_marks,
)
from webapp.domain.cv.indexing import sought_places
from webapp.domain.cv.models import Cv
from webapp.domain.cv.postings import read
from webapp.domain.cv.ranking import by_score, page_of
from webapp.domain.cv.rules import Kind, Sight, sections_from, visible_sections
from webapp.domain.cv.sought import Reader, Sought, sought
from webapp.domain.cv.views import CvHit
from webapp.domain.employers.queries import company_of
from webapp.domain.employers.rules import CompanyFacts

PAGE_SIZE = 20
MOST_TERMS = 12
WEIGHTS = {"title": 8, "wanted": 6, "skills": 4}
MOST_WEIGHED = 6
BLOCKED = (
    "SELECT id FROM findable_cv WHERE account_id IN "
    "(SELECT account_id FROM blocked_company WHERE name_key = ? OR number_key = ?)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """How many CVs this viewer can see that match, and a page of them.

    ``counts`` says how many of all of them have each choice, by list (``facets.COUNTED``).
    """

    total: int
    hits: tuple[CvHit, ...]
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def search_cvs(
    account_id: int,
    text: str = "",
    places: Sequence[str] = (),
    filters: Filters = NO_FILTERS,
    *,
    page: int = 1,
    counted: bool = False,
) -> Found | None:
    """Active CVs that match, for somebody of a company; None for whoever may not see any.

    ``places`` are SCB codes of counties (two digits) and municipalities (four), of which a CV's
    owner wants to work in one. ``counted`` asks for the counts of choices, too.
    """
    with snapshot():
        company = company_of(account_id)
        if company is None or not company.may_see_cvs:
            return None
        asked = _asked(text, places, filters)
        reader = Reader(
            [*asked.wanted, *asked.unwanted, *(each for _, each in asked.weighed)], (ACTIVE, ABROAD)
        )
        found = _found(company, asked, reader)
        weighed = [(weight, reader.meeting(each)) for weight, each in asked.weighed]
        ids = page_of(by_score(found, weighed), (page - 1) * PAGE_SIZE, PAGE_SIZE)
        counts = counts_of(found) if counted else {}
        return Found(len(found), _hits(ids), counts)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What CVs must meet, what they must not, and what puts them higher by how much."""

    wanted: Sequence[Sought]
    unwanted: Sequence[Sought]
    weighed: Sequence[tuple[int, Sought]]


def _asked(text: str, places: Sequence[str], filters: Filters) -> _Asked:
    terms = parse_query(text).terms[:MOST_TERMS]
    within: list[tuple[Term, str | None]] = [(term, None) for term in terms]
    for name, words in (("wanted", filters.occupation), ("skills", filters.skills)):
        within += [(term, name) for term in parse_query(words).terms[:MOST_TERMS]]
    wanted = [sought(term, name) for term, name in within if not term.negated]
    if places:
        wanted.append(Sought(frozenset(sought_places(places))))
    wanted += [Sought(frozenset(marks)) for marks in sought_marks(filters)]
    if filters.updated_since is not None:
        wanted.append(Sought(ranges=changed_since(filters.updated_since)))
    return _Asked(
        wanted,
        [sought(term, name) for term, name in within if term.negated],
        [
            (weight, sought(term, name))
            for term in [each for each in terms if not each.negated][:MOST_WEIGHED]
            for name, weight in WEIGHTS.items()
        ],
    )


def _found(company: CompanyFacts, asked: _Asked, reader: Reader) -> BitMap:
    """The CVs that this company may see and that are asked for."""
    found = reader.having(ACTIVE)
    if not company.in_eea:
        found = found & reader.having(ABROAD)
    blocked = read(BLOCKED, [company.name_key, company.number_key])
    found = found - BitMap([row[0] for row in blocked])
    for each in asked.wanted:
        found &= reader.meeting(each)
    for each in asked.unwanted:
        found -= reader.meeting(each)
    return found


def _hits(ids: Sequence[int]) -> tuple[CvHit, ...]:
    shown = (Cv.id, Cv.address, Cv.title, Cv.language, Cv.sections, Cv.updated_at)
    rows = Cv.select(*shown).where(Cv.id.in_(ids)).tuples() if ids else ()
    hits = {cv_id: _hit(*values) for cv_id, *values in rows}
    return tuple(hits[each] for each in ids)


def _hit(
    address: str,
    title: str,
    language: str,
    stored: Sequence[Mapping[str, Any]],
    updated_at: datetime,
) -> CvHit:
    # Seen as an anonymous one, whichever it is: a list shows no identity and no difference.
    wanted = sections_from(each for each in stored if each["kind"] == Kind.WANTED)
    visible = visible_sections(wanted, Sight.ANONYMOUS)
    return CvHit(
        address=address,
        title=title,
        language=language,
        wanted=dict(visible[0].content) if visible else {},
        updated_day=clock.stockholm_day(updated_at).toordinal(),
    )
