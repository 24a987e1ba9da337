"""Sections of CVs as templates show them: to read, and to write in."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from webapp.blueprints.cv.section_forms import SectionForm
from webapp.blueprints.cv.section_words import ADD, HELP, choice_label, field_label, read_label
from webapp.blueprints.cv.views import KINDS, place_names
from webapp.domain.cv.rules import Kind, Section
from webapp.domain.cv.sections import SHAPES, Field, Form, own_fields
from webapp.i18n import gettext as _
from webapp.i18n import language, partial_date

# An entry's heading, what stands under it, and its text; all else comes as a list of facts.
HEADINGS = {
    Kind.EXPERIENCE: ("title", ("employer", "place")),
    Kind.EDUCATION: ("area", ("school", "level")),
    Kind.SKILLS: ("name", ("level",)),
    Kind.LANGUAGES: ("name", ("level",)),
    Kind.COURSES: ("name", ("issuer",)),
    Kind.PROJECTS: ("name", ("role", "organisation")),
    Kind.REFERENCES: ("name", ("contact",)),
}
# Entries of these kinds are a line each.
SHORT = (Kind.SKILLS, Kind.LANGUAGES)
# What most people leave out stands folded.
RARE = ("url", "highlights", "keywords", "courses", "grade", "organisation")


def section_view(section: Section) -> SimpleNamespace:
    """A section to read: heading, facts, entries, and the lines of its text."""
    kind = Kind(section.kind)
    content, shape = section.content, SHAPES[kind]
    facts = [
        (str(read_label(kind, field.name)), _shown(kind, field, content))
        for field in shape.own
        if field.name != "text" and content.get(field.name)
    ]
    return SimpleNamespace(
        kind=section.kind,
        heading=str(KINDS[kind]),
        facts=facts,
        entries=[_entry(kind, item) for item in content.get("items", ())],
        short=kind in SHORT,
        lines=str(content.get("text", "")).splitlines(),
        hidden=section.hidden,
        empty=not any(content.values()),
    )


def _entry(kind: Kind, item: Mapping[str, Any]) -> SimpleNamespace:
    fields = {field.name: field for field in SHAPES[kind].items}
    first, under = HEADINGS[kind]
    shown = {name: _shown(kind, fields[name], item) for name in (first, *under) if item.get(name)}
    heading = shown.pop(first, "")
    below = list(shown.values())
    if not heading and below:
        heading = below.pop(0)
    return SimpleNamespace(
        heading=heading or str(KINDS[kind]),
        below=", ".join(below),
        period=_period(item),
        lines=str(item.get("text", "")).splitlines(),
        points=[*item.get("highlights", ()), *item.get("courses", ())],
        keywords=", ".join(item.get("keywords", ())),
        grade=item.get("grade", ""),
        url=item.get("url", ""),
    )


def _period(item: Mapping[str, Any]) -> str:
    if item.get("date"):
        return partial_date(item["date"], language())
    start, end = (partial_date(item.get(name, ""), language()) for name in ("start", "end"))
    if start and not end:
        end = _("now")
    return f"{start} – {end}" if start and end else end


def _shown(kind: str, field: Field, content: Mapping[str, Any]) -> str:
    value = content[field.name]
    if field.name == "places":
        return place_names(value)
    if field.form is Form.DATE:
        return partial_date(value, language())
    if field.form is Form.CHOICE:
        return choice_label(kind, value)
    if field.form is Form.CHOICES:
        return ", ".join(choice_label(kind, code) for code in value)
    return ", ".join(value) if field.form is Form.LINES else str(value)


def form_fields(form: SectionForm) -> SimpleNamespace:
    """A section's form to write in: its own fields, and those of each entry."""
    shape = SHAPES[form.kind]
    own = own_fields(shape)
    entries = []
    for number in range(form.count):
        fields = [_input(form, each, number) for each in shape.items]
        entries.append(_entry_form(form, number, fields))
    return SimpleNamespace(
        own=[_input(form, each) for each in own if each.name != "text"],
        text=next(_input(form, each) for each in own if each.name == "text"),
        entries=entries,
        add=ADD.get(form.kind),
    )


def _entry_form(form: SectionForm, number: int, fields: list[SimpleNamespace]) -> SimpleNamespace:
    written = any(each.value for each in fields)
    rare = [each for each in fields if each.field in RARE]
    said = [str(each.value) for each in fields[:2] if each.value and each.form != "choice"]
    return SimpleNamespace(
        number=number,
        legend=", ".join(said) if said else _("A new entry"),
        written=written,
        fields=[each for each in fields if each.field not in RARE],
        rare=rare,
        open=any(each.value or each.error for each in rare),
        at=form.of("at", number).name,
        remove=form.of("remove", number).name,
        place=form.of("at", number).data,
        removed=form.of("remove", number).data,
    )


def _input(form: SectionForm, field: Field, number: int | None = None) -> SimpleNamespace:
    shown = form.of(field.name, number)
    # Said once, at the first entry.
    help_text = HELP.get((form.kind, field.name), "") if not number else ""
    if field.form is Form.LINES and field.name != "places":
        help_text = _("One on each line.")
    return SimpleNamespace(
        name=shown.name,
        field=field.name,
        form="line" if field.name == "places" else field.form.value,
        label=str(field_label(form.kind, field.name, of_entry=number is not None)),
        help=str(help_text),
        value=shown.data or "",
        error=str(shown.errors[0]) if shown.errors else "",
        choices=[(code, choice_label(form.kind, code)) for code in field.choices],
    )
