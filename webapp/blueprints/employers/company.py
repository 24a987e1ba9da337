"""A company's own pages: registering it, how it stands, and correcting what it told."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.accounts.forms import CloseForm
from webapp.blueprints.accounts.pages import form_page, go, say, unfinished
from webapp.blueprints.employers.forms import LEGAL_FORMS, CompanyForm, ContactForm, countries
from webapp.blueprints.employers.pages import me, own_company, state_of
from webapp.domain.accounts.rules import Stage
from webapp.domain.dialogues.closing import close_company
from webapp.domain.employers.actions import (
    ActsAlreadyError,
    change_contact,
    change_identity,
    found_company,
)
from webapp.domain.employers.queries import CompanyRecord, company_of, members_of
from webapp.domain.employers.rules import (
    OrganizationNumberError,
    OtherFormError,
    Role,
    Verification,
)
from webapp.domain.jobs.own_queries import count_ads
from webapp.i18n import LANGUAGE_PREFIX, language
from webapp.i18n import gettext as _
from webapp.signing_in import notice, sign_in

bp = Blueprint("company", __name__, url_prefix=LANGUAGE_PREFIX)
REGISTER, EDIT, CONTACT = "employers/register.html", "employers/edit.html", "employers/contact.html"
CLOSE = "employers/close.html"


@bp.get("/employer")
@access.employer_user
def index() -> Response:
    company = own_company()
    facts = company_of(me())
    return say(
        "employers/index.html",
        company=company,
        state=state_of(company),
        owner=facts is not None and facts.role is Role.OWNER,
        sees_cvs=facts is not None and facts.may_see_cvs,
        ads=count_ads(company.id),
        people=len(members_of(company.id)),
    )


@bp.get("/employer/register")
@access.signed_in
def register() -> Response:
    if company_of(me()) is not None:
        return say("employers/acts_already.html")
    return form_page(REGISTER, CompanyForm(), **_choices())


@bp.post("/employer/register")
@access.signed_in
def send_registration() -> BaseResponse:
    form = CompanyForm(request.form)
    if answer := unfinished(REGISTER, form, **_choices()):
        return answer
    try:
        found_company(form.identity(), form.contact(), me())
    except ActsAlreadyError:
        return say("employers/acts_already.html", status=409)
    except (OrganizationNumberError, OtherFormError) as error:
        _refuse_number(form, error)
        return form_page(REGISTER, form, status=422, **_choices())
    notice("company-registered")
    return go("company.index")


@bp.get("/employer/company")
@access.employer_owner
def edit() -> Response:
    company = own_company()
    return form_page(_template(company), _filled(company), company=company, **_choices())


@bp.post("/employer/company")
@access.employer_owner
def send_edit() -> BaseResponse:
    company = own_company()
    template, values = _template(company), {"company": company, **_choices()}
    form = ContactForm(request.form) if template == CONTACT else CompanyForm(request.form)
    if answer := unfinished(template, form, **values):
        return answer
    if isinstance(form, CompanyForm):
        try:
            change_identity(company.id, form.identity())
        except (OrganizationNumberError, OtherFormError) as error:
            _refuse_number(form, error)
            return form_page(template, form, status=422, **values)
    change_contact(company.id, form.contact())
    notice("company-saved")
    return go("company.index")


@bp.get("/employer/company/close")
@access.employer_owner
@access.recently_proved
def close() -> Response:
    return form_page(CLOSE, CloseForm(), **_closing())


@bp.post("/employer/company/close")
@access.employer_owner
@access.recently_proved
def send_close() -> BaseResponse:
    form = CloseForm(request.form)
    if answer := unfinished(CLOSE, form, **_closing()):
        return answer
    account_id, came_by = me(), g.session.partner_link_id
    close_company(account_id)
    sign_in(account_id, Stage.WHOLE, came_by=came_by)
    notice("company-closed")
    return go("my.index")


def _closing() -> dict[str, Any]:
    company = own_company()
    return {
        "company": company,
        "ads": count_ads(company.id),
        "others": len(members_of(company.id)) - 1,
    }


def _template(company: CompanyRecord) -> str:
    """Who a verified company is was checked, so it changes only where it is reached."""
    return CONTACT if company.verification is Verification.VERIFIED else EDIT


def _choices() -> dict[str, Any]:
    return {
        "legal_forms": [(form.value, str(label)) for form, label in LEGAL_FORMS.items()],
        "countries": countries(language()),
    }


def _filled(company: CompanyRecord) -> ContactForm:
    locked = company.verification is Verification.VERIFIED
    form = ContactForm() if locked else CompanyForm()
    contact = company.contact
    for name in ("street", "postcode", "town", "website", "contact_name", "contact_phone"):
        form[name].data = getattr(contact, name)
    if isinstance(form, CompanyForm):
        form.name.data, form.legal_form.data = company.name, company.legal_form.value
        # A sole trader's number is not shown again, to anybody.
        form.country.data, form.number.data = company.country, company.written_number or ""
    return form


def _refuse_number(form: CompanyForm, error: Exception) -> None:
    if isinstance(error, OtherFormError):
        form.refuse(
            _("The number and the legal form contradict each other. Which of them is right?"),
            "number",
        )
    else:
        form.refuse(_("That is no Swedish organisation number. Check the digits."), "number")
