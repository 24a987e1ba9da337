"""Makes a schema.org JobPosting the same kind of ad that every feed gives. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any

from babel import Locale

from webapp.adapters.feed_ad import Concept, FeedAd, Wanted
from webapp.adapters.jobposting import Posting, PostingPlace, Salary, read_posting
from webapp.domain.jobs.ad_text import html_from_text
from webapp.domain.reference.queries import find_place, find_where, municipality, postcodes
from webapp.domain.reference.rules import County, Locality, Municipality

SWEDEN = "SE"
# https://schema.org/employmentType, as Swedish ads put it.
EXTENTS = {"FULL_TIME": "Heltid", "PART_TIME": "Deltid"}
KINDS = {
    "CONTRACTOR": "Uppdrag",
    "TEMPORARY": "Tidsbegränsad anställning",
    "INTERN": "Praktik",
    "VOLUNTEER": "Ideellt uppdrag",
    "PER_DIEM": "Behovsanställning",
    "OTHER": "",
}
PERIODS = {"HOUR": "timme", "DAY": "dag", "WEEK": "vecka", "MONTH": "månad", "YEAR": "år"}
_EXTENT_WORDS = re.compile(r"(heltid|full[- ]?time)|(deltid|part[- ]?time)", re.IGNORECASE)
_POSTCODE = re.compile(r"\b(?:SE?-?\s?)?(\d{3})\s?(\d{2})\b")
_COUNTY_THEN_TOWN = re.compile(r"(\S.*? län)\s+(\S.*)", re.DOTALL)
_TAG = re.compile(r"</?(?:p|br|ul|ol|li|div|span|h[1-6]|strong|b|em|i)\b[^<>]*>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|ul|li|div|strong|b)\b", re.IGNORECASE)


def read_ad(data: dict[str, Any]) -> FeedAd:
    """Turns one JSON object into the plain values of an ad.

    Raises:
        RecordError: see ``read_posting``.
    """
    return ad_of(read_posting(data))


def ad_of(posting: Posting) -> FeedAd:
    """The ad that a posting is."""
    place = place_of(posting.places)
    extent, kind = employment(posting.employment_types)
    text_html = "".join(html_of(text) for text in posting.texts)
    return FeedAd(
        external_id=posting.external_id,
        headline=posting.title,
        text="",
        text_html=text_html,
        employer_name=posting.employer_name or "",
        published=posting.published,
        deadline=posting.valid_through,
        closes=posting.valid_through,
        employer_workplace=None,
        employer_url=posting.employer_url,
        organization_number=posting.organization_number,
        municipality_code=place.municipality.code if place.municipality else None,
        county_code=place.county.code if place.county else None,
        country_code=place.country_code,
        locality=place.locality,
        postcode=place.postcode,
        coordinates=place.coordinates,
        remote=posting.remote or None,
        language=None,
        occupation=Concept(posting.occupation),
        occupation_group=Concept(),
        occupation_field=Concept(),
        employment_type=Concept(kind),
        duration=None,
        working_hours=extent or posting.work_hours,
        scope_min=None,
        scope_max=None,
        start=posting.start,
        salary_type=None,
        salary_description=salary_text(posting.salary),
        vacancies=posting.vacancies,
        skills=tuple(Wanted(skill, required=True) for skill in posting.skills),
        languages=(),
        driving_licences=(),
        experience_required=posting.experience_required,
        application_url=(posting.url if posting.direct else None) or posting.contact_url,
        application_email=posting.contact_email,
        application_reference=None,
        application_information=None,
        source_url=posting.url,
    )


def html_of(text: str) -> str:
    """A text of an ad as HTML, not yet sanitised, whether it came as that, escaped or plain."""
    if _TAG.search(text):
        return text if text.lstrip().startswith("<") else f"<p>{text}</p>"
    if _ESCAPED_TAG.search(text):
        return html_of(unescape(text))
    return html_from_text(unescape(text))


def employment(types: Iterable[str]) -> tuple[str | None, str | None]:
    """Extent and type of employment in words, from schema.org's names or a site's own."""
    extents: dict[str, None] = {}
    kinds: dict[str, None] = {}
    for each in types:
        name = each.upper().replace("-", "_").replace(" ", "_")
        if name in EXTENTS:
            extents[EXTENTS[name]] = None
        elif name in KINDS:
            kinds[KINDS[name]] = None
        else:
            kinds[each] = None
            for full, _part in _EXTENT_WORDS.findall(each):
                extents["Heltid" if full else "Deltid"] = None
    return " eller ".join(sorted(extents, reverse=True)) or None, ", ".join(
        filter(None, kinds)
    ) or None


def salary_text(salary: Salary | str | None) -> str | None:
    """A salary in words, such as "30 000–35 000 SEK per månad"."""
    if not isinstance(salary, Salary):
        return salary
    amounts = dict.fromkeys((_amount(salary.least), _amount(salary.most)))
    period = PERIODS.get((salary.unit or "").upper())
    return f"{'–'.join(amounts)} {salary.currency}" + (f" per {period}" if period else "")


def _amount(value: float) -> str:
    return f"{value:,.2f}".removesuffix(".00").replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


@dataclass(frozen=True, slots=True)
class WorkPlace:
    """Where a job is, as far as the posting says and we know the place."""

    municipality: Municipality | None
    county: County | None
    country_code: str | None
    locality: str | None
    postcode: str | None
    coordinates: tuple[float, float] | None


def place_of(places: Sequence[PostingPlace]) -> WorkPlace:
    """The first town that is named, else the first county; several may be one place put in parts.

    Nothing is looked up by name for a place that is said to lie in another country.
    """
    countries = list(filter(None, (country_code(place.country) for place in places)))
    abroad = bool(countries) and SWEDEN not in countries
    names = [name for place in places for name in _names(place)]
    postcode = next(filter(None, (p.postcode or _postcode(p.text) for p in places)), None)
    region = None if abroad else _first_county(places, names)
    town = None if abroad else _town(names, postcode, region)
    unknown = [
        name
        for name in names
        if not country_code(name) and (abroad or find_place(name).place is None)
    ]
    countries += filter(None, map(country_code, names))
    return WorkPlace(
        municipality=town,
        county=region,
        country_code=SWEDEN if town or region else next(iter(countries), None),
        locality=next(iter([place.locality for place in places if place.locality] + unknown), None),
        postcode=postcode,
        coordinates=next(filter(None, (place.coordinates for place in places)), None),
    )


def _readings(name: str) -> tuple[County | Municipality, ...]:
    match = find_place(name)
    return (match.place, *match.also) if match.place else ()


def _first_county(places: Iterable[PostingPlace], names: Iterable[str]) -> County | None:
    # Where a county is asked for, "Stockholm" means the county; elsewhere the town comes first.
    regions = [place.region for place in places if place.region]
    stated = [each for name in regions for each in _readings(name) if isinstance(each, County)]
    alone = [readings[0] for name in names if (readings := _readings(name))]
    return next((each for each in [*stated, *alone] if isinstance(each, County)), None)


def _town(names: Sequence[str], postcode: str | None, region: County | None) -> Municipality | None:
    """The municipality that is named, or that holds the postcode or the village.

    A postal town can reach into another municipality of its county, which its postcode tells.
    """
    named = _first_town(names, region)
    delivered = postcodes().get(re.sub(r"\D", "", postcode or ""))
    if delivered and (named is None or named.county_code == delivered.county_code):
        return municipality(delivered.municipality_code)
    return named or next(filter(None, (_town_around(name, region) for name in names)), None)


def _town_around(name: str, region: County | None) -> Municipality | None:
    """The municipality of the one village of a name, in the county named if one is."""
    where = find_where(name)
    villages = [each for each in (*where.places, *where.also) if isinstance(each, Locality)]
    inside = [each for each in villages if region is None or each.county_code == region.code]
    homes = {each.municipality_code for each in inside}
    return municipality(homes.pop()) if len(homes) == 1 else None


def _first_town(names: Iterable[str], region: County | None) -> Municipality | None:
    """The first municipality; of two with one name, that which lies in the county named."""
    for name in names:
        towns = [each for each in _readings(name) if isinstance(each, Municipality)]
        inside = [town for town in towns if region and town.county_code == region.code]
        if towns:
            return (inside or towns)[0]
    return None


def _names(place: PostingPlace) -> Iterator[str]:
    """Names of places in an address that can be a town's."""
    for text in (place.locality, place.text):
        for line in re.split(r"[,;\n]", _POSTCODE.sub(" ", text or "")):
            both = _COUNTY_THEN_TOWN.fullmatch(line.strip())
            parts = both.groups() if both else (line.strip(),)
            yield from (part for part in parts if part and not re.search(r"\d", part))


def _postcode(text: str | None) -> str | None:
    match = _POSTCODE.search(text or "")
    return "".join(match.groups()) if match else None


def country_code(text: str | None) -> str | None:
    """The ISO 3166-1 code of a country by its code, or its name in Swedish or English."""
    return _countries().get(text.strip().casefold()) if text else None


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for lang in ("en", "sv"):
        for code, name in Locale.parse(lang).territories.items():
            if len(code) == 2 and code.isalpha() and code != "ZZ":
                found |= {code.casefold(): code, name.casefold(): code}
    return found
