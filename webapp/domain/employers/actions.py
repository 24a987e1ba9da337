"""Writes of companies and the people who act for them."""

from __future__ import annotations

from webapp.base import clock
from webapp.base.db import transaction
from webapp.base.keyring import ring
from webapp.domain.employers import rules
from webapp.domain.employers.models import Company, EmployerUser
from webapp.domain.employers.queries import number_key
from webapp.domain.employers.rules import Role, Verification


def register_company(name: str, *, legal_form: str, number: str | None, country: str = "SE") -> int:
    """Adds a company, unverified; returns its id. ``number`` is a Swedish organisation number.

    Raises:
        OrganizationNumberError: the number is none.
    """
    digits = rules.organization_number(number) if number else None
    with transaction():
        company = Company.create(
            name=name,
            legal_form=legal_form,
            name_key=rules.name_key(name),
            country=country,
            verification=Verification.UNVERIFIED.value,
            created_at=clock.now(),
        )
        if digits:
            company.number_key = number_key(digits)
            if rules.is_sole_trader(digits):
                place = f"company.sealed_number/{company.id}"
                company.sealed_number = ring().seal(digits.encode(), place)
            else:
                company.organization_number = digits
            company.save()
    return int(company.id)


def verify_company(company_id: int) -> None:
    """The operator has made sure who the company is; it may see CVs from the next request on."""
    _change(company_id, verification=Verification.VERIFIED.value, verified_at=clock.now())


def suspend_company(company_id: int) -> None:
    """The company sees no CV from the next request on."""
    _change(company_id, suspended_at=clock.now())


def _change(company_id: int, **values: object) -> None:
    with transaction():
        Company.update(**values).where(Company.id == company_id).execute()


def add_employer_user(account_id: int, company_id: int, role: Role) -> None:
    """Lets an account act for a company."""
    with transaction():
        EmployerUser.create(
            account_id=account_id, company_id=company_id, role=role.value, created_at=clock.now()
        )


def end_employer_user(account_id: int) -> None:
    """Ends an account's acting for its company, from the next request on."""
    with transaction():
        EmployerUser.update(ended_at=clock.now()).where(
            EmployerUser.account_id == account_id, EmployerUser.ended_at.is_null()
        ).execute()


def forget_employer_user(account_id: int) -> None:
    """Erases for whom an account acted or acts; call it in the erasing transaction."""
    EmployerUser.delete().where(EmployerUser.account_id == account_id).execute()
