"""The example form of the design page."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, Email, InputRequired, Length

from webapp.forms import PublicForm
from webapp.i18n import lazy_gettext as _l

LONGEST_NAME = 100
LONGEST_MESSAGE = 2000
TOPICS = ("ad", "site", "other")
ANSWERS = ("email", "letter", "none")


class ExampleForm(PublicForm):
    """Shows every kind of field; nothing of it is kept."""

    form_name = "design"

    name = StringField(
        validators=[
            InputRequired(_l("Write your name.")),
            Length(max=LONGEST_NAME, message=_l("A name can have 100 characters at most.")),
        ]
    )
    email = StringField(
        validators=[
            InputRequired(_l("Write your e-mail address.")),
            Email(_l("Write a whole e-mail address, such as name@example.com.")),
        ]
    )
    topic = SelectField(
        choices=list(TOPICS),
        validators=[AnyOf(TOPICS, _l("Choose what it is about."))],
        validate_choice=False,
    )
    message = TextAreaField(
        validators=[
            InputRequired(_l("Write your message.")),
            Length(
                max=LONGEST_MESSAGE, message=_l("The message can have 2,000 characters at most.")
            ),
        ]
    )
    answer = RadioField(
        choices=list(ANSWERS),
        validators=[AnyOf(ANSWERS, _l("Choose how you want the answer."))],
        validate_choice=False,
    )
    agree = BooleanField(
        validators=[InputRequired(_l("Tick the box to show that you have understood."))],
        false_values=("", "false"),
    )
