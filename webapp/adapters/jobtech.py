"""Reads ads in the JobTech shape (Arbetsförmedlingen's JobSearch and JobStream) as plain values.

Every field can be null, taxonomy fields can be an object or a list, unknown keys are ignored, and
coordinates come as longitude, latitude. A removal is sparse and carries bare concept ids.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from webapp.adapters.feed_ad import (
    LARGEST_COUNT,
    LONGEST_HEADLINE,
    LONGEST_ID,
    LONGEST_TEXT,
    LONGEST_VALUE,
    Concept,
    FeedAd,
    Removal,
    Wanted,
)
from webapp.adapters.feed_reason import Fault, RecordError
from webapp.base.clock import STOCKHOLM

SWEDEN_CODES = {"199", "SE"}
SWEDEN_CONCEPT = "i46j_HmG_v64"
# Milliseconds since 1970 of the years 1990 and 2200.
EARLIEST_CHANGE, LATEST_CHANGE = 631_152_000_000, 7_258_118_400_000
# ISO 3166-1 codes of the countries that ads name most; the feed's own codes are no standard.
COUNTRY_BY_NAME = {
    "sverige": "SE",
    "norge": "NO",
    "danmark": "DK",
    "finland": "FI",
    "island": "IS",
    "tyskland": "DE",
    "nederländerna": "NL",
    "belgien": "BE",
    "frankrike": "FR",
    "spanien": "ES",
    "polen": "PL",
    "irland": "IE",
    "österrike": "AT",
    "schweiz": "CH",
    "storbritannien": "GB",
    "storbritannien och nordirland": "GB",
    "cypern": "CY",
    "malta": "MT",
    "grekland": "GR",
    "portugal": "PT",
    "italien": "IT",
    "estland": "EE",
    "lettland": "LV",
    "litauen": "LT",
    "åland": "AX",
}
_HOST = re.compile(r"(?:[^\W_][\w-]{0,62}\.){1,9}[a-z]{2,24}(?=[/?#]|$)", re.IGNORECASE)
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def read_ad(data: dict[str, Any]) -> FeedAd | Removal:
    """Turns one JSON object of the feed into plain values.

    Raises:
        RecordError: the id, headline or publication date is missing, or a field has a wrong type.
    """
    external_id = record_id(data)
    if _flag(data, "removed"):
        return Removal(external_id, _time(data, "removed_date"), _change_time(data))
    employer = _object(data, "employer")
    description = _object(data, "description")
    application = _object(data, "application_details")
    address = _object(data, "workplace_address")
    scope = _object(data, "scope_of_work")
    text = _text(description, "text", longest=LONGEST_TEXT) or ""
    return FeedAd(
        external_id=external_id,
        headline=_required_text(data, "headline"),
        text=text,
        text_html=_text(description, "text_formatted", longest=LONGEST_TEXT) or "",
        employer_name=_text(employer, "name") or _text(employer, "workplace") or "",
        published=_required_time(data, "publication_date"),
        deadline=_time(data, "application_deadline"),
        closes=_time(data, "last_publication_date"),
        employer_workplace=_text(employer, "workplace"),
        employer_url=_web_address(_text(employer, "url")),
        organization_number=_text(employer, "organization_number"),
        municipality_code=_code(address, "municipality_code", digits=4),
        county_code=_code(address, "region_code", digits=2),
        country_code=_country(address),
        locality=_text(address, "city"),
        postcode=_text(address, "postcode", longest=16),
        coordinates=_coordinates(address),
        remote=_flag(data, "remote_work"),
        language=_text(data, "detected_language", longest=8),
        occupation=_concept(data, "occupation"),
        occupation_group=_concept(data, "occupation_group"),
        occupation_field=_concept(data, "occupation_field"),
        employment_type=_concept(data, "employment_type"),
        duration=_concept(data, "duration").label,
        working_hours=_concept(data, "working_hours_type").label,
        scope_min=_percent(scope, "min"),
        scope_max=_percent(scope, "max"),
        start=_text(data, "access"),
        salary_type=_concept(data, "salary_type").label,
        salary_description=_text(data, "salary_description"),
        vacancies=_count(data, "number_of_vacancies"),
        skills=_wanted(data, "skills"),
        languages=_wanted(data, "languages"),
        driving_licences=tuple(_labels(data.get("driving_license"), "driving_license")),
        experience_required=_flag(data, "experience_required"),
        application_url=_web_address(_text(application, "url")),
        application_email=_text(application, "email"),
        application_reference=_text(application, "reference"),
        application_information=_text(application, "information"),
        source_url=_web_address(_text(data, "webpage_url")),
        changed=_change_time(data),
    )


def record_id(data: dict[str, Any]) -> str:
    """The id of a record's ad.

    Raises:
        RecordError: it is missing or too long.
    """
    given = data.get("id")
    named = isinstance(given, str | int) and not isinstance(given, bool)
    found = _text(data, "id", longest=LONGEST_ID) if named else None
    if not found:
        raise RecordError("id", Fault.MISSING)
    return found


def publication_time(data: dict[str, Any]) -> datetime | None:
    """When a record was published, or None where it does not say so in a readable way."""
    try:
        return _time(data, "publication_date")
    except RecordError:
        return None


def _object(data: dict[str, Any], name: str) -> dict[str, Any]:
    value = data.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise RecordError(name, Fault.NO_OBJECT)
    return value


def _text(data: dict[str, Any], name: str, longest: int = LONGEST_VALUE) -> str | None:
    value = data.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise RecordError(name, Fault.NO_TEXT)
    text = _UNWANTED.sub("", str(value)).strip()
    if len(text) > longest:
        raise RecordError(name, Fault.TOO_LONG, most=longest)
    return text or None


def _required_text(data: dict[str, Any], name: str) -> str:
    text = _text(data, name, longest=LONGEST_HEADLINE)
    if text is None:
        raise RecordError(name, Fault.MISSING)
    return " ".join(text.split())


def _time(data: dict[str, Any], name: str) -> datetime | None:
    text = _text(data, name, longest=40)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise RecordError(name, Fault.NO_TIME, text=text) from None
    if not 1990 <= moment.year <= 2200:
        raise RecordError(name, Fault.OUT_OF_RANGE, text=text)
    # Times of the feed are Swedish; one that names its offset is brought to the same.
    return moment.astimezone(STOCKHOLM).replace(tzinfo=None) if moment.tzinfo else moment


def _change_time(data: dict[str, Any]) -> datetime | None:
    """The feed's own clock, milliseconds since 1970; what can't be that counts as absent."""
    value = data.get("timestamp")
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    if not EARLIEST_CHANGE <= value < LATEST_CHANGE:
        return None
    return datetime.fromtimestamp(value // 1000, UTC) + timedelta(milliseconds=value % 1000)


def _required_time(data: dict[str, Any], name: str) -> datetime:
    moment = _time(data, name)
    if moment is None:
        raise RecordError(name, Fault.MISSING)
    return moment


def _flag(data: dict[str, Any], name: str) -> bool | None:
    value = data.get(name)
    if value is not None and not isinstance(value, bool):
        raise RecordError(name, Fault.NO_FLAG)
    return value


def _count(data: dict[str, Any], name: str) -> int | None:
    value = data.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise RecordError(name, Fault.NO_WHOLE_NUMBER)
    return value if 0 < value <= LARGEST_COUNT else None


def _percent(data: dict[str, Any], name: str) -> int | None:
    value = data.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= 100 else None


def _code(data: dict[str, Any], name: str, digits: int) -> str | None:
    text = _text(data, name)
    return text if text and text.isascii() and text.isdigit() and len(text) == digits else None


def _country(address: dict[str, Any]) -> str | None:
    codes = {_text(address, "country_code"), _text(address, "country_concept_id")}
    if codes & SWEDEN_CODES or SWEDEN_CONCEPT in codes:
        return "SE"
    return COUNTRY_BY_NAME.get((_text(address, "country") or "").casefold())


def _coordinates(address: dict[str, Any]) -> tuple[float, float] | None:
    value = address.get("coordinates")
    if not isinstance(value, list) or len(value) != 2:
        return None
    if not all(isinstance(part, int | float) and not isinstance(part, bool) for part in value):
        return None
    longitude, latitude = value
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return float(latitude), float(longitude)


def _concept(data: dict[str, Any], name: str) -> Concept:
    value = data.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    if value is None:
        return Concept()
    if not isinstance(value, dict):
        raise RecordError(name, Fault.NO_CONCEPT)
    return Concept(_text(value, "label", longest=400), _text(value, "concept_id", longest=40))


def _labels(value: Any, name: str) -> list[str]:
    if value is None:
        return []
    items = value if isinstance(value, list) else [value]
    labels = []
    for item in items:
        if item is None:
            continue
        if not isinstance(item, dict):
            raise RecordError(name, Fault.NO_CONCEPTS)
        label = _text(item, "label", longest=400)
        if label:
            labels.append(label)
    return list(dict.fromkeys(labels))


def _wanted(data: dict[str, Any], kind: str) -> tuple[Wanted, ...]:
    required = _labels(_object(data, "must_have").get(kind), kind)
    welcome = _labels(_object(data, "nice_to_have").get(kind), kind)
    return tuple(
        [Wanted(label, True) for label in required]
        + [Wanted(label, False) for label in welcome if label not in required]
    )


def _web_address(text: str | None) -> str | None:
    """The address if it is a web address; a scheme is added where only the host is written."""
    if text is None or any(character.isspace() for character in text):
        return None
    if re.match(r"https?://[^/?#\s]+", text, re.IGNORECASE):
        return text
    if _HOST.match(text):
        return f"https://{text}"
    return None
