"""What the operator decides about companies: recorded, with a reason, and told to the owners."""

from __future__ import annotations

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.employers import actions
from webapp.domain.employers.models import CompanyDecision
from webapp.domain.employers.queries import members_of
from webapp.domain.employers.rules import Decision, Role, Verification, possible_decisions
from webapp.domain.mail.actions import send_mail
from webapp.domain.mail.rules import Service

LONGEST_REASON = 2000
_DOING = {
    Decision.VERIFY: actions.verify_company,
    Decision.REFUSE: actions.refuse_company,
    Decision.SUSPEND: actions.suspend_company,
    Decision.REINSTATE: actions.reinstate_company,
}


class NotPossibleError(Exception):
    """The company does not stand so that this could be decided; somebody else was quicker."""


def decide(company_id: int, decision: Decision, reason: str, decided_by: int) -> None:
    """Decides about a company, and mails its owners what and why.

    Raises:
        NotPossibleError: it stands otherwise by now.
    """
    with transaction():
        company = actions.held(company_id)
        suspended = company.suspended_at is not None
        closed = company.closed_at is not None
        possible = possible_decisions(Verification(company.verification), suspended, closed)
        if decision not in possible:
            raise NotPossibleError(decision)
        _DOING[decision](company_id)
        CompanyDecision.create(
            company_id=company_id,
            decision=decision.value,
            reason=reason,
            decided_by=decided_by,
            decided_at=clock.now(),
        )
        data = {"company": company.name, "decision": decision.value, "reason": reason}
        for each in members_of(company_id):
            if each.role is Role.OWNER:
                recipient = each.account.recipient
                send_mail(Service.ACCOUNT, recipient, "company_decided", data, notice=True)
