"""Writing to the operator: questions, complaints about the policy, security reports."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from webapp import access
from webapp.blueprints.contact.forms import ContactForm
from webapp.caching import PERSONAL
from webapp.domain.accounts.limit_rules import network_of
from webapp.domain.accounts.limits import TooManyTriesError
from webapp.domain.accounts.queries import address_of
from webapp.domain.contact.actions import receive_message
from webapp.domain.contact.queries import standing_of
from webapp.domain.contact.rules import MessageKind, read_reference
from webapp.forms import switches_language
from webapp.htmx import page_context, render
from webapp.i18n import LANGUAGE_PREFIX, language, localized_url
from webapp.i18n import gettext as _

bp = Blueprint("contact", __name__, url_prefix=LANGUAGE_PREFIX)


@bp.get("/contact")
@access.anyone
def form() -> Response:
    return _page(ContactForm())


@bp.post("/contact")
@access.anyone
def send() -> AnyResponse:
    form = ContactForm(request.form)
    if switches_language():
        return _page(form)
    if not form.accepts():
        return _page(form, status=422)
    account_id = g.account.account_id if g.account else None
    try:
        reference = receive_message(
            MessageKind(form.kind.data),
            form.text.data,
            language=language(),
            address=address_of(account_id) if account_id else (form.email.data or None),
            account_id=account_id,
            network=network_of(request.remote_addr or ""),
            working_days=current_app.config["PROFILE"].contact_answer_working_days,
        )
    except TooManyTriesError:
        form.refuse(_("Many messages have come from your network. Send this one again in an hour."))
        return _page(form, status=429)
    return redirect(localized_url("contact.received", reference=reference), 303)


@bp.get("/contact/received/<reference>")
@access.anyone
def received(reference: str) -> Response:
    """Where a message stands, for whoever holds its reference number."""
    standing = standing_of(read_reference(reference) or "")
    if standing is None:
        abort(404)
    response = render(
        "contact/received.html",
        page=page_context(noindex=True, canonical=None),
        message=standing,
    )
    response.headers["Cache-Control"] = PERSONAL
    return response


def _page(form: ContactForm, *, status: int = 200) -> Response:
    return render(
        "contact/form.html",
        status=status,
        page=page_context(form_id="contact"),
        form=form.view(),
        knows_address=g.account is not None,
    )
