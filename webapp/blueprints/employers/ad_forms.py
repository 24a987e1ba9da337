"""The form of an ad. What was typed comes back with every error; drafts may lack anything."""

from __future__ import annotations

from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Length, ValidationError

from webapp.base import clock
from webapp.blueprints.accounts.forms import EmailField
from webapp.blueprints.employers.fields import (
    TOO_LONG,
    WebAddressField,
    choice,
    line,
    needed,
    no_damage,
    tick,
)
from webapp.domain.jobs import ad_rules
from webapp.domain.jobs.ad_rules import (
    EXTENTS,
    FIELDS,
    KINDS,
    LONGEST_HEADLINE,
    LONGEST_TEXT,
    MOST_VACANCIES,
    AdContent,
    Channel,
    PayUnit,
)
from webapp.domain.reference.queries import find_place, occupation_fields, place_name
from webapp.forms import PublicForm
from webapp.i18n import LANGUAGES, language
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l

# What an ad lacks that is to be published, at the field where it is written.
LACKING = {
    "headline": _l("Write a headline."),
    "field": _l("Choose the field of work."),
    "place": _l("Say where the job is, or tick that it can be done from anywhere."),
    "kind": _l("Choose the kind of employment."),
    "extent": _l("Choose full time, part time or both."),
    "text": _l("Say a little more about the job: at least 100 characters."),
    "deadline": _l("Choose a last day to apply, from today to half a year from now."),
    "application_url": _l("Write the web address where one applies."),
    "application_email": _l("Write the e-mail address that applications go to."),
}


class OptionalEmailField(EmailField):
    def pre_validate(self, form: Any) -> None:
        self.data = (self.data or "").strip()
        if self.data:
            super().pre_validate(form)


class AdForm(PublicForm):
    """An ad as it is written; its fields stand in the order of the page."""

    form_name = "employer-ad"

    headline = line(needed(_l("Write a headline.")), longest=LONGEST_HEADLINE)
    language = choice(LANGUAGES, _l("Choose a language."), "sv")
    field = choice(("", *(each.code for each in occupation_fields())), LACKING["field"])
    occupation = line()
    place = line()
    remote = tick()
    workplace = line()
    kind = choice(("", *KINDS), LACKING["kind"])
    extent = choice(("", *EXTENTS), LACKING["extent"])
    duration = line()
    start = line()
    vacancies = line(longest=3)
    pay_from = line(longest=20)
    pay_to = line(longest=20)
    pay_unit = choice(
        [unit.value for unit in PayUnit], _l("Choose what the pay is for."), PayUnit.MONTH
    )
    pay_note = line()
    text = TextAreaField(
        default="", validators=[Length(max=LONGEST_TEXT, message=TOO_LONG), no_damage]
    )
    deadline = line(longest=20)
    channel = choice(
        [channel.value for channel in Channel], _l("Choose how one applies."), Channel.WEB
    )
    application_url = WebAddressField()
    application_email = OptionalEmailField()
    reference = line(longest=60)

    def validate_place(self, field: Any) -> None:
        if not field.data:
            return
        found = find_place(field.data)
        if found.place is None:
            like = ", ".join(place_name(each, language()) for each in found.suggestions[:3])
            raise ValidationError(
                _("We know no such municipality or county. Did you mean %(places)s?", places=like)
                if like
                else _("We know no such municipality or county.")
            )

    def validate_vacancies(self, field: Any) -> None:
        plain = field.data.isascii() and field.data.isdecimal()
        if field.data and not (plain and 0 < int(field.data) <= MOST_VACANCIES):
            raise ValidationError(_("Write the number of openings in figures, such as 2."))

    def validate_pay_from(self, field: Any) -> None:
        self._amount(field)

    def validate_pay_to(self, field: Any) -> None:
        most = self._amount(field)
        try:
            least = ad_rules.amount(self.pay_from.data)
        except ValueError:
            return
        if least and most and least > most:
            raise ValidationError(_("The higher sum comes last."))

    @staticmethod
    def _amount(field: Any) -> int | None:
        try:
            return ad_rules.amount(field.data)
        except ValueError as error:
            raise ValidationError(
                _("Write a sum in whole kronor, in figures, such as 38 000.")
            ) from error

    def validate_deadline(self, field: Any) -> None:
        try:
            last = ad_rules.day(field.data)
        except ValueError as error:
            raise ValidationError(
                _("Write the date as year-month-day, such as 2027-01-31.")
            ) from error
        if last and not ad_rules.deadline_fits(last, clock.today()):
            raise ValidationError(str(LACKING["deadline"]))

    def content(self) -> AdContent:
        """What was typed, as it is kept."""
        return AdContent(**{name: self[name].data for name in FIELDS})

    def fill(self, content: AdContent) -> None:
        for name in FIELDS:
            self[name].data = getattr(content, name)

    def refuse_lacking(self, names: tuple[str, ...]) -> None:
        """Says at each field what a published ad needs there."""
        for name in names:
            self.refuse(str(LACKING[name]), name)
