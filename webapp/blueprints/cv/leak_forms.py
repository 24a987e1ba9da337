"""The form in which an owner decides about findings: a choice and words for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField
from wtforms.validators import AnyOf, Length, ValidationError

from webapp.domain.cv.leak_edits import Choice, Decision
from webapp.forms import PublicForm
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l
from webapp.incoming import DAMAGE

LONGEST_WORDS = 200
CHOICE, WORDS = "choice_", "words_"
_CHOICES = ("", *(choice.value for choice in Choice))


def decisions_form(
    offers: Mapping[str, str], sent: MultiDict[str, str] | None = None
) -> PublicForm:
    """A form with a choice and words for each finding's key; ``offers`` are the words at first."""
    fields: dict[str, Any] = {"form_name": "cv-leaks"}
    for key, offered in offers.items():
        fields[CHOICE + key] = SelectField(
            choices=list(_CHOICES),
            default="",
            validators=[AnyOf(_CHOICES, _l("Choose one of these."))],
            validate_choice=False,
        )
        fields[WORDS + key] = StringField(
            default=offered,
            validators=[Length(max=LONGEST_WORDS, message=_l("That is longer than we can take."))],
        )
        fields[f"validate_{WORDS}{key}"] = _words_check(key, offered)
    form: PublicForm = type("DecisionsForm", (PublicForm,), fields)(sent)
    return form


def decisions_in(form: PublicForm, keys: Iterable[str]) -> dict[str, Decision]:
    """What has been decided, by key; findings without a choice are left for later."""
    return {
        key: Decision(Choice(form[CHOICE + key].data), form[WORDS + key].data or "")
        for key in keys
        if form[CHOICE + key].data
    }


def _words_check(key: str, offered: str) -> Any:
    def check(form: Any, field: Any) -> None:
        words, choice = (field.data or "").strip(), form[CHOICE + key].data
        if DAMAGE in words:
            raise ValidationError(_("There is something in it that is no text. Write it anew."))
        if choice == Choice.REPLACE and not words:
            raise ValidationError(_("Write what it should say instead."))
        if not choice and words not in ("", offered):
            raise ValidationError(_("Choose “Write this instead” too, or empty the field."))

    return check
