"""What a company does with a CV that it sees: keep it on a shortlist, forward it, print it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.cv.bodies import cv_body
from webapp.blueprints.cv.exporting import pdf_answer
from webapp.blueprints.cv.forms import ActionForm
from webapp.blueprints.cv.pages import came_by, form_page, go, me, notice, say, shown, unfinished
from webapp.blueprints.cv_centre.entry_forms import ForwardForm, KeepForm
from webapp.blueprints.cv_centre.pages import not_yet
from webapp.domain.cv.door import Occasion, glimpse, view_cv
from webapp.domain.cv.forwarding import NoColleagueError, colleagues_of, forward_cv
from webapp.domain.cv.shortlists import (
    ShortlistFullError,
    drop_entry,
    entry_at,
    keep_cv,
    shortlist_of,
)
from webapp.domain.cv.views import AnonymousView, Glimpse, PublicView
from webapp.forms import token_for
from webapp.i18n import LANGUAGE_PREFIX, localized_url
from webapp.i18n import gettext as _

bp = Blueprint("shortlists", __name__, url_prefix=LANGUAGE_PREFIX)
KEEP, FORWARD = "cv_centre/keep.html", "cv_centre/forward.html"


@bp.get("/cv-centre/shortlists")
@access.employers_alone
def index() -> Response:
    if page := not_yet(me()):
        return page
    return say(
        "cv_centre/shortlists.html",
        entries=shortlist_of(me()),
        form_token=token_for(ActionForm.form_name),
    )


@bp.post("/cv-centre/shortlists/<int:entry_id>")
@access.employers_alone
def send_drop(entry_id: int) -> BaseResponse:
    if ActionForm(request.form).accepts():
        drop_entry(entry_id, me())
        notice("shortlist-dropped")
    return go("shortlists.index")


@bp.get("/cv/<address>/keep")
@access.employers_alone
def keep(address: str) -> Response:
    around = _around(address)
    form = KeepForm()
    if entry := entry_at(address, me()):
        form.list_name.data, form.note.data = entry.list_name, entry.note
    return form_page(KEEP, form, **around)


@bp.post("/cv/<address>/keep")
@access.employers_alone
def send_keep(address: str) -> BaseResponse:
    around = _around(address)
    form = KeepForm(request.form)
    if answer := unfinished(KEEP, form, **around):
        return answer
    try:
        if not keep_cv(address, me(), list_name=form.list_name.data, note=form.note.data):
            abort(404)
    except ShortlistFullError:
        form.refuse(_("Your shortlists are full. Take something away first."))
        return form_page(KEEP, form, status=422, **around)
    notice("shortlist-kept")
    return go("shortlists.index")


@bp.get("/cv/<address>/forward")
@access.employers_alone
def forward(address: str) -> Response:
    return form_page(FORWARD, ForwardForm(), **_around_forward(address))


@bp.post("/cv/<address>/forward")
@access.employers_alone
def send_forward(address: str) -> BaseResponse:
    around = _around_forward(address)
    form = ForwardForm(request.form)
    if answer := unfinished(FORWARD, form, **around):
        return answer
    try:
        forward_cv(address, me(), int(form.colleague.data), came_by=came_by())
    except (NoColleagueError, ValueError):
        form.refuse(_("Choose a colleague."), "colleague")
        return form_page(FORWARD, form, status=422, **around)
    notice("cv-forwarded")
    return go("cv_shown.index", address=address)


@bp.get("/cv/<address>/print")
@access.employers_alone
def printed(address: str) -> Response:
    view = view_cv(address, me(), Occasion.PRINT, came_by=came_by())
    if not isinstance(view, PublicView | AnonymousView):
        abort(404)
    has_photo = isinstance(view, PublicView) and view.has_photo
    photo = localized_url("cv_shown.photo", address=address) if has_photo else None
    return shown("cv_centre/print.html", body=cv_body(view), photo=photo, address=address)


@bp.get("/cv/<address>/cv.pdf")
@access.employers_alone
def pdf_file(address: str) -> Response:
    view = view_cv(address, me(), Occasion.EXPORT, came_by=came_by())
    if not isinstance(view, PublicView | AnonymousView):
        abort(404)
    return pdf_answer(view)


def _seen(address: str) -> Glimpse:
    return glimpse(address, me()) or abort(404)


def _around(address: str) -> dict[str, Any]:
    return {
        "cv": _seen(address),
        "address": address,
        "lists": sorted({entry.list_name for entry in shortlist_of(me()) if entry.list_name}),
    }


def _around_forward(address: str) -> dict[str, Any]:
    return {
        "cv": _seen(address),
        "address": address,
        "colleagues": [
            (str(found), recipient.address) for found, recipient in colleagues_of(me()).items()
        ],
    }
