"""Getting back in without the password."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from webapp import access
from webapp.blueprints.accounts.forms import (
    AddressForm,
    AfterWaitForm,
    ButtonForm,
    NewPasswordForm,
    RecoverForm,
)
from webapp.blueprints.accounts.pages import (
    REFUSALS,
    dead_link,
    form_page,
    network,
    refused,
    say,
    unfinished,
)
from webapp.domain.accounts import recovering
from webapp.domain.accounts.links import DeadLinkError, look_at
from webapp.domain.accounts.recovering import WrongAnswerError, recovery_of
from webapp.domain.accounts.rules import Purpose
from webapp.domain.accounts.staffing import set_up, set_up_address
from webapp.i18n import LANGUAGE_PREFIX
from webapp.i18n import gettext as _

bp = Blueprint("recovering", __name__, url_prefix=LANGUAGE_PREFIX)
ASK = "accounts/recover_ask.html"
RECOVER = "accounts/recover.html"
WAIT = "accounts/recover_wait.html"
STOP = "accounts/recover_stop.html"
AFTER_WAIT = "accounts/recover_after_wait.html"
SET_UP = "accounts/set_up.html"


@bp.get("/recover")
@access.anyone
def ask() -> Response:
    return form_page(ASK, AddressForm())


@bp.post("/recover")
@access.anyone
def send_ask() -> Response:
    form = AddressForm(request.form)
    if answer := unfinished(ASK, form):
        return answer
    try:
        recovering.mail_recovery_link(form.email.data, network())
    except REFUSALS as refusal:
        return refused(ASK, form, refusal)
    return say("accounts/recover_sent.html")


@bp.get("/recover/<token>")
@access.anyone
def recover(token: str) -> Response:
    try:
        found = recovery_of(token)
    except DeadLinkError:
        return dead_link("recovering.ask")
    return form_page(RECOVER, RecoverForm(), recovery=found, recovery_token=token)


@bp.post("/recover/<token>")
@access.anyone
def send_recover(token: str) -> Response:
    try:
        found = recovery_of(token)
    except DeadLinkError:
        return dead_link("recovering.ask")
    form = RecoverForm(request.form, address=found.email)
    values: dict[str, Any] = {"recovery": found, "recovery_token": token}
    if answer := unfinished(RECOVER, form, **values):
        return answer
    try:
        recovering.recover(token, form.answer.data, form.code.data, form.password.data)
    except WrongAnswerError:
        if form.code.data:
            form.refuse(_("That is not a code we expect. Each code is good once."), "code")
        else:
            form.refuse(_("That is not the answer we know."), "answer")
        return form_page(RECOVER, form, status=422, **values)
    except REFUSALS as refusal:
        return refused(RECOVER, form, refusal, **values)
    except DeadLinkError:
        return dead_link("recovering.ask")
    return say("accounts/recovered.html")


@bp.get("/recover/<token>/wait")
@access.anyone
def wait(token: str) -> Response:
    try:
        recovery_of(token)
    except DeadLinkError:
        return dead_link("recovering.ask")
    return form_page(WAIT, ButtonForm())


@bp.post("/recover/<token>/wait")
@access.anyone
def send_wait(token: str) -> Response:
    form = ButtonForm(request.form)
    if answer := unfinished(WAIT, form):
        return answer
    try:
        recovering.start_wait(token)
    except DeadLinkError:
        return dead_link("recovering.ask")
    return say("accounts/recover_waiting.html")


@bp.get("/recovery/stop/<token>")
@access.anyone
def stop(token: str) -> Response:
    try:
        look_at(Purpose.STOP_WAIT, token)
    except DeadLinkError:
        return dead_link("accounts.login")
    return form_page(STOP, ButtonForm())


@bp.post("/recovery/stop/<token>")
@access.anyone
def send_stop(token: str) -> Response:
    form = ButtonForm(request.form)
    if answer := unfinished(STOP, form):
        return answer
    try:
        recovering.stop_wait(token)
    except DeadLinkError:
        return dead_link("accounts.login")
    return say("accounts/recover_stopped.html")


@bp.get("/recovery/new/<token>")
@access.anyone
def after_wait(token: str) -> Response:
    try:
        recovering.address_after_wait(token)
    except DeadLinkError:
        return dead_link("recovering.ask")
    return form_page(AFTER_WAIT, AfterWaitForm())


@bp.post("/recovery/new/<token>")
@access.anyone
def send_after_wait(token: str) -> Response:
    try:
        form = AfterWaitForm(request.form, address=recovering.address_after_wait(token))
        if answer := unfinished(AFTER_WAIT, form):
            return answer
        recovering.recover_after_wait(
            token, form.password.data, form.chosen_question(), form.answer.data
        )
    except REFUSALS as refusal:
        return refused(AFTER_WAIT, form, refusal)
    except DeadLinkError:
        return dead_link("recovering.ask")
    return say("accounts/recovered.html")


@bp.get("/set-up/<token>")
@access.anyone
def set_up_page(token: str) -> Response:
    try:
        address = set_up_address(token)
    except DeadLinkError:
        return dead_link("accounts.login")
    return form_page(SET_UP, NewPasswordForm(), email=address)


@bp.post("/set-up/<token>")
@access.anyone
def send_set_up(token: str) -> Response:
    try:
        address = set_up_address(token)
        form = NewPasswordForm(request.form, address=address)
        if answer := unfinished(SET_UP, form, email=address):
            return answer
        set_up(token, form.password.data)
    except REFUSALS as refusal:
        return refused(SET_UP, form, refusal, email=address)
    except DeadLinkError:
        return dead_link("accounts.login")
    return say("accounts/set_up_done.html")
