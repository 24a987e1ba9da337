"""Decisions about job ads from plain values."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import StrEnum

from stdnum.se import orgnr

from webapp.base import clock
from webapp.base.text import Term, slug

# Words that carry no meaning in a query; an ad need not hold them. Feeds write an employer's name
# with or without its legal form, and so do people.
SMALL_WORDS = frozenset(
    "och i på som med för till av en ett den det de att vid inom eller om är and in on as "
    "with for to of a an the at or is ab aktiebolag hb kb ltd inc gmbh".split()
)
# How feeds name the extent and the kind of an employment, in Swedish or English.
_EXTENTS = {
    "full-time": re.compile(r"heltid|full[- ]?time", re.IGNORECASE),
    "part-time": re.compile(r"deltid|part[- ]?time", re.IGNORECASE),
}
_KINDS = {
    "permanent": re.compile(r"(?<!ej )tills\s?vidare|permanent", re.IGNORECASE),
    "temporary": re.compile(r"tidsbegränsad|vikariat|visstid|temporary", re.IGNORECASE),
    "on-call": re.compile(r"behovsanställning|timanställning|on[- ]call", re.IGNORECASE),
    "seasonal": re.compile(r"sommarjobb|feriejobb|säsong|season", re.IGNORECASE),
    "internship": re.compile(r"praktik|\bintern", re.IGNORECASE),
    "contract": re.compile(r"\buppdrag|\bcontract", re.IGNORECASE),
}
# How headlines say that the work can be done from afar; "flytta hemifrån" is no such work.
_REMOTE = re.compile(
    r"(?<!inte )(?<!ej )(?<!inget )(?<!not )"
    r"\b(?:på distans|distans(?:arbete|jobb)|(?:jobba|arbeta|jobb|arbete)(?: \w+)? hemifrån"
    r"|work(?:ing)? from home|(?:fully|100 ?%) remote|remote (?:work|job|possible|or))\b"
    r"|[-–,(/|] ?remote\b(?! sens)",
    re.IGNORECASE,
)
EXTENTS = tuple(_EXTENTS)
EMPLOYMENT_KINDS = tuple(_KINDS)

# With "partner-" before it, it fits the column of an ad's source.
LONGEST_PARTNER = 32


class Status(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    REMOVED = "removed"


def status(now: datetime, closes_at: datetime | None, removed_at: datetime | None) -> Status:
    """Whether an ad can be applied for at a moment. All times are aware."""
    if removed_at is not None:
        return Status.REMOVED
    return Status.CLOSED if closes_at is not None and closes_at <= now else Status.OPEN


def partner_source(partner: str) -> str:
    """The source of a partner's ads, which no other feed's can be.

    Raises:
        ValueError: the name has no letter or digit to tell it by, or is too long.
    """
    if not any(character.isalnum() for character in partner):
        raise ValueError("A partner's name needs letters or digits.")
    if len(partner) > LONGEST_PARTNER:
        raise ValueError(f"A partner's name has at most {LONGEST_PARTNER} characters.")
    return f"partner-{slug(partner, LONGEST_PARTNER)}"


def public_organization_number(number: str | None) -> str | None:
    """The organisation number as ten digits if it may be stored and shown, else None.

    A sole trader's is a personal identity number: its third digit is 0 or 1, while a legal person's
    is at least 2 (Skatteverket, SKV 709).
    """
    if number is None:
        return None
    digits = re.sub(r"[^0-9]", "", number)
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    if len(digits) != 10 or digits[2] in "01" or not orgnr.is_valid(digits):
        return None
    return digits


def extents(working_hours: str | None) -> tuple[str, ...]:
    """Which of ``EXTENTS`` an ad offers, from what its feed says of the hours."""
    return tuple(name for name, said in _EXTENTS.items() if said.search(working_hours or ""))


def is_remote(said: bool | None, headline: str) -> bool:
    """Whether the work can be done from afar: as the feed says, or else the headline."""
    return bool(_REMOTE.search(headline)) if said is None else said


def employment_kinds(employment_type: str | None, duration: str | None) -> tuple[str, ...]:
    """Which of ``EMPLOYMENT_KINDS`` an ad offers, from what its feed says of type and duration.

    JobTech's ordinary employment is permanent or temporary by its duration alone.
    """
    for said in (employment_type, duration):
        found = tuple(name for name, words in _KINDS.items() if said and words.search(said))
        if found:
            return found
    return ("temporary",) if employment_type and duration else ()


def last_date(ends_at: datetime | None) -> date | None:
    """The last date in Stockholm on which something that ends at an aware moment still stands."""
    return clock.stockholm_day(ends_at - timedelta(seconds=1)) if ends_at else None


def terms_to_match(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """A query's terms without small words, unless there is nothing else in it."""
    telling = tuple(
        term
        for term in terms
        if term.phrase
        or term.negated
        or term.prefix
        or any(word.surface not in SMALL_WORDS for word in term.words)
    )
    return telling or terms
