"""Reads of the ledger for the person whose data was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from webapp.base import clock
from webapp.domain.privacy.models import Disclosure, DisclosureSubject

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One disclosure as the person sees it. ``company`` None: ``recipient`` is who got the link.

    ``partner`` is whose link the company's user came to the CV centre by, if any.
    """

    id: int
    at: datetime
    cv_id: int | None
    company_id: int | None
    company: str | None
    country: str | None
    role: str
    recipient: str | None
    fields: tuple[str, ...]
    channel: str
    ground: str
    partner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which disclosures of a person; days are in Stockholm and both count."""

    cv_id: int | None = None
    company_id: int | None = None
    since: date | None = None
    until: date | None = None


EVERYTHING = Filter()


def disclosures_of(
    account_id: int, wanted: Filter = EVERYTHING, *, page: int = 1, size: int = PAGE_SIZE
) -> tuple[int, list[Seen]]:
    """How many times a person's data was seen, and a page of them, newest first."""
    found = _of(account_id, wanted)
    rows = (
        found.order_by(Disclosure.disclosed_at.desc(), Disclosure.id.desc())
        .paginate(page, size)
        .dicts()
    )
    return found.count(), [_seen(row) for row in rows]


def disclosure_of(account_id: int, disclosure_id: int) -> Seen | None:
    """One disclosure of this person's data."""
    row = _of(account_id, EVERYTHING).where(Disclosure.id == disclosure_id).dicts().first()
    return _seen(row) if row else None


def companies_that_saw(
    account_id: int, *, cv_id: int | None = None, field: str | None = None
) -> list[tuple[int, str, datetime]]:
    """Companies that saw a person's data, or one field of one CV: id, name, last time."""
    last: dict[int, tuple[int, str, datetime]] = {}
    rows = _of(account_id, Filter(cv_id=cv_id)).where(Disclosure.company_id.is_null(False))
    for row in rows.order_by(Disclosure.disclosed_at).dicts():
        if field is None or field in row["fields"]:
            # Deleted first, so that the companies stand in the order of their last time.
            last.pop(row["company_id"], None)
            last[row["company_id"]] = (row["company_id"], row["company_name"], row["disclosed_at"])
    return list(last.values())[::-1]


def months_of(
    account_id: int, wanted: Filter = EVERYTHING, *, months: int = 12
) -> list[tuple[date, int]]:
    """The first day of each of the last months, and how often data was seen in it."""
    first = clock.today().replace(day=1)
    counted: dict[date, int] = {}
    for _ in range(months):
        counted[first] = 0
        first = (first - timedelta(days=1)).replace(day=1)
    for (moment,) in _of(account_id, wanted, Disclosure.disclosed_at).tuples():
        month = clock.stockholm_day(moment).replace(day=1)
        if month in counted:
            counted[month] += 1
    return sorted(counted.items())


def _of(account_id: int, wanted: Filter, *columns: Any) -> Any:
    chosen: Sequence[Any] = columns or (
        Disclosure,
        DisclosureSubject.cv_id,
        DisclosureSubject.recipient,
    )
    rows = (
        Disclosure.select(*chosen)
        .join(DisclosureSubject, on=(DisclosureSubject.disclosure_id == Disclosure.id))
        .where(DisclosureSubject.account_id == account_id)
    )
    if wanted.cv_id is not None:
        rows = rows.where(DisclosureSubject.cv_id == wanted.cv_id)
    if wanted.company_id is not None:
        rows = rows.where(Disclosure.company_id == wanted.company_id)
    if wanted.since is not None:
        begins = clock.end_of_day(wanted.since - timedelta(days=1))
        rows = rows.where(Disclosure.disclosed_at >= begins)
    if wanted.until is not None:
        rows = rows.where(Disclosure.disclosed_at < clock.end_of_day(wanted.until))
    return rows


def _seen(row: dict[str, Any]) -> Seen:
    return Seen(
        id=row["id"],
        at=row["disclosed_at"],
        cv_id=row["cv_id"],
        company_id=row["company_id"],
        company=row["company_name"],
        country=row["country"],
        role=row["role"],
        recipient=row["recipient"],
        fields=tuple(row["fields"]),
        channel=row["channel"],
        ground=row["ground"],
        partner=row["partner"],
    )
