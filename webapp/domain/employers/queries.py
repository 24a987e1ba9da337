"""Reads of companies, for whoever decides what they may see."""

from __future__ import annotations

from webapp.base.keyring import ring
from webapp.domain.employers.models import Company, EmployerUser
from webapp.domain.employers.rules import CompanyFacts, Role, Verification


def company_of(account_id: int) -> CompanyFacts | None:
    """The company that an account acts for now, as it stands at this moment."""
    row = (
        EmployerUser.select(EmployerUser.role, Company)
        .join(Company, on=(EmployerUser.company_id == Company.id))
        .where(EmployerUser.account_id == account_id, EmployerUser.ended_at.is_null())
        .objects()
        .first()
    )
    if row is None:
        return None
    return CompanyFacts(
        id=row.id,
        name=row.name,
        country=row.country,
        role=Role(row.role),
        may_see_cvs=row.verification == Verification.VERIFIED and row.suspended_at is None,
        number_key=row.number_key,
        name_key=row.name_key,
    )


def number_key(number: str) -> str:
    """What an organisation number of ten digits is compared by; it can't be read back."""
    return ring().blind(number, "organisation number")


def company_name(company_id: int) -> str | None:
    """A company's name, which is public."""
    row = Company.get_or_none(Company.id == company_id)
    return row.name if row else None
