"""The operator's console for forwarding: CVs whose owners allow it, and to whom they go."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.cv.bodies import cv_body
from webapp.blueprints.cv.exporting import pdf_answer
from webapp.blueprints.cv.pages import form_page, go, me, notice, shown, unfinished
from webapp.blueprints.cv.views import place_names
from webapp.blueprints.cv_centre.pages import page_links, page_number
from webapp.blueprints.operators.forms import LookUpCvForm, RecipientForm
from webapp.domain.cv.door import Occasion, view_cv
from webapp.domain.cv.forwarding_queries import (
    PAGE_SIZE,
    ForwardableCv,
    asked_forwardings,
    forwardable_cvs,
    is_forwardable,
)
from webapp.domain.cv.forwarding_requests import AskedAboutAlreadyError
from webapp.domain.cv.forwarding_rules import Standing
from webapp.domain.cv.views import AnonymousView
from webapp.domain.employers.queries import (
    Member,
    company_record,
    members_of,
    verified_companies,
)
from webapp.domain.employers.rules import EEA, Role
from webapp.domain.operators.forwarding import NotForThemError, ask_owner, mail_cv, print_cv
from webapp.i18n import LANGUAGE_PREFIX, country_name, language, localized_url
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l

bp = Blueprint("operator_forwarding", __name__, url_prefix=LANGUAGE_PREFIX)
LIST, RECIPIENT = "operators/forwarding.html", "operators/forward_to.html"
COMPANIES_SHOWN, REQUESTS_SHOWN = 20, 50
HOW = {
    "mail": _l("Mail a link, which opens the CV once they have logged in"),
    "print": _l("Make a PDF to print for them"),
}
STANDINGS = {
    Standing.ASKED: _l("Waits for the owner’s answer"),
    Standing.GRANTED: _l("The owner said yes"),
    Standing.DECLINED: _l("The owner said no"),
    Standing.LAPSED: _l("Lapsed without an answer"),
    Standing.ENDED: _l("Ended"),
}


@bp.get("/operator/forwarding")
@access.administrator
def index() -> Response:
    return form_page(LIST, LookUpCvForm(), **_around_list())


@bp.post("/operator/forwarding")
@access.administrator
def look_up() -> BaseResponse:
    form = LookUpCvForm(request.form)
    if answer := unfinished(LIST, form, **_around_list()):
        return answer
    address = form.address_of_cv()
    if view_cv(address, me(), Occasion.STAFF) is None:
        form.refuse(_("There is no CV at that address that may be forwarded."), "address")
        return form_page(LIST, form, status=422, **_around_list())
    return go("operator_forwarding.one", address=address)


@bp.get("/operator/forwarding/<address>")
@access.administrator
def one(address: str) -> Response:
    view, company = _seen(address), request.args.get("company", "").strip()
    return shown(
        "operators/forward_cv.html",
        body=cv_body(view),
        address=address,
        company=company,
        companies=[
            SimpleNamespace(id=each.id, name=each.name, **_place(each.country))
            for each in verified_companies(company, COMPANIES_SHOWN)
        ],
    )


@bp.get("/operator/forwarding/<address>/to/<int:company_id>")
@access.administrator
def recipient(address: str, company_id: int) -> Response:
    return form_page(RECIPIENT, RecipientForm(), **_around(address, company_id))


@bp.post("/operator/forwarding/<address>/to/<int:company_id>")
@access.administrator
def send(address: str, company_id: int) -> BaseResponse:
    around = _around(address, company_id)
    form = RecipientForm(request.form)
    if answer := unfinished(RECIPIENT, form, **around):
        return answer
    if form.recipient.data not in dict(around["people"]):
        form.refuse(_("Choose who of the company gets it."), "recipient")
    elif form.wants_position():
        try:
            return _forwarded(address, form)
        except NotForThemError:
            form.refuse(_not_for_them(form.how.data))
        except AskedAboutAlreadyError:
            form.refuse(_("The owner has been asked about this company. Leave them in peace."))
    return form_page(RECIPIENT, form, status=422, **around)


def _forwarded(address: str, form: RecipientForm) -> BaseResponse:
    to = int(form.recipient.data)
    if form.how.data == "print":
        return pdf_answer(print_cv(address, me(), to))
    if form.how.data == "ask":
        ask_owner(address, me(), to, position=form.position.data)
        notice("forwarding-asked")
    else:
        mail_cv(address, me(), to)
        notice("forwarding-mailed")
    return go("operator_forwarding.index")


def _not_for_them(how: str) -> str:
    if how == "ask":
        return _("The owner can’t be asked about this company.")
    return _("This CV can’t be forwarded to this company.")


def _seen(address: str) -> AnonymousView:
    view = view_cv(address, me(), Occasion.STAFF)
    if not isinstance(view, AnonymousView):
        abort(404)
    return view


def _around_list() -> dict[str, Any]:
    number = page_number(request.args.get("page", ""))
    total, found = forwardable_cvs(number)
    asked = asked_forwardings(REQUESTS_SHOWN)
    return {
        "total": total,
        "cvs": [_line(each) for each in found],
        "list": page_links(
            localized_url("operator_forwarding.index"), {}, number, total, PAGE_SIZE
        ),
        "requests": [(str(STANDINGS[each.standing]), each) for each in asked],
    }


def _line(cv: ForwardableCv) -> SimpleNamespace:
    occupations, places = cv.wanted.get("occupations"), cv.wanted.get("places")
    told = [
        ", ".join(map(str, occupations)) if isinstance(occupations, list) else "",
        place_names(map(str, places)) if isinstance(places, list) else "",
    ]
    return SimpleNamespace(
        address=cv.address,
        title=cv.title,
        language=cv.language,
        wanted=" · ".join(part for part in told if part),
        active=cv.is_active,
    )


def _person(member: Member) -> tuple[str, str]:
    role = _("owner") if member.role is Role.OWNER else _("recruiter")
    return str(member.account.account_id), f"{member.account.email}, {role}"


def _place(country: str) -> dict[str, Any]:
    return {"country": country_name(country, language()), "in_eea": country in EEA}


def _around(address: str, company_id: int) -> dict[str, Any]:
    view, company = _seen(address), company_record(company_id)
    if company is None or not company.may_publish:
        abort(404)
    return {
        "cv": view,
        "address": address,
        "company": SimpleNamespace(id=company.id, name=company.name, **_place(company.country)),
        "people": [_person(each) for each in members_of(company_id)],
        # Where there are none, its owner can only be asked.
        "hows": [(name, str(label)) for name, label in HOW.items()]
        if is_forwardable(address, company_id)
        else [],
    }
