"""Reads of what may be forwarded and of requests about it: for the owner, and for our staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from webapp.domain.cv.forwarding_rules import Forwarding, Standing, lapses_at
from webapp.domain.cv.models import Cv, ForwardingRequest
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.cv.rules import Kind, State, sections_from
from webapp.domain.employers.queries import CompanyCard, company_card

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnForwarding:
    """A request as the CV's owner sees it. ``with_identity`` counts where the answer was yes."""

    id: int
    cv_id: int
    cv_title: str
    company: CompanyCard
    position: str
    standing: Standing
    with_identity: bool
    asked_at: datetime
    changed_at: datetime
    lapses_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardableCv:
    """A line of our staff's list of CVs that they may forward, without anything of the owner's."""

    address: str
    title: str
    language: str
    wanted: Mapping[str, object]
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedForwarding:
    """A request as our staff see it; no ``address`` and ``title`` once the CV is closed to them."""

    company: str
    position: str
    standing: Standing
    asked_at: datetime
    address: str | None
    title: str | None


def forwarding_of(cv_id: int, account_id: int) -> Forwarding:
    """What the owner lets our staff do with one of their CVs; of others' it tells nothing."""
    cv = cv_of_owner(cv_id, account_id)
    return Forwarding(cv.forwarding) if cv else Forwarding.NO


def forwardings_of(account_id: int, *, cv_id: int | None = None) -> list[OwnForwarding]:
    """Requests about a person's CVs, or about one of them, the newest first."""
    rows = ForwardingRequest.select().where(ForwardingRequest.account_id == account_id)
    if cv_id is not None:
        rows = rows.where(ForwardingRequest.cv_id == cv_id)
    found = map(_own, rows.order_by(ForwardingRequest.id.desc()))
    return [each for each in found if each is not None]


def own_forwarding(request_id: int, account_id: int) -> OwnForwarding | None:
    """One request about a person's own CV."""
    row = ForwardingRequest.get_or_none(
        ForwardingRequest.id == request_id, ForwardingRequest.account_id == account_id
    )
    return _own(row) if row else None


def forwardable_cvs(page: int = 1) -> tuple[int, list[ForwardableCv]]:
    """How many CVs our staff may forward or ask about, and a page of them, lately changed first."""
    rows = Cv.select().where(_allowed())
    ordered = rows.order_by(Cv.updated_at.desc(), Cv.id.desc())
    return rows.count(), [_forwardable(row) for row in ordered.paginate(page, PAGE_SIZE)]


def is_forwardable(address: str, company_id: int) -> bool:
    """Whether a CV that our staff may read is active, or open to a company by its owner's yes.

    It says nothing of whether the company may see it.
    """
    granted = ForwardingRequest.select().where(
        ForwardingRequest.cv_id == Cv.id,
        ForwardingRequest.company_id == company_id,
        ForwardingRequest.standing == Standing.GRANTED.value,
    )
    open_to_them = (Cv.state != State.INACTIVE.value) | fn.EXISTS(granted)
    return bool(Cv.select().where(Cv.address == address, _allowed(), open_to_them).exists())


def asked_forwardings(limit: int) -> list[AskedForwarding]:
    """The newest requests of our staff, for them."""
    rows: Any = (
        ForwardingRequest.select(ForwardingRequest, Cv.address, Cv.title, Cv.forwarding, Cv.state)
        .join(Cv, on=(ForwardingRequest.cv_id == Cv.id))
        .order_by(ForwardingRequest.id.desc())
        .limit(limit)
        .objects()
    )
    return [_asked(row) for row in rows]


def _allowed() -> Any:
    """``forwarding_rules.staff_may_read`` in SQL."""
    return (Cv.forwarding == Forwarding.ASKING.value) | (
        (Cv.forwarding == Forwarding.ACTIVE.value) & (Cv.state != State.INACTIVE.value)
    )


def _own(row: ForwardingRequest) -> OwnForwarding | None:
    company, cv = company_card(row.company_id), cv_of_owner(row.cv_id, row.account_id)
    if company is None or cv is None:
        return None
    return OwnForwarding(
        id=row.id,
        cv_id=row.cv_id,
        cv_title=cv.title,
        company=company,
        position=row.position,
        standing=Standing(row.standing),
        with_identity=row.with_identity,
        asked_at=row.asked_at,
        changed_at=row.changed_at,
        lapses_at=lapses_at(row.asked_at),
    )


def _forwardable(row: Cv) -> ForwardableCv:
    wanted = [each for each in sections_from(row.sections) if each.kind == Kind.WANTED]
    return ForwardableCv(
        address=row.address,
        title=row.title,
        language=row.language,
        wanted=next((each.content for each in wanted if not each.hidden), {}),
        is_active=row.state != State.INACTIVE,
    )


def _asked(row: Any) -> AskedForwarding:
    company = company_card(row.company_id)
    readable = row.forwarding == Forwarding.ASKING
    return AskedForwarding(
        company=company.name if company else "",
        position=row.position,
        standing=Standing(row.standing),
        asked_at=row.asked_at,
        address=row.address if readable else None,
        title=row.title if readable else None,
    )
