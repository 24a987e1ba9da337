"""The operator's console for partner links: the list, a new one, and withdrawing one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.access import viewer
from webapp.blueprints.accounts.forms import ButtonForm
from webapp.blueprints.accounts.pages import form_page, go, say, unfinished
from webapp.blueprints.operators.forms import PartnerLinkForm
from webapp.domain.employers.partner_links import (
    PartnerLinkRecord,
    authorise,
    logins_by_day,
    partner_link,
    partner_links,
    withdraw,
)
from webapp.i18n import LANGUAGE_PREFIX, language, short_date
from webapp.i18n import gettext as _
from webapp.signing_in import notice

bp = Blueprint("operator_partner_links", __name__, url_prefix=LANGUAGE_PREFIX)
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
NEW, ONE = "operators/partner_link_new.html", "operators/partner_link.html"


@bp.get("/operator/partner-links")
@access.administrator
def index() -> Response:
    links = partner_links()
    return say(
        "operators/partner_links.html",
        live=[each for each in links if each.is_live],
        dead=[(each, _state(each)) for each in links if not each.is_live],
    )


@bp.get("/operator/partner-links/new")
@access.administrator
def new() -> Response:
    return form_page(NEW, PartnerLinkForm())


@bp.post("/operator/partner-links/new")
@access.administrator
def send_new() -> BaseResponse:
    form = PartnerLinkForm(request.form)
    if answer := unfinished(NEW, form):
        return answer
    link_id = authorise(
        form.partner.data,
        viewer().account_id,
        note=form.note.data.strip(),
        ends_on=form.last_day(),
    )
    notice("partner-link-made")
    return go("operator_partner_links.one", link_id=link_id)


@bp.get("/operator/partner-links/<int:link_id>")
@access.administrator
def one(link_id: int) -> Response:
    return form_page(ONE, ButtonForm(), **_shown(link_id))


@bp.post("/operator/partner-links/<int:link_id>")
@access.administrator
def send_withdrawal(link_id: int) -> BaseResponse:
    form, shown = ButtonForm(request.form), _shown(link_id)
    if answer := unfinished(ONE, form, **shown):
        return answer
    withdraw(link_id, viewer().account_id)
    notice("partner-link-withdrawn")
    return go("operator_partner_links.one", link_id=link_id)


def _shown(link_id: int) -> dict[str, Any]:
    link = partner_link(link_id) or abort(404)
    path = url_for("partner_links.choose", token=link.token)
    days = logins_by_day(link_id)
    return {
        "link": link,
        "state": _state(link),
        "address": current_app.config["SETTINGS"].base_url + path,
        # Unbroken, so that a day takes one line on a phone too.
        "days": [
            (short_date(day, language()).replace(" ", NO_BREAK_SPACE), count) for day, count in days
        ],
    }


def _state(link: PartnerLinkRecord) -> str:
    if link.is_live:
        return _("In force")
    return _("Withdrawn") if link.withdrawn_at else _("Its time is out")
