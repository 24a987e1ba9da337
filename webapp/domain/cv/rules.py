"""Decisions about CVs from plain values: PRODUCT.md's table of who sees what, in code."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from webapp.domain.employers.rules import CompanyFacts

ADDRESS_BYTES = 18
LOT_BITS = 31
LONGEST_TITLE = 120
LONGEST_TEXT = 50_000
# The whole country as a wanted place, beside the codes of counties and municipalities.
ANYWHERE = "se"


class State(StrEnum):
    INACTIVE = "inactive"
    ANONYMOUS = "anonymous"
    PUBLIC = "public"


class Detail(StrEnum):
    """A personal detail. The personal identity number is none of them: it is not asked for."""

    NAME = "name"
    EMAIL = "email"
    ADDRESS = "address"
    POSTCODE = "postcode"
    TOWN = "town"
    PHONE = "phone"
    MOBILE = "mobile"
    PHOTO = "photo"
    GENDER = "gender"
    CITIZENSHIP = "citizenship"
    BIRTH_DATE = "birth_date"


# Part of a birth date, which an anonymous CV can show in its place.
BIRTH_YEAR = "birth_year"
REQUIRED = (Detail.NAME, Detail.ADDRESS)
ANONYMOUS_CHOICES = (BIRTH_YEAR, Detail.GENDER.value)


class Kind(StrEnum):
    """The sections that a CV can have, in the order in which a new one has them."""

    WANTED = "wanted"
    SUMMARY = "summary"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    SKILLS = "skills"
    LANGUAGES = "languages"
    LICENCES = "licences"
    COURSES = "courses"
    PROJECTS = "projects"
    REFERENCES = "references"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its kind, whether only the owner sees it, and what it holds.

    ``content`` is plain JSON with names of its own for each kind; ``text`` is its free text. Names
    that this release does not know are kept, so that later ones need no change of stored CVs.
    """

    kind: str
    hidden: bool
    content: Mapping[str, Any]


class Sight(StrEnum):
    """What a viewer sees of a CV. WANTED: nothing but what work its owner looks for."""

    OWNER = "owner"
    PUBLIC = "public"
    ANONYMOUS = "anonymous"
    ATTACHED = "attached"
    WANTED = "wanted"


def sections_from(stored: Iterable[Mapping[str, Any]]) -> tuple[Section, ...]:
    """Sections as they are stored: a list of objects with ``kind``, ``hidden`` and the rest."""
    return tuple(
        Section(
            str(each["kind"]),
            bool(each.get("hidden")),
            {name: value for name, value in each.items() if name not in ("kind", "hidden")},
        )
        for each in stored
    )


def stored_sections(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Sections as plain JSON to store."""
    return [
        {**section.content, "kind": section.kind, "hidden": section.hidden} for section in sections
    ]


def new_sections() -> tuple[Section, ...]:
    """The empty sections of a new CV. References are hidden until the owner shows them."""
    return tuple(Section(kind.value, kind is Kind.REFERENCES, {}) for kind in Kind)


def whole_sections(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Sections with an empty one of each kind that is missing after them."""
    given = tuple(sections)
    kinds = {section.kind for section in given}
    return (*given, *(each for each in new_sections() if each.kind not in kinds))


def visible_sections(sections: Iterable[Section], sight: Sight) -> tuple[Section, ...]:
    """What others than the owner see of the body: nothing hidden, no references anonymously."""
    return tuple(
        section
        for section in sections
        if not section.hidden and any(section.content.values()) and _belongs(section.kind, sight)
    )


def _belongs(kind: str, sight: Sight) -> bool:
    if sight is Sight.WANTED:
        return kind == Kind.WANTED
    return sight is not Sight.ANONYMOUS or kind != Kind.REFERENCES


def sight_of_company(
    state: State,
    company: CompanyFacts | None,
    *,
    blocked: bool,
    third_countries: bool,
    forwarded: Sight | None = None,
) -> Sight | None:
    """What somebody of a company sees by the state alone, before any grant of the owner.

    ``forwarded`` is how its owner let us forward it to that company while it is inactive.
    """
    if company is None or not company.may_see_cvs or blocked:
        return None
    if not company.in_eea and not third_countries:
        return None
    sights = {State.ANONYMOUS: Sight.ANONYMOUS, State.PUBLIC: Sight.PUBLIC}
    return sights.get(state, forwarded)


def new_rank(day: date) -> int:
    """The place of a CV in search by the day of its last change, and within the day by lot."""
    return day.toordinal() << LOT_BITS | secrets.randbits(LOT_BITS)


def new_address() -> str:
    """A random address of 144 bits, made anew at each change of state."""
    return secrets.token_urlsafe(ADDRESS_BYTES)
