"""What the pages of CVs share."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, g

from webapp.access import viewer
from webapp.blueprints.accounts.pages import FORM_ID, form_page, go, say, unfinished
from webapp.caching import PERSONAL
from webapp.domain.cv.door import Occasion, view_cv
from webapp.domain.cv.views import OwnerView
from webapp.htmx import page_context, render
from webapp.signing_in import notice

__all__ = [
    "FORM_ID",
    "came_by",
    "form_page",
    "go",
    "me",
    "notice",
    "own_cv",
    "say",
    "shown",
    "unfinished",
]


def me() -> int:
    """The id of the account that asks."""
    return viewer().account_id


def came_by() -> int | None:
    """The partner link by which this session came, if any."""
    return g.session.partner_link_id if g.session is not None else None


def own_cv(cv_id: int) -> OwnerView:
    """A CV of the person who asks; somebody else's does not exist for them."""
    view = view_cv(cv_id, me(), Occasion.OWN)
    if not isinstance(view, OwnerView):
        abort(404)
    return view


def shown(template: str, **values: Any) -> Response:
    """A page with somebody's CV, which is kept nowhere and found by no search engine."""
    page = page_context(noindex=True, canonical=None, alternates=[])
    response = render(template, page=page, **values)
    response.headers["Cache-Control"] = PERSONAL
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def photo_answer(photo: bytes) -> Response:
    """Somebody's photo (JPEG), which is kept nowhere and found by no search engine."""
    response = Response(photo, content_type="image/jpeg")
    response.headers["Cache-Control"] = PERSONAL
    response.headers["X-Robots-Tag"] = "noindex"
    return response
