"""Reads of companies, for whoever decides what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.base.keyring import ring
from webapp.domain.accounts.roles import Colleague, colleagues
from webapp.domain.employers.models import Company, CompanyDecision, EmployerUser
from webapp.domain.employers.rules import (
    EEA,
    CompanyContact,
    CompanyFacts,
    Decision,
    LegalForm,
    Role,
    Verification,
    name_key,
    written_number,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRecord:
    """A company as its own people and the operator see it.

    ``number`` is the public one; of a sole trader there is none to show, which ``sealed`` says.
    """

    id: int
    name: str
    legal_form: LegalForm
    number: str | None
    sealed: bool
    country: str
    contact: CompanyContact
    verification: Verification
    verified_at: datetime | None
    suspended_at: datetime | None
    closed_at: datetime | None
    created_at: datetime
    asked_at: datetime
    may_publish: bool

    @property
    def written_number(self) -> str | None:
        return written_number(self.number, self.country) if self.number else None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who acts for a company."""

    account: Colleague
    role: Role
    since: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about a company. ``decided_by`` is None once that account is closed."""

    decision: Decision
    reason: str
    decided_by: str | None
    decided_at: datetime


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
        may_see_cvs=_in_good_standing(row),
        number_key=row.number_key,
        name_key=row.name_key,
    )


def company_record(company_id: int) -> CompanyRecord | None:
    """A company, for its own people and the operator."""
    row = Company.get_or_none(Company.id == company_id)
    return _record(row) if row else None


def companies_that_wait() -> list[CompanyRecord]:
    """Companies that nobody has decided about, who has waited longest first; for the operator."""
    rows = (
        Company.select()
        .where(Company.verification == Verification.UNVERIFIED.value, Company.closed_at.is_null())
        .order_by(Company.asked_at, Company.id)
    )
    return [_record(row) for row in rows]


def companies_decided(limit: int) -> list[CompanyRecord]:
    """The newest companies that were decided about, or closed; for the operator."""
    decided = Company.verification != Verification.UNVERIFIED.value
    rows = (
        Company.select()
        .where(decided | Company.closed_at.is_null(False))
        .order_by(Company.id.desc())
        .limit(limit)
    )
    return [_record(row) for row in rows]


def verified_companies(name: str, limit: int) -> list[CompanyRecord]:
    """Companies that may see CVs now and whose names hold a text, by name; for the operator."""
    key = name_key(name)
    if not key:
        return []
    rows = Company.select().where(
        Company.name_key.contains(key),
        Company.verification == Verification.VERIFIED.value,
        Company.suspended_at.is_null(),
    )
    return [_record(row) for row in rows.order_by(Company.name, Company.id).limit(limit)]


def companies_with_same_number(company_id: int) -> list[CompanyRecord]:
    """Other companies that registered with a company's number; for the operator."""
    key = Company.select(Company.number_key).where(Company.id == company_id)
    rows = Company.select().where(Company.number_key.in_(key), Company.id != company_id)
    return [_record(row) for row in rows.order_by(Company.id)]


def members_of(company_id: int) -> list[Member]:
    """Who acts for a company now, the longest first; for its own people and the operator."""
    rows = list(
        EmployerUser.select()
        .where(EmployerUser.company_id == company_id, EmployerUser.ended_at.is_null())
        .order_by(EmployerUser.id)
    )
    found = colleagues(row.account_id for row in rows)
    return [
        Member(found[row.account_id], Role(row.role), row.created_at)
        for row in rows
        if row.account_id in found
    ]


def decisions_about(company_id: int) -> list[Decided]:
    """What was decided about a company, the newest first; for the operator."""
    rows = list(
        CompanyDecision.select()
        .where(CompanyDecision.company_id == company_id)
        .order_by(CompanyDecision.id.desc())
    )
    staff = colleagues(row.decided_by for row in rows)
    return [
        Decided(
            Decision(row.decision),
            row.reason,
            staff[row.decided_by].email if row.decided_by in staff else None,
            row.decided_at,
        )
        for row in rows
    ]


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
        may_see_cvs=_in_good_standing(row),
        number_key=row.number_key,
        name_key=row.name_key,
    )


def _in_good_standing(row: Any) -> bool:
    """Whether a company may see CVs and publish ads."""
    whole = row.suspended_at is None and row.closed_at is None
    return whole and row.verification == Verification.VERIFIED


def _record(row: Company) -> CompanyRecord:
    return CompanyRecord(
        id=row.id,
        name=row.name,
        legal_form=LegalForm(row.legal_form),
        number=row.organization_number or row.register_number,
        sealed=row.sealed_number is not None,
        country=row.country,
        contact=CompanyContact(
            street=row.street or "",
            postcode=row.postcode or "",
            town=row.town or "",
            website=row.website or "",
            contact_name=row.contact_name or "",
            contact_phone=row.contact_phone or "",
        ),
        verification=Verification(row.verification),
        verified_at=row.verified_at,
        suspended_at=row.suspended_at,
        closed_at=row.closed_at,
        may_publish=_in_good_standing(row),
        created_at=row.created_at,
        asked_at=row.asked_at or row.created_at,
    )
