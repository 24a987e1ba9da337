"""Reads one schema.org JobPosting as plain values (https://schema.org/JobPosting).

Sites write it in many ways: a text where an object belongs, one value or a list, numbers as text.
What is optional and can't be read counts as absent; what an ad can't be without is an error.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from webapp.adapters.jobposting_file import TYPE, is_posting
from webapp.adapters.jobtech import (
    LARGEST_COUNT,
    LONGEST_HEADLINE,
    LONGEST_TEXT,
    LONGEST_VALUE,
    RecordError,
)
from webapp.base.clock import STOCKHOLM

# The array of ads that JobTech calls JobAd Links wraps each posting, with an id of its own.
WRAPPED = "originalJobPosting"
LONGEST_ID = 200
LONGEST_SKILL = 100
MOST_VALUES = 50
DEEPEST = 4
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WEB_ADDRESS = re.compile(r"https?://[^/?#\s]+\S*", re.IGNORECASE)
_TEXT_KEYS = ("@value", "name", "value")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingPlace:
    """One place of work as it was written. ``text`` is an address in one line or several."""

    text: str | None
    locality: str | None
    region: str | None
    country: str | None
    postcode: str | None
    coordinates: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Salary:
    """An amount as it was stated: currency by ISO 4217, ``unit`` such as MONTH."""

    currency: str
    least: float
    most: float
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One posting. Times are naive and Swedish; coordinates are latitude, longitude.

    ``texts`` are the description and what stands beside it, each plain or HTML. ``direct`` says
    that one applies at ``url`` itself.
    """

    external_id: str
    title: str
    texts: tuple[str, ...]
    published: datetime
    valid_through: datetime | None
    employer_name: str | None
    employer_url: str | None
    organization_number: str | None
    places: tuple[PostingPlace, ...]
    remote: bool
    employment_types: tuple[str, ...]
    work_hours: str | None
    occupation: str | None
    salary: Salary | str | None
    start: str | None
    vacancies: int | None
    skills: tuple[str, ...]
    experience_required: bool | None
    url: str | None
    direct: bool
    contact_url: str | None
    contact_email: str | None


def read_posting(data: dict[str, Any]) -> Posting:
    """Turns one object, a posting or one wrapped, into plain values.

    Raises:
        RecordError: it is no JobPosting, its id, title or day of publication is missing, or the
            day on which it ends can't be read.
    """
    wrapped = data.get(WRAPPED)
    posting = wrapped if isinstance(wrapped, dict) else data
    if not is_posting(posting):
        raise RecordError("@type", f"is not {TYPE}")
    url = _address(posting.get("url"))
    employer = _first_object(posting.get("hiringOrganization"))
    contact = _first_object(posting.get("applicationContact"))
    return Posting(
        external_id=_external_id(data if posting is wrapped else {}, posting, url),
        title=_title(posting),
        texts=_description(posting),
        published=_required_time(posting, "datePosted"),
        valid_through=_last_day(posting),
        employer_name=_text(employer.get("name"))
        if employer
        else _text(posting.get("hiringOrganization")),
        employer_url=_address(employer.get("url")) or _address(employer.get("sameAs")),
        organization_number=_text(employer.get("taxID")),
        places=tuple(_places(posting.get("jobLocation"))),
        remote="TELECOMMUTE" in _texts(posting.get("jobLocationType")),
        employment_types=tuple(_texts(posting.get("employmentType"))),
        work_hours=_text(posting.get("workHours")),
        occupation=_occupation(posting),
        salary=_salary(posting.get("baseSalary")),
        start=_text(posting.get("jobStartDate")),
        vacancies=_count(posting.get("totalJobOpenings")),
        skills=tuple(text for text in _texts(posting.get("skills")) if len(text) <= LONGEST_SKILL),
        experience_required=_experience(posting.get("experienceRequirements")),
        url=url,
        direct=posting.get("directApply") is True,
        contact_url=_address(contact.get("url")),
        contact_email=_text(contact.get("email")),
    )


def posting_id(data: dict[str, Any]) -> str:
    """The id of an object's ad.

    Raises:
        RecordError: it has none, or one that is too long.
    """
    wrapped = data.get(WRAPPED)
    posting = wrapped if isinstance(wrapped, dict) else data
    wrapper = data if posting is wrapped else {}
    return _external_id(wrapper, posting, _address(posting.get("url")))


def publication_time(data: dict[str, Any]) -> datetime | None:
    """When a posting was published, or None where it does not say so in a readable way."""
    wrapped = data.get(WRAPPED)
    try:
        return _time(wrapped if isinstance(wrapped, dict) else data, "datePosted")
    except RecordError:
        return None


def _texts(value: Any, depth: int = 0) -> list[str]:
    """The texts that a value holds, however it is wrapped, each once."""
    found: list[str] = []
    if isinstance(value, bool) or value is None or depth > DEEPEST:
        return found
    if isinstance(value, str | int | float):
        text = _UNWANTED.sub("", str(value)).strip()
        return [text] if text else found
    if isinstance(value, dict):
        for key in _TEXT_KEYS:
            if found := _texts(value.get(key), depth + 1):
                return found
    elif isinstance(value, list):
        for each in value[:MOST_VALUES]:
            found += _texts(each, depth + 1)
    return list(dict.fromkeys(found))[:MOST_VALUES]


def _text(value: Any, longest: int = LONGEST_VALUE) -> str | None:
    """The first text of a value; one that is too long counts as absent."""
    found = _texts(value)
    return found[0] if found and len(found[0]) <= longest else None


