"""Forms of the operator's console."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from webapp.blueprints.employers.fields import TOO_LONG, choice, no_damage
from webapp.domain.employers.decisions import LONGEST_REASON
from webapp.domain.employers.rules import Decision
from webapp.forms import PublicForm
from webapp.i18n import lazy_gettext as _l


class DecisionForm(PublicForm):
    """What is decided about a company, and why."""

    form_name = "company-decision"

    decision = choice([each.value for each in Decision], _l("Choose what you decide."))
    reason = TextAreaField(
        default="",
        validators=[
            DataRequired(_l("Write the reason. The company’s owners get to read it.")),
            Length(max=LONGEST_REASON, message=TOO_LONG),
            no_damage,
        ],
    )
