"""What is still worth writing in a CV so that employers find and understand it: pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from webapp.domain.cv.rules import Kind, Section

FEW_SKILLS = 3


class Hint(StrEnum):
    """Something that would help, by the most helpful first."""

    OCCUPATIONS = "occupations"
    PLACES = "places"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    SKILLS = "skills"
    LANGUAGES = "languages"
    SUMMARY = "summary"


KIND_OF = {
    Hint.OCCUPATIONS: Kind.WANTED,
    Hint.PLACES: Kind.WANTED,
    Hint.EXPERIENCE: Kind.EXPERIENCE,
    Hint.EDUCATION: Kind.EDUCATION,
    Hint.SKILLS: Kind.SKILLS,
    Hint.LANGUAGES: Kind.LANGUAGES,
    Hint.SUMMARY: Kind.SUMMARY,
}


def hints_for(sections: Iterable[Section]) -> tuple[Hint, ...]:
    """What is missing from the sections that others see, the most helpful first.

    A section that the owner hid on purpose is asked for no more.
    """
    by_kind = {section.kind: section for section in sections}
    asked = []
    for hint, kind in KIND_OF.items():
        section = by_kind.get(kind)
        if section is not None and section.hidden:
            continue
        if _lacks(hint, section.content if section else {}):
            asked.append(hint)
    return tuple(asked)


def _lacks(hint: Hint, content: Any) -> bool:
    # Whoever wrote plain text has said it in their own way.
    if content.get("text"):
        return hint is Hint.PLACES and not content.get("places")
    if hint in (Hint.OCCUPATIONS, Hint.PLACES):
        return not content.get(hint.value)
    if hint is Hint.SKILLS:
        return len(content.get("items", ())) < FEW_SKILLS
    return hint is Hint.SUMMARY or not content.get("items")