def _objects(value: Any) -> list[dict[str, Any]]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values[:MOST_VALUES] if isinstance(each, dict)]


def _first_object(value: Any) -> dict[str, Any]:
    return next(iter(_objects(value)), {})


def _address(value: Any) -> str | None:
    text = _text(value)
    return text if text and _WEB_ADDRESS.fullmatch(text) else None


def _external_id(wrapper: dict[str, Any], posting: dict[str, Any], url: str | None) -> str:
    # An identifier is unique only at the site that gave it; a wrapper's id is so in its feed.
    identifier = _first_object(posting.get("identifier")).get("value", posting.get("identifier"))
    for candidate in (wrapper.get("id"), identifier, url):
        found = _text(candidate)
        if found and len(found) > LONGEST_ID:
            raise RecordError("identifier", f"is longer than {LONGEST_ID} characters")
        if found:
            return found
    raise RecordError("identifier", "is missing, and so is url")


def _title(posting: dict[str, Any]) -> str:
    found = _texts(posting.get("title"))
    if not found:
        raise RecordError("title", "is missing")
    title = " ".join(found[0].split())
    if len(title) > LONGEST_HEADLINE:
        raise RecordError("title", f"is longer than {LONGEST_HEADLINE} characters")
    return title


def _description(posting: dict[str, Any]) -> tuple[str, ...]:
    """The description, then duties and demands where it does not say them itself."""
    texts: list[str] = []
    for name in ("description", "responsibilities", "qualifications"):
        for text in _texts(posting.get(name)):
            if not any(text in known for known in texts):
                texts.append(text)
    if sum(map(len, texts)) > LONGEST_TEXT:
        raise RecordError("description", f"is longer than {LONGEST_TEXT} characters")
    return tuple(texts)


def _time(posting: dict[str, Any], name: str) -> datetime | None:
    text = _text(posting.get(name))
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise RecordError(name, f'"{text[:40]}" is not a time') from None
    if not 1990 <= moment.year <= 2200:
        raise RecordError(name, f'"{text[:40]}" is out of range')
    return moment.astimezone(STOCKHOLM).replace(tzinfo=None) if moment.tzinfo else moment


def _required_time(posting: dict[str, Any], name: str) -> datetime:
    moment = _time(posting, name)
    if moment is None:
        raise RecordError(name, "is missing")
    return moment


def _last_day(posting: dict[str, Any]) -> datetime | None:
    """The moment at which a posting ends, whose date is the last day to apply."""
    moment = _time(posting, "validThrough")
    if moment is None or moment.time() != time():
        return moment
    written = datetime.fromisoformat(_text(posting.get("validThrough")) or "")
    # A midnight that is written as one means its day. 22:00 in UTC can be midnight in Sweden, and
    # then the day before was the last.
    return moment if written.time() == time() else moment - timedelta(seconds=1)


def _places(value: Any) -> Iterator[PostingPlace]:
    for place in value[:MOST_VALUES] if isinstance(value, list) else [value]:
        if isinstance(place, str):
            yield _place({}, {}, place)
        elif isinstance(place, dict):
            address = _first_object(place.get("address"))
            # A place in text is its address; a name is one where there is no address at all.
            text = None if address else _text(place.get("address")) or _text(place.get("name"))
            yield _place(place, address, text)


def _place(place: dict[str, Any], address: dict[str, Any], text: str | None) -> PostingPlace:
    return PostingPlace(
        text=_text(text) or _text(address.get("name")),
        locality=_text(address.get("addressLocality")),
        region=_text(address.get("addressRegion")),
        country=_text(address.get("addressCountry")),
        postcode=_text(address.get("postalCode"), longest=16),
        coordinates=_coordinates(_first_object(place.get("geo"))),
    )


def _coordinates(geo: dict[str, Any]) -> tuple[float, float] | None:
    latitude, longitude = _number(geo.get("latitude")), _number(geo.get("longitude"))
    if latitude is None or longitude is None:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _number(value: Any) -> float | None:
    text = _text(value, longest=40)
    try:
        number = float(text) if text else None
    except ValueError:
        return None
    return number if number is not None and math.isfinite(number) else None


def _count(value: Any) -> int | None:
    number = _number(value)
    return int(number) if number is not None and 1 <= number <= LARGEST_COUNT else None


def _occupation(posting: dict[str, Any]) -> str | None:
    for name in ("relevantOccupation", "occupationalCategory"):
        found = _text(posting.get(name), longest=400)
        if found:
            return found
    return None


def _salary(value: Any) -> Salary | str | None:
    """An amount with its currency, or words; a bare number says neither of what nor for when."""
    if isinstance(value, str):
        return None if _number(value) is not None else _text(value)
    amount = _first_object(value)
    quantity = _first_object(amount.get("value")) or amount
    currency = _text(amount.get("currency")) or _text(amount.get("salaryCurrency")) or ""
    least = _number(quantity.get("minValue")) or _number(quantity.get("value"))
    most = _number(quantity.get("maxValue")) or least
    least = least or most
    if not re.fullmatch("[A-Z]{3}", currency) or least is None or most is None:
        return None
    if not 0 < least <= most:
        return None
    return Salary(currency, least, most, _text(quantity.get("unitText")))


def _experience(value: Any) -> bool | None:
    months = _number(_first_object(value).get("monthsOfExperience"))
    return None if months is None else months > 0
