"""Switching a CV's state, with what verified employers will see of it before and after."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.cv.bodies import cv_body
from webapp.blueprints.cv.forms import ActionForm, StateForm
from webapp.blueprints.cv.forwarding import CHOICES
from webapp.blueprints.cv.leak_views import anonymity_view
from webapp.blueprints.cv.pages import form_page, go, me, notice, own_cv, unfinished
from webapp.blueprints.cv.views import SHORT_STATES, STATES
from webapp.blueprints.site.views import limits_at
from webapp.domain.cv.actions import UndecidedFindingsError, switch_state
from webapp.domain.cv.door import preview
from webapp.domain.cv.forwarding_queries import forwarding_of
from webapp.domain.cv.leak_checks import open_findings
from webapp.domain.cv.queries import companies_that_know
from webapp.domain.cv.rules import State
from webapp.domain.cv.views import OwnerView, PublicView
from webapp.forms import token_for
from webapp.i18n import LANGUAGE_PREFIX
from webapp.site.promises import Decision

bp = Blueprint("cv_states", __name__, url_prefix=LANGUAGE_PREFIX)
STATE = "cv/state.html"


@bp.get("/my/cvs/<int:cv_id>/state")
@access.job_seeker
def index(cv_id: int) -> Response:
    view = own_cv(cv_id)
    form = StateForm()
    form.state.data = view.state.value
    return form_page(STATE, form, **_around(view))


@bp.post("/my/cvs/<int:cv_id>/state")
@access.job_seeker
def send(cv_id: int) -> BaseResponse:
    view = own_cv(cv_id)
    form = StateForm(request.form)
    if answer := unfinished(STATE, form, **_around(view)):
        return answer
    try:
        switch_state(cv_id, me(), State(form.state.data))
    except UndecidedFindingsError:
        return go("cv_leaks.index", cv_id=cv_id)
    notice("cv-switched")
    return go("cv_states.index", cv_id=cv_id)


def _around(view: OwnerView) -> dict[str, Any]:
    known = companies_that_know(view.id, me())
    return {
        "cv": view,
        "limits": limits_at(Decision.CV_VISIBILITY),
        "options": [(state, str(label)) for state, label in STATES.items()],
        "previews": [_preview(view, state) for state in State],
        "findings": open_findings(view.id, me()),
        "anonymity": anonymity_view(view.id, me()),
        "action_token": token_for(ActionForm.form_name),
        "forwarding": str(CHOICES[forwarding_of(view.id, me())]),
        "known": [SimpleNamespace(name=name, at=at) for _, name, at in known],
    }


def _preview(view: OwnerView, state: State) -> SimpleNamespace:
    """A CV in one state exactly as a verified employer sees it; None where nobody does."""
    seen = preview(view.id, me(), state)
    return SimpleNamespace(
        state=state.value,
        label=str(SHORT_STATES[state]),
        current=state is view.state,
        body=cv_body(seen) if seen is not None else None,
        photo=isinstance(seen, PublicView) and seen.has_photo,
    )
