"""A calendar with one day in it, as RFC 5545 writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

MEDIA_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeDay:
    """Something that falls on a day. ``uid`` stays the same for ever; ``changed`` is aware."""

    uid: str
    day: date
    summary: str
    description: str
    url: str
    language: str
    changed: datetime


def calendar(event: WholeDay, product: str) -> str:
    """The text of an iCalendar file; ``product`` names the program that made it."""
    language = f";LANGUAGE={event.language}"
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(product)}//{event.language.upper()}",
        "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}",
        f"DTSTAMP:{event.changed.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        # A date alone lasts that day (section 3.6.1).
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"SUMMARY{language}:{_text(event.summary)}",
        f"DESCRIPTION{language}:{_text(event.description)}",
        f"URL:{event.url}",
        # A day to remember doesn't make anyone busy.
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _text(text: str) -> str:
    """A value of type TEXT (section 3.3.11)."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for character in ("\\", ";", ","):
        plain = plain.replace(character, f"\\{character}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line cut into pieces of at most 75 octets, never inside a character (section 3.1)."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode("utf-8"))
        if size + octets > LONGEST_LINE:
            pieces.append(piece)
            # The space that begins a continued line counts too.
            piece, size = " ", 1
        piece += character
        size += octets
    return "\r\n".join([*pieces, piece])
