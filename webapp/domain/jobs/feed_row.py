"""Turns an ad of a feed into a row that may be stored and shown."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from webapp.adapters import language
from webapp.adapters.feed_ad import FeedAd
from webapp.base import clock
from webapp.domain.jobs import contacts, folding, rules
from webapp.domain.jobs.ad_text import clean_html, html_from_text, plain_text
from webapp.domain.reference.queries import county, municipality

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Publisher:
    """A company here that publishes ads of its own, as they tell of it."""

    company_id: int
    name: str
    website: str | None
    organization_number: str | None


def row_of(source: str, ad: FeedAd, publisher: Publisher | None = None) -> Row:
    """The row of an ad: sanitised, with the hash of its content.

    People's contacts are masked, but for those that a company publishes in its own ads.
    """
    html = clean_html(ad.text_html) if ad.text_html else html_from_text(ad.text)
    spoken = ad.language or language.detect(f"{ad.headline}\n{plain_text(html)}")
    way = _way_to_apply(ad, html, publisher)

    def public(value: str | None) -> str | None:
        if not value or publisher:
            return name(value)
        return contacts.without_personal_contacts(value, spoken, way.telephone_in_text)

    def name(value: str | None) -> str | None:
        # A sole trader's firm is sometimes written with its number.
        return contacts.without_identity_numbers(value, spoken) if value else value

    place = municipality(ad.municipality_code) if ad.municipality_code else None
    region = county(ad.county_code) if ad.county_code else None
    closes = ad.closes or ad.deadline
    latitude, longitude = ad.coordinates or (None, None)
    row: Row = {
        "source": source,
        "external_id": ad.external_id,
        "partner": ad.partner,
        "source_url": ad.source_url,
        "headline": public(ad.headline),
        "description": public(html) or "",
        "language": spoken,
        "employer_name": name(ad.employer_name) or "",
        "employer_workplace": name(ad.employer_workplace),
        "employer_url": ad.employer_url,
        "organization_number": rules.public_organization_number(ad.organization_number),
        "municipality_code": place.code if place else None,
        "county_code": place.county_code if place else region.code if region else None,
        "country_code": "SE" if place or region else ad.country_code,
        "locality": ad.locality,
        "postcode": ad.postcode,
        "latitude": latitude,
        "longitude": longitude,
        "remote": ad.remote,
        "occupation": ad.occupation.label,
        "occupation_code": ad.occupation.code,
        "occupation_group": ad.occupation_group.label,
        "occupation_group_code": ad.occupation_group.code,
        "occupation_field": ad.occupation_field.label,
        "occupation_field_code": ad.occupation_field.code,
        "employment_type": ad.employment_type.label,
        "employment_type_code": ad.employment_type.code,
        "duration": ad.duration,
        "working_hours": ad.working_hours,
        "scope_min": ad.scope_min,
        "scope_max": ad.scope_max,
        "start": public(ad.start),
        "salary_type": ad.salary_type,
        "salary_description": public(ad.salary_description),
        "vacancies": ad.vacancies,
        "skills": [asdict(skill) for skill in ad.skills],
        "languages": [asdict(wanted) for wanted in ad.languages],
        "driving_licences": list(ad.driving_licences),
        "experience_required": ad.experience_required,
        "application_url": way.url,
        "application_email": way.email,
        # A reference is often the recruiter's name; it is needed only where one writes to somebody.
        "application_reference": public(ad.application_reference) if way.email else None,
        "application_information": public(ad.application_information),
        "published_at": clock.from_stockholm(ad.published),
        "deadline_at": clock.end_of_day(ad.deadline.date()) if ad.deadline else None,
        "closes_at": clock.end_of_day(closes.date()) if closes else None,
        "removed_at": None,
    }
    if publisher:
        row |= {
            "employer_name": name(publisher.name),
            "employer_url": publisher.website,
            "organization_number": rules.public_organization_number(publisher.organization_number),
        }
    fingerprint = json.dumps(row, default=str, sort_keys=True).encode()
    row["content_hash"] = hashlib.sha256(fingerprint).hexdigest()
    # Not a part of the content, so that what was imported before is not taken as changed.
    row["company_id"] = publisher.company_id if publisher else None
    row["imported_at"] = row["changed_at"] = clock.now()
    row["source_changed_at"] = ad.changed
    row["fold_key"] = folding.fold_key(
        row["employer_name"], row["headline"], row["municipality_code"]
    )
    return row


def _way_to_apply(ad: FeedAd, html: str, publisher: Publisher | None) -> contacts.Application:
    if publisher and (ad.application_url or ad.application_email):
        return contacts.Application(ad.application_url, ad.application_email, None)
    return contacts.way_to_apply(
        url=ad.application_url,
        email=ad.application_email,
        source_url=ad.source_url,
        text=f"{html}\n{ad.application_information or ''}",
    )
