"""Reads one schema.org JobPosting as plain values (https://schema.org/JobPosting).

Sites write it in many ways: a text where an object belongs, one value or a list, numbers as text.
What is optional and can't be read counts as absent; what an ad can't be without is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from webapp.adapters.feed_ad import LONGEST_HEADLINE, LONGEST_ID, LONGEST_TEXT
from webapp.adapters.feed_reason import Fault, RecordError
from webapp.adapters.jobposting_file import is_posting
from webapp.adapters.posting_values import (
    MOST_VALUES,
    coordinates_of,
    count_of,
    first_object,
    number_of,
    text_of,
    texts_of,
    web_address,
)
from webapp.base.clock import STOCKHOLM

# The array of ads that JobTech calls JobAd Links wraps each posting, with an id of its own.
WRAPPED = "originalJobPosting"
LONGEST_SKILL = 100


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
        raise RecordError("@type", Fault.NO_POSTING)
    url = web_address(posting.get("url"))
    employer = first_object(posting.get("hiringOrganization"))
    contact = first_object(posting.get("applicationContact"))
    return Posting(
        external_id=_external_id(data if posting is wrapped else {}, posting, url),
        title=_title(posting),
        texts=_description(posting),
        published=_required_time(posting, "datePosted"),
        valid_through=_last_day(posting),
        employer_name=text_of(employer.get("name"))
        if employer
        else text_of(posting.get("hiringOrganization")),
        employer_url=web_address(employer.get("url")) or web_address(employer.get("sameAs")),
        organization_number=text_of(employer.get("taxID")),
        places=tuple(_places(posting.get("jobLocation"))),
        remote="TELECOMMUTE" in texts_of(posting.get("jobLocationType")),
        employment_types=tuple(texts_of(posting.get("employmentType"))),
        work_hours=text_of(posting.get("workHours")),
        occupation=_occupation(posting),
        salary=_salary(posting.get("baseSalary")),
        start=text_of(posting.get("jobStartDate")),
        vacancies=count_of(posting.get("totalJobOpenings")),
        skills=tuple(
            text for text in texts_of(posting.get("skills")) if len(text) <= LONGEST_SKILL
        ),
        experience_required=_experience(posting.get("experienceRequirements")),
        url=url,
        direct=posting.get("directApply") is True,
        contact_url=web_address(contact.get("url")),
        contact_email=text_of(contact.get("email")),
    )


def posting_id(data: dict[str, Any]) -> str:
    """The id of an object's ad.

    Raises:
        RecordError: it has none, or one that is too long.
    """
    wrapped = data.get(WRAPPED)
    posting = wrapped if isinstance(wrapped, dict) else data
    wrapper = data if posting is wrapped else {}
    return _external_id(wrapper, posting, web_address(posting.get("url")))


def publication_time(data: dict[str, Any]) -> datetime | None:
    """When a posting was published, or None where it does not say so in a readable way."""
    wrapped = data.get(WRAPPED)
    try:
        return _time(wrapped if isinstance(wrapped, dict) else data, "datePosted")
    except RecordError:
        return None


def _external_id(wrapper: dict[str, Any], posting: dict[str, Any], url: str | None) -> str:
    # An identifier is unique only at the site that gave it; a wrapper's id is so in its feed.
    identifier = first_object(posting.get("identifier")).get("value", posting.get("identifier"))
    for candidate in (wrapper.get("id"), identifier, url):
        found = text_of(candidate)
        if found and len(found) > LONGEST_ID:
            raise RecordError("identifier", Fault.TOO_LONG, most=LONGEST_ID)
        if found:
            return found
    raise RecordError("identifier", Fault.MISSING_WITH_URL)


def _title(posting: dict[str, Any]) -> str:
    found = texts_of(posting.get("title"))
    if not found:
        raise RecordError("title", Fault.MISSING)
    title = " ".join(found[0].split())
    if len(title) > LONGEST_HEADLINE:
        raise RecordError("title", Fault.TOO_LONG, most=LONGEST_HEADLINE)
    return title


def _description(posting: dict[str, Any]) -> tuple[str, ...]:
    """The description, then duties and demands where it does not say them itself."""
    texts: list[str] = []
    for name in ("description", "responsibilities", "qualifications"):
        for text in texts_of(posting.get(name)):
            if not any(text in known for known in texts):
                texts.append(text)
    if sum(map(len, texts)) > LONGEST_TEXT:
        raise RecordError("description", Fault.TOO_LONG, most=LONGEST_TEXT)
    return tuple(texts)


def _time(posting: dict[str, Any], name: str) -> datetime | None:
    text = text_of(posting.get(name))
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise RecordError(name, Fault.NO_TIME, text=text[:40]) from None
    if not 1990 <= moment.year <= 2200:
        raise RecordError(name, Fault.OUT_OF_RANGE, text=text[:40])
    return moment.astimezone(STOCKHOLM).replace(tzinfo=None) if moment.tzinfo else moment


def _required_time(posting: dict[str, Any], name: str) -> datetime:
    moment = _time(posting, name)
    if moment is None:
        raise RecordError(name, Fault.MISSING)
    return moment


def _last_day(posting: dict[str, Any]) -> datetime | None:
    """The moment at which a posting ends, whose date is the last day to apply."""
    moment = _time(posting, "validThrough")
    if moment is None or moment.time() != time():
        return moment
    written = datetime.fromisoformat(text_of(posting.get("validThrough")) or "")
    # A midnight that is written as one means its day. 22:00 in UTC can be midnight in Sweden, and
    # then the day before was the last.
    return moment if written.time() == time() else moment - timedelta(seconds=1)


def _places(value: Any) -> Iterator[PostingPlace]:
    for place in value[:MOST_VALUES] if isinstance(value, list) else [value]:
        if isinstance(place, str):
            yield _place({}, {}, place)
        elif isinstance(place, dict):
            address = first_object(place.get("address"))
            # A place in text is its address; a name is one where there is no address at all.
            text = None if address else text_of(place.get("address")) or text_of(place.get("name"))
            yield _place(place, address, text)


def _place(place: dict[str, Any], address: dict[str, Any], text: str | None) -> PostingPlace:
    return PostingPlace(
        text=text_of(text) or text_of(address.get("name")),
        locality=text_of(address.get("addressLocality")),
        region=text_of(address.get("addressRegion")),
        country=text_of(address.get("addressCountry")),
        postcode=text_of(address.get("postalCode"), longest=16),
        coordinates=coordinates_of(first_object(place.get("geo"))),
    )


def _occupation(posting: dict[str, Any]) -> str | None:
    for name in ("relevantOccupation", "occupationalCategory"):
        found = text_of(posting.get(name), longest=400)
        if found:
            return found
    return None


def _salary(value: Any) -> Salary | str | None:
    """An amount with its currency, or words; a bare number says neither of what nor for when."""
    if isinstance(value, str):
        return None if number_of(value) is not None else text_of(value)
    amount = first_object(value)
    quantity = first_object(amount.get("value")) or amount
    currency = text_of(amount.get("currency")) or text_of(amount.get("salaryCurrency")) or ""
    least = number_of(quantity.get("minValue")) or number_of(quantity.get("value"))
    most = number_of(quantity.get("maxValue")) or least
    least = least or most
    if not re.fullmatch("[A-Z]{3}", currency) or least is None or most is None:
        return None
    if not 0 < least <= most:
        return None
    return Salary(currency, least, most, text_of(quantity.get("unitText")))


def _experience(value: Any) -> bool | None:
    months = number_of(first_object(value).get("monthsOfExperience"))
    return None if months is None else months > 0
