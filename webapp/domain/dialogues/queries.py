"""Reads of dialogues: each for one side of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.domain.cv.door import glimpse
from webapp.domain.cv.queries import cv_of_owner, forwarded_sight, granted_details, is_blocked
from webapp.domain.cv.rules import Sight, State
from webapp.domain.dialogues.models import Dialogue, DialogueMessage, MutedRequests
from webapp.domain.dialogues.rules import Standing, lapses_at, standing_told
from webapp.domain.employers.queries import CompanyCard, company_card, company_of
from webapp.domain.employers.rules import CompanyFacts

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Said:
    """One message; ``removed`` are kinds of what was taken out of it."""

    from_company: bool
    text: str
    removed: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDialogue:
    """A dialogue as the person sees it. ``cv_title`` is None once the CV is deleted.

    ``granted`` are the details of a yes that holds; ``may_reveal`` says whether one can be given:
    the CV is still at the address that was asked about, anonymous, and the company may see it.
    """

    id: int
    company: CompanyCard
    position: str
    asked_for: tuple[str, ...]
    standing: Standing
    asked_at: datetime
    answered_at: datetime | None
    lapses_at: datetime
    cv_id: int | None
    cv_title: str | None
    granted: tuple[str, ...] | None
    may_reveal: bool
    anonymous: bool
    company_blocked: bool
    messages: Sequence[Said] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyDialogue:
    """A dialogue as the company sees it: what was said, and the CV only while it may see it."""

    id: int
    position: str
    asked_for: tuple[str, ...]
    standing: Standing
    asked_at: datetime
    lapses_at: datetime
    address: str | None
    cv_title: str | None
    shows_identity: bool
    anonymous: bool
    messages: Sequence[Said] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a company asks, in totals that name nobody."""

    company_id: int
    company: str
    asked: int
    waiting: int
    answered: int
    declined: int
    lapsed: int
    blocked: int


def dialogues_of_person(account_id: int) -> list[OwnDialogue]:
    """All dialogues about a person's CVs, the latest word first."""
    rows = Dialogue.select().where(Dialogue.account_id == account_id)
    ordered = rows.order_by(Dialogue.last_at.desc(), Dialogue.id.desc())
    return [each for each in map(_own, ordered) if each is not None]


def dialogue_of_person(dialogue_id: int, account_id: int) -> OwnDialogue | None:
    """One dialogue about a person's own CV, with what was said."""
    row = person_reading(dialogue_id, account_id)
    return _own(row, _said(row)) if row else None


def dialogues_of_company(account_id: int, *, page: int = 1) -> tuple[int, list[CompanyDialogue]]:
    """How many dialogues the company of an account has, and a page of them."""
    company = company_of(account_id)
    if company is None or not company.may_see_cvs:
        return 0, []
    rows = Dialogue.select().where(
        Dialogue.company_id == company.id, Dialogue.account_id.is_null(False)
    )
    ordered = rows.order_by(Dialogue.last_at.desc(), Dialogue.id.desc())
    return rows.count(), [
        _companys(row, company, account_id) for row in ordered.paginate(page, PAGE_SIZE)
    ]


def dialogue_of_company(dialogue_id: int, account_id: int) -> CompanyDialogue | None:
    """One dialogue of the company of an account, with what was said."""
    row, company = company_reading(dialogue_id, account_id), company_of(account_id)
    if row is None or company is None:
        return None
    return _companys(row, company, account_id, _said(row))


def takes_requests(account_id: int) -> bool:
    """Whether a person takes requests about their CVs."""
    return not MutedRequests.select().where(MutedRequests.account_id == account_id).exists()


def habits_of_companies() -> list[Habits]:
    """The habits of all companies that have asked, for the operator."""
    totals: dict[int, dict[str, int]] = {}
    for company_id, standing, with_block in Dialogue.select(
        Dialogue.company_id, Dialogue.standing, Dialogue.with_block
    ).tuples():
        counted = totals.setdefault(company_id, dict.fromkeys([*Standing, "blocked"], 0))
        counted[standing] += 1
        counted["blocked"] += bool(with_block)
    return [_habits(company_id, counted) for company_id, counted in sorted(totals.items())]


