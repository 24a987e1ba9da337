"""Companies that end: closed by an owner, or left by the last one."""

from __future__ import annotations

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.employers.actions import end_employer_user, held
from webapp.domain.employers.models import Invitation
from webapp.domain.employers.queries import Member, company_of, members_of
from webapp.domain.employers.rules import Role


class NotOwnerError(Exception):
    """The account is no owner of a company."""


def end_company(company_id: int) -> None:
    """Ends a company for good: nobody acts for it, and what it sent out invites nobody.

    Call it in the transaction that takes its ads away.
    """
    company = held(company_id)
    company.closed_at = clock.now()
    company.save()
    Invitation.delete().where(Invitation.company_id == company_id).execute()
    for each in members_of(company_id):
        end_employer_user(each.account.account_id)


def owned_company(account_id: int) -> int:
    """The company that an account is an owner of, held until the transaction ends.

    Raises:
        NotOwnerError: there is none.
    """
    with transaction():
        facts = company_of(account_id)
        if facts is None or facts.role is not Role.OWNER:
            raise NotOwnerError(account_id)
        held(facts.id)
        return facts.id


def others_if_last_owner(account_id: int) -> list[Member] | None:
    """Who else acts for the company that an account alone owns; None where it owns none alone."""
    facts = company_of(account_id)
    if facts is None or facts.role is not Role.OWNER:
        return None
    others = [each for each in members_of(facts.id) if each.account.account_id != account_id]
    return None if any(each.role is Role.OWNER for each in others) else others
