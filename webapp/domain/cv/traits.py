"""The anonymity set of a CV, counted from fingerprints of what active CVs show."""

from __future__ import annotations

from collections.abc import Iterable

from peewee import fn

from webapp.base.db import transaction
from webapp.base.keyring import ring
from webapp.domain.cv.anonymity import Coarser, Shown, coarser_choices, shared_traits, traits_of
from webapp.domain.cv.models import Cv, CvTrait, FindableCv
from webapp.domain.cv.personal.models import WARN
from webapp.domain.cv.personal.sealed import open_details
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.cv.rules import (
    BIRTH_YEAR,
    Detail,
    Kind,
    Sight,
    State,
    sections_from,
    visible_sections,
)
from webapp.domain.reference.queries import occupation_group

ROWS_AT_A_TIME = 200


def store_traits(cv: Cv) -> None:
    """Writes what a CV shows in place of what was there; call it in the CV's own transaction."""
    delete_traits(cv.id)
    if cv.state == State.INACTIVE:
        return
    public = cv.state == State.PUBLIC
    visible = set(cv.shown_details) if public else set(cv.anonymous_choices)
    if public and Detail.BIRTH_DATE.value in visible:
        visible.add(BIRTH_YEAR)
    traits = sorted(traits_of(_shown(cv, visible)))
    for start in range(0, len(traits), ROWS_AT_A_TIME):
        rows = traits[start : start + ROWS_AT_A_TIME]
        CvTrait.insert_many(
            {"cv_id": cv.id, "trait": fingerprint} for fingerprint in _fingerprints(rows)
        ).execute()


def delete_traits(cv_id: int) -> None:
    CvTrait.delete().where(CvTrait.cv_id == cv_id).execute()


def renew_traits() -> int:
    """Writes the traits of active CVs that have none, as after an update; returns how many."""
    without = FindableCv.select(FindableCv.id).where(
        FindableCv.id.not_in(CvTrait.select(CvTrait.cv_id))
    )
    ids = [row.id for row in without]
    for cv_id in ids:
        with transaction():
            cv = Cv.get_or_none(Cv.id == cv_id)
            if cv is not None:
                store_traits(cv)
    return len(ids)


def anonymity_set(cv_id: int, account_id: int) -> tuple[int, dict[Coarser, int]]:
    """How many people's active CVs show what this one shows anonymously, its owner counted in.

    Beside it, how many it would be after each coarser choice. A CV that isn't the account's
    has a set of 0.
    """
    cv = cv_of_owner(cv_id, account_id)
    if cv is None:
        return 0, {}
    shown = _shown(cv, set(cv.anonymous_choices))
    after = {choice: _count(each, account_id) for choice, each in coarser_choices(shown).items()}
    return _count(shown, account_id), after


def _count(shown: Shown, account_id: int) -> int:
    traits = _fingerprints(shared_traits(shown))
    alike = (
        CvTrait.select(CvTrait.cv_id)
        .where(CvTrait.trait.in_(traits))
        .group_by(CvTrait.cv_id)
        .having(fn.COUNT(CvTrait.id) == len(traits))
    )
    others = FindableCv.select(fn.COUNT(FindableCv.account_id.distinct())).where(
        FindableCv.id.in_(alike), FindableCv.account_id != account_id
    )
    return int(others.scalar()) + 1


def _shown(cv: Cv, visible: set[str]) -> Shown:
    """The traits that a view with these details shows; what is not shown is not opened."""
    wanted_details = {BIRTH_YEAR: Detail.BIRTH_DATE, Detail.GENDER.value: Detail.GENDER}
    details = [detail for name, detail in wanted_details.items() if name in visible]
    opened = open_details(cv.account_id, details, WARN) if details else {}
    told = {detail: value.decode() for detail, value in opened.items()}
    sections = visible_sections(sections_from(cv.sections), Sight.ANONYMOUS)
    wanted = next((each.content for each in sections if each.kind == Kind.WANTED), {})
    occupations = {occupation_group(name) for name in wanted.get("occupations", ())} - {""}
    return Shown(
        birth_year=told.get(Detail.BIRTH_DATE, "")[:4] or None,
        gender=told.get(Detail.GENDER) or None,
        places=tuple(dict.fromkeys(wanted.get("places", ()))),
        occupations=tuple(sorted(occupations)),
    )


def _fingerprints(traits: Iterable[str]) -> list[str]:
    return [ring().blind(trait, "anonymity set") for trait in sorted(traits)]
