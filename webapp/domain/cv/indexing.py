"""What of a CV is found by search, written in the transaction that changes the CV."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.base import clock
from webapp.base.db import transaction
from webapp.base.text import words
from webapp.domain.cv.facets import marks_of, standing_marks
from webapp.domain.cv.models import Cv, FindableCv
from webapp.domain.cv.personal.models import FIND
from webapp.domain.cv.personal.sealed import open_details
from webapp.domain.cv.postings import Change, change_postings, hold_postings
from webapp.domain.cv.queries import cv_to_change
from webapp.domain.cv.rules import (
    ANYWHERE,
    Detail,
    Kind,
    Section,
    Sight,
    State,
    new_rank,
    sections_from,
    visible_sections,
)
from webapp.domain.cv.sections import texts_of
from webapp.domain.cv.terms import (
    Terms,
    delete_terms,
    name_token,
    store_terms,
    stored_tokens,
    tokens_of,
)
from webapp.domain.cv.traits import delete_traits, store_traits

LENGTH_OF_COUNTY = 2
# What a public CV is found by beside its text, where its owner left it visible.
FOUND_BY = (Detail.NAME, Detail.TOWN)


def index_cv(cv: Cv) -> None:
    """Makes a CV findable as it now is; an inactive one is found by nobody."""
    hold_postings()
    before = _found_by(cv.id)
    store_traits(cv)
    after: frozenset[str] = frozenset()
    if cv.state == State.INACTIVE:
        _take_out(cv.id)
    else:
        rank, terms = new_rank(clock.stockholm_day(cv.updated_at)), terms_of(cv)
        FindableCv.delete().where(FindableCv.id == cv.id).execute()
        FindableCv.insert(
            id=cv.id,
            account_id=cv.account_id,
            rank=rank,
            third_countries=cv.third_countries,
            marks=" ".join(marks_of(_visible(cv))),
        ).execute()
        store_terms(cv.id, terms)
        after = found_by(terms, rank, third_countries=cv.third_countries)
    change_postings([Change(cv.id, before, after)])


def index_cvs_anew() -> None:
    """Writes what active CVs of an earlier release, which had no marks, are found by now."""
    without = FindableCv.select(FindableCv.id).where(FindableCv.marks.is_null())
    for cv_id in [row.id for row in without]:
        with transaction():
            # It may have been switched or deleted meanwhile.
            cv = cv_to_change(cv_id)
            if cv is not None:
                index_cv(cv)


def forget_cv(cv_id: int) -> None:
    """Takes a CV out of search."""
    hold_postings()
    before = _found_by(cv_id)
    delete_traits(cv_id)
    _take_out(cv_id)
    change_postings([Change(cv_id, before, frozenset())])


def found_by(terms: Terms, rank: int, *, third_countries: bool) -> frozenset[str]:
    """The tokens of the postings of an active CV."""
    return terms.posted.union(standing_marks(rank, third_countries=third_countries))


def _found_by(cv_id: int) -> frozenset[str]:
    """The tokens of a CV's postings as they are stored."""
    row = FindableCv.get_or_none(FindableCv.id == cv_id)
    if row is None:
        return frozenset()
    standing = standing_marks(row.rank, third_countries=row.third_countries)
    return stored_tokens(cv_id).union(standing)


def _take_out(cv_id: int) -> None:
    FindableCv.delete().where(FindableCv.id == cv_id).execute()
    delete_terms(cv_id)


def terms_of(cv: Cv) -> Terms:
    """The tokens of an active CV. References are never among them: they name other people."""
    sections = _visible(cv)
    by_kind = {section.kind: section for section in sections}
    wanted, skills = by_kind.get(Kind.WANTED), by_kind.get(Kind.SKILLS)
    body = [each for each in sections if each.kind not in (Kind.WANTED, Kind.SKILLS)]
    marks = place_marks(wanted.content.get("places", ())) if wanted else []
    marks += marks_of(sections)
    if cv.state == State.PUBLIC:
        shown = {Detail.NAME.value, *cv.shown_details}
        marks += _name_tokens(cv.account_id, [each for each in FOUND_BY if each.value in shown])
    return Terms(
        title=tokens_of([cv.title]),
        wanted=tokens_of(_texts(wanted)),
        skills=tokens_of(_texts(skills)),
        body=tokens_of(text for section in body for text in _texts(section)),
        marks=marks,
    )


def _name_tokens(account_id: int, details: Iterable[Detail]) -> list[str]:
    found = open_details(account_id, details, FIND)
    text = " ".join(value.decode() for value in found.values())
    return sorted({name_token(word.surface) for word in words(text)})


def _visible(cv: Cv) -> tuple[Section, ...]:
    # Both active states are indexed alike, so that a change of state tells nothing by its hits.
    return visible_sections(sections_from(cv.sections), Sight.ANONYMOUS)


def _texts(section: Section | None) -> list[str]:
    """Every text that a person wrote in a section."""
    return [text.value for text in texts_of(section.kind, section.content)] if section else []


def place_marks(codes: Iterable[str]) -> list[str]:
    """Tokens of the wanted places: codes of municipalities and counties, or the whole country."""
    marks = set()
    for code in codes:
        marks.add(f":place:{code}")
        if code != ANYWHERE:
            marks.add(f":within:{code[:LENGTH_OF_COUNTY]}")
    return sorted(marks)


def sought_places(codes: Iterable[str]) -> list[str]:
    """Tokens of which a CV has one when its owner wants to work in one of these places."""
    marks = {f":place:{ANYWHERE}"}
    for code in codes:
        if len(code) == LENGTH_OF_COUNTY:
            marks.add(f":within:{code}")
        else:
            marks |= {f":place:{code}", f":place:{code[:LENGTH_OF_COUNTY]}"}
    return sorted(marks)
