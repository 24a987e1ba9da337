"""What the pages of companies share."""

from __future__ import annotations

from flask import abort

from webapp.access import viewer
from webapp.domain.employers.queries import CompanyRecord, company_of, company_record
from webapp.domain.employers.rules import Verification
from webapp.i18n import lazy_gettext as _l

STATES = {
    Verification.UNVERIFIED: _l("Waiting to be checked"),
    Verification.VERIFIED: _l("Checked"),
    Verification.REJECTED: _l("Not approved"),
}
SUSPENDED = _l("Suspended")
CLOSED = _l("Closed by its owner")


def me() -> int:
    """The id of the account that asks."""
    return viewer().account_id


def own_company() -> CompanyRecord:
    """The company that the account acts for; without one these pages do not exist."""
    facts = company_of(me())
    record = company_record(facts.id) if facts else None
    return record or abort(404)


def state_of(company: CompanyRecord) -> str:
    """How a company stands, in words."""
    if company.closed_at:
        return str(CLOSED)
    return str(SUSPENDED if company.suspended_at else STATES[company.verification])
