"""Forms of the operator's console."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from webapp.base import clock
from webapp.blueprints.employers.fields import TOO_LONG, choice, line, needed, no_damage
from webapp.domain.employers.decisions import LONGEST_REASON
from webapp.domain.employers.partner_links import LONGEST_NOTE, LONGEST_PARTNER
from webapp.domain.employers.rules import Decision
from webapp.domain.jobs.ad_rules import day
from webapp.forms import PublicForm
from webapp.i18n import gettext as _
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


class PartnerLinkForm(PublicForm):
    """A new link for a partner, with its last day where it has one."""

    form_name = "partner-link"

    partner = line(needed(_l("Write the partner’s name.")), longest=LONGEST_PARTNER)
    note = TextAreaField(
        default="", validators=[Length(max=LONGEST_NOTE, message=TOO_LONG), no_damage]
    )
    ends_on = line(longest=20)

    def validate_ends_on(self, field: Any) -> None:
        try:
            last = day(field.data)
        except ValueError as error:
            raise ValidationError(
                _("Write the date as year-month-day, such as 2027-01-31.")
            ) from error
        if last is not None and last < clock.today():
            raise ValidationError(_("That day has passed."))

    def last_day(self) -> date | None:
        """The last day as it was typed, once that is valid."""
        return day(self.ends_on.data)
