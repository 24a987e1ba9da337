"""Registering an account, and confirming the address."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.accounts.forms import AddressForm, ConfirmForm, RegisterForm
from webapp.blueprints.accounts.pages import (
    REFUSALS,
    dead_link,
    form_page,
    network,
    refused,
    say,
    unfinished,
)
from webapp.domain.accounts import registering
from webapp.domain.accounts.links import DeadLinkError, look_at
from webapp.domain.accounts.registering import NewAccount, WrongPasswordError
from webapp.domain.accounts.rules import Purpose
from webapp.i18n import LANGUAGE_PREFIX, language
from webapp.i18n import gettext as _

bp = Blueprint("registering", __name__, url_prefix=LANGUAGE_PREFIX)
REGISTER = "accounts/register.html"
AGAIN = "accounts/send_again.html"
CONFIRM = "accounts/confirm.html"


@bp.get("/register")
@access.anyone
def register() -> Response:
    return form_page(REGISTER, RegisterForm())


@bp.post("/register")
@access.anyone
def send_registration() -> Response:
    form = RegisterForm(request.form)
    if answer := unfinished(REGISTER, form):
        return answer
    new = NewAccount(
        email=form.email.data,
        password=form.password.data,
        question=form.chosen_question(),
        answer=form.answer.data,
        language=language(),
    )
    try:
        registering.register(new, network())
    except REFUSALS as refusal:
        return refused(REGISTER, form, refusal)
    return say("accounts/mail_sent.html", email=form.email.data)


@bp.get("/register/again")
@access.anyone
def again() -> Response:
    return form_page(AGAIN, AddressForm())


@bp.post("/register/again")
@access.anyone
def send_again() -> Response:
    form = AddressForm(request.form)
    if answer := unfinished(AGAIN, form):
        return answer
    try:
        registering.send_again(form.email.data, network())
    except REFUSALS as refusal:
        return refused(AGAIN, form, refusal)
    return say("accounts/mail_sent.html", email=form.email.data)


@bp.get("/confirm/<token>")
@access.anyone
def confirm(token: str) -> Response:
    try:
        look_at(Purpose.CONFIRM, token)
    except DeadLinkError:
        return dead_link("registering.again")
    return form_page(CONFIRM, ConfirmForm())


@bp.post("/confirm/<token>")
@access.anyone
def send_confirmation(token: str) -> BaseResponse:
    form = ConfirmForm(request.form)
    if answer := unfinished(CONFIRM, form):
        return answer
    try:
        registering.confirm(token, form.password.data)
    except WrongPasswordError:
        form.refuse(_("That is not the password that you chose when you registered."), "password")
        return form_page(CONFIRM, form, status=422)
    except REFUSALS as refusal:
        return refused(CONFIRM, form, refusal)
    except DeadLinkError:
        return dead_link("registering.again")
    return say("accounts/confirmed.html")
