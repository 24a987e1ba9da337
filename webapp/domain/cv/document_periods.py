"""Periods as people write them in CVs: "2018–2021", "mars 2019 – nu", "03/2019 - present"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = (
    "jan(?:uari|uary)?",
    "feb(?:ruari|ruary)?",
    "mar(?:s|ch)?",
    "apr(?:il)?",
    "ma[jy]",
    "jun[ie]?",
    "jul[iy]?",
    "aug(?:usti|ust)?",
    "sep(?:t|tember)?",
    "o[kc]t(?:ober)?",
    "nov(?:ember)?",
    "de[ck](?:ember)?",
)
_YEAR = r"(?:19[3-9]|20[0-9])[0-9]"
_DATE = (
    rf"(?:(?:(?:{'|'.join(_MONTHS)})\.?,?\s+{_YEAR})|(?:(?:0?[1-9]|1[0-2])\s?[/.]\s?{_YEAR})"
    rf"|(?:{_YEAR}\s?[-/.]\s?(?:0[1-9]|1[0-2])(?![0-9]))|{_YEAR})"
)
_NOW = (
    r"nu(?:varande)?|pågående|idag|i dag|tills vidare|present|now|current(?:ly)?|ongoing|today"
    r"|to date"
)
_DASH = r"\s*(?:[-‐‑–—−]|till(?: och med)?|t\.?o\.?m\.?|to|until)\s*"
_PERIOD = re.compile(
    rf"(?<![\w/.-])(?:från\s+|from\s+|sedan\s+|since\s+)?(?P<start>{_DATE})"
    rf"(?:{_DASH}(?P<end>{_DATE}|{_NOW})(?![\w/])|\s*[-‐‑–—−]\s*(?=$|[\t|,;)]))",
    re.IGNORECASE,
)
_SINGLE = re.compile(rf"(?<![\w/.-])(?P<date>{_DATE})(?![\w/-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """A period of a line: dates of ISO 8601 as exactly as they were written, and the other words.

    ``end`` is empty while it goes on. ``rest`` is the line without the period.
    """

    start: str
    end: str
    rest: str


def period_in(line: str) -> Period | None:
    """The only period of a line; None where it has none, several, or one that ends too early."""
    found = list(_PERIOD.finditer(line))
    if len(found) != 1:
        return None
    start, ended = _iso(found[0]["start"]), found[0]["end"] or ""
    end = "" if re.fullmatch(_NOW, ended, re.IGNORECASE) else _iso(ended)
    if end and end[: len(start)] < start[: len(end)]:
        return None
    return Period(start, end, _without(line, found[0]))


def single_date_in(line: str) -> tuple[str, str] | None:
    """The only date of a line, where the line begins or ends with it, and the other words."""
    found = list(_SINGLE.finditer(line))
    if len(found) != 1 or _PERIOD.search(line):
        return None
    before, after = line[: found[0].start()], line[found[0].end() :]
    if before.strip(" \t(") and after.strip(" \t).:"):
        return None
    return _iso(found[0]["date"]), _without(line, found[0])


def _without(line: str, found: re.Match[str]) -> str:
    before, after = line[: found.start()].rstrip(), line[found.end() :].lstrip()
    if before.endswith("(") and after.startswith(")"):
        before, after = before[:-1], after[1:]
    before, after = before.rstrip(" \t,;:|·–—-"), after.lstrip(" \t,;:|·–—-.")
    return f"{before}\t{after}" if before and after else before + after


def _iso(words: str) -> str:
    if not words:
        return ""
    year = re.search(_YEAR, words)
    assert year is not None
    others = words.replace(year[0], "", 1).strip(" \t,./-")
    if not others:
        return year[0]
    if others.isdecimal():
        return f"{year[0]}-{int(others):02}"
    for number, month in enumerate(_MONTHS, start=1):
        if re.fullmatch(month, others, re.IGNORECASE):
            return f"{year[0]}-{number:02}"
    return year[0]
