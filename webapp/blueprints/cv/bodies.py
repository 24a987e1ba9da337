"""A CV as a view of it says, for the template that all its pages share."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

from webapp.blueprints.cv.section_views import section_view
from webapp.blueprints.cv.views import DETAILS, GENDERS
from webapp.domain.cv.views import AnonymousView, AttachedView, PublicView, details_in


def cv_body(view: AnonymousView | PublicView | AttachedView) -> SimpleNamespace:
    """A view of a CV for the template that all its pages share."""
    return SimpleNamespace(
        title=view.title,
        language=view.language,
        facts=facts(details_in(view)),
        sections=[section_view(section) for section in view.sections],
    )


def facts(details: Mapping[str, str]) -> list[tuple[str, str]]:
    """Details as pairs of label and value, in a fixed order."""
    return [
        (str(label), str(GENDERS.get(details[name], details[name])))
        for name, label in DETAILS.items()
        if details.get(name)
    ]
