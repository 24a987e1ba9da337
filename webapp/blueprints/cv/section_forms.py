"""The form of one section of a CV, made from what the section's kind can hold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from webapp.blueprints.cv.section_words import PROBLEMS
from webapp.blueprints.cv.views import place_codes, place_names
from webapp.domain.cv.rules import Kind, Section
from webapp.domain.cv.section_values import (
    ValueProblemError,
    cleaned,
    ends_before_it_starts,
    placed,
    without_empty,
)
from webapp.domain.cv.sections import MOST_ITEMS, SHAPES, Field, Form, own_fields
from webapp.forms import PublicForm
from webapp.i18n import gettext as _
from webapp.incoming import DAMAGE

# How many empty entries a form begins with: short ones come several at once.
BLANK = {Kind.SKILLS: 3, Kind.LANGUAGES: 2}


class SectionForm(PublicForm):
    """Fields are called by kind, entry and field, as in ``experience-0-title``.

    So no two forms on one page have a field in common.
    """

    form_name = "cv-section"
    kind: Kind
    count: int

    def of(self, name: str, number: int | None = None) -> Any:
        """A field of the section, or of one of its entries."""
        return self[field_name(self.kind, name, number)]

    def section(self) -> Section:
        """What was written, once it is accepted."""
        shape = SHAPES[self.kind]
        content = without_empty({f.name: self._stored(f.name) for f in own_fields(shape)})
        items = []
        for number in range(self.count):
            item = without_empty({f.name: self._stored(f.name, number) for f in shape.items})
            if item and not self.of("remove", number).data:
                items.append((item, self._place(number), number + 1))
        if items:
            # What is left out before an entry moves it up, without its having been moved.
            places = [
                place if place != stood else now for now, (_, place, stood) in enumerate(items, 1)
            ]
            content["items"] = placed([item for item, *_ in items], places)
        return Section(self.kind.value, bool(self.of("hidden").data), content)

    def _stored(self, name: str, number: int | None = None) -> Any:
        return getattr(self.of(name, number), "stored", "")

    def _place(self, number: int) -> int:
        text = (self.of("at", number).data or "").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else number + 1

    def accepts(self) -> bool:
        """As for every form; and each period has to begin before it ends."""
        accepted = super().accepts()
        if Field("end", Form.DATE) not in SHAPES[self.kind].items:
            return accepted
        for number in range(self.count):
            period = {name: self._stored(name, number) for name in ("start", "end")}
            if ends_before_it_starts(period):
                self.refuse(_("It ends before it begins."), self.of("end", number).name)
                accepted = False
        return accepted


def form_of(kind: Kind, sent: Any) -> SectionForm:
    """The form that was sent for a section, with as many entries as it says it has."""
    count = 0
    while count < MOST_ITEMS and field_name(kind, "at", count) in sent:
        count += 1
    return _form_class(kind, count)(sent)


def filled_form(section: Section, version: str, *, more: bool) -> SectionForm:
    """The form as it stands before anything is changed, with ``more`` empty entries at its end."""
    kind = Kind(section.kind)
    shape = SHAPES[kind]
    items = list(section.content.get("items", ()))
    if shape.items:
        blank = BLANK.get(kind, 1)
        items += [{}] * (blank if more or not items or kind in BLANK else 0)
    form = _form_class(kind, len(items[:MOST_ITEMS]))()
    form.of("version").data, form.of("hidden").data = version, section.hidden
    for field in own_fields(shape):
        form.of(field.name).data = _written(field, section.content)
    for number, item in enumerate(items[:MOST_ITEMS]):
        form.of("at", number).data = str(number + 1)
        for field in shape.items:
            form.of(field.name, number).data = _written(field, item)
    return form


def _written(field: Field, content: Mapping[str, Any]) -> Any:
    """A stored value as the form shows it."""
    value = content.get(field.name)
    if field.name == "places":
        return place_names(value or ())
    if field.form is Form.LINES:
        return "\n".join(value or ())
    return value or ([] if field.form is Form.CHOICES else "")


@lru_cache(maxsize=256)
def _form_class(kind: Kind, count: int) -> type[SectionForm]:
    shape = SHAPES[kind]
    fields: dict[str, Any] = {"kind": kind, "count": count}

    def add(field: Any, name: str, number: int | None = None) -> None:
        fields[field_name(kind, name, number)] = field

    add(StringField(default=""), "version")
    add(_tick(), "hidden")
    for field in own_fields(shape):
        add(_form_field(field), field.name)
    for number in range(count):
        for field in shape.items:
            add(_form_field(field), field.name, number)
        add(StringField(default=""), "at", number)
        add(_tick(), "remove", number)
    return type("SectionForm", (SectionForm,), fields)


def field_name(kind: Kind, name: str, number: int | None = None) -> str:
    """What a field of the form is called."""
    return f"{kind}-{name}" if number is None else f"{kind}-{number}-{name}"


def _tick() -> BooleanField:
    return BooleanField(false_values=("", "false"))


def _form_field(field: Field) -> Any:
    validators = [_Right(field)]
    if field.form is Form.CHOICES:
        choices = list(field.choices)
        return SelectMultipleField(
            choices=choices, validate_choice=False, validators=validators, default=[]
        )
    if field.form in (Form.TEXT, Form.LINES) and field.name != "places":
        kind = _LinesField if field.form is Form.LINES else TextAreaField
        return kind(default="", validators=validators)
    return StringField(default="", validators=validators)


class _LinesField(TextAreaField):
    """One text with a line for each thing, or an input for each."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = "\n".join(valuelist)


class _Right:
    """Puts what was written into the form it is stored in, or says at the field why it can't be."""

    def __init__(self, field: Field) -> None:
        self._field = field

    def __call__(self, form: Any, field: Any) -> None:
        raw = field.data or ""
        if DAMAGE in (raw if isinstance(raw, str) else "".join(raw)):
            raise ValidationError(_("There is something in it that is no text. Write it anew."))
        if self._field.name == "places":
            field.stored = _places(raw)
            return
        try:
            field.stored = cleaned(self._field, raw)
        except ValueProblemError as error:
            raise ValidationError(str(PROBLEMS[error.problem])) from error


def _places(text: str) -> list[str]:
    codes, unknown = place_codes(text)
    if unknown:
        raise ValidationError(_("We know no such place: %(places)s", places="; ".join(unknown)))
    return codes
