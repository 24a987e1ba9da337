"""Reads of companies, for whoever decides what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from webapp.base.keyring import ring
from webapp.domain.employers.models import Company, EmployerUser
from webapp.domain.employers.rules import EEA, CompanyFacts, Role, Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCard:
    """What somebody who decides about a company's request is told of it, and blocks it by."""

    id: int
    name: str
    country: str
    verified_at: datetime | None
    may_see_cvs: bool
    number_key: str | None
    name_key: str

    @property
    def in_eea(self) -> bool:
        return self.country in EEA


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


def company_card(company_id: int) -> CompanyCard | None:
    """A company as it stands at this moment, for somebody whom it has written to."""
    row = Company.get_or_none(Company.id == company_id)
    if row is None:
        return None
    return CompanyCard(
        id=row.id,
        name=row.name,
        country=row.country,
        verified_at=row.verified_at,
        may_see_cvs=row.verification == Verification.VERIFIED and row.suspended_at is None,
        number_key=row.number_key,
        name_key=row.name_key,
    )


def accounts_of_company(company_id: int) -> list[int]:
    """The accounts that act for a company now."""
    rows = EmployerUser.select(EmployerUser.account_id).where(
        EmployerUser.company_id == company_id, EmployerUser.ended_at.is_null()
    )
    return [account_id for (account_id,) in rows.tuples()]
