"""The form for writing to the operator."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Email, Length, Optional

from webapp.domain.contact.rules import LONGEST_TEXT, MessageKind
from webapp.forms import PublicForm
from webapp.i18n import lazy_gettext as _l

KINDS = tuple(kind.value for kind in MessageKind)


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


class ContactForm(PublicForm):
    """A message; an address only if one wants an answer."""

    form_name = "contact"

    kind = RadioField(
        choices=list(KINDS),
        validators=[AnyOf(KINDS, _l("Choose what it is about."))],
        validate_choice=False,
    )
    text = TextAreaField(
        filters=[_stripped],
        validators=[
            DataRequired(_l("Write your message.")),
            Length(max=LONGEST_TEXT, message=_l("The message can have 5,000 characters at most.")),
        ],
    )
    email = StringField(
        filters=[_stripped],
        validators=[
            Optional(),
            Email(_l("Write a whole e-mail address, such as name@example.com.")),
        ],
    )
