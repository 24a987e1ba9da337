"""The second factor: giving it when logging in, and setting it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import segno
from flask import Blueprint, Response, current_app, g, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.access import viewer
from webapp.adapters.passkeys import Site
from webapp.blueprints.accounts.forms import ButtonForm, CodeForm, PasskeyForm
from webapp.blueprints.accounts.logging_in import whole_login
from webapp.blueprints.accounts.pages import (
    form_page,
    go,
    network,
    refused,
    say,
    unfinished,
)
from webapp.domain.accounts import second_factor
from webapp.domain.accounts.limits import TooManyTriesError
from webapp.domain.accounts.rules import Stage
from webapp.domain.accounts.second_factor import NeededError, WrongCodeError
from webapp.domain.accounts.sessions import OpenSession
from webapp.i18n import LANGUAGE_PREFIX
from webapp.i18n import gettext as _
from webapp.signing_in import notice, sign_in

bp = Blueprint("second_factor", __name__, url_prefix=LANGUAGE_PREFIX)
CODE = "accounts/code.html"
TOTP = "accounts/totp.html"
PASSKEY = "accounts/passkey.html"
REMOVE = "accounts/factor_remove.html"
RENEW = "accounts/codes_renew.html"


def passkey_site() -> Site | None:
    """Where passkeys are good; None at a bare number, where browsers know none."""
    host = request.host.partition(":")[0] if not request.host.startswith("[") else ""
    if not host or host.replace(".", "").isdecimal():
        return None
    return Site(host, f"{request.scheme}://{request.host}", current_app.config["PROFILE"].site_name)


def named_address() -> str:
    """Where the site opens by a name, as passkeys need it; a demo does on its own machine."""
    settings = current_app.config["SETTINGS"]
    if settings.production or "localhost" not in settings.hosts:
        return str(settings.base_url)
    port = request.host.rpartition("]")[2].partition(":")[2]
    return f"{request.scheme}://localhost{port and ':'}{port}"


def current_session() -> OpenSession:
    assert isinstance(g.session, OpenSession)
    return g.session


@dataclass(frozen=True, slots=True)
class PasskeyQuestion:
    """What a page needs to ask for a passkey: its script's options, or else where it would work."""

    options: str | None
    named_address: str | None


def passkey_question() -> PasskeyQuestion | None:
    """How the account's passkeys are asked for here; None where it has none."""
    site = passkey_site()
    if site is not None:
        options = second_factor.ask_passkey(current_session(), site)
        return PasskeyQuestion(options, None) if options else None
    if second_factor.overview(current_session().viewer.account_id).passkeys:
        return PasskeyQuestion(None, named_address())
    return None


def check(form: CodeForm) -> None:
    """Checks what was sent as second factor.

    Raises:
        WrongCodeError: it is wrong.
        TooManyTriesError: too many wrong codes came before.
    """
    site = passkey_site()
    if form.passkey.data and site:
        second_factor.check_passkey(current_session(), site, form.passkey.data)
    else:
        second_factor.check_code(current_session(), form.code.data, network())


@bp.get("/login/code")
@access.half_signed_in
def code() -> Response:
    return form_page(CODE, CodeForm(), passkey=passkey_question())


@bp.post("/login/code")
@access.half_signed_in
def send_code() -> BaseResponse:
    form = CodeForm(request.form)
    if form.kept.data and "code" not in request.form:
        # From the step before, with what was written somewhere else.
        return form_page(CODE, form, passkey=passkey_question())
    if answer := unfinished(CODE, form, passkey=passkey_question):
        return answer
    try:
        check(form)
    except WrongCodeError as error:
        if error.ended:
            return say("accounts/login_ended.html", status=403)
        form.refuse(_("That is not a code we expect. Each code is good once."), "code")
        return form_page(CODE, form, status=422, passkey=passkey_question())
    except TooManyTriesError as refusal:
        return refused(CODE, form, refusal, passkey=passkey_question())
    account_id = current_session().viewer.account_id
    sign_in(account_id, Stage.WHOLE, came_by=current_session().partner_link_id)
    return whole_login(account_id, request.args.get("next"), form.kept.data)


