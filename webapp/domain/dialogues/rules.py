"""Decisions about dialogues from plain values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum.se import personnummer

LONGEST_POSITION = 120
LONGEST_MESSAGE = 4_000
LAPSES_AFTER = timedelta(days=30)
# Whoever was told no doesn't ask about the same CV again for a while.
ASK_AGAIN_AFTER = timedelta(days=90)
# Days after the last word in a dialogue until it is erased.
QUIET_KEPT_DAYS = 180
# What stands in a message where something was taken out.
REMOVED = "[…]"


class Standing(StrEnum):
    """How a dialogue stands. Only one that is answered goes on."""

    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"
    LAPSED = "lapsed"
    ENDED = "ended"


class Wish(StrEnum):
    """What an employer asks for."""

    IDENTITY = "identity"
    TELEPHONE = "telephone"
    INTERVIEW = "interview"


class Contact(StrEnum):
    """What could lead past the service to a person, and is taken out of anonymous dialogues."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    LINK = "link"
    IDENTITY_NUMBER = "identity-number"


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without contact details, and the kinds of those that were in it."""

    text: str
    removed: tuple[Contact, ...]


_AT = r"(?:\s?@\s?|\s{0,3}[\[({]\s?(?:at|a|@|snabel-?a)\s?[\])}]\s{0,3}|\s{1,3}snabel-?a\s{1,3})"
_DOT = r"(?:\.|\s{0,3}[\[({]\s?(?:dot|punkt|\.)\s?[\])}]\s{0,3}|\s{1,2}(?:dot|punkt)\s{1,2})"
_LABEL = r"[^\W_][\w\-]{0,62}"
# What may stand before it is bounded, or a long word would cost its square.
_EMAIL = re.compile(
    rf"(?<![\w.%+\-])[\w.%+\-]{{1,64}}?{_AT}{_LABEL}(?:{_DOT}{_LABEL})+", re.IGNORECASE
)
_ENDINGS = (
    "se nu com net org info eu io dev me app ai co biz site online tech cloud page link xyz "
    "no dk fi is de at ch fr be nl pl es it uk ie us ca gg ly gl tv cc ee lt lv cz eu "
).split()
_LINK = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,15}://\S+|\bwww\.\S+"
    rf"|(?<![\w@.-])(?!asp\.net\b)(?:[^\W_][\w-]{{0,62}}\.){{1,5}}(?:{'|'.join(dict.fromkeys(_ENDINGS))})\b(?:/\S*)?"
    r"|(?<![\w@])@[\w.]{2,40})",
    re.IGNORECASE,
)
# Nine digits or more, however they are spaced: a telephone number, or one of a person.
_DIGITS = re.compile(r"(?<!\d)\+?\d(?:[ \t.\-–()/]{0,2}\d){8,}")


def without_contacts(text: str) -> Stripped:
    """A text without e-mail addresses, telephone and identity numbers, links and handles.

    It is brought into one spelling first (Unicode NFKC, nothing invisible), so that letters and
    digits that only look alike don't pass.
    """
    text = "".join(
        sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf"
    )
    found = sorted(_contacts(text), key=lambda each: (each[0], -each[1]))
    pieces, last, removed = [], 0, set()
    for start, end, kind in found:
        removed.add(kind)
        if start >= last:
            pieces += [text[last:start], REMOVED]
        last = max(last, end)
    pieces.append(text[last:])
    return Stripped("".join(pieces), tuple(kind for kind in Contact if kind in removed))


def _contacts(text: str) -> Iterator[tuple[int, int, Contact]]:
    for match in _EMAIL.finditer(text):
        yield match.start(), match.end(), Contact.EMAIL
    for match in _LINK.finditer(text):
        yield match.start(), match.end(), Contact.LINK
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        is_person = len(digits) in (10, 12) and personnummer.is_valid(digits)
        kind = Contact.IDENTITY_NUMBER if is_person else Contact.TELEPHONE
        yield match.start(), match.end(), kind
    for number in PhoneNumberMatcher(text, "SE", leniency=Leniency.VALID):
        yield number.start, number.end, Contact.TELEPHONE


def lapses_at(asked_at: datetime) -> datetime:
    """When a request that nobody answers lapses."""
    return asked_at + LAPSES_AFTER


def may_ask_again(standing: Standing, asked_at: datetime, now: datetime) -> bool:
    """Whether a company may ask anew about a CV that it has asked about."""
    if standing in (Standing.LAPSED, Standing.ENDED):
        return True
    return standing is Standing.DECLINED and now >= asked_at + ASK_AGAIN_AFTER


def standing_told(standing: Standing, *, blocked: bool) -> Standing:
    """How a dialogue stands for the company: one that goes on ends when the company is blocked."""
    return Standing.ENDED if standing is Standing.ANSWERED and blocked else standing
