"""Ending the mails of one service (RFC 8058): by one POST of a mail program, or by a button."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app

from webapp import access
from webapp.blueprints.mail.views import SERVICE_NAMES
from webapp.caching import PERSONAL
from webapp.domain.mail.actions import unsubscribe as end_mail
from webapp.domain.mail.queries import mailed_service
from webapp.forms import open_to_other_sites
from webapp.htmx import page_context, render
from webapp.i18n import LANGUAGE_PREFIX
from webapp.mail_writer import unsubscribe_handle

bp = Blueprint("mail", __name__, url_prefix=LANGUAGE_PREFIX)


@bp.get("/unsubscribe/<token>")
@access.anyone
def unsubscribe(token: str) -> Response:
    """A page with one button: whatever opens links by itself ends nothing."""
    service = mailed_service(_handle(token))
    return _page(token, service and str(SERVICE_NAMES[service]), ended=False)


@bp.post("/unsubscribe/<token>")
@access.anyone
@open_to_other_sites
def unsubscribe_at_once(token: str) -> Response:
    """The token alone ends it, without cookie, form token or redirect (RFC 8058, section 3.2)."""
    service = end_mail(_handle(token))
    return _page(token, service and str(SERVICE_NAMES[service]), ended=True)


def _handle(token: str) -> str:
    handle = unsubscribe_handle(current_app.config["SETTINGS"].secret_key, token)
    if handle is None:
        abort(404)
    return handle


def _page(token: str, service_name: str | None, *, ended: bool) -> Response:
    response = render(
        "mailbox/unsubscribe.html",
        # The address is a key, so no link of the page's head repeats it.
        page=page_context(noindex=True, canonical=None, alternates=[]),
        service_name=service_name,
        ended=ended,
        token=token,
    )
    response.headers["Cache-Control"] = PERSONAL
    return response
