"""Logging in and out."""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.accounts import kept
from webapp.blueprints.accounts.forms import AddressForm, ButtonForm, LoginForm
from webapp.blueprints.accounts.pages import (
    REFUSALS,
    dead_link,
    dead_partner_link,
    form_page,
    go,
    network,
    own_page,
    refused,
    say,
    unfinished,
)
from webapp.domain.accounts.links import DeadLinkError, look_at
from webapp.domain.accounts.logging_in import (
    WrongLoginError,
    end_wait,
    log_in,
    mail_login_link,
)
from webapp.domain.accounts.rules import Purpose, Stage
from webapp.domain.accounts.sessions import PasswordChangedError
from webapp.domain.employers.partner_links import (
    DeadPartnerLinkError,
    WayIn,
    count_login,
    way_in,
)
from webapp.domain.employers.queries import company_of
from webapp.htmx import whole_page
from webapp.i18n import LANGUAGE_PREFIX
from webapp.i18n import gettext as _
from webapp.signing_in import sign_in, sign_out

bp = Blueprint("accounts", __name__, url_prefix=LANGUAGE_PREFIX)
LOGIN = "accounts/login.html"
BY_LINK = "accounts/login_by_link.html"
OUT = "accounts/logout.html"


@bp.get("/login")
@access.anyone
def login() -> BaseResponse:
    if g.account is not None:
        return go("my.index")
    form = LoginForm()
    form.next.data = own_page(request.args.get("next", ""))
    form.came_by.data = request.args.get("came_by", "")
    try:
        return _login_page(form)
    except DeadPartnerLinkError as dead:
        return dead_partner_link(dead)


@bp.post("/login")
@access.anyone
def send_login() -> BaseResponse:
    if written := kept.sent_here():
        form = LoginForm()
        form.next.data, form.kept.data = own_page(request.args["next"]), written
        return whole_page(_login_page(form))
    form = LoginForm(request.form)
    try:
        return _log_in(form, way_in(form.came_by.data))
    except DeadPartnerLinkError as dead:
        return dead_partner_link(dead)


def _log_in(form: LoginForm, way: WayIn | None) -> BaseResponse:
    partner = way.partner if way else None
    if answer := unfinished(LOGIN, form, partner=partner):
        return answer
    try:
        found = log_in(form.email.data, form.password.data, network(), form.link.data)
        came_by = _origin(form, way, found.account_id)
        sign_in(found.account_id, found.stage, found.password_hash, came_by=came_by)
    except (WrongLoginError, PasswordChangedError):
        form.refuse(_("Address and password don’t belong together. Check both and try again."))
        return _login_page(form, status=422)
    except REFUSALS as refusal:
        return refused(LOGIN, form, refusal, partner=partner)
    if found.stage is Stage.HALF_WAY:
        page = own_page(form.next.data)
        if page and form.kept.data:
            return kept.pass_on("second_factor.code", form.kept.data, page)
        return go("second_factor.code", next=page)
    return whole_login(found.account_id, form.next.data, form.kept.data)


def _login_page(form: LoginForm, *, status: int = 200) -> Response:
    """Raises DeadPartnerLinkError where somebody comes by such a link."""
    way = way_in(form.came_by.data)
    return form_page(LOGIN, form, status=status, partner=way.partner if way else None)


def _origin(form: LoginForm, way: WayIn | None, account_id: int) -> int | None:
    """The partner link to note of a session; whoever acts for no company came to nothing by it."""
    if way is None:
        return None
    if company_of(account_id) is None:
        form.next.data = ""
        return None
    return way.id


def whole_login(account_id: int, next_page: str | None, written: str) -> BaseResponse:
    """Where somebody goes who has just given all that was asked for."""
    end_wait(account_id)
    if g.session.partner_link_id is not None:
        count_login(g.session.partner_link_id)
    page = own_page(next_page or "")
    if page and written:
        return kept.give_back(page, written)
    return redirect(page, 303) if page else go("my.index")


@bp.get("/login/link")
@access.anyone
def by_link() -> Response:
    return form_page(BY_LINK, AddressForm())


@bp.post("/login/link")
@access.anyone
def send_by_link() -> Response:
    form = AddressForm(request.form)
    if answer := unfinished(BY_LINK, form):
        return answer
    try:
        mail_login_link(form.email.data, network())
    except REFUSALS as refusal:
        return refused(BY_LINK, form, refusal)
    return say("accounts/login_link_sent.html")


@bp.get("/login/link/<token>")
@access.anyone
def with_link(token: str) -> Response:
    try:
        look_at(Purpose.LOG_IN, token)
    except DeadLinkError:
        return dead_link("accounts.by_link")
    form = LoginForm()
    form.link.data = token
    return _login_page(form)


@bp.post("/login/link/<token>")
@access.anyone
def send_with_link(token: str) -> BaseResponse:
    return send_login()


@bp.get("/logout")
@access.setting_up
def logout() -> Response:
    return form_page(OUT, ButtonForm())


@bp.post("/logout")
@access.setting_up
def send_logout() -> BaseResponse:
    form = ButtonForm(request.form)
    if answer := unfinished(OUT, form):
        return answer
    sign_out()
    return say("accounts/logged_out.html")
