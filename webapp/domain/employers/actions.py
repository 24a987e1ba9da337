"""Writes of companies and the people who act for them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from webapp.base import clock
from webapp.base.db import is_postgresql, transaction
from webapp.base.keyring import ring
from webapp.domain.accounts.roles import set_employer_role
from webapp.domain.accounts.rules import Role as AccountRole
from webapp.domain.accounts.sessions import end_sessions
from webapp.domain.employers import rules
from webapp.domain.employers.models import Company, EmployerUser
from webapp.domain.employers.queries import number_key
from webapp.domain.employers.rules import CompanyContact, CompanyIdentity, Role, Verification

ACCOUNT_ROLES = {
    Role.OWNER: AccountRole.EMPLOYER_OWNER,
    Role.RECRUITER: AccountRole.EMPLOYER_USER,
}


class ActsAlreadyError(Exception):
    """The account acts for a company now; it can act for one at a time."""


class LockedError(Exception):
    """Who a verified company is can't be changed by itself."""


def register_company(
    name: str,
    *,
    legal_form: str,
    number: str | None,
    country: str = "SE",
    contact: CompanyContact | None = None,
) -> int:
    """Adds a company, unverified; returns its id. ``number`` is that of its country's register.

    Raises:
        OrganizationNumberError: it is Swedish, and the number is none.
    """
    now = clock.now()
    with transaction():
        company = Company.create(
            name=name,
            legal_form=legal_form,
            name_key=rules.name_key(name),
            country=country,
            verification=Verification.UNVERIFIED.value,
            created_at=now,
            asked_at=now,
            **_contact_columns(contact or CompanyContact()),
        )
        _write_number(company, number, country)
        company.save()
    return int(company.id)


def found_company(identity: CompanyIdentity, contact: CompanyContact, account_id: int) -> int:
    """Registers a company with its first user, who becomes its owner; returns its id.

    Raises:
        OrganizationNumberError: it is Swedish, and the number is none.
        OtherFormError: the number and the legal form contradict each other.
        ActsAlreadyError: the account acts for a company.
    """
    rules.checked_number(identity)
    with transaction():
        company_id = register_company(
            identity.name,
            legal_form=identity.legal_form,
            number=identity.number,
            country=identity.country,
            contact=contact,
        )
        add_employer_user(account_id, company_id, Role.OWNER)
    return company_id


def change_identity(company_id: int, identity: CompanyIdentity) -> None:
    """Corrects who a company is, after which it waits to be verified.

    Raises:
        OrganizationNumberError: it is Swedish, and the number is none.
        OtherFormError: the number and the legal form contradict each other.
        LockedError: it is verified already.
    """
    rules.checked_number(identity)
    with transaction():
        company = held(company_id)
        if company.verification == Verification.VERIFIED:
            raise LockedError(company_id)
        company.name = identity.name
        company.name_key = rules.name_key(identity.name)
        company.legal_form = identity.legal_form
        company.country = identity.country
        company.verification = Verification.UNVERIFIED.value
        company.asked_at = clock.now()
        _write_number(company, identity.number, identity.country)
        company.save()


def change_contact(company_id: int, contact: CompanyContact) -> None:
    _change(company_id, **_contact_columns(contact))


def verify_company(company_id: int) -> None:
    """The operator has made sure who the company is; it may see CVs from the next request on."""
    _change(company_id, verification=Verification.VERIFIED.value, verified_at=clock.now())


def refuse_company(company_id: int) -> None:
    """The operator could not make sure who the company is."""
    _change(company_id, verification=Verification.REJECTED.value)


def suspend_company(company_id: int) -> None:
    """The company sees no CV from the next request on."""
    _change(company_id, suspended_at=clock.now())


def reinstate_company(company_id: int) -> None:
    """The company may do again what it could before it was suspended."""
    _change(company_id, suspended_at=None)


def add_employer_user(account_id: int, company_id: int, role: Role) -> None:
    """Lets an account act for a company.

    Raises:
        ActsAlreadyError: it acts for one.
    """
    with transaction():
        held(company_id)
        former = EmployerUser.get_or_none(EmployerUser.account_id == account_id)
        if former is not None and former.ended_at is None:
            raise ActsAlreadyError(account_id)
        EmployerUser.delete().where(EmployerUser.account_id == account_id).execute()
        EmployerUser.create(
            account_id=account_id, company_id=company_id, role=role.value, created_at=clock.now()
        )
        act_as(account_id, role)


def act_as(account_id: int, role: Role) -> None:
    """Makes an account owner or recruiter of the company that it acts for.

    The account's own roles change with it: they open doors, and an owner's demand a second factor.
    """
    with transaction():
        EmployerUser.update(role=role.value).where(
            EmployerUser.account_id == account_id, EmployerUser.ended_at.is_null()
        ).execute()
        set_employer_role(account_id, ACCOUNT_ROLES[role])


def end_employer_user(account_id: int) -> None:
    """Ends an account's acting for its company, and its sessions, from the next request on."""
    with transaction():
        EmployerUser.update(ended_at=clock.now()).where(
            EmployerUser.account_id == account_id, EmployerUser.ended_at.is_null()
        ).execute()
        set_employer_role(account_id, None)
        end_sessions(account_id)


def forget_employer_user(account_id: int) -> None:
    """Erases for whom an account acted or acts; call it in the erasing transaction."""
    EmployerUser.delete().where(EmployerUser.account_id == account_id).execute()
    set_employer_role(account_id, None)


def held(company_id: int) -> Any:
    """A company's row, which nobody else changes until the caller's transaction ends."""
    query = Company.select().where(Company.id == company_id)
    return (query.for_update() if is_postgresql() else query).get()


def _change(company_id: int, **values: object) -> None:
    with transaction():
        Company.update(**values).where(Company.id == company_id).execute()


def _contact_columns(contact: CompanyContact) -> dict[str, str | None]:
    return {name: value.strip() or None for name, value in asdict(contact).items()}


def _write_number(company: Company, number: str | None, country: str) -> None:
    """Puts a number where its kind may stand, and empties the other places."""
    company.organization_number = company.sealed_number = None
    company.number_key = company.register_number = None
    if not number:
        return
    if country != "SE":
        company.register_number = number
        return
    digits = rules.organization_number(number)
    company.number_key = number_key(digits)
    if rules.is_sole_trader(digits):
        place = f"company.sealed_number/{company.id}"
        company.sealed_number = ring().seal(digits.encode(), place)
    else:
        company.organization_number = digits
