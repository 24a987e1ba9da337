"""Shortlists of companies: CVs they keep an eye on, for as long as these keep their address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.cv.door import glimpse
from webapp.domain.cv.forwarding_rules import Standing
from webapp.domain.cv.models import BlockedCompany, Cv, ForwardingRequest, ShortlistEntry
from webapp.domain.cv.rules import State
from webapp.domain.employers.queries import company_of
from webapp.domain.employers.rules import CompanyFacts

LONGEST_LIST_NAME = 80
LONGEST_NOTE = 2_000
MOST_ENTRIES = 500


class ShortlistFullError(Exception):
    """The company keeps as many CVs as it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An entry whose CV the company may see at this moment."""

    id: int
    address: str
    title: str
    language: str
    list_name: str
    note: str
    saved_at: datetime


def keep_cv(address: str, account_id: int, *, list_name: str, note: str) -> bool:
    """Puts a CV on the company's shortlist, or changes what stands there; False: there is no CV.

    Raises:
        ShortlistFullError: no more fit.
    """
    with transaction():
        seen = glimpse(address, account_id, held=True)
        if seen is None:
            return False
        company_id = seen.company.id
        own = ShortlistEntry.select().where(ShortlistEntry.company_id == company_id)
        known = own.where(ShortlistEntry.address == address).exists()
        if not known and own.count() >= MOST_ENTRIES:
            raise ShortlistFullError
        values = {"list_name": list_name, "note": note, "saved_at": clock.now()}
        ShortlistEntry.insert(company_id=company_id, address=address, **values).on_conflict(
            conflict_target=[ShortlistEntry.company_id, ShortlistEntry.address], update=values
        ).execute()
    return True


def drop_entry(entry_id: int, account_id: int) -> None:
    """Takes one of the company's own entries away, with its note."""
    company = company_of(account_id)
    if company is not None:
        ShortlistEntry.delete().where(
            ShortlistEntry.id == entry_id, ShortlistEntry.company_id == company.id
        ).execute()


def end_entries(address: str) -> None:
    """Erases what all companies keep under an address; call it in the transaction that ends it."""
    ShortlistEntry.delete().where(ShortlistEntry.address == address).execute()


def forget_shortlists_of(company_id: int) -> None:
    """Erases all that a company keeps; call it in the transaction that ends the company."""
    ShortlistEntry.delete().where(ShortlistEntry.company_id == company_id).execute()


def shortlist_of(account_id: int) -> list[Kept]:
    """What the company of an account keeps and may see now, by list, the newest first."""
    company = company_of(account_id)
    if company is None or not company.may_see_cvs:
        return []
    rows = _visible(company).order_by(ShortlistEntry.list_name, ShortlistEntry.saved_at.desc())
    return [Kept(**row) for row in rows.dicts()]


def entry_at(address: str, account_id: int) -> Kept | None:
    """The company's entry for one CV."""
    return next((each for each in shortlist_of(account_id) if each.address == address), None)


def _visible(company: CompanyFacts) -> Any:
    """A company's entries whose CVs it may see, as the door decides it (``door.py``)."""
    same = BlockedCompany.name_key == company.name_key
    if company.number_key is not None:
        same |= BlockedCompany.number_key == company.number_key
    blocked = BlockedCompany.select().where(BlockedCompany.account_id == Cv.account_id, same)
    forwarded = ForwardingRequest.select().where(
        ForwardingRequest.cv_id == Cv.id,
        ForwardingRequest.company_id == company.id,
        ForwardingRequest.standing == Standing.GRANTED.value,
    )
    conditions = [
        ShortlistEntry.company_id == company.id,
        (Cv.state != State.INACTIVE.value) | fn.EXISTS(forwarded),
        ~fn.EXISTS(blocked),
    ]
    if not company.in_eea:
        conditions.append(Cv.third_countries)
    return (
        ShortlistEntry.select(
            ShortlistEntry.id,
            Cv.address,
            Cv.title,
            Cv.language,
            ShortlistEntry.list_name,
            ShortlistEntry.note,
            ShortlistEntry.saved_at,
        )
        .join(Cv, on=(ShortlistEntry.address == Cv.address))
        .where(*conditions)
    )
