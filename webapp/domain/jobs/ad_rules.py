"""What an ad that a company writes may say, and what it needs before it is published: pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

LONGEST_HEADLINE = 120
LONGEST_TEXT = 20_000
SHORTEST_TEXT = 100
LONGEST_OPEN = timedelta(days=180)
MOST_VACANCIES = 999
MOST_PAY = 10_000_000


class AdState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"
    CLOSED = "closed"


class AdAction(StrEnum):
    """What a company can do with one of its ads."""

    PUBLISH = "publish"
    PAUSE = "pause"
    CLOSE = "close"
    COPY = "copy"


# From which states an action leads on; a copy can be made of any.
FROM_STATES = {
    AdAction.PUBLISH: frozenset({AdState.DRAFT, AdState.PAUSED}),
    AdAction.PAUSE: frozenset({AdState.PUBLISHED}),
    AdAction.CLOSE: frozenset({AdState.PUBLISHED, AdState.PAUSED}),
    AdAction.COPY: frozenset(AdState),
}


class Channel(StrEnum):
    """How one applies."""

    WEB = "url"
    EMAIL = "email"


class PayUnit(StrEnum):
    MONTH = "month"
    HOUR = "hour"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdContent:
    """An ad as it was written: every field as typed, empty where nothing was.

    ``field`` is the code of an occupation field, ``kind`` and ``extent`` are those of ``KINDS`` and
    ``EXTENTS``; ``deadline`` is a date as year-month-day, ``text`` Markdown.
    """

    headline: str = ""
    language: str = "sv"
    occupation: str = ""
    field: str = ""
    place: str = ""
    workplace: str = ""
    remote: bool = False
    kind: str = ""
    extent: str = ""
    duration: str = ""
    start: str = ""
    vacancies: str = ""
    pay_from: str = ""
    pay_to: str = ""
    pay_unit: str = PayUnit.MONTH.value
    pay_note: str = ""
    text: str = ""
    deadline: str = ""
    channel: str = Channel.WEB.value
    application_url: str = ""
    application_email: str = ""
    reference: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


FIELDS = tuple(each.name for each in fields(AdContent))

# In the words that feeds use too, so that search understands them (rules.EMPLOYMENT_KINDS).
KINDS = {
    "permanent": {"sv": "Tillsvidareanställning", "en": "Permanent employment"},
    "temporary": {"sv": "Tidsbegränsad anställning", "en": "Temporary employment"},
    "on-call": {"sv": "Behovsanställning", "en": "On-call employment"},
    "seasonal": {"sv": "Säsongsanställning", "en": "Seasonal employment"},
    "internship": {"sv": "Praktik", "en": "Internship"},
    "contract": {"sv": "Uppdrag", "en": "Contract"},
}
EXTENTS = {
    "full-time": {"sv": "Heltid", "en": "Full-time"},
    "part-time": {"sv": "Deltid", "en": "Part-time"},
    "either": {"sv": "Heltid eller deltid", "en": "Full-time or part-time"},
}
_PER = {
    PayUnit.MONTH: {"sv": "per månad", "en": "a month"},
    PayUnit.HOUR: {"sv": "per timme", "en": "an hour"},
    PayUnit.YEAR: {"sv": "per år", "en": "a year"},
}


def content_of(stored: Mapping[str, Any]) -> AdContent:
    """The content of a stored ad; fields of other releases are left out."""
    return AdContent(**{name: stored[name] for name in FIELDS if name in stored})


def amount(text: str) -> int | None:
    """A sum in whole kronor, however its thousands are set apart; None where nothing is said.

    Raises:
        ValueError: it is no such sum.
    """
    digits = re.sub(r"[\s.,'’]", "", text)
    if not digits:
        return None
    if not digits.isascii() or not digits.isdecimal() or not 0 < int(digits[:9]) <= MOST_PAY:
        raise ValueError(text)
    return int(digits)


def day(text: str) -> date | None:
    """A date as year-month-day; None where nothing is said.

    Raises:
        ValueError: it is no date.
    """
    return date.fromisoformat(text.strip()) if text.strip() else None


def deadline_fits(last: date, today: date) -> bool:
    """Whether a day can be the last to apply: not passed, and at most half a year away."""
    return today <= last <= today + LONGEST_OPEN


def missing(content: AdContent, today: date) -> tuple[str, ...]:
    """The fields that an ad still needs before it can be published, in the order of the form."""
    address = {Channel.WEB: "application_url", Channel.EMAIL: "application_email"}
    needed = {
        "headline": content.headline,
        "field": content.field,
        "place": content.place or content.remote,
        "kind": content.kind,
        "extent": content.extent,
        "text": len(content.text) >= SHORTEST_TEXT,
        "deadline": content.deadline and deadline_fits(day(content.deadline) or today, today),
        address[Channel(content.channel)]: getattr(content, address[Channel(content.channel)]),
    }
    return tuple(name for name, there in needed.items() if not there)


def pay_in_words(content: AdContent) -> str | None:
    """The pay as an ad says it, in the ad's language."""
    language = content.language
    sums = [each for each in (amount(content.pay_from), amount(content.pay_to)) if each]
    shown = "–".join(_grouped(each, language) for each in dict.fromkeys(sums))
    per = _PER[PayUnit(content.pay_unit)][language]
    pay = (f"SEK {shown} {per}" if language == "en" else f"{shown} kr {per}") if shown else ""
    return ". ".join(filter(None, (pay, content.pay_note))) or None


def _grouped(number: int, language: str) -> str:
    return f"{number:,}" if language == "en" else f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
