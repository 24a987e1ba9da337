"""Ways to apply for a job, and people's addresses and numbers in the text of its ad."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phonenumbers import Leniency, PhoneNumberMatch, PhoneNumberMatcher
from stdnum.se import personnummer


@dataclass(frozen=True, slots=True)
class Masks:
    """What stands in an ad's text where something of a person was."""

    address: str
    telephone: str
    identity_number: str


MASKS = {
    "sv": Masks("[e-post]", "[telefon]", "[personnummer]"),
    "en": Masks("[e-mail]", "[telephone]", "[personal identity number]"),
}
# Words that name a function at an employer, not a person.
ROLE_WORDS = frozenset(
    "admin administration ansokan ansökan apply career careers contact cv hello hej hr hrm info "
    "jobb jobba job jobs karriar karriär kansli kontakt kontor kommun lediga mail office personal "
    "people post recruit recruiting recruitment reception registrator registry rekrytera "
    "rekrytering service support talent team work".split()
)
# People write addresses so that programs don't find them: anna (at) foretag (punkt) se.
_AT = r"(?:\s?@\s?|\s{0,3}[\[({]\s?(?:at|a|@|snabel-?a)\s?[\])}]\s{0,3}|\s{1,3}snabel-?a\s{1,3})"
_DOT = r"(?:\.|\s{0,3}[\[({]\s?(?:dot|punkt|\.)\s?[\])}]\s{0,3})"
_LABEL = r"[^\W_](?:[\w\-]{0,62})"
# What may stand before it and how long it may be is bounded, or a long word would cost its square.
_ADDRESS = re.compile(
    rf"(?<![\w.%+\-])([\w.%+\-]{{1,64}}?)({_AT})({_LABEL}(?:{_DOT}{_LABEL})+)", re.IGNORECASE
)
_ANY_DOT = re.compile(_DOT, re.IGNORECASE)
_CLOCK = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
_OPENING_HOURS = re.compile(rf"{_CLOCK}\s?[-\u2013]\s?{_CLOCK}")
_IDENTITY_NUMBER = re.compile(r"(?<![\d-])(?:19|20)?\d{6}[-+ ]?\d{4}(?![\d-])")


def is_role_address(address: str) -> bool:
    """Whether an e-mail address names a function (jobb@, rekrytering.malmo@) and not a person."""
    local = address.partition("@")[0].casefold()
    parts = re.split(r"[._+\-0-9]+", local)
    return any(part in ROLE_WORDS for part in parts)


def addresses(text: str) -> list[str]:
    """The e-mail addresses in a text, in order, disguised ones in their usual form."""
    return [_address(match) for match in _ADDRESS.finditer(text)]


def _address(match: re.Match[str]) -> str:
    local, _, domain = match.groups()
    return f"{local}@{_ANY_DOT.sub('.', domain)}"


@dataclass(frozen=True, slots=True)
class Application:
    """How one applies: an address on the web, one by e-mail, or a number that stays in the text."""

    url: str | None
    email: str | None
    telephone_in_text: str | None


def way_to_apply(
    *, url: str | None, email: str | None, source_url: str | None, text: str
) -> Application:
    """Chooses what stays of an ad's ways to apply; ``text`` is all that it says.

    A person's address or number goes when the ad has another way; the only way is never taken from
    it. An address that stays is moved out of the text, to where its retention is kept.
    """
    given = addresses(email or "")
    role = next(filter(is_role_address, given), None)
    if role or url or source_url:
        return Application(url, role, None)
    found = given + addresses(text)
    if found:
        return Application(None, next(filter(is_role_address, found), found[0]), None)
    number = next(_telephone_numbers(text), None)
    return Application(None, None, number.raw_string if number else None)


def without_personal_contacts(text: str, language: str | None, keep: str | None = None) -> str:
    """Text with people's e-mail addresses, telephone numbers and identity numbers masked.

    Role addresses and the telephone number ``keep`` stay.
    """
    masks = MASKS.get(language or "sv", MASKS["sv"])

    def masked(match: re.Match[str]) -> str:
        return match.group() if is_role_address(_address(match)) else masks.address

    text = _ADDRESS.sub(masked, text)
    pieces, last = [], 0
    for found in _telephone_numbers(text):
        if found.raw_string != keep:
            pieces += [text[last : found.start], masks.telephone]
            last = found.end
    return without_identity_numbers("".join([*pieces, text[last:]]), language)


def without_identity_numbers(text: str, language: str | None) -> str:
    """Text with personal identity numbers masked; a sole trader's organisation number is one."""
    mask = MASKS.get(language or "sv", MASKS["sv"]).identity_number
    return _IDENTITY_NUMBER.sub(
        lambda match: mask if personnummer.is_valid(match.group()) else match.group(), text
    )


def _telephone_numbers(text: str) -> Iterator[PhoneNumberMatch]:
    for found in PhoneNumberMatcher(text, "SE", leniency=Leniency.VALID):
        if not _OPENING_HOURS.fullmatch(found.raw_string):
            yield found
