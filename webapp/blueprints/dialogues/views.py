"""Dialogues as templates show them: plain values and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import SimpleNamespace

from webapp.domain.dialogues.answering import Choice
from webapp.domain.dialogues.queries import OwnDialogue, Said
from webapp.domain.dialogues.rules import Contact, Standing, Wish
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l
from webapp.i18n import list_of

CONTACTS = {
    Contact.EMAIL: _l("an e-mail address"),
    Contact.TELEPHONE: _l("a telephone number"),
    Contact.LINK: _l("a link or user name"),
    Contact.IDENTITY_NUMBER: _l("a personal identity number"),
}
WISHES = {
    Wish.IDENTITY: _l("who the person is"),
    Wish.TELEPHONE: _l("a telephone number to call"),
    Wish.INTERVIEW: _l("an interview"),
}
FOR_PERSON = {
    Standing.ASKED: _l("Waits for your answer"),
    Standing.ANSWERED: _l("Going on"),
    Standing.DECLINED: _l("You said no"),
    Standing.LAPSED: _l("Lapsed without an answer"),
    Standing.ENDED: _l("Ended"),
}
FOR_COMPANY = {
    Standing.ASKED: _l("Waits for an answer"),
    Standing.ANSWERED: _l("Answered"),
    Standing.DECLINED: _l("The answer is no"),
    Standing.LAPSED: _l("No answer in 30 days"),
    Standing.ENDED: _l("Ended"),
}
CHOICES = {
    Choice.REVEAL: _l("Say yes: show this company who I am"),
    Choice.WRITE: _l("Answer without saying who I am"),
    Choice.DECLINE: _l("Say no"),
    Choice.BLOCK: _l("Say no, and never let this company see any of my CVs"),
    Choice.END: _l("End the dialogue"),
}


def contact_names(kinds: Iterable[str]) -> str:
    """Kinds of contact details in words, as in "an e-mail address and a link"."""
    known = set(kinds)
    return list_of([str(words) for kind, words in CONTACTS.items() if kind in known])


def wish_names(wishes: Iterable[str]) -> str:
    known = set(wishes)
    return list_of([str(words) for wish, words in WISHES.items() if wish in known])


def choice_options(choices: Iterable[Choice], dialogue: OwnDialogue) -> list[tuple[str, str]]:
    """What a person can choose, in words that fit how the dialogue stands."""
    words = {choice: str(CHOICES[choice]) for choice in Choice}
    if not dialogue.anonymous:
        words[Choice.WRITE] = _("Write to the company")
    if dialogue.standing is Standing.ANSWERED:
        words[Choice.BLOCK] = _(
            "End the dialogue, and never let this company see any of my CVs again"
        )
    return [(choice.value, words[choice]) for choice in choices]


def said_view(messages: Sequence[Said], *, company: str | None) -> list[SimpleNamespace]:
    """Messages in order. ``company`` is the other side's name for the person; None: for it."""
    return [
        SimpleNamespace(
            who=_who(each.from_company, company),
            at=each.at,
            lines=each.text.splitlines(),
            removed=contact_names(each.removed),
        )
        for each in messages
    ]


def _who(from_company: bool, company: str | None) -> str:
    if company is None:
        return _("Your company") if from_company else _("The person behind the CV")
    return company if from_company else _("You")
