"""Forms of CVs. What a person wrote comes back with every error."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Any

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, Optional, Regexp, ValidationError

from webapp.domain.cv.blocks import LONGEST_NAME
from webapp.domain.cv.forwarding_answers import Answer
from webapp.domain.cv.forwarding_rules import Forwarding
from webapp.domain.cv.links import LONGEST_RECIPIENT
from webapp.domain.cv.rules import LONGEST_TITLE, Detail, Kind, State
from webapp.forms import PublicForm
from webapp.i18n import LANGUAGES
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l
from webapp.incoming import DAMAGE

LONGEST_DETAIL = 200
LASTING_DAYS = ("7", "30", "90")
GENDERS = ("woman", "man", "other")
_TOO_LONG = _l("That is longer than we can take.")


def no_damage(form: Any, field: Any) -> None:
    if DAMAGE in (field.data or ""):
        raise ValidationError(_("There is something in it that is no text. Write it anew."))


def _text(longest: int, *validators: Any) -> StringField:
    return StringField(
        default="", validators=[*validators, Length(max=longest, message=_TOO_LONG), no_damage]
    )


def _tick() -> BooleanField:
    return BooleanField(false_values=("", "false"))


class ActionForm(PublicForm):
    """A button, or several of which one was pressed; nothing is typed."""

    form_name = "cv-action"


class NewCvForm(PublicForm):
    form_name = "new-cv"

    title = _text(LONGEST_TITLE, InputRequired(_l("Give the CV a title.")))
    language = SelectField(
        choices=list(LANGUAGES),
        validators=[AnyOf(list(LANGUAGES), _l("Choose a language."))],
        validate_choice=False,
    )


class AboutForm(NewCvForm):
    """Title and language of a CV, and which details are shown."""

    form_name = "cv"

    third_countries = _tick()
    anonymous_birth_year = _tick()
    anonymous_gender = _tick()


for _detail in Detail:
    setattr(AboutForm, f"show_{_detail.value}", _tick())


class OrderForm(PublicForm):
    """The place of each section, from 1, and whether it is hidden."""

    form_name = "cv-order"


def _place_of_section(form: Any, field: Any) -> None:
    text = (field.data or "").strip()
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= len(Kind)):
        raise ValidationError(_("Write a number from 1 to %(last)s.", last=len(Kind)))


for _kind in Kind:
    setattr(
        OrderForm,
        f"place_{_kind.value}",
        StringField(default="", validators=[_place_of_section]),
    )
    setattr(OrderForm, f"hidden_{_kind.value}", _tick())


class ImportForm(PublicForm):
    """A file to start from; the file itself is no field that could be shown again."""

    form_name = "cv-import"

    file = StringField(default="")


class CopyForm(PublicForm):
    """Another CV of one's own to start from."""

    form_name = "cv-copy"

    cv = _text(10, Regexp(r"[0-9]+$", message=_l("Choose one of your CVs.")))


class CheckForm(NewCvForm):
    """A draft that was read from a file, with the title and language that its CV gets."""

    form_name = "cv-import-check"

    draft = StringField(default="")


class DetailsForm(PublicForm):
    """Personal details. Name and address are needed, all else is the person's choice."""

    form_name = "personal-details"

    name = _text(LONGEST_DETAIL, InputRequired(_l("Write your name.")))
    address = _text(LONGEST_DETAIL, InputRequired(_l("Write your address.")))
    postcode = _text(20)
    town = _text(LONGEST_DETAIL)
    email = _text(LONGEST_DETAIL)
    phone = _text(40)
    mobile = _text(40)
    birth_date = _text(10)
    gender = SelectField(choices=["", *GENDERS], validate_choice=False, default="")
    citizenship = _text(LONGEST_DETAIL)

    def validate_email(self, field: Any) -> None:
        if field.data and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", field.data.strip()):
            raise ValidationError(_("Write a whole e-mail address, such as name@example.com."))

    def validate_birth_date(self, field: Any) -> None:
        if not field.data:
            return
        try:
            born = date.fromisoformat(field.data.strip())
        except ValueError:
            born = None
        if born is None or not 1900 <= born.year <= date.max.year:
            raise ValidationError(_("Write the date as year-month-day, such as 1990-05-17."))

    def validate_gender(self, field: Any) -> None:
        if field.data not in ("", *GENDERS):
            raise ValidationError(_("Choose one of these, or none."))


class StateForm(PublicForm):
    form_name = "cv-state"

    state = SelectField(
        choices=[state.value for state in State],
        validators=[AnyOf([state.value for state in State], _l("Choose a state."))],
        validate_choice=False,
    )


def _one_of(names: type[StrEnum], message: Any) -> SelectField:
    values = [each.value for each in names]
    return SelectField(
        choices=values, validators=[AnyOf(values, message)], validate_choice=False, default=""
    )


class ForwardingForm(PublicForm):
    """What our staff may forward of one CV."""

    form_name = "cv-forwarding"

    forwarding = _one_of(Forwarding, _l("Choose one of these."))


class ForwardingAnswerForm(PublicForm):
    """Yes or no to one company."""

    form_name = "forwarding-answer"

    answer = _one_of(Answer, _l("Choose what you answer."))


class LinkForm(PublicForm):
    form_name = "cv-link"

    recipient = _text(LONGEST_RECIPIENT, InputRequired(_l("Write whom the link is for.")))
    lasts = SelectField(
        choices=list(LASTING_DAYS),
        validators=[AnyOf(LASTING_DAYS, _l("Choose how long the link works."))],
        validate_choice=False,
        default="30",
    )


for _detail in Detail:
    setattr(LinkForm, f"show_{_detail.value}", _tick())


class BlockForm(PublicForm):
    form_name = "block"

    name = _text(LONGEST_NAME, Optional())
    number = _text(20, Optional())


class SureForm(PublicForm):
    """For what can't be undone."""

    form_name = "cv-delete"

    sure = BooleanField(
        validators=[InputRequired(_l("Tick the box to show that you mean it."))],
        false_values=("", "false"),
    )
