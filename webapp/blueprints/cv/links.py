"""Live links: giving and withdrawing them, and the two pages that a recipient meets."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.cv.forms import ActionForm, LinkForm
from webapp.blueprints.cv.pages import form_page, go, me, notice, own_cv, say, shown, unfinished
from webapp.blueprints.cv.views import DETAILS, cv_body, detail_names
from webapp.blueprints.site.views import limits_at
from webapp.domain.cv.door import Occasion, view_cv
from webapp.domain.cv.links import create_link, withdraw_link
from webapp.domain.cv.queries import link_is_open, links_of
from webapp.domain.cv.rules import Detail
from webapp.domain.cv.views import AttachedView, OwnerView
from webapp.forms import open_to_other_sites, token_for
from webapp.headers import NO_REFERRER
from webapp.i18n import LANGUAGE_PREFIX, localized_url
from webapp.site.promises import Decision

bp = Blueprint("cv_links", __name__, url_prefix=LANGUAGE_PREFIX)
LINKS = "cv/links.html"


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
    chosen = [each for each in Detail if f"show_{each.value}" in form and _ticked(form, each)]
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
    return _without_trace(shown("cv/shown.html", body=cv_body(view), photo=None, address=None))


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


def _ticked(form: LinkForm, detail: Detail) -> bool:
    return bool(form[f"show_{detail.value}"].data)


def _around(view: OwnerView) -> dict[str, Any]:
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
        "details": [(name, str(label)) for name, label in DETAILS.items() if name in view.details],
        "withdraw_token": token_for(ActionForm.form_name),
    }
