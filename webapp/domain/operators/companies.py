"""Decisions about companies, together with what becomes of their ads."""

from __future__ import annotations

from webapp.base.db import transaction
from webapp.domain.employers import decisions
from webapp.domain.employers.rules import Decision
from webapp.domain.jobs.own_ads import close_ads_of


def decide_company(company_id: int, decision: Decision, reason: str, decided_by: int) -> None:
    """Decides about a company; the ads of a suspended one close in the same transaction.

    Raises:
        NotPossibleError: it stands otherwise by now.
    """
    with transaction():
        decisions.decide(company_id, decision, reason, decided_by)
        if decision is Decision.SUSPEND:
            close_ads_of(company_id)
