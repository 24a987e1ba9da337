"""A CV as employers see it, and its photo. For whoever may not, neither exists."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from webapp import access
from webapp.access import viewer
from webapp.blueprints.cv.bodies import cv_body
from webapp.blueprints.cv.pages import came_by, photo_answer, shown
from webapp.domain.cv.door import Occasion, photo_of, view_cv
from webapp.domain.cv.views import AnonymousView, PublicView
from webapp.i18n import LANGUAGE_PREFIX, localized_url

bp = Blueprint("cv_shown", __name__, url_prefix=LANGUAGE_PREFIX)


@bp.get("/cv/<address>")
@access.employers_alone
def index(address: str) -> Response:
    view = view_cv(address, viewer().account_id, Occasion.PAGE, came_by=came_by())
    if not isinstance(view, PublicView | AnonymousView):
        abort(404)
    has_photo = isinstance(view, PublicView) and view.has_photo
    photo = localized_url("cv_shown.photo", address=address) if has_photo else None
    return shown(
        "cv/shown.html",
        body=cv_body(view),
        photo=photo,
        address=address,
        anonymous=isinstance(view, AnonymousView),
    )


@bp.get("/cv/<address>/photo.jpg")
@access.employers_alone
def photo(address: str) -> Response:
    found = photo_of(address, viewer().account_id, Occasion.PAGE, came_by=came_by())
    if found is None:
        abort(404)
    return photo_answer(found)
