"""Forms of accounts. Whether a password is good enough, the domain says."""

from __future__ import annotations

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, ValidationError

from webapp.domain.accounts.password_rules import (
    LONGEST,
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    SHORTEST,
    SHORTEST_ANSWER,
    PasswordProblem,
    normal_answer,
    password_problem,
)
from webapp.domain.mail.rules import is_one_address
from webapp.forms import PublicForm
from webapp.i18n import LANGUAGES, LazyText
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l

LONGEST_TYPED = 2000
OWN_QUESTION = "own"
# Questions that others can't look up, as a start; one's own is better.
QUESTIONS = {
    "teacher": _l("What was the name of your favourite teacher?"),
    "trip": _l("Where did you go on your first trip alone?"),
    "toy": _l("What did you call your dearest toy?"),
    "street": _l("On which street did your best childhood friend live?"),
}


def _text(**options: Any) -> StringField:
    """A field whose value is a text, also when it was not sent."""
    return StringField(default="", **options)


def _not_too_long() -> Length:
    return Length(max=LONGEST_TYPED, message=_l("That is longer than we can take."))


class EmailField(StringField):
    """An address as it is written to; ``data`` is normalised once it is valid."""

    data: Any

    def pre_validate(self, form: Any) -> None:
        try:
            self.data = validate_email(
                (self.data or "").strip(), check_deliverability=False
            ).normalized
        except EmailNotValidError as error:
            raise ValidationError(self._whole_address()) from error
        if not is_one_address(self.data):
            raise ValidationError(self._whole_address())

    @staticmethod
    def _whole_address() -> str:
        return _("Write a whole e-mail address, such as name@example.com.")


def check_new_password(password: str, *context: str) -> str | None:
    """What is wrong with a new password, in words."""
    words = (*context, current_app.config["PROFILE"].site_name)
    problem = password_problem(password, words)
    return str(_PASSWORD_PROBLEMS[problem]) if problem else None


_PASSWORD_PROBLEMS: dict[PasswordProblem, LazyText] = {
    PasswordProblem.TOO_SHORT: _l(
        "A password needs at least 12 characters. Several words do well."
    ),
    PasswordProblem.TOO_LONG: _l("A password can have 128 characters at most."),
    PasswordProblem.COMMON: _l(
        "That password is among the first that anyone tries. Choose one that is less common."
    ),
    PasswordProblem.CONTEXT: _l(
        "That password leans on your address or the name of this site. Choose other words."
    ),
}
assert (SHORTEST, LONGEST) == (12, 128)


class AddressForm(PublicForm):
    """Only an address: to send a link again, to recover a login, or to get past a guesser."""

    form_name = "address"

    email = EmailField()


class NewPasswordForm(PublicForm):
    form_name = "new password"

    def __init__(self, sent: Any = None, *, address: str = "") -> None:
        super().__init__(sent)
        self._address = address

    password = _text()

    def validate_password(self, field: StringField) -> None:
        problem = check_new_password(field.data or "", self._address)
        if problem:
            raise ValidationError(problem)


class WithQuestion(PublicForm):
    """The security question: an offered one, or one's own, and the answer."""

    question = SelectField(
        choices=[*QUESTIONS, OWN_QUESTION],
        validators=[AnyOf([*QUESTIONS, OWN_QUESTION], _l("Choose a question, or write your own."))],
        validate_choice=False,
    )
    own_question = _text(
        validators=[
            Length(max=LONGEST_QUESTION, message=_l("A question can have 200 characters at most."))
        ]
    )
    answer = _text(validators=[InputRequired(_l("Write the answer to your question."))])

    def validate_own_question(self, field: StringField) -> None:
        if self.question.data == OWN_QUESTION and not (field.data or "").strip():
            raise ValidationError(_("Write your own question."))

    def validate_answer(self, field: StringField) -> None:
        normal = normal_answer(field.data or "")
        if len(field.data or "") > LONGEST_ANSWER:
            raise ValidationError(_("An answer can have 200 characters at most."))
        if len(normal) < SHORTEST_ANSWER:
            raise ValidationError(_("An answer needs at least two letters or figures."))
        if normal in normal_answer(self.chosen_question()):
            raise ValidationError(_("The question gives that answer away. Choose another."))

    def chosen_question(self) -> str:
        """The question as it will be asked."""
        offered = QUESTIONS.get(self.question.data or "")
        return str(offered) if offered else (self.own_question.data or "").strip()


class RegisterForm(AddressForm, NewPasswordForm, WithQuestion):
    """Its fields, and so what is wrong with them, stand in the order of the page."""

    form_name = "register"

    def validate_password(self, field: StringField) -> None:
        self._address = self.email.data or ""
        super().validate_password(field)


class LoginForm(PublicForm):
    form_name = "login"

    email = _text(validators=[InputRequired(_l("Write your e-mail address.")), _not_too_long()])
    password = _text(validators=[InputRequired(_l("Write your password.")), _not_too_long()])
    next = _text()
    link = _text()
    kept = _text()
    came_by = _text()


class ConfirmForm(PublicForm):
    """The password that one registered with."""

    form_name = "confirm"

    password = _text(validators=[InputRequired(_l("Write your password.")), _not_too_long()])


class ButtonForm(PublicForm):
    """Nothing but its button."""

    form_name = "button"


class CodeForm(PublicForm):
    """A code of the second factor, or what a passkey signed, which the page's script fills in."""

    form_name = "code"

    code = _text(validators=[_not_too_long()])
    passkey = _text()
    kept = _text()


class ProveForm(CodeForm):
    form_name = "prove"

    password = _text(validators=[_not_too_long()])
    next = _text()


class RecoverForm(NewPasswordForm):
    form_name = "recover"

    answer = _text(validators=[_not_too_long()])
    code = _text(validators=[_not_too_long()])
    # Named again because it stands last on the page, and what is wrong is told in that order.
    password = _text()

    def validate_answer(self, field: StringField) -> None:
        if not (field.data or "").strip() and not (self.code.data or "").strip():
            raise ValidationError(_("Write the answer, or a recovery code."))


class AfterWaitForm(NewPasswordForm, WithQuestion):
    form_name = "after wait"


class QuestionForm(WithQuestion):
    form_name = "question"


class LanguageForm(PublicForm):
    form_name = "language"

    language = SelectField(
        choices=list(LANGUAGES),
        validators=[AnyOf(list(LANGUAGES), _l("Choose a language."))],
        validate_choice=False,
    )


class PasskeyForm(PublicForm):
    form_name = "passkey"

    name = _text(validators=[Length(max=60, message=_l("A name can have 60 characters at most."))])
    passkey = _text()


class CloseForm(PublicForm):
    form_name = "close"

    sure = BooleanField(
        validators=[InputRequired(_l("Tick the box to show that you mean it."))],
        false_values=("", "false"),
    )
