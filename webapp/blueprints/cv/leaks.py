"""Deciding about what an anonymous CV would give away, before it is anonymous and while it is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.cv.forms import ActionForm
from webapp.blueprints.cv.leak_forms import CHOICE, WORDS, decisions_form, decisions_in
from webapp.blueprints.cv.leak_views import anonymity_view, finding_view
from webapp.blueprints.cv.pages import form_page, go, me, notice, own_cv, unfinished
from webapp.blueprints.site.views import limits_at
from webapp.domain.cv.actions import UndecidedFindingsError, switch_state
from webapp.domain.cv.anonymity import Coarser
from webapp.domain.cv.leak_checks import findings_of, key_of
from webapp.domain.cv.leak_decisions import coarsen, decide, keep_all
from webapp.domain.cv.leak_edits import EmptyTitleError, TooLongError
from webapp.domain.cv.rules import State
from webapp.domain.cv.views import OwnerView
from webapp.forms import token_for
from webapp.i18n import LANGUAGE_PREFIX
from webapp.i18n import gettext as _
from webapp.site.promises import Decision as Place

bp = Blueprint("cv_leaks", __name__, url_prefix=LANGUAGE_PREFIX)
LEAKS = "cv/leaks.html"
# Those after them come when these are decided.
MOST_SHOWN = 40


@bp.get("/my/cvs/<int:cv_id>/leaks")
@access.job_seeker
def index(cv_id: int) -> Response:
    around = _around(own_cv(cv_id))
    return form_page(LEAKS, decisions_form(_offers(around)), **around)


@bp.post("/my/cvs/<int:cv_id>/leaks")
@access.job_seeker
def send(cv_id: int) -> BaseResponse:
    around = _around(own_cv(cv_id))
    offers = _offers(around)
    form = decisions_form(offers, request.form)
    if answer := unfinished(LEAKS, form, **around):
        return answer
    decisions = decisions_in(form, offers)
    if not decisions:
        form.refuse(_("Choose what to do with at least one of them."))
        return form_page(LEAKS, form, status=422, **around)
    try:
        decide(cv_id, me(), decisions)
    except EmptyTitleError as error:
        field = CHOICE + key_of(error.finding)
        form.refuse(_("A CV needs a title. Write something else instead."), field)
    except TooLongError as error:
        form.refuse(_("That is longer than we can take."), WORDS + key_of(error.finding))
    else:
        notice("leaks-decided")
        return go("cv_leaks.index", cv_id=cv_id)
    return form_page(LEAKS, form, status=422, **around)


@bp.post("/my/cvs/<int:cv_id>/leaks/keep")
@access.job_seeker
def send_keep(cv_id: int) -> BaseResponse:
    view = own_cv(cv_id)
    if not ActionForm(request.form).accepts():
        return _once_more(view)
    keep_all(cv_id, me(), request.form.get("keys", "").split())
    notice("leaks-decided")
    return go("cv_leaks.index", cv_id=cv_id)


@bp.post("/my/cvs/<int:cv_id>/leaks/go")
@access.job_seeker
def send_go(cv_id: int) -> BaseResponse:
    view = own_cv(cv_id)
    if not ActionForm(request.form).accepts():
        return _once_more(view)
    try:
        switch_state(cv_id, me(), State.ANONYMOUS)
    except UndecidedFindingsError:
        return go("cv_leaks.index", cv_id=cv_id)
    notice("cv-switched")
    return go("cv_states.index", cv_id=cv_id)


@bp.post("/my/cvs/<int:cv_id>/leaks/coarser")
@access.job_seeker
def send_coarser(cv_id: int) -> BaseResponse:
    view = own_cv(cv_id)
    chosen = request.form.get("coarser", "")
    if not ActionForm(request.form).accepts() or chosen not in set(Coarser):
        return _once_more(view)
    coarsen(cv_id, me(), Coarser(chosen))
    notice("cv-coarser")
    return go("cv_leaks.index", cv_id=cv_id)


def _once_more(view: OwnerView) -> Response:
    """The page again after a small form of it that could not be taken."""
    around = _around(view)
    form = decisions_form(_offers(around))
    form.refuse(_("We could not tell that the form came from this page. Please send it again."))
    return form_page(LEAKS, form, status=422, **around)


def _offers(around: dict[str, Any]) -> dict[str, str]:
    return {each.key: each.offered for each in around["findings"]}


def _around(view: OwnerView) -> dict[str, Any]:
    found = findings_of(view.id, me())
    shown = [finding_view(each, view) for each in found[:MOST_SHOWN]]
    return {
        "cv": view,
        "findings": shown,
        "total": len(found),
        "keys": " ".join(each.key for each in shown),
        "action_token": token_for(ActionForm.form_name),
        "limits": limits_at(Place.CV_VISIBILITY),
        "anonymity": anonymity_view(view.id, me()),
    }
