"""Decisions about companies from plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from stdnum.exceptions import ValidationError
from stdnum.se import orgnr

from webapp.base.text import fold

# The European Union and, with Iceland, Liechtenstein and Norway, the European Economic Area
# (Agreement on the EEA, art. 126): ISO 3166-1 codes.
EEA = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK "
    "IS LI NO".split()
)
LENGTH_OF_NUMBER = 10
# What a company's kind is called at the end or the beginning of its name, folded.
_LEGAL_FORMS = frozenset(
    "ab aktiebolag aktiebolaget publ hb handelsbolag handelsbolaget kb kommanditbolag "
    "kommanditbolaget ek for forening ekonomisk ltd limited inc corp plc gmbh as asa aps oy oyj "
    "bv nv sa sarl spa srl sro kft".split()
)


class Verification(StrEnum):
    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    REJECTED = "rejected"


class Role(StrEnum):
    OWNER = "owner"
    RECRUITER = "recruiter"


class OrganizationNumberError(ValueError):
    """The text is not a Swedish organisation number: wrong length, or wrong check digit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFacts:
    """What decides whether a company may see a CV, and what it is called where that is told."""

    id: int
    name: str
    country: str
    role: Role
    may_see_cvs: bool
    number_key: str | None
    name_key: str

    @property
    def in_eea(self) -> bool:
        return self.country in EEA


def organization_number(text: str) -> str:
    """The ten digits of a Swedish organisation number, however it is spaced.

    Raises:
        OrganizationNumberError: it is none.
    """
    try:
        digits = orgnr.compact(text)
        if len(digits) == LENGTH_OF_NUMBER + 2 and digits.startswith(("16", "19", "20")):
            # The form of Swedish authorities: 16 before a company, the century before a person.
            digits = digits[2:]
        return str(orgnr.validate(digits))
    except ValidationError as error:
        raise OrganizationNumberError("not a Swedish organisation number") from error


def is_sole_trader(number: str) -> bool:
    """Whether an organisation number is a person's: its third digit is 0 or 1 (SKV 709)."""
    return number[2] in "01"


def name_key(name: str) -> str:
    """A company's name as it is compared: without case, accents, spacing, signs or legal form.

    A name that is nothing but a legal form is compared whole.
    """
    words = re.findall(r"[^\W_]+", fold(name))
    told = list(words)
    while told and told[-1] in _LEGAL_FORMS:
        told.pop()
    while told and told[0] in _LEGAL_FORMS:
        told.pop(0)
    return "".join(told or words)
