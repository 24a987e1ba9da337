"""The operator profile: whose site this is, read from one TOML file.

Everything that looks like a brand stands there and nowhere in code or templates. Countries are
ISO 3166-1 alpha-2 codes; their names come from the locale data in the reader's language.
"""

import itertools
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import phonenumbers
from babel import Locale
from email_validator import EmailNotValidError, validate_email
from stdnum.exceptions import ValidationError
from stdnum.se import orgnr

from webapp.site.records import LocalizedText, RecordError, not_empty, parse_toml, read_record

# The locale data also names regions that ISO 3166-1 does not assign to a country.
_NOT_COUNTRIES = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ")
)
_LONGEST_ANSWER_DAYS = 30


class ProfileError(RecordError):
    """The operator profile is wrong at `key`; see `RecordError`."""

    subject = "operator profile"


def _country_problem(code: str) -> str | None:
    is_region = len(code) == 2 and code in Locale("en").territories
    if is_region and code not in _NOT_COUNTRIES:
        return None
    return "is not a country code of ISO 3166-1 (two capital letters)"


def _email_problem(address: str) -> str | None:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError as problem:
        return f"is not an e-mail address ({problem})"
    return None


def _organisation_number_problem(number: str) -> str | None:
    try:
        compact = orgnr.validate(number)
    except ValidationError:
        return "is not a Swedish organisation number"
    # The third digit of a legal person's number is 2 or higher (Skatteverket, SKV 709); below
    # that it is the personal identity number of a sole trader, which is never published.
    return None if compact[2] >= "2" else "is a personal identity number, which is not published"


def _web_address_problem(address: str) -> str | None:
    return None if address.startswith("https://") else "is not an https address"


def _answer_days_problem(days: int) -> str | None:
    if 1 <= days <= _LONGEST_ANSWER_DAYS:
        return None
    return f"must be 1 to {_LONGEST_ANSWER_DAYS} working days"


EmailAddress = Annotated[str, _email_problem]
CountryCode = Annotated[str, _country_problem]
AddressLines = Annotated[tuple[str, ...], not_empty]


class Role(StrEnum):
    """What someone who handles data is, in the words of GDPR art. 4 and 26."""

    CONTROLLER = "controller"
    JOINT_CONTROLLER = "joint_controller"
    PROCESSOR = "processor"
    GROUP_RECIPIENT = "group_recipient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company and where it is found: address lines in postal order, then the country."""

    name: str
    address: AddressLines
    country: CountryCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator(Company):
    """The company that answers for the site, and how to reach it.

    `telephone` is written as people in the operator's country write it.
    """

    telephone: str
    email: EmailAddress
    policy_email: EmailAddress
    security_email: EmailAddress
    organisation_number: Annotated[str, _organisation_number_problem] | None = None

    @property
    def telephone_uri(self) -> str:
        """The number as a global `tel:` address (RFC 3966)."""
        number = phonenumbers.parse(self.telephone, self.country)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.RFC3966)


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor(Company):
    """Someone beside the operator who handles data: which task, in which role, how safeguarded."""

    role: Role
    task: LocalizedText
    safeguards: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """One version of the privacy policy and the day from which it applies."""

    version: int
    effective: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorProfile:
    """Whose site this is. `sample` marks facts that no running service may use as its own.

    `source_url` is where the program's source can be had, as its licence asks of a changed one.
    """

    sample: bool
    site_name: str
    contact_answer_working_days: Annotated[int, _answer_days_problem]
    operator: Operator
    policy_versions: Annotated[tuple[PolicyVersion, ...], not_empty]
    processors: tuple[Processor, ...]
    group_companies: tuple[Company, ...]
    source_url: Annotated[str, _web_address_problem] | None = None

    def policy_in_force(self, day: date) -> PolicyVersion:
        """The newest policy version effective on `day`; the first one on days before any."""
        begun = [version for version in self.policy_versions if version.effective <= day]
        return begun[-1] if begun else self.policy_versions[0]


def load_profile(path: Path | None = None) -> OperatorProfile:
    """Read the operator profile at `path`, or the sample that comes with the site.

    Raises ProfileError naming the first key that is missing, unknown or wrong.
    """
    table = parse_toml(path, "operator.toml", ProfileError)
    profile = read_record(OperatorProfile, table, ProfileError)
    _check_telephone(profile.operator)
    _check_policy_versions(profile.policy_versions)
    return profile


def _check_telephone(operator: Operator) -> None:
    try:
        number = phonenumbers.parse(operator.telephone, operator.country)
    except phonenumbers.NumberParseException:
        possible = False
    else:
        possible = phonenumbers.is_possible_number(number)
    if not possible:
        raise ProfileError("operator.telephone", f"is not a number dialled in {operator.country}")


def _check_policy_versions(versions: tuple[PolicyVersion, ...]) -> None:
    for position, version in enumerate(versions, start=1):
        if version.version != position:
            raise ProfileError(
                f"policy_versions#{position}.version", f"must be {position}: they count from one"
            )
    for earlier, later in itertools.pairwise(versions):
        if later.effective <= earlier.effective:
            raise ProfileError(
                f"policy_versions#{later.version}.effective",
                "must be later than that of the version before",
            )


def profile_of(path: str, *, production: bool = False) -> OperatorProfile:
    """The profile at a path, or the sample where the path is empty.

    Raises:
        ProfileError: the profile is wrong, or a sample in production.
    """
    profile = load_profile(Path(path) if path else None)
    if production and profile.sample:
        raise ProfileError(
            "sample", "must be false in production, with facts of the operator's own"
        )
    return profile
