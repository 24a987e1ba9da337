"""Forms of the operator's console."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from webapp.base import clock
from webapp.blueprints.employers.fields import TOO_LONG, choice, line, needed, no_damage
from webapp.domain.cv.forwarding_rules import LONGEST_POSITION
from webapp.domain.employers.decisions import LONGEST_REASON
from webapp.domain.employers.partner_links import LONGEST_NOTE, LONGEST_PARTNER
from webapp.domain.employers.rules import Decision
from webapp.domain.jobs.ad_rules import day
from webapp.forms import PublicForm
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l

LONGEST_ADDRESS = 400
# A CV's own address: whatever a link to one has before and after it.
_ADDRESS = re.compile(r"(?:.*/cv/)?([\w-]+)(?:[/?#].*)?")


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


class LookUpCvForm(PublicForm):
    """The address of a CV, or a link to it."""

    form_name = "look-up-cv"

    address = StringField(
        default="",
        validators=[
            DataRequired(_l("Write the CV’s address, or choose one from the list.")),
            Length(max=LONGEST_ADDRESS, message=TOO_LONG),
            no_damage,
        ],
    )

    def address_of_cv(self) -> str:
        """The address that was meant; empty where none was."""
        found = _ADDRESS.fullmatch((self.address.data or "").strip())
        return found[1] if found else ""


class RecipientForm(PublicForm):
    """To whom of a company a CV goes and how; for an inactive one, what its owner is told."""

    form_name = "forward-to"

    recipient = StringField(
        default="", validators=[DataRequired(_l("Choose who of the company gets it."))]
    )
    how = choice(["mail", "print", "ask"], _l("Choose how it is forwarded."))
    position = StringField(
        default="", validators=[Length(max=LONGEST_POSITION, message=TOO_LONG), no_damage]
    )

    def wants_position(self) -> bool:
        """Whether all is there that is needed; says at the field where it isn't."""
        if self.how.data == "ask" and not (self.position.data or "").strip():
            self.refuse(_("Write what the company is looking for."), "position")
            return False
        return True


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
