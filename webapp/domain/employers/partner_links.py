"""Links by which an authorised partner's visitors come to the CV centre.

A link gives nobody a right: it says where somebody came from who logs in with an account of their
own. Its row is read at each use, so that withdrawing it works at once.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from webapp.base import clock
from webapp.base.db import add_one
from webapp.base.sealing import sign, signed_value
from webapp.domain.accounts.roles import colleagues
from webapp.domain.employers.models import PartnerLink, PartnerLinkUse

LONGEST_PARTNER, LONGEST_NOTE = 80, 500
SHOWN_DAYS = 14
_USE = "partner link"


class DeadPartnerLinkError(Exception):
    """The link was withdrawn or its time is over; ``partner`` is whose it was."""

    def __init__(self, partner: str) -> None:
        super().__init__(partner)
        self.partner = partner


@dataclass(frozen=True, slots=True)
class WayIn:
    """A partner link that leads to the CV centre at this moment."""

    id: int
    partner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerLinkRecord:
    """A partner link as the operator sees it. Staff are None once their account is closed."""

    id: int
    token: str
    partner: str
    note: str
    ends_on: date | None
    created_at: datetime
    created_by: str | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    is_live: bool
    logins: int


def authorise(partner: str, created_by: int, *, note: str = "", ends_on: date | None = None) -> int:
    """Makes a link for a partner; returns its id. ``ends_on`` is its last day."""
    row = PartnerLink.create(
        key=secrets.token_urlsafe(16),
        partner=partner,
        note=note,
        ends_on=ends_on,
        created_by=created_by,
        created_at=clock.now(),
    )
    return int(row.id)


def withdraw(link_id: int, withdrawn_by: int) -> None:
    """Makes a link dead for good, from the next request on; a dead one stays as it was."""
    PartnerLink.update(withdrawn_at=clock.now(), withdrawn_by=withdrawn_by).where(
        PartnerLink.id == link_id, PartnerLink.withdrawn_at.is_null()
    ).execute()


def way_in(token: str) -> WayIn | None:
    """The live link of a token; None for a token that is none of ours.

    Raises:
        DeadPartnerLinkError: it leads nowhere any more.
    """
    key = signed_value(token, _USE)
    row = PartnerLink.get_or_none(PartnerLink.key == key) if key else None
    if row is None:
        return None
    if not _is_live(row):
        raise DeadPartnerLinkError(row.partner)
    return WayIn(row.id, row.partner)


def partner_of(link_id: int) -> str:
    """Whose live link this is.

    Raises:
        DeadPartnerLinkError: it leads nowhere any more.
    """
    row = PartnerLink.get_by_id(link_id)
    if not _is_live(row):
        raise DeadPartnerLinkError(row.partner)
    return str(row.partner)


def count_login(link_id: int) -> None:
    """Adds one to a link's total of today. Simultaneous ones all count."""
    add_one(PartnerLinkUse, "logins", link_id=link_id, day=clock.today())


def partner_links() -> list[PartnerLinkRecord]:
    """Every link, the newest first; for the operator."""
    return _records(PartnerLink.select().order_by(PartnerLink.id.desc()))


def partner_link(link_id: int) -> PartnerLinkRecord | None:
    """One link, for the operator."""
    found = _records(PartnerLink.select().where(PartnerLink.id == link_id))
    return found[0] if found else None


def logins_by_day(link_id: int) -> list[tuple[date, int]]:
    """The last days of a link with their totals, the oldest first."""
    first = clock.today() - timedelta(days=SHOWN_DAYS - 1)
    counted = dict.fromkeys((first + timedelta(days=each) for each in range(SHOWN_DAYS)), 0)
    rows = PartnerLinkUse.select().where(
        PartnerLinkUse.link_id == link_id, PartnerLinkUse.day >= first
    )
    return sorted((counted | {row.day: row.logins for row in rows}).items())


def _is_live(row: Any) -> bool:
    ended = row.ends_on is not None and row.ends_on < clock.today()
    return row.withdrawn_at is None and not ended


def _records(query: Any) -> list[PartnerLinkRecord]:
    rows = list(query)
    by = {each for row in rows for each in (row.created_by, row.withdrawn_by) if each is not None}
    staff = {number: each.email for number, each in colleagues(by).items()}
    logins: dict[int, int] = {}
    for use in PartnerLinkUse.select().where(PartnerLinkUse.link_id.in_([row.id for row in rows])):
        logins[use.link_id] = logins.get(use.link_id, 0) + use.logins
    return [
        PartnerLinkRecord(
            id=row.id,
            token=sign(row.key, _USE),
            partner=row.partner,
            note=row.note,
            ends_on=row.ends_on,
            created_at=row.created_at,
            created_by=staff.get(row.created_by),
            withdrawn_at=row.withdrawn_at,
            withdrawn_by=staff.get(row.withdrawn_by),
            is_live=_is_live(row),
            logins=logins.get(row.id, 0),
        )
        for row in rows
    ]
