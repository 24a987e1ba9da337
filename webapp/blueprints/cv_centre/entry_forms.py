"""Forms about a CV that a company keeps or passes on within its own walls."""

from __future__ import annotations

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.blueprints.cv.forms import no_damage
from webapp.domain.cv.shortlists import LONGEST_LIST_NAME, LONGEST_NOTE
from webapp.forms import PublicForm
from webapp.i18n import lazy_gettext as _l

_TOO_LONG = _l("That is longer than we can take.")


class KeepForm(PublicForm):
    form_name = "keep-cv"

    list_name = StringField(
        default="", validators=[Length(max=LONGEST_LIST_NAME, message=_TOO_LONG), no_damage]
    )
    note = TextAreaField(
        default="", validators=[Length(max=LONGEST_NOTE, message=_TOO_LONG), no_damage]
    )


class ForwardForm(PublicForm):
    form_name = "forward-cv"

    colleague = SelectField(
        choices=[""],
        validators=[InputRequired(_l("Choose a colleague."))],
        validate_choice=False,
        default="",
    )