@bp.get("/my/settings/second-factor")
@access.setting_up
def overview() -> Response:
    found = second_factor.overview(viewer().account_id)
    return say("accounts/second_factor.html", found=found, lacks=viewer().lacks_second_factor)


@bp.get("/my/settings/second-factor/app")
@access.setting_up
@access.recently_proved
def totp() -> Response:
    return _totp_page(CodeForm())


@bp.post("/my/settings/second-factor/app")
@access.setting_up
@access.recently_proved
def send_totp() -> Response:
    form = CodeForm(request.form)
    if answer := unfinished(TOTP, form, **_totp_values()):
        return answer
    try:
        codes = second_factor.add_totp(current_session(), form.code.data)
    except WrongCodeError:
        form.refuse(_("That is not the code of now. Check the clock of your device."), "code")
        return _totp_page(form, status=422)
    return _added(codes)


@bp.get("/my/settings/second-factor/passkey")
@access.setting_up
@access.recently_proved
def passkey() -> Response:
    site = passkey_site()
    if site is None:
        return _only_by_name()
    return form_page(PASSKEY, PasskeyForm(), offer=_passkey_offer(site))


@bp.post("/my/settings/second-factor/passkey")
@access.setting_up
@access.recently_proved
def send_passkey() -> Response:
    site = passkey_site()
    if site is None:
        return _only_by_name()
    form = PasskeyForm(request.form)
    if answer := unfinished(PASSKEY, form, offer=lambda: _passkey_offer(site)):
        return answer
    try:
        name = (form.name.data).strip() or _("Passkey")
        codes = second_factor.add_passkey(current_session(), site, form.passkey.data, name)
    except WrongCodeError:
        form.refuse(_("The passkey was not made. Please try once more."))
        return form_page(PASSKEY, form, status=422, offer=_passkey_offer(site))
    return _added(codes)


@bp.get("/my/settings/second-factor/remove/<int:number>")
@access.signed_in
@access.recently_proved
def remove(number: int) -> Response:
    return form_page(REMOVE, ButtonForm())


@bp.post("/my/settings/second-factor/remove/<int:number>")
@access.signed_in
@access.recently_proved
def send_remove(number: int) -> BaseResponse:
    """Removes a passkey, or the app where the number is 0."""
    form = ButtonForm(request.form)
    if answer := unfinished(REMOVE, form):
        return answer
    try:
        if number:
            second_factor.remove_passkey(viewer().account_id, number)
        else:
            second_factor.remove_totp(viewer().account_id)
    except NeededError:
        form.refuse(_("Your role needs a second factor. Add another one first."))
        return form_page(REMOVE, form, status=422)
    notice("factor-removed")
    return go("second_factor.overview")


@bp.get("/my/settings/second-factor/codes")
@access.signed_in
@access.recently_proved
def renew() -> Response:
    return form_page(RENEW, ButtonForm())


@bp.post("/my/settings/second-factor/codes")
@access.signed_in
@access.recently_proved
def send_renew() -> Response:
    form = ButtonForm(request.form)
    if answer := unfinished(RENEW, form):
        return answer
    return _added(second_factor.renew_recovery_codes(viewer().account_id))


def _totp_values() -> dict[str, Any]:
    secret = second_factor.offer_totp(current_session())
    issuer = current_app.config["PROFILE"].site_name
    address = second_factor.totp_address(viewer().account_id, secret, issuer)
    return {
        "address": address,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "qr": _qr_path(address),
    }


def _qr_path(text: str) -> tuple[int, str]:
    """A QR code as its width in squares and the path, for an SVG, that fills the dark ones."""
    rows = segno.make(text, error="m", micro=False).matrix
    squares = [
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    ]
    return len(rows), "".join(squares)


def _totp_page(form: CodeForm, *, status: int = 200) -> Response:
    return form_page(TOTP, form, status=status, **_totp_values())


def _passkey_offer(site: Site) -> str:
    return second_factor.offer_passkey(current_session(), site)


def _only_by_name() -> Response:
    """Instead of a form that can't be sent: where passkeys work, and what works here."""
    here = request.script_root + request.path
    return say("accounts/passkey_by_name.html", named_page=named_address() + here)


def _added(codes: list[str]) -> Response:
    return say("accounts/factor_added.html", codes=codes)
