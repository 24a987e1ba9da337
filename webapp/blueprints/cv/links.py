"""Live links: giving and withdrawing them, and the two pages that a recipient meets."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, abort, current_app, request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.base import clock
from webapp.blueprints.cv.bodies import cv_body
from webapp.blueprints.cv.forms import ActionForm, LinkForm
from webapp.blueprints.cv.pages import (
    form_page,
    go,
    me,
    notice,
    own_cv,
    photo_answer,
    say,
    shown,
    unfinished,
)
from webapp.blueprints.cv.views import DETAILS, detail_names
from webapp.blueprints.site.views import limits_at
from webapp.compression import leave_uncompressed
from webapp.domain.cv.door import Occasion, photo_of, view_cv
from webapp.domain.cv.links import create_link, withdraw_link
from webapp.domain.cv.queries import hash_of_token, link_is_open, links_of
from webapp.domain.cv.rules import Detail
from webapp.domain.cv.views import AttachedView, OwnerView
from webapp.forms import open_to_other_sites, token_for
from webapp.headers import NO_REFERRER
from webapp.i18n import LANGUAGE_PREFIX, localized_url
from webapp.site.promises import Decision

bp = Blueprint("cv_links", __name__, url_prefix=LANGUAGE_PREFIX)
LINKS = "cv/links.html"
# As long as a page takes to load on a slow line, and its reader to print it.
PHOTO_SHOWN = timedelta(minutes=10)


@bp.get("/my/cvs/<int:cv_id>/links")
@access.job_seeker
def index(cv_id: int) -> Response:
    return form_page(LINKS, LinkForm(), **_around(own_cv(cv_id)))


@bp.post("/my/cvs/<int:cv_id>/links")
@access.job_seeker
def send(cv_id: int) -> BaseResponse:
    view = own_cv(cv_id)
    form = LinkForm(request.form)
    if answer := unfinished(LINKS, form, **_around(view)):
        return answer
    chosen = [each for each in Detail if form[f"show_{each.value}"].data]
    token = create_link(
        cv_id,
        me(),
        recipient=form.recipient.data,
        details=chosen,
        lasts=timedelta(days=int(form.lasts.data)),
    )
    address = current_app.config["SETTINGS"].base_url + localized_url("cv_links.meet", token=token)
    return say("cv/link_made.html", cv=view, address=address, recipient=form.recipient.data)


@bp.post("/my/cvs/<int:cv_id>/links/<int:link_id>")
@access.job_seeker
def send_withdraw(cv_id: int, link_id: int) -> BaseResponse:
    view = own_cv(cv_id)
    if not ActionForm(request.form).accepts():
        return form_page(LINKS, LinkForm(), status=422, **_around(view))
    withdraw_link(link_id, cv_id, me())
    notice("link-withdrawn")
    return go("cv_links.index", cv_id=cv_id)


@bp.get("/cv-link/<token>")
@access.anyone
def meet(token: str) -> Response:
    return _met(token)


@bp.post("/cv-link/<token>")
@access.anyone
@open_to_other_sites
def read(token: str) -> Response:
    if not ActionForm(request.form).accepts():
        return _met(token, status=422)
    view = view_cv(token, None, Occasion.LINK)
    if not isinstance(view, AttachedView):
        abort(404)
    photo = _photo_at(view, token)
    return _without_trace(shown("cv/shown.html", body=cv_body(view), photo=photo, address=None))


@bp.get("/cv-link/<token>/<ticket>/photo.jpg")
@access.anyone
def photo(token: str, ticket: str) -> Response:
    """The photo for a page that the button has opened: for a while, and while the link is open."""
    found = photo_of(token, None, Occasion.LINK) if _is_ticket(ticket, token) else None
    if found is None:
        abort(404)
    return photo_answer(found)


def _photo_at(view: AttachedView, token: str) -> str | None:
    if not view.has_photo:
        return None
    # What opens something is not compressed.
    leave_uncompressed()
    until = (clock.now() + PHOTO_SHOWN).isoformat()
    ticket = str(_tickets().dumps([hash_of_token(token), until]))
    return localized_url("cv_links.photo", token=token, ticket=ticket)


def _is_ticket(ticket: str, token: str) -> bool:
    try:
        made_for, until = _tickets().loads(ticket)
    except BadData:
        return False
    return bool(made_for == hash_of_token(token) and clock.now() < datetime.fromisoformat(until))


def _tickets() -> URLSafeSerializer:
    key = current_app.config["SETTINGS"].secret_key
    return URLSafeSerializer(key, salt="photo of a live link")


def _met(token: str, *, status: int = 200) -> Response:
    """The page before the button, which says nothing of the CV."""
    if not link_is_open(token):
        abort(404)
    action = localized_url("cv_links.meet", token=token)
    form_token = token_for(ActionForm.form_name)
    return _without_trace(
        shown("cv/link_meet.html", status=status, action=action, form_token=form_token)
    )


def _without_trace(response: Response) -> Response:
    """The address is all it takes to read the CV, so it is told to no other page."""
    response.headers["Referrer-Policy"] = NO_REFERRER
    return response


def _around(view: OwnerView) -> dict[str, Any]:
    given = {*view.details, *([Detail.PHOTO.value] if view.has_photo else [])}
    links = [
        SimpleNamespace(
            id=link.id,
            recipient=link.recipient,
            details=detail_names(link.details),
            created_at=link.created_at,
            expires_at=link.expires_at,
            withdrawn=link.withdrawn_at is not None,
            is_open=link.is_open,
        )
        for link in links_of(view.id, me())
    ]
    return {
        "cv": view,
        "limits": limits_at(Decision.CV_LINK),
        "links": links,
        "details": [(name, str(label)) for name, label in DETAILS.items() if name in given],
        "withdraw_token": token_for(ActionForm.form_name),
    }
