"""What leaves the door: plain values of a CV, holding only what its viewer may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from webapp.domain.cv.rules import BIRTH_YEAR, Detail, Section, State
from webapp.domain.employers.rules import CompanyFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerView:
    """Everything, for the owner. ``details`` are all details given, by name, the photo apart."""

    id: int
    address: str
    title: str
    language: str
    state: State
    sections: tuple[Section, ...]
    details: Mapping[str, str]
    has_photo: bool
    shown_details: tuple[str, ...]
    anonymous_choices: tuple[str, ...]
    third_countries: bool
    updated_at: datetime
    state_changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnonymousView:
    """The CV without references and identity; birth year and gender where the owner ticked them."""

    address: str
    title: str
    language: str
    sections: tuple[Section, ...]
    birth_year: str | None
    gender: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicView:
    """The CV and the details that the owner left visible, by name, the photo apart."""

    address: str
    title: str
    language: str
    sections: tuple[Section, ...]
    details: Mapping[str, str]
    has_photo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedView:
    """The CV and the details that the owner attached to a link. It has no address to keep."""

    title: str
    language: str
    sections: tuple[Section, ...]
    details: Mapping[str, str]
    has_photo: bool


View = OwnerView | AnonymousView | PublicView | AttachedView


def details_in(view: View) -> Mapping[str, str]:
    """The details that a view holds, by name."""
    if not isinstance(view, AnonymousView):
        return view.details
    own = {BIRTH_YEAR: view.birth_year, Detail.GENDER.value: view.gender}
    return {name: value for name, value in own.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class CvHit:
    """A CV in a list of hits: the same for public and anonymous ones, and never identity."""

    address: str
    title: str
    language: str
    wanted: Mapping[str, object]
    updated_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """That somebody of a company may open a CV, and what it is called. It opens nothing."""

    cv_id: int
    account_id: int
    title: str
    language: str
    company: CompanyFacts
    shows_identity: bool