def person_reading(dialogue_id: int, account_id: int) -> Dialogue | None:
    """The row of a dialogue for the person; None for everybody else."""
    return Dialogue.get_or_none(Dialogue.id == dialogue_id, Dialogue.account_id == account_id)


def company_reading(dialogue_id: int, account_id: int) -> Dialogue | None:
    """The row of a dialogue for whoever acts for its company, while that may see CVs."""
    company = company_of(account_id)
    if company is None or not company.may_see_cvs:
        return None
    return Dialogue.get_or_none(
        Dialogue.id == dialogue_id,
        Dialogue.company_id == company.id,
        Dialogue.account_id.is_null(False),
    )


def standing_for_company(row: Dialogue, company: CompanyFacts | CompanyCard) -> Standing:
    """How a dialogue stands as its company is told."""
    return standing_told(Standing(row.standing), blocked=is_blocked(row.account_id, company))


def cv_asked_about(row: Dialogue) -> Any:
    """The CV of a dialogue, wherever it is now; None once it is deleted."""
    cv = cv_of_owner(row.cv_id, row.account_id)
    # SQLite gives the id of a deleted CV again.
    return cv if cv is not None and cv.created_at <= row.asked_at else None


def knows_identity(row: Dialogue) -> bool:
    """Whether the company is shown who the person is, so that nothing has to be taken out."""
    cv = cv_asked_about(row)
    if cv is None:
        return False
    if granted_details(cv.id, row.company_id) is not None:
        return True
    if cv.state == State.INACTIVE:
        return forwarded_sight(cv.id, row.company_id) is Sight.PUBLIC
    return bool(cv.state == State.PUBLIC and cv.address == row.address)


def _own(row: Dialogue, messages: Iterable[Said] = ()) -> OwnDialogue | None:
    company = company_card(row.company_id)
    if company is None:
        return None
    cv = cv_asked_about(row)
    granted = granted_details(cv.id, row.company_id) if cv else None
    blocked = is_blocked(row.account_id, company)
    return OwnDialogue(
        id=row.id,
        company=company,
        position=row.position,
        asked_for=tuple(row.asked_for),
        standing=Standing(row.standing),
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        lapses_at=lapses_at(row.asked_at),
        cv_id=cv.id if cv else None,
        cv_title=cv.title if cv else None,
        granted=tuple(granted) if granted is not None else None,
        may_reveal=granted is None and not blocked and _can_be_revealed(row, cv, company),
        anonymous=not knows_identity(row),
        company_blocked=blocked,
        messages=tuple(messages),
    )


def _can_be_revealed(row: Dialogue, cv: Any, company: CompanyCard) -> bool:
    if cv is None or cv.address != row.address or cv.state != State.ANONYMOUS:
        return False
    return company.may_see_cvs and (company.in_eea or bool(cv.third_countries))


def _companys(
    row: Dialogue, company: CompanyFacts, account_id: int, messages: Iterable[Said] = ()
) -> CompanyDialogue:
    seen = glimpse(row.address, account_id)
    return CompanyDialogue(
        id=row.id,
        position=row.position,
        asked_for=tuple(row.asked_for),
        standing=standing_for_company(row, company),
        asked_at=row.asked_at,
        lapses_at=lapses_at(row.asked_at),
        address=row.address if seen else None,
        cv_title=seen.title if seen else None,
        shows_identity=seen is not None and seen.shows_identity,
        anonymous=not knows_identity(row),
        messages=tuple(messages),
    )


def _said(row: Dialogue) -> list[Said]:
    rows: Any = DialogueMessage.select().where(DialogueMessage.dialogue == row)
    return [
        Said(each.from_company, each.text, tuple(each.removed), each.written_at)
        for each in rows.order_by(DialogueMessage.id)
    ]


def _habits(company_id: int, counted: dict[str, int]) -> Habits:
    card = company_card(company_id)
    return Habits(
        company_id=company_id,
        company=card.name if card else "",
        asked=sum(counted[standing] for standing in Standing),
        waiting=counted[Standing.ASKED],
        answered=counted[Standing.ANSWERED] + counted[Standing.ENDED],
        declined=counted[Standing.DECLINED],
        lapsed=counted[Standing.LAPSED],
        blocked=counted["blocked"],
    )
