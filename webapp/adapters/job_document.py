"""An ad as a document of the ad index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tantivy import Document

from webapp.adapters.job_schema import CHOICES, COUNTED_TOGETHER, day_number, seconds
from webapp.base import clock
from webapp.base import text as analyser
from webapp.base.text import Analysis

LAST_ID_BITS = 36
NO_DEADLINE_MINUTES = (1 << 26) - 1
# What stands first in a compound says what an ad is about where the ad names the job.
HEAD_ZONES = ("headline", "occupation")
SHORTEST_HEAD = 3
# What a list of hits shows of an ad, in the order in which it is stored.
SHOWN = (
    *("id", "headline", "employer", "municipality", "county", "country", "locality", "language"),
    *("published", "deadline", "remote", "extents", "partner", "snippet"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedAd:
    """An ad as the index takes it. Times are aware.

    ``zones`` maps names of ``WEIGHTS`` to text, ``choices`` names of ``CHOICES`` to values, and
    ``shown`` the names of ``SHOWN`` to what JSON can say.
    """

    id: int
    zones: dict[str, str]
    choices: dict[str, tuple[str, ...]]
    municipality_code: str | None
    place_ids: tuple[str, ...]
    published: datetime
    deadline: datetime | None
    closes: datetime | None
    shown: dict[str, Any]


def document_of(ad: IndexedAd, words: dict[str, list[Analysis]]) -> Document:
    """The document of an ad, from the words of each of its zones."""
    document = Document()
    alternates: dict[str, None] = {}
    tails: dict[str, None] = {}
    for zone, found in words.items():
        document.add_text(zone, " ".join(word.stem for word in found))
        for word in found:
            if word.alternates:
                alternates.update(dict.fromkeys(word.alternates))
            if word.tails:
                tails.update(dict.fromkeys(word.tails))
            if word.tails and zone in HEAD_ZONES:
                tails.update(dict.fromkeys(_heads(word)))
    document.add_text("alternates", " ".join(alternates))
    document.add_text("tails", " ".join(tails))
    for name, values in ad.choices.items():
        for value in values:
            document.add_text(CHOICES[name], value)
    for column, together in COUNTED_TOGETHER.items():
        document.add_text(column, _written([ad.choices.get(name, ()) for name in together]))
    document.add_text("municipality", ad.municipality_code or "")
    for place_id in ad.place_ids:
        document.add_text("place_id", place_id)
    document.add_integer("id", ad.id)
    minutes = seconds(ad.published) // 60
    document.add_integer("newest_key", minutes << LAST_ID_BITS | ad.id)
    last = seconds(ad.deadline) // 60 if ad.deadline else NO_DEADLINE_MINUTES
    document.add_integer("deadline_key", last << LAST_ID_BITS | ad.id)
    document.add_integer("published_day", day_number(clock.stockholm_day(ad.published)))
    if ad.closes:
        document.add_integer("closes", seconds(ad.closes))
    document.add_bytes("shown", _written([ad.shown[name] for name in SHOWN]).encode())
    return document


def shown_of(stored: bytes) -> dict[str, Any]:
    """What was ``IndexedAd.shown``, from the document's field of that name."""
    return dict(zip(SHOWN, json.loads(stored), strict=True))


def _written(values: list[Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _heads(word: Analysis) -> Iterator[str]:
    """Stems of what stands before a compound's tail, with and without a linking s.

    elkraft of elkraftsmontör; a tail whose stem is not found in that of the compound is left out.
    """
    for tail in word.tails:
        head = word.stem[: max(0, word.stem.rfind(tail))]
        for form in {head, head.removesuffix("s")}:
            if len(form) >= SHORTEST_HEAD:
                yield from (part.stem for part in analyser.words(form))
