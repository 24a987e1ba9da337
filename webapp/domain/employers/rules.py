"""Decisions about companies from plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

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


class LegalForm(StrEnum):
    LIMITED = "AB"
    TRADING_PARTNERSHIP = "HB"
    LIMITED_PARTNERSHIP = "KB"
    SOLE_TRADER = "EF"
    COOPERATIVE = "EK"
    ASSOCIATION = "IF"
    FOUNDATION = "ST"
    PUBLIC = "OF"
    OTHER = "XX"


class Decision(StrEnum):
    """What the operator can decide about a company."""

    VERIFY = "verify"
    REFUSE = "refuse"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"


def possible_decisions(
    verification: Verification, suspended: bool, closed: bool = False
) -> tuple[Decision, ...]:
    """What can be decided about a company as it stands."""
    if closed:
        return ()
    if suspended:
        return (Decision.REINSTATE,)
    if verification is Verification.VERIFIED:
        return (Decision.SUSPEND,)
    if verification is Verification.UNVERIFIED:
        return (Decision.VERIFY, Decision.REFUSE)
    return (Decision.VERIFY,)


class OtherFormError(ValueError):
    """The number is a sole trader's and the legal form another, or the other way round."""


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

    @property
    def may_publish(self) -> bool:
        """Whether its ads may be seen: what holds for CVs holds for ads."""
        return self.may_see_cvs


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyIdentity:
    """Who a company is: what the operator verifies. ``number`` is that of its country's register.

    A Swedish one is an organisation number. ``country`` is ISO 3166-1.
    """

    name: str
    legal_form: str
    number: str
    country: str = "SE"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyContact:
    """Where a company is reached. Texts may be empty."""

    street: str = ""
    postcode: str = ""
    town: str = ""
    website: str = ""
    contact_name: str = ""
    contact_phone: str = ""


def same_site(email: str, website: str | None) -> bool | None:
    """Whether an address belongs to the host of a website; None where there is no website."""
    host = (urlsplit(website).hostname or "").removeprefix("www.") if website else ""
    if not host:
        return None
    domain = email.rpartition("@")[2].casefold()
    return domain == host or domain.endswith(f".{host}") or host.endswith(f".{domain}")


def checked_number(identity: CompanyIdentity) -> str | None:
    """The ten digits of a Swedish company's number; None for a company of another country.

    Raises:
        OrganizationNumberError: it is none.
        OtherFormError: the number and the legal form contradict each other.
    """
    if identity.country != "SE":
        return None
    digits = organization_number(identity.number)
    if is_sole_trader(digits) != (identity.legal_form == LegalForm.SOLE_TRADER):
        raise OtherFormError(identity.legal_form)
    return digits


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


def written_number(number: str, country: str) -> str:
    """A register's number as people write it: a Swedish one with its hyphen."""
    return str(orgnr.format(number)) if country == "SE" else number


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
