"""Values as sites write them in schema.org: one or a list, a text or an object, numbers as text.

What can't be read counts as absent.
"""

from __future__ import annotations

import math
import re
from typing import Any

from webapp.adapters.feed_ad import LARGEST_COUNT, LONGEST_VALUE

MOST_VALUES = 50
DEEPEST = 4
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WEB_ADDRESS = re.compile(r"https?://[^/?#\s]+\S*", re.IGNORECASE)
_TEXT_KEYS = ("@value", "name", "value")


def texts_of(value: Any, depth: int = 0) -> list[str]:
    """The texts that a value holds, however it is wrapped, each once."""
    found: list[str] = []
    if isinstance(value, bool) or value is None or depth > DEEPEST:
        return found
    if isinstance(value, str | int | float):
        text = _UNWANTED.sub("", str(value)).strip()
        return [text] if text else found
    if isinstance(value, dict):
        for key in _TEXT_KEYS:
            if found := texts_of(value.get(key), depth + 1):
                return found
    elif isinstance(value, list):
        for each in value[:MOST_VALUES]:
            found += texts_of(each, depth + 1)
    return list(dict.fromkeys(found))[:MOST_VALUES]


def text_of(value: Any, longest: int = LONGEST_VALUE) -> str | None:
    """The first text of a value; one that is too long counts as absent."""
    found = texts_of(value)
    return found[0] if found and len(found[0]) <= longest else None


def objects_of(value: Any) -> list[dict[str, Any]]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values[:MOST_VALUES] if isinstance(each, dict)]


def first_object(value: Any) -> dict[str, Any]:
    return next(iter(objects_of(value)), {})


def web_address(value: Any) -> str | None:
    text = text_of(value)
    return text if text and _WEB_ADDRESS.fullmatch(text) else None


def coordinates_of(geo: dict[str, Any]) -> tuple[float, float] | None:
    latitude, longitude = number_of(geo.get("latitude")), number_of(geo.get("longitude"))
    if latitude is None or longitude is None:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def number_of(value: Any) -> float | None:
    text = text_of(value, longest=40)
    try:
        number = float(text) if text else None
    except ValueError:
        return None
    return number if number is not None and math.isfinite(number) else None


def count_of(value: Any) -> int | None:
    number = number_of(value)
    return int(number) if number is not None and 1 <= number <= LARGEST_COUNT else None
