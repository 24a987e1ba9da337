"""Forms of dialogues. In anonymous ones, what would be taken out of a text is told first."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from webapp.blueprints.cv.forms import no_damage
from webapp.blueprints.dialogues.views import contact_names
from webapp.domain.cv.rules import Detail
from webapp.domain.dialogues.answering import Choice
from webapp.domain.dialogues.rules import (
    LONGEST_MESSAGE,
    LONGEST_POSITION,
    Wish,
    without_contacts,
)
from webapp.forms import PublicForm
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l

_TOO_LONG = _l("That is longer than we can take.")


def _tick() -> BooleanField:
    return BooleanField(false_values=("", "false"))


def _message(*validators: Any) -> TextAreaField:
    longest = Length(max=LONGEST_MESSAGE, message=_TOO_LONG)
    return TextAreaField(default="", validators=[*validators, longest, no_damage])


class _WrittenForm(PublicForm):
    """A form whose texts are checked for contact details. ``take_out`` is the writer's yes."""

    take_out = _tick()

    def passes(self, *fields: str, anonymous: bool) -> bool:
        """Whether the texts can be sent; otherwise says at the field what would be taken out."""
        if not anonymous or self.take_out.data:
            return True
        clean = True
        for name in fields:
            removed = without_contacts(self[name].data or "").removed
            if removed:
                clean = False
                self.refuse(
                    _(
                        "There is %(what)s in this. As long as the person is anonymous nothing "
                        "that leads past the service is passed on. Take it out yourself, or tick "
                        "the box below and we take it out.",
                        what=contact_names(removed),
                    ),
                    name,
                )
        return clean


class AskForm(_WrittenForm):
    """A request about a CV."""

    form_name = "cv-request"

    position = StringField(
        default="",
        validators=[
            DataRequired(_l("Write which position it is about.")),
            Length(max=LONGEST_POSITION, message=_TOO_LONG),
            no_damage,
        ],
    )
    message = _message(DataRequired(_l("Write a message to the person.")))


for _wish in Wish:
    setattr(AskForm, f"wish_{_wish.value}", _tick())


class MessageForm(_WrittenForm):
    """One message to a person who has answered."""

    form_name = "cv-message"

    message = _message(DataRequired(_l("Write a message.")))


class AnswerForm(_WrittenForm):
    """What a person does about a request, with the details to show in case of a yes."""

    form_name = "cv-answer"

    choice = RadioField(
        choices=[choice.value for choice in Choice],
        validators=[InputRequired(_l("Choose what you want to do."))],
        validate_choice=False,
    )
    message = _message()

    def wants_words(self) -> bool:
        """Whether something has to be written, and says so at the field where nothing is."""
        if self.choice.data == Choice.WRITE and not (self.message.data or "").strip():
            self.refuse(_("Write a message."), "message")
            return False
        return True


for _detail in Detail:
    if _detail is not Detail.NAME:
        setattr(AnswerForm, f"show_{_detail.value}", _tick())


class MuteForm(PublicForm):
    form_name = "mute-requests"

    muted = _tick()
