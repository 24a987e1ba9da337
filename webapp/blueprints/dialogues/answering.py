"""The person's side of dialogues: who asks, what they say, and the answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.cv.forms import ActionForm
from webapp.blueprints.cv.pages import form_page, go, me, notice, own_cv, unfinished
from webapp.blueprints.cv.views import DETAILS, detail_names
from webapp.blueprints.dialogues.forms import AnswerForm, MuteForm
from webapp.blueprints.dialogues.views import FOR_PERSON, choice_options, said_view, wish_names
from webapp.blueprints.site.views import limits_at
from webapp.domain.cv.rules import Detail
from webapp.domain.dialogues.answering import (
    Choice,
    NotPossibleError,
    answer,
    choices_in,
    mute_requests,
    take_yes_back,
)
from webapp.domain.dialogues.queries import (
    OwnDialogue,
    dialogue_of_person,
    dialogues_of_person,
    takes_requests,
)
from webapp.domain.dialogues.rules import Standing, Wish
from webapp.forms import token_for
from webapp.i18n import LANGUAGE_PREFIX
from webapp.i18n import gettext as _
from webapp.site.promises import Decision

bp = Blueprint("my_dialogues", __name__, url_prefix=LANGUAGE_PREFIX)
LIST, DIALOGUE = "dialogues/own_list.html", "dialogues/own.html"


@bp.get("/my/dialogues")
@access.job_seeker
def index() -> Response:
    form = MuteForm()
    form.muted.data = not takes_requests(me())
    return form_page(LIST, form, **_around_list())


@bp.post("/my/dialogues")
@access.job_seeker
def send_mute() -> BaseResponse:
    form = MuteForm(request.form)
    if refused := unfinished(LIST, form, **_around_list()):
        return refused
    mute_requests(me(), muted=bool(form.muted.data))
    notice("requests-muted" if form.muted.data else "requests-taken")
    return go("my_dialogues.index")


@bp.get("/my/dialogues/<int:dialogue_id>")
@access.job_seeker
def dialogue(dialogue_id: int) -> Response:
    found = _found(dialogue_id)
    if not choices_in(found):
        return form_page(DIALOGUE, ActionForm(), **_around(found))
    form = AnswerForm()
    if Wish.TELEPHONE in found.asked_for:
        form.show_phone.data = form.show_mobile.data = True
    return form_page(DIALOGUE, form, **_around(found))


@bp.post("/my/dialogues/<int:dialogue_id>")
@access.job_seeker
def send(dialogue_id: int) -> BaseResponse:
    found = _found(dialogue_id)
    if not choices_in(found):
        return _changed(dialogue_id)
    form = AnswerForm(request.form)
    if refused := unfinished(DIALOGUE, form, **_around(found)):
        return refused
    choice = _chosen(form, found)
    anonymous = found.anonymous and choice is not Choice.REVEAL
    if choice and form.wants_words() and form.passes("message", anonymous=anonymous):
        try:
            answer(dialogue_id, me(), choice, text=form.message.data, details=_details_ticked(form))
        except NotPossibleError:
            return _changed(dialogue_id)
        notice("cv-revealed" if choice is Choice.REVEAL else "cv-answered")
        return go("my_dialogues.dialogue", dialogue_id=dialogue_id)
    return form_page(DIALOGUE, form, status=422, **_around(found))


@bp.post("/my/dialogues/<int:dialogue_id>/end-yes")
@access.job_seeker
def send_end_yes(dialogue_id: int) -> BaseResponse:
    _found(dialogue_id)
    if not ActionForm(request.form).accepts():
        return _changed(dialogue_id)
    take_yes_back(dialogue_id, me())
    notice("yes-ended")
    return go("my_dialogues.dialogue", dialogue_id=dialogue_id)


def _changed(dialogue_id: int) -> BaseResponse:
    notice("dialogue-changed")
    return go("my_dialogues.dialogue", dialogue_id=dialogue_id)


def _chosen(form: AnswerForm, found: OwnDialogue) -> Choice | None:
    possible = {choice.value: choice for choice in choices_in(found)}
    choice = possible.get(form.choice.data)
    if choice is None:
        form.refuse(_("Choose what you want to do."), "choice")
    return choice


def _details_ticked(form: AnswerForm) -> list[Detail]:
    return [
        detail
        for detail in Detail
        if f"show_{detail.value}" in form and form[f"show_{detail.value}"].data
    ]


def _found(dialogue_id: int) -> OwnDialogue:
    return dialogue_of_person(dialogue_id, me()) or abort(404)


def _around_list() -> dict[str, Any]:
    return {"dialogues": dialogues_of_person(me()), "standings": FOR_PERSON}


def _around(found: OwnDialogue) -> dict[str, Any]:
    given = own_cv(found.cv_id) if found.may_reveal and found.cv_id is not None else None
    names = {*given.details, *({"photo"} if given.has_photo else ())} if given else set()
    return {
        "dialogue": found,
        "standing": str(FOR_PERSON[found.standing]),
        "waits": found.standing is Standing.ASKED,
        "wishes": wish_names(found.asked_for),
        "messages": said_view(found.messages, company=found.company.name),
        "options": choice_options(choices_in(found), found),
        "details": [
            (name, str(label))
            for name, label in DETAILS.items()
            if name in names and name != Detail.NAME.value
        ],
        "granted": detail_names([Detail.NAME.value, *found.granted])
        if found.granted is not None
        else None,
        "limits": limits_at(Decision.IDENTITY_REQUEST),
        "end_token": token_for(ActionForm.form_name),
    }
