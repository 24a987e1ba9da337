"""Shapes a CV into the view that the door has decided on. Call it from there alone."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.domain.cv.models import Cv
from webapp.domain.cv.rules import (
    BIRTH_YEAR,
    Detail,
    Sight,
    State,
    sections_from,
    visible_sections,
)
from webapp.domain.cv.views import AnonymousView, AttachedView, OwnerView, PublicView, View


def view_of(cv: Cv, sight: Sight, details: Mapping[str, str]) -> View:
    """The view of a CV for this sight, with these values of details; the photo's is not in it."""
    sections = sections_from(cv.sections)
    has_photo = Detail.PHOTO.value in details
    told = {name: value for name, value in details.items() if name != Detail.PHOTO.value}
    if sight is Sight.OWNER:
        return OwnerView(
            id=cv.id,
            address=cv.address,
            title=cv.title,
            language=cv.language,
            state=State(cv.state),
            sections=sections,
            details=told,
            has_photo=has_photo,
            shown_details=tuple(cv.shown_details),
            anonymous_choices=tuple(cv.anonymous_choices),
            third_countries=cv.third_countries,
            updated_at=cv.updated_at,
            state_changed_at=cv.state_changed_at,
        )
    seen = visible_sections(sections, sight)
    if sight in (Sight.ANONYMOUS, Sight.WANTED):
        return AnonymousView(
            address=cv.address,
            title=cv.title,
            language=cv.language,
            sections=seen,
            birth_year=told.get(BIRTH_YEAR),
            gender=told.get(Detail.GENDER.value),
        )
    if sight is Sight.PUBLIC:
        return PublicView(
            address=cv.address,
            title=cv.title,
            language=cv.language,
            sections=seen,
            details=told,
            has_photo=has_photo,
        )
    return AttachedView(
        title=cv.title, language=cv.language, sections=seen, details=told, has_photo=has_photo
    )
