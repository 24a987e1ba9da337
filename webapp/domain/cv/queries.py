"""Reads of CVs without identity, each for one kind of viewer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from peewee import ModelSelect

from webapp.base import clock
from webapp.base.db import is_postgresql
from webapp.domain.cv.forwarding_rules import Standing
from webapp.domain.cv.models import BlockedCompany, Cv, CvLink, DisclosureGrant, ForwardingRequest
from webapp.domain.cv.rules import Sight, State
from webapp.domain.employers.queries import CompanyCard
from webapp.domain.employers.rules import CompanyFacts
from webapp.domain.privacy.queries import companies_that_saw


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCv:
    """A line of the owner's list of CVs."""

    id: int
    title: str
    language: str
    state: State
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLink:
    """A live link as its owner sees it; what opens it can't be shown again."""

    id: int
    recipient: str
    details: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A company that its blocker's CVs are hidden from."""

    id: int
    label: str
    created_at: datetime


# What a decision needs to know of a CV: little, so that one that is there costs as one that isn't.
_DECIDING = (
    Cv.id,
    Cv.account_id,
    Cv.address,
    Cv.state,
    Cv.shown_details,
    Cv.anonymous_choices,
    Cv.third_countries,
    Cv.forwarding,
)


def cv_of_owner(cv_id: int, account_id: int, *, to_change: bool = False) -> Cv | None:
    """A CV for its owner; None for everybody else.

    ``to_change`` waits until no disclosure of it is under way, and holds further ones off until the
    transaction ends.
    """
    mine = Cv.select().where(Cv.id == cv_id, Cv.account_id == account_id)
    return (_for_change(mine) if to_change else mine).first()


def cvs_to_change(account_id: int) -> list[Cv]:
    """All CVs of a person, none of which is disclosed until the transaction ends."""
    # In one order for all, so that no two wait for each other.
    return list(_for_change(Cv.select().where(Cv.account_id == account_id).order_by(Cv.id)))


def cv_to_change(cv_id: int) -> Cv | None:
    """A CV for the service's own upkeep; nobody changes it until the transaction ends."""
    cv: Cv | None = _for_change(Cv.select().where(Cv.id == cv_id)).first()
    return cv


def _for_change(rows: ModelSelect) -> ModelSelect:
    """Rows that are this transaction's until its end; SQLite has one writer at a time anyway."""
    return rows.for_update() if is_postgresql() else rows


def _as_they_are(rows: ModelSelect, held: bool) -> ModelSelect:
    """Rows that, where ``held``, nobody changes until the transaction ends."""
    return rows.for_update("FOR SHARE") if held and is_postgresql() else rows


def cv_at(address: str, *, held: bool) -> Cv | None:
    """What is to be known of the CV at an address in order to decide."""
    return _as_they_are(Cv.select(*_DECIDING).where(Cv.address == address), held).first()


def cv_of_link(cv_id: int, *, held: bool) -> Cv | None:
    """What is to be known of the CV of a link in order to decide."""
    return _as_they_are(Cv.select(*_DECIDING).where(Cv.id == cv_id), held).first()


def content_of(cv: Cv) -> Cv | None:
    """All that a CV says, as long as it has the address at which was decided."""
    return Cv.get_or_none(Cv.id == cv.id, Cv.address == cv.address)


def cvs_of(account_id: int) -> list[OwnCv]:
    """A person's own CVs, the one changed last first."""
    rows = Cv.select().where(Cv.account_id == account_id)
    return [
        OwnCv(
            id=row.id,
            title=row.title,
            language=row.language,
            state=State(row.state),
            updated_at=row.updated_at,
        )
        for row in rows.order_by(Cv.updated_at.desc(), Cv.id.desc())
    ]


def is_blocked(account_id: int, company: CompanyFacts | CompanyCard) -> bool:
    """Whether a person has named this company as one that never sees their CVs."""
    same = BlockedCompany.name_key == company.name_key
    if company.number_key is not None:
        same |= BlockedCompany.number_key == company.number_key
    return bool(
        BlockedCompany.select(BlockedCompany.id)
        .where(BlockedCompany.account_id == account_id, same)
        .exists()
    )


def blocks_of(account_id: int) -> list[Block]:
    """The companies that a person has blocked, in the order in which they were."""
    rows = BlockedCompany.select().where(BlockedCompany.account_id == account_id)
    return [
        Block(id=row.id, label=row.label, created_at=row.created_at)
        for row in rows.order_by(BlockedCompany.id)
    ]


def granted_details(cv_id: int, company_id: int) -> list[str] | None:
    """The details that the owner's yes to a company covers now; None without one."""
    grant = (
        DisclosureGrant.select()
        .where(
            DisclosureGrant.cv_id == cv_id,
            DisclosureGrant.company_id == company_id,
            DisclosureGrant.ended_at.is_null(),
        )
        .order_by(DisclosureGrant.id.desc())
        .first()
    )
    return grant.details if grant else None


def forwarded_sight(cv_id: int, company_id: int) -> Sight | None:
    """How the owner lets a company see a CV while it is inactive; None without such a yes."""
    row = ForwardingRequest.get_or_none(
        ForwardingRequest.cv_id == cv_id,
        ForwardingRequest.company_id == company_id,
        ForwardingRequest.standing == Standing.GRANTED.value,
    )
    if row is None:
        return None
    return Sight.PUBLIC if row.with_identity else Sight.ANONYMOUS


def open_link(token: str) -> CvLink | None:
    """The link that a token opens now; None for one that is withdrawn, expired or never was."""
    return CvLink.get_or_none(
        CvLink.token_hash == hash_of_token(token),
        CvLink.withdrawn_at.is_null(),
        CvLink.expires_at > clock.now(),
    )


def link_is_open(token: str) -> bool:
    """Whether a token opens something, which is all that its page may tell before the button."""
    return open_link(token) is not None


def links_of(cv_id: int, account_id: int) -> list[OwnLink]:
    """The links that an owner has given to a CV, newest first."""
    if cv_of_owner(cv_id, account_id) is None:
        return []
    now = clock.now()
    rows = CvLink.select().where(CvLink.cv_id == cv_id).order_by(CvLink.id.desc())
    return [
        OwnLink(
            id=row.id,
            recipient=row.recipient,
            details=tuple(row.details),
            created_at=row.created_at,
            expires_at=row.expires_at,
            withdrawn_at=row.withdrawn_at,
            is_open=row.withdrawn_at is None and row.expires_at > now,
        )
        for row in rows
    ]


def companies_that_know(cv_id: int, account_id: int) -> list[tuple[int, str, datetime]]:
    """Companies that saw a CV together with its owner's name: id, name, last time."""
    return companies_that_saw(account_id, cv_id=cv_id, field="name")


def hash_of_token(token: str) -> str:
    """What is stored of a link's token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
