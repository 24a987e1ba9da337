"""Closing an account together with all that its CVs were, and what was said about them.

And closing a company, which an account that owns one alone takes with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from webapp.base.db import transaction
from webapp.domain.accounts import owning
from webapp.domain.accounts.queries import address_of
from webapp.domain.contact.actions import forget_writer
from webapp.domain.cv.actions import erase_cvs_of
from webapp.domain.cv.forwarding_ends import forget_in_forwardings
from webapp.domain.cv.shortlists import forget_shortlists_of
from webapp.domain.dialogues.upkeep import forget_dialogues_of
from webapp.domain.employers.actions import forget_employer_user
from webapp.domain.employers.closing import (
    NotOwnerError,
    end_company,
    others_if_last_owner,
    owned_company,
)
from webapp.domain.employers.queries import company_of
from webapp.domain.jobs.own_ads import close_ads_of
from webapp.domain.jobs.own_queries import count_ads
from webapp.domain.mail.actions import forget_address
from webapp.domain.privacy.actions import erase_person


@dataclass(frozen=True, slots=True)
class Held:
    """A company that an account owns alone: what would be left of it, were the account closed."""

    company: str
    others: int
    ads: int

    @property
    def hinders(self) -> bool:
        """Whether it has to be handed over or closed first, so that nobody is left behind."""
        return bool(self.others or self.ads)


class StillHeldError(Exception):
    """The account owns a company alone for which others act, or which has open ads."""


def company_held_by(account_id: int) -> Held | None:
    """The company that an account owns alone."""
    others, facts = others_if_last_owner(account_id), company_of(account_id)
    if others is None or facts is None:
        return None
    return Held(facts.name, len(others), count_ads(facts.id))


def close_company(owner_id: int) -> None:
    """Closes an owner's company for good: its ads close, and nobody acts or sees CVs for it.

    Its people's sessions end, the owner's too.

    Raises:
        NotOwnerError: the account owns no company.
    """
    with transaction():
        company_id = owned_company(owner_id)
        close_ads_of(company_id)
        forget_shortlists_of(company_id)
        end_company(company_id)


def close_account(account_id: int) -> None:
    """Closes an account and erases its CVs, details and blocks; the ledger then names nobody.

    Its dialogues go too, what it wrote to us, whom it acted for, and what was mailed to its
    address; only the mail that tells of the closing is written after that. A company that it alone
    acts for, and that shows no ads, is closed with it.

    Raises:
        StillHeldError: it owns a company alone that others act for, or that has open ads.
    """
    with transaction():
        _leave_company(account_id)
        forget_dialogues_of(account_id)
        erase_cvs_of(account_id)
        forget_in_forwardings(account_id)
        erase_person(account_id)
        forget_writer(account_id)
        forget_employer_user(account_id)
        if address := address_of(account_id):
            forget_address(address)
        owning.close_account(account_id)


def _leave_company(account_id: int) -> None:
    try:
        # Held, so that of two owners who leave at once one is the last.
        owned_company(account_id)
    except NotOwnerError:
        return
    company = company_held_by(account_id)
    if company is None:
        return
    if company.hinders:
        raise StillHeldError(account_id)
    close_company(account_id)
