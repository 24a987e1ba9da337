"""An ad as schema.org JobPosting, for search engines.

What Google needs and asks for: developers.google.com/search/docs/appearance/structured-data/
job-posting. No salary is given, because ads state theirs in words and not as an amount.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from webapp.base.clock import STOCKHOLM, stockholm_day
from webapp.domain.reference.queries import county, municipality

EMPLOYMENT_TYPES: dict[str, str | list[str]] = {
    "heltid": "FULL_TIME",
    "deltid": "PART_TIME",
    "heltid eller deltid": ["FULL_TIME", "PART_TIME"],
    "heltid/deltid": ["FULL_TIME", "PART_TIME"],
    "full-time": "FULL_TIME",
    "part-time": "PART_TIME",
    "full-time or part-time": ["FULL_TIME", "PART_TIME"],
    "behovsanställning": "PER_DIEM",
    "sommarjobb / feriejobb": "TEMPORARY",
    "tidsbegränsad anställning": "TEMPORARY",
    "praktik": "INTERN",
}


def job_posting(ad: Any, *, address: str) -> dict[str, Any] | None:
    """The JSON-LD of an open ad, or None where something is missing that every posting needs.

    ``address`` is the whole address of its page.
    """
    where = _where(ad)
    if not (ad.description and ad.employer_name and where):
        return None
    ends = min(filter(None, (ad.deadline_at, ad.closes_at)), default=None)
    optional = {
        "validThrough": _last_second(ends) if ends else None,
        "employmentType": _employment_type(ad),
        "totalJobOpenings": ad.vacancies,
    }
    return {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": ad.headline,
        "description": ad.description,
        "datePosted": stockholm_day(ad.published_at).isoformat(),
        "hiringOrganization": _organization(ad),
        **where,
        "url": address,
        "identifier": {
            "@type": "PropertyValue",
            "name": ad.employer_name,
            "value": f"{ad.source}/{ad.external_id}",
        },
        # One applies with the employer or where the ad comes from, never here.
        "directApply": False,
        **{name: value for name, value in optional.items() if value},
    }


def _organization(ad: Any) -> dict[str, str]:
    found = {"@type": "Organization", "name": ad.employer_name}
    return found | ({"sameAs": ad.employer_url} if ad.employer_url else {})


def _where(ad: Any) -> dict[str, Any]:
    """Where the job is; only one that has no place at all is done from anywhere."""
    town = municipality(ad.municipality_code) if ad.municipality_code else None
    region = county(ad.county_code) if ad.county_code else None
    country = "SE" if town or region else ad.country_code
    place = (town or region or ad.locality) is not None
    if country and (place or not ad.remote):
        address = {
            "addressLocality": town.name if town else ad.locality,
            "addressRegion": region.name_sv if region else None,
            "postalCode": ad.postcode if town else None,
            "addressCountry": country,
        }
        stated = {name: value for name, value in address.items() if value}
        return {
            "jobLocation": {
                "@type": "Place",
                "address": {"@type": "PostalAddress", **stated},
            }
        }
    if ad.remote:
        return {
            "jobLocationType": "TELECOMMUTE",
            "applicantLocationRequirements": {"@type": "Country", "name": country or "SE"},
        }
    return {}


def _employment_type(ad: Any) -> str | list[str] | None:
    for words in (ad.working_hours, ad.employment_type):
        found = EMPLOYMENT_TYPES.get((words or "").casefold())
        if found:
            return found
    return None


def _last_second(ends_at: datetime) -> str:
    return (ends_at.astimezone(STOCKHOLM) - timedelta(seconds=1)).isoformat(timespec="seconds")
