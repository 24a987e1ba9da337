"""Fields that several forms of companies have."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import AnyOf, DataRequired, Length, ValidationError

from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l
from webapp.incoming import DAMAGE

LONGEST_LINE = 200
TOO_LONG = _l("That is longer than we can take.")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}", re.IGNORECASE)


def no_damage(form: Any, field: Any) -> None:
    """Refuses what can't be text."""
    if DAMAGE in (field.data or ""):
        raise ValidationError(_("There is something in it that is no text. Write it anew."))


def line(*validators: Any, longest: int = LONGEST_LINE) -> StringField:
    """One line of text; without surrounding spaces."""
    return StringField(
        default="",
        filters=[lambda value: (value or "").strip()],
        validators=[*validators, Length(max=longest, message=TOO_LONG), no_damage],
    )


def needed(message: Any) -> DataRequired:
    """Refuses a line with nothing in it; spaces are nothing."""
    return DataRequired(message)


def choice(codes: Any, message: Any, default: str = "") -> SelectField:
    """One of several codes; what a select can't send is refused in words."""
    return SelectField(
        choices=list(codes),
        default=default,
        validators=[AnyOf(list(codes), message)],
        validate_choice=False,
    )


def tick() -> BooleanField:
    return BooleanField(false_values=("", "false"))


class WebAddressField(StringField):
    """An address on the web; a scheme is added where only the host is written."""

    data: Any

    def __init__(self, **options: Any) -> None:
        super().__init__(default="", filters=[lambda value: (value or "").strip()], **options)

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        whole = self.data if "://" in self.data else f"https://{self.data}"
        try:
            parts = urlsplit(whole)
            plain = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.hostname or "")
            named = parts.username is None and parts.port in (None, 80, 443)
        except ValueError:
            plain = named = False
        if not plain or not named or re.search(r"\s", whole) or len(whole) > 1000:
            raise ValidationError(
                _("Write a whole web address, such as https://www.example.com/jobs.")
            )
        self.data = whole
