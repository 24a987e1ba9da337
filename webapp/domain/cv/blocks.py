"""Companies that a person never wants to be seen by."""

from __future__ import annotations

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.cv.models import BlockedCompany
from webapp.domain.cv.queries import cvs_to_change, is_blocked
from webapp.domain.employers import rules
from webapp.domain.employers.queries import CompanyCard, number_key

LONGEST_NAME = 200


class NothingToBlockError(ValueError):
    """Neither a name nor a number was given, or the name has neither letter nor digit."""


def block_company(account_id: int, *, name: str = "", number: str = "") -> int:
    """Hides all of a person's CVs from a company, by full name, by number or by both.

    Raises:
        OrganizationNumberError: the number is no Swedish organisation number.
        NothingToBlockError: there is nothing to compare by.
    """
    digits = rules.organization_number(number) if number.strip() else None
    key = rules.name_key(name) or None
    if digits is None and key is None:
        raise NothingToBlockError
    with transaction():
        cvs_to_change(account_id)
        block = BlockedCompany.create(
            account_id=account_id,
            label=_label(name.strip(), digits),
            number_key=number_key(digits) if digits else None,
            name_key=key,
            created_at=clock.now(),
        )
    return int(block.id)


def block_known_company(account_id: int, company: CompanyCard) -> None:
    """Hides all of a person's CVs from a company here, by its name and its number."""
    with transaction():
        cvs_to_change(account_id)
        if is_blocked(account_id, company):
            return
        BlockedCompany.create(
            account_id=account_id,
            label=company.name,
            number_key=company.number_key,
            name_key=company.name_key,
            created_at=clock.now(),
        )


def unblock_company(account_id: int, block_id: int) -> None:
    """Takes one of the person's own blocks away."""
    with transaction():
        BlockedCompany.delete().where(
            BlockedCompany.id == block_id, BlockedCompany.account_id == account_id
        ).execute()


def _label(name: str, digits: str | None) -> str:
    if digits is None:
        return name
    # Ten digits of a sole trader would be their personal identity number.
    first = "••••••" if rules.is_sole_trader(digits) else digits[:6]
    return f"{name} {first}-{digits[6:]}".strip()
