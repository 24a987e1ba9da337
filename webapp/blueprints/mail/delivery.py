"""Where each service reaches a person: by e-mail, in the mailbox, both, or not at all."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField
from wtforms.validators import AnyOf

from webapp import access
from webapp.access import viewer
from webapp.base.db import transaction
from webapp.blueprints.mail.views import WAYS, service_name, way_of
from webapp.domain.accounts.queries import address_of
from webapp.domain.mail.actions import choose_delivery, resume_address
from webapp.domain.mail.queries import delivery_of, is_stopped
from webapp.domain.mail.rules import DEFAULT_DELIVERY, Service
from webapp.forms import PublicForm, switches_language
from webapp.htmx import page_context, render
from webapp.i18n import LANGUAGE_PREFIX, localized_url
from webapp.i18n import lazy_gettext as _l

bp = Blueprint("delivery", __name__, url_prefix=f"{LANGUAGE_PREFIX}/my/settings/delivery")


def _way() -> Any:
    return SelectField(
        choices=list(WAYS),
        validators=[AnyOf(tuple(WAYS), _l("Choose how this reaches you."))],
        validate_choice=False,
    )


class DeliveryForm(PublicForm):
    """One choice for each service that can be chosen; the fields have the services' names."""

    form_name = "delivery"

    job_agent = _way()
    newsletter = _way()
    tips = _way()
    cv_requests = _way()


class ResumeForm(PublicForm):
    """The button that lets mail to the account's address begin again."""

    form_name = "resume mail"


def field_of(service: Service) -> str:
    """The name of a service's field."""
    return service.value.replace("-", "_")


@bp.get("")
@access.signed_in
def form() -> Response:
    chosen = delivery_of(viewer().account_id)
    values = {field_of(service): way_of(delivery) for service, delivery in chosen.items()}
    return _page(DeliveryForm(MultiDict(values)), done="saved" in request.args)


@bp.post("")
@access.signed_in
def save() -> AnyResponse:
    form = DeliveryForm(request.form)
    if switches_language():
        return _page(form)
    if not form.accepts():
        return _page(form, status=422)
    with transaction():
        for service in DEFAULT_DELIVERY:
            delivery = WAYS[form[field_of(service)].data][0]
            choose_delivery(viewer().account_id, service, delivery.by_mail, delivery.in_mailbox)
    return redirect(f"{localized_url('delivery.form')}?saved", 303)


@bp.post("/resume")
@access.signed_in
def resume() -> AnyResponse:
    """The person says that the address works again."""
    if not ResumeForm(request.form).accepts():
        abort(422)
    address = address_of(viewer().account_id)
    if address:
        resume_address(address)
    return redirect(localized_url("delivery.form"), 303)


def _page(form: DeliveryForm, *, status: int = 200, done: bool = False) -> Response:
    address = address_of(viewer().account_id)
    return render(
        "mailbox/delivery.html",
        status=status,
        page=page_context(noindex=True, form_id="delivery"),
        form=form.view(done=done),
        services=[(field_of(service), service_name(service)) for service in DEFAULT_DELIVERY],
        ways=[(name, str(label)) for name, (_, label) in WAYS.items()],
        stopped_address=address if address and is_stopped(address) else None,
        resume_token=ResumeForm().view().token,
    )
