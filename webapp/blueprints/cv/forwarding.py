"""The owner's word on forwarding: what our staff may forward, and yes or no to each company."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.cv.forms import ActionForm, ForwardingAnswerForm, ForwardingForm
from webapp.blueprints.cv.pages import form_page, go, me, notice, own_cv, say, unfinished
from webapp.blueprints.cv.views import detail_names
from webapp.blueprints.site.views import limits_at
from webapp.domain.cv.actions import UndecidedFindingsError
from webapp.domain.cv.forwarding_answers import (
    Answer,
    AnsweredAlreadyError,
    answer_forwarding,
    choose_forwarding,
    end_forwarding,
)
from webapp.domain.cv.forwarding_queries import (
    OwnForwarding,
    forwarding_of,
    forwardings_of,
    own_forwarding,
)
from webapp.domain.cv.forwarding_rules import Forwarding, Standing
from webapp.domain.cv.rules import Detail
from webapp.forms import token_for
from webapp.i18n import LANGUAGE_PREFIX
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l
from webapp.site.promises import Decision

bp = Blueprint("my_forwarding", __name__, url_prefix=LANGUAGE_PREFIX)
CHOICE, REQUEST = "cv/forwarding.html", "cv/forwarding_request.html"
CHOICES = {
    Forwarding.NO: _l("No, forward it to nobody"),
    Forwarding.ACTIVE: _l("Yes, while it is active, as companies see it then"),
    Forwarding.ASKING: _l(
        "Yes, and while it is inactive you may ask me about one company at a time"
    ),
}
STANDINGS = {
    Standing.ASKED: _l("Waits for your answer"),
    Standing.GRANTED: _l("You said yes"),
    Standing.DECLINED: _l("You said no"),
    Standing.LAPSED: _l("Lapsed without an answer"),
    Standing.ENDED: _l("Ended"),
}


@bp.get("/my/cvs/<int:cv_id>/forwarding")
@access.job_seeker
def index(cv_id: int) -> Response:
    around = _around_choice(cv_id)
    form = ForwardingForm()
    form.forwarding.data = forwarding_of(cv_id, me()).value
    return form_page(CHOICE, form, **around)


@bp.post("/my/cvs/<int:cv_id>/forwarding")
@access.job_seeker
def send_choice(cv_id: int) -> BaseResponse:
    around = _around_choice(cv_id)
    form = ForwardingForm(request.form)
    if answer := unfinished(CHOICE, form, **around):
        return answer
    choose_forwarding(cv_id, me(), Forwarding(form.forwarding.data))
    notice("forwarding-chosen")
    return go("my_forwarding.index", cv_id=cv_id)


@bp.get("/my/forwarding")
@access.job_seeker
def requests() -> Response:
    return say("cv/forwarding_requests.html", requests=_lines(forwardings_of(me())))


@bp.get("/my/forwarding/<int:request_id>")
@access.job_seeker
def one(request_id: int) -> Response:
    found = _found(request_id)
    form = ForwardingAnswerForm() if found.standing is Standing.ASKED else ActionForm()
    return form_page(REQUEST, form, **_around(found))


@bp.post("/my/forwarding/<int:request_id>")
@access.job_seeker
def send(request_id: int) -> BaseResponse:
    found = _found(request_id)
    if found.standing is not Standing.ASKED:
        return _changed(request_id)
    form = ForwardingAnswerForm(request.form)
    if refused := unfinished(REQUEST, form, **_around(found)):
        return refused
    chosen = Answer(form.answer.data)
    try:
        answer_forwarding(request_id, me(), chosen)
    except UndecidedFindingsError:
        form.refuse(
            _("Parts of the text may tell who you are. Decide about them first, or choose again."),
            "answer",
        )
        return form_page(REQUEST, form, status=422, undecided=True, **_around(found))
    except AnsweredAlreadyError:
        return _changed(request_id)
    notice("forwarding-no" if chosen is Answer.NO else "forwarding-yes")
    return go("my_forwarding.one", request_id=request_id)


@bp.post("/my/forwarding/<int:request_id>/end")
@access.job_seeker
def send_end(request_id: int) -> BaseResponse:
    _found(request_id)
    if not ActionForm(request.form).accepts():
        return _changed(request_id)
    end_forwarding(request_id, me())
    notice("forwarding-ended")
    return go("my_forwarding.one", request_id=request_id)


def _changed(request_id: int) -> BaseResponse:
    notice("forwarding-changed")
    return go("my_forwarding.one", request_id=request_id)


def _found(request_id: int) -> OwnForwarding:
    return own_forwarding(request_id, me()) or abort(404)


def _lines(found: list[OwnForwarding]) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            id=each.id,
            company=each.company,
            position=each.position,
            cv_title=each.cv_title,
            asked_at=each.asked_at,
            waits=each.standing is Standing.ASKED,
            standing=str(STANDINGS[each.standing]),
        )
        for each in found
    ]


def _around_choice(cv_id: int) -> dict[str, Any]:
    return {
        "cv": own_cv(cv_id),
        "options": [(each.value, str(label)) for each, label in CHOICES.items()],
        "limits": limits_at(Decision.FORWARDING),
        "requests": _lines(forwardings_of(me(), cv_id=cv_id)),
    }


def _around(found: OwnForwarding) -> dict[str, Any]:
    view = own_cv(found.cv_id)
    shown = detail_names([Detail.NAME.value, *view.shown_details])
    yes = _("Yes, with who I am: %(details)s", details=shown)
    return {
        "asked": found,
        "standing": str(STANDINGS[found.standing]),
        "waits": found.standing is Standing.ASKED,
        "granted": found.standing is Standing.GRANTED,
        "shown": shown if found.with_identity else "",
        "options": [
            # Text browsers tick the first of several by themselves.
            (Answer.NO.value, _("No")),
            (Answer.ANONYMOUS.value, _("Yes, anonymously: without name, details and references")),
            (Answer.IDENTITY.value, yes),
        ],
        "limits": limits_at(Decision.FORWARDING),
        "end_token": token_for(ActionForm.form_name),
    }
