"""One ad of a feed as plain values, whatever shape it came in; and how long its values may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

LONGEST_ID = 200
LONGEST_HEADLINE = 500
LONGEST_TEXT = 200_000
LONGEST_VALUE = 4_000
LARGEST_COUNT = 100_000


@dataclass(frozen=True, slots=True)
class Concept:
    label: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A skill, language or the like, and whether the employer requires it."""

    label: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedAd:
    """One ad of a feed. Times are naive and Swedish; coordinates are latitude, longitude.

    ``changed`` is aware: when the ad was last changed where it comes from.
    """

    external_id: str
    headline: str
    text: str
    text_html: str
    employer_name: str
    published: datetime
    deadline: datetime | None
    closes: datetime | None
    employer_workplace: str | None
    employer_url: str | None
    organization_number: str | None
    municipality_code: str | None
    county_code: str | None
    country_code: str | None
    locality: str | None
    postcode: str | None
    coordinates: tuple[float, float] | None
    remote: bool | None
    language: str | None
    occupation: Concept
    occupation_group: Concept
    occupation_field: Concept
    employment_type: Concept
    duration: str | None
    working_hours: str | None
    scope_min: int | None
    scope_max: int | None
    start: str | None
    salary_type: str | None
    salary_description: str | None
    vacancies: int | None
    skills: tuple[Wanted, ...]
    languages: tuple[Wanted, ...]
    driving_licences: tuple[str, ...]
    experience_required: bool | None
    application_url: str | None
    application_email: str | None
    application_reference: str | None
    application_information: str | None
    source_url: str | None
    partner: str | None = None
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """Says that an ad is gone. ``removed`` is naive and Swedish, ``changed`` aware."""

    external_id: str
    removed: datetime | None
    changed: datetime | None = None
