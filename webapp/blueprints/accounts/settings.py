"""The settings of an account. The dangerous ones ask for a proof first, good for ten minutes."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.access import viewer
from webapp.blueprints.accounts.forms import (
    AddressForm,
    ButtonForm,
    CloseForm,
    LanguageForm,
    NewPasswordForm,
    ProveForm,
    QuestionForm,
)
from webapp.blueprints.accounts.pages import (
    REFUSALS,
    dead_link,
    form_page,
    go,
    network,
    own_page,
    refused,
    say,
    unfinished,
)
from webapp.blueprints.accounts.second_factor import check, current_session, passkey_question
from webapp.domain.accounts import owning
from webapp.domain.accounts.links import DeadLinkError
from webapp.domain.accounts.owning import OwnAccount, own_account
from webapp.domain.accounts.rules import Stage
from webapp.domain.accounts.second_factor import WrongCodeError
from webapp.domain.accounts.sessions import (
    end_session_of,
    end_sessions,
    note_proof,
    sessions_of,
)
from webapp.domain.dialogues.closing import StillHeldError, close_account, company_held_by
from webapp.forms import token_for
from webapp.i18n import LANGUAGE_PREFIX, localized_url
from webapp.i18n import gettext as _
from webapp.signing_in import notice, sign_in, sign_out

bp = Blueprint("settings", __name__, url_prefix=LANGUAGE_PREFIX)
PROVE = "accounts/prove.html"
EMAIL = "accounts/new_email.html"
CONFIRM_EMAIL = "accounts/confirm_new_email.html"
PASSWORD = "accounts/new_password.html"  # noqa: S105
QUESTION = "accounts/new_question.html"
LANGUAGE = "accounts/new_language.html"
CLOSE, HELD = "accounts/close.html", "accounts/close_held.html"


@bp.get("/my/settings")
@access.signed_in
def index() -> Response:
    return say("accounts/settings.html", account=_own(), viewer=viewer())


@bp.get("/my/prove")
@access.setting_up
def prove() -> Response:
    form = ProveForm()
    form.next.data = own_page(request.args.get("next", ""))
    return _prove_page(form)


@bp.post("/my/prove")
@access.setting_up
def send_prove() -> BaseResponse:
    form = ProveForm(request.form)
    if answer := unfinished(PROVE, form, passkey=passkey_question, viewer=viewer()):
        return answer
    try:
        if form.password.data:
            if not owning.proves(current_session(), form.password.data):
                form.refuse(_("That is not your password."), "password")
                return _prove_page(form, status=422)
        elif not viewer().has_second_factor:
            form.refuse(_("Write your password."), "password")
            return _prove_page(form, status=422)
        else:
            check(form)
    except WrongCodeError as error:
        if error.ended:
            sign_out()
            return say("accounts/login_ended.html", status=403)
        form.refuse(_("That is not a code we expect. Each code is good once."), "code")
        return _prove_page(form, status=422)
    except REFUSALS as refusal:
        return refused(PROVE, form, refusal, passkey=passkey_question(), viewer=viewer())
    note_proof(current_session().id)
    return redirect(own_page(form.next.data) or localized_url("settings.index"), 303)


@bp.get("/my/settings/email")
@access.signed_in
@access.recently_proved
def email() -> Response:
    return form_page(EMAIL, AddressForm(), account=_own())


@bp.post("/my/settings/email")
@access.signed_in
@access.recently_proved
def send_email() -> Response:
    form = AddressForm(request.form)
    if answer := unfinished(EMAIL, form, account=_own()):
        return answer
    try:
        owning.ask_new_email(viewer().account_id, form.email.data, network())
    except REFUSALS as refusal:
        return refused(EMAIL, form, refusal, account=_own())
    return say("accounts/new_email_sent.html", email=form.email.data)


@bp.get("/email/<token>")
@access.anyone
def confirm_email(token: str) -> Response:
    try:
        address = owning.new_email_of(token)
    except DeadLinkError:
        return dead_link("settings.email")
    return form_page(CONFIRM_EMAIL, ButtonForm(), email=address)


@bp.post("/email/<token>")
@access.anyone
def send_confirm_email(token: str) -> Response:
    form = ButtonForm(request.form)
    try:
        address = owning.new_email_of(token)
        if answer := unfinished(CONFIRM_EMAIL, form, email=address):
            return answer
        owning.confirm_new_email(token)
    except DeadLinkError:
        return dead_link("settings.email")
    return say("accounts/new_email_confirmed.html", email=address)


@bp.get("/my/settings/password")
@access.signed_in
@access.recently_proved
def password() -> Response:
    return form_page(PASSWORD, NewPasswordForm())


@bp.post("/my/settings/password")
@access.signed_in
@access.recently_proved
def send_password() -> BaseResponse:
    form = NewPasswordForm(request.form, address=_own().email)
    if answer := unfinished(PASSWORD, form):
        return answer
    account_id = viewer().account_id
    try:
        owning.change_password(account_id, form.password.data)
    except REFUSALS as refusal:
        return refused(PASSWORD, form, refusal)
    sign_in(account_id, Stage.WHOLE, came_by=current_session().partner_link_id)
    notice("password-changed")
    return go("settings.index")


@bp.get("/my/settings/question")
@access.customer
@access.recently_proved
def question() -> Response:
    return form_page(QUESTION, QuestionForm())


@bp.post("/my/settings/question")
@access.customer
@access.recently_proved
def send_question() -> BaseResponse:
    form = QuestionForm(request.form)
    if answer := unfinished(QUESTION, form):
        return answer
    try:
        owning.change_question(viewer().account_id, form.chosen_question(), form.answer.data)
    except REFUSALS as refusal:
        return refused(QUESTION, form, refusal)
    notice("question-changed")
    return go("settings.index")


@bp.get("/my/settings/language")
@access.signed_in
def language() -> Response:
    form = LanguageForm()
    form.language.data = viewer().language
    return form_page(LANGUAGE, form)


@bp.post("/my/settings/language")
@access.signed_in
def send_language() -> BaseResponse:
    form = LanguageForm(request.form)
    if answer := unfinished(LANGUAGE, form):
        return answer
    owning.change_language(viewer().account_id, form.language.data)
    notice("language-changed")
    return go("settings.index", lang=form.language.data)


@bp.get("/my/settings/sessions")
@access.signed_in
def sessions() -> Response:
    return say(
        "accounts/sessions.html",
        sessions=sessions_of(viewer()),
        current=current_session().id,
        token=token_for(ButtonForm.form_name),
    )


@bp.post("/my/settings/sessions")
@access.signed_in
def send_sessions() -> BaseResponse:
    """Ends the session that the pressed button names, or every other one."""
    if not ButtonForm(request.form).accepts():
        return go("settings.sessions")
    number = request.form.get("end", "")
    if number.isdecimal() and len(number) < 19 and end_session_of(viewer(), int(number)):
        notice("session-ended")
    elif number == "others":
        end_sessions(viewer().account_id, but=current_session().id)
        notice("sessions-ended")
    return go("settings.sessions")


@bp.get("/my/settings/close")
@access.signed_in
@access.recently_proved
def close() -> Response:
    held = company_held_by(viewer().account_id)
    if held and held.hinders:
        return say(HELD, held=held)
    return form_page(CLOSE, CloseForm(), held=held)


@bp.post("/my/settings/close")
@access.signed_in
@access.recently_proved
def send_close() -> Response:
    form = CloseForm(request.form)
    account_id = viewer().account_id
    if answer := unfinished(CLOSE, form, held=lambda: company_held_by(account_id)):
        return answer
    try:
        close_account(account_id)
    except StillHeldError:
        return say(HELD, status=409, held=company_held_by(account_id))
    sign_out()
    return say("accounts/closed.html")


def _own() -> OwnAccount:
    return own_account(viewer().account_id)


def _prove_page(form: ProveForm, *, status: int = 200) -> Response:
    return form_page(PROVE, form, status=status, passkey=passkey_question(), viewer=viewer())
