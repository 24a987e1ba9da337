"""What an anonymous CV's text gives away about its writer: pure, and linear in the text's length.

The finder warns; it cannot promise. What it looks for, and what it can't see, is in
``docs/leak-finder.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from webapp.domain.cv.leak_addresses import AddressFinder
from webapp.domain.cv.leak_contacts import ContactFinder
from webapp.domain.cv.leak_copies import CopyFinder
from webapp.domain.cv.leak_names import NameFinder
from webapp.domain.cv.leak_numbers import NumberFinder
from webapp.domain.cv.leak_organisations import OrganisationFinder
from webapp.domain.cv.leak_text import LeakKind, Person, Span, plain, tokens
from webapp.domain.cv.rules import Kind, Section, Sight, visible_sections
from webapp.domain.cv.sections import SHAPES, Form, Text, texts_of

__all__ = ["TITLE", "Finding", "LeakKind", "Person", "find_leaks", "leaks_in", "texts_to_check"]

# The place of a CV's own title, beside those of its sections.
TITLE = "title"
# Where pieces overlap, the one of the kind that says most stays.
_WEIGHT = {
    LeakKind.IDENTITY_NUMBER: 0,
    LeakKind.EMAIL: 1,
    LeakKind.LINK: 2,
    LeakKind.PHONE: 3,
    LeakKind.FILE_NAME: 4,
    LeakKind.EMPLOYER: 5,
    LeakKind.SCHOOL: 5,
    LeakKind.ADDRESS: 6,
    LeakKind.NAME: 7,
}
# Fields whose whole content is the name of an organisation.
_NAMED_FIELDS = {
    (Kind.EXPERIENCE.value, "employer"): LeakKind.EMPLOYER,
    (Kind.PROJECTS.value, "organisation"): LeakKind.EMPLOYER,
    (Kind.EDUCATION.value, "school"): LeakKind.SCHOOL,
    (Kind.COURSES.value, "issuer"): LeakKind.SCHOOL,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A piece of a CV's text that tells of its writer, in characters of that text's value."""

    text: Text
    start: int
    end: int
    kind: LeakKind

    @property
    def found(self) -> str:
        return self.text.value[self.start : self.end]


def texts_to_check(title: str, sections: Iterable[Section]) -> list[Text]:
    """All that an anonymous CV shows of what its owner wrote: no references, nothing hidden."""
    shown = visible_sections(sections, Sight.ANONYMOUS)
    return [
        Text(TITLE, None, TITLE, None, title),
        *(text for section in shown for text in texts_of(section.kind, section.content)),
    ]


def find_leaks(person: Person, texts: Sequence[Text]) -> list[Finding]:
    """Every leak in the texts, in their order. Names in fields of organisations are known too."""
    names = organisations_in(texts)
    finder = Finder(
        replace(
            person,
            employers=(*person.employers, *names[LeakKind.EMPLOYER]),
            schools=(*person.schools, *names[LeakKind.SCHOOL]),
        )
    )
    return [
        Finding(text, span.start, span.end, span.kind)
        for text in texts
        for span in (_whole_field(text) or finder.find(text.value))
    ]


def leaks_in(person: Person, text: str) -> list[Span]:
    """Every leak in one text alone."""
    return Finder(person).find(text)


def organisations_in(texts: Iterable[Text]) -> Mapping[LeakKind, list[str]]:
    """The employers and schools that a CV names in fields of their own."""
    names: dict[LeakKind, list[str]] = {LeakKind.EMPLOYER: [], LeakKind.SCHOOL: []}
    for text in texts:
        kind = _NAMED_FIELDS.get((text.kind, text.field))
        if kind is not None and not _is_description(text.value):
            names[kind].append(text.value)
    return names


class Finder:
    """All parts of the finder, prepared for one person."""

    def __init__(self, person: Person) -> None:
        self._names = NameFinder(person)
        self._numbers = NumberFinder(person)
        self._addresses = AddressFinder(person)
        self._contacts = ContactFinder(person)
        self._organisations = OrganisationFinder(person)
        self._copies = CopyFinder(person)

    def find(self, text: str) -> list[Span]:
        """The leaks of a text in order. Only a copy may hold others within it."""
        flat = plain(text)
        found = tokens(flat)
        spans = [
            *self._names.find(flat, found),
            *self._numbers.find(flat),
            *self._addresses.find(flat, found),
            *self._contacts.find(flat),
            *self._organisations.find(flat, found),
        ]
        return sorted([*_apart(spans), *self._copies.find(found)])


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Spans that don't overlap; those that do become one, of the kind that says most."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            kind = min(last.kind, span.kind, key=lambda each: _WEIGHT.get(each, len(_WEIGHT)))
            merged[-1] = Span(last.start, max(last.end, span.end), kind)
        else:
            merged.append(span)
    return merged


def _whole_field(text: Text) -> list[Span] | None:
    """Fields that say nothing but a name or an address of the web are a leak as they stand."""
    kind = _NAMED_FIELDS.get((text.kind, text.field))
    if kind is not None and _is_description(text.value):
        return None
    if kind is None and _is_web_address(text):
        kind = LeakKind.LINK
    return [Span(0, len(text.value), kind)] if kind is not None and text.value.strip() else None


def _is_description(value: str) -> bool:
    """Whether a field for a name says what something is instead: "en kommun i Skåne"."""
    return not value.strip() or value.split()[0] in ("en", "ett", "a", "an", "flera", "several")


def _is_web_address(text: Text) -> bool:
    shape = SHAPES.get(Kind(text.kind)) if text.kind in set(Kind) else None
    fields = (*shape.own, *shape.items) if shape else ()
    return any(field.name == text.field and field.form is Form.URL for field in fields)
