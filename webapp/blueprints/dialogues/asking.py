"""The employer's side of dialogues: the request, the list, and the talk."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.cv.forms import ActionForm
from webapp.blueprints.cv.pages import form_page, go, me, notice, say, unfinished
from webapp.blueprints.cv_centre.pages import not_yet, page_links, page_number
from webapp.blueprints.dialogues.forms import AskForm, MessageForm
from webapp.blueprints.dialogues.views import FOR_COMPANY, WISHES, said_view, wish_names
from webapp.domain.cv.door import glimpse
from webapp.domain.cv.views import Glimpse
from webapp.domain.dialogues.asking import (
    AskedAlreadyError,
    NotAnsweredError,
    RequestsMutedError,
    TooManyRequestsError,
    ask,
    write_to_person,
)
from webapp.domain.dialogues.queries import (
    PAGE_SIZE,
    CompanyDialogue,
    dialogue_of_company,
    dialogues_of_company,
)
from webapp.domain.dialogues.rules import Standing, Wish
from webapp.i18n import LANGUAGE_PREFIX, localized_url
from webapp.i18n import gettext as _

bp = Blueprint("dialogues", __name__, url_prefix=LANGUAGE_PREFIX)
ASK, THREAD = "dialogues/ask.html", "dialogues/thread.html"


@bp.get("/cv/<address>/ask")
@access.employers_alone
def request_form(address: str) -> Response:
    return form_page(ASK, AskForm(), **_around_request(_seen(address), address))


@bp.post("/cv/<address>/ask")
@access.employers_alone
def send_request(address: str) -> BaseResponse:
    seen = _seen(address)
    around = _around_request(seen, address)
    form = AskForm(request.form)
    if answer := unfinished(ASK, form, **around):
        return answer
    if form.passes("position", "message", anonymous=not seen.shows_identity):
        dialogue_id = _asked(form, address, around)
        if dialogue_id is not None:
            notice("cv-asked")
            return go("dialogues.thread", dialogue_id=dialogue_id)
    return form_page(ASK, form, status=422, **around)


@bp.get("/employer/dialogues")
@access.employer_user
@access.of_the_cv_centre
def index() -> Response:
    if page := not_yet(me()):
        return page
    number = page_number(request.args.get("page", ""))
    total, found = dialogues_of_company(me(), page=number)
    return say(
        "dialogues/list.html",
        dialogues=found,
        total=total,
        standings=FOR_COMPANY,
        list=page_links(localized_url("dialogues.index"), {}, number, total, PAGE_SIZE),
    )


@bp.get("/employer/dialogues/<int:dialogue_id>")
@access.employer_user
@access.of_the_cv_centre
def thread(dialogue_id: int) -> Response:
    found = _found(dialogue_id)
    form = MessageForm() if found.standing is Standing.ANSWERED else ActionForm()
    return form_page(THREAD, form, **_around_thread(found))


@bp.post("/employer/dialogues/<int:dialogue_id>")
@access.employer_user
@access.of_the_cv_centre
def send_message(dialogue_id: int) -> BaseResponse:
    found = _found(dialogue_id)
    if found.standing is not Standing.ANSWERED:
        return _changed(dialogue_id)
    around = _around_thread(found)
    form = MessageForm(request.form)
    if answer := unfinished(THREAD, form, **around):
        return answer
    if form.passes("message", anonymous=found.anonymous):
        try:
            write_to_person(dialogue_id, me(), form.message.data)
        except NotAnsweredError:
            return _changed(dialogue_id)
        notice("message-sent")
        return go("dialogues.thread", dialogue_id=dialogue_id)
    return form_page(THREAD, form, status=422, **around)


def _changed(dialogue_id: int) -> BaseResponse:
    notice("dialogue-changed")
    return go("dialogues.thread", dialogue_id=dialogue_id)


def _asked(form: AskForm, address: str, around: dict[str, Any]) -> int | None:
    """Sends the request; None where it is refused, which the form then says."""
    try:
        return ask(
            address,
            me(),
            position=form.position.data,
            message=form.message.data,
            wishes=[wish for wish in Wish if form[f"wish_{wish.value}"].data],
            daily_limit=current_app.config["SETTINGS"].cv_requests_per_day,
        )
    except AskedAlreadyError as asked:
        around["asked_already"] = asked.dialogue_id
        form.refuse(_("Your company has asked about this CV already."))
    except RequestsMutedError:
        form.refuse(_("This person takes no requests just now. Try again another day."))
    except TooManyRequestsError:
        form.refuse(_("Your company has sent as many requests as it may in a day. Go on tomorrow."))
    return None


def _seen(address: str) -> Glimpse:
    return glimpse(address, me()) or abort(404)


def _found(dialogue_id: int) -> CompanyDialogue:
    return dialogue_of_company(dialogue_id, me()) or abort(404)


def _around_request(seen: Glimpse, address: str) -> dict[str, Any]:
    return {
        "cv": seen,
        "address": address,
        "anonymous": not seen.shows_identity,
        "wishes": [(wish.value, str(words)) for wish, words in WISHES.items()],
        "asked_already": None,
    }


def _around_thread(found: CompanyDialogue) -> dict[str, Any]:
    return {
        "dialogue": found,
        "standing": str(FOR_COMPANY[found.standing]),
        "goes_on": found.standing is Standing.ANSWERED,
        "waits": found.standing is Standing.ASKED,
        "wishes": wish_names(found.asked_for),
        "messages": said_view(found.messages, company=None),
    }
