"""The operator's console for companies: the queue, what there is to go by, and the decision."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.access import viewer
from webapp.blueprints.accounts.forms import ButtonForm
from webapp.blueprints.accounts.pages import form_page, go, say, unfinished
from webapp.blueprints.employers.forms import LEGAL_FORMS
from webapp.blueprints.employers.pages import state_of
from webapp.blueprints.operators.forms import DecisionForm
from webapp.domain.employers.decisions import NotPossibleError
from webapp.domain.employers.queries import (
    CompanyRecord,
    companies_decided,
    companies_that_wait,
    companies_with_same_number,
    company_record,
    decisions_about,
    members_of,
)
from webapp.domain.employers.rules import EEA, Decision, Role, possible_decisions, same_site
from webapp.domain.jobs.own_queries import count_ads
from webapp.domain.operators.companies import decide_company
from webapp.i18n import LANGUAGE_PREFIX, country_name, language
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l
from webapp.signing_in import notice

bp = Blueprint("operator_companies", __name__, url_prefix=LANGUAGE_PREFIX)
ONE = "operators/company.html"
DECIDED_SHOWN = 100
DECISIONS = {
    Decision.VERIFY: _l("Approve: the company is who it says"),
    Decision.REFUSE: _l("Refuse: we can’t make sure"),
    Decision.SUSPEND: _l("Suspend: ads close, and no CV is seen"),
    Decision.REINSTATE: _l("Reinstate"),
}
DONE = {
    Decision.VERIFY: _l("Approved"),
    Decision.REFUSE: _l("Refused"),
    Decision.SUSPEND: _l("Suspended"),
    Decision.REINSTATE: _l("Reinstated"),
}


@bp.get("/operator/companies")
@access.administrator
def index() -> Response:
    waiting, decided = companies_that_wait(), companies_decided(DECIDED_SHOWN)
    return say(
        "operators/companies.html",
        waiting=[_line(each) for each in waiting],
        decided=[_line(each) for each in decided],
    )


@bp.get("/operator/companies/<int:company_id>")
@access.administrator
def one(company_id: int) -> Response:
    shown = _shown(_found(company_id))
    return form_page(ONE, DecisionForm() if shown["choices"] else ButtonForm(), **shown)


@bp.post("/operator/companies/<int:company_id>")
@access.administrator
def send_decision(company_id: int) -> BaseResponse:
    form, values = DecisionForm(request.form), _shown(_found(company_id))
    if answer := unfinished(ONE, form, **values):
        return answer
    try:
        decide_company(
            company_id, Decision(form.decision.data), form.reason.data, viewer().account_id
        )
    except NotPossibleError:
        form.refuse(_("The company stands otherwise by now. Look again before you decide."))
        return form_page(ONE, form, status=409, **values)
    notice("company-decided")
    return go("operator_companies.one", company_id=company_id)


def _found(company_id: int) -> CompanyRecord:
    return company_record(company_id) or abort(404)


def _line(company: CompanyRecord) -> SimpleNamespace:
    return SimpleNamespace(
        id=company.id, name=company.name, state=state_of(company), asked=company.asked_at
    )


def _shown(company: CompanyRecord) -> dict[str, Any]:
    """All there is to go by."""
    return {
        "company": company,
        "state": state_of(company),
        "legal_form": str(LEGAL_FORMS[company.legal_form]),
        "number_check": _number_check(company),
        "country": country_name(company.country, language()),
        "in_eea": company.country in EEA,
        "twins": [_line(each) for each in companies_with_same_number(company.id)],
        "people": [
            SimpleNamespace(
                email=each.account.email,
                owner=each.role is Role.OWNER,
                same_site=same_site(each.account.email, company.contact.website),
            )
            for each in members_of(company.id)
        ],
        "ads": count_ads(company.id),
        "choices": [
            (each.value, str(DECISIONS[each]))
            for each in possible_decisions(
                company.verification,
                company.suspended_at is not None,
                company.closed_at is not None,
            )
        ],
        "history": [(str(DONE[each.decision]), each) for each in decisions_about(company.id)],
    }


def _number_check(company: CompanyRecord) -> str:
    if company.sealed:
        return _("A sole trader’s, with the right check digit. It is never shown.")
    if company.number is None:
        return _("None was given.")
    if company.country == "SE":
        return _("%(number)s, with the right check digit", number=company.written_number)
    return _("%(number)s, by a register that we can’t check here", number=company.written_number)
