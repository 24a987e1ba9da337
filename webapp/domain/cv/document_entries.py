"""Lines under a heading of a document as entries of a section, where their pattern is clear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from webapp.domain.cv.document_periods import period_in, single_date_in
from webapp.domain.cv.rules import Kind

BULLETS = "•▪◦‣·*■●–-"
LONGEST_HEAD = 120
_EMPLOYER = re.compile(
    r"\b(?:AB|HB|KB|Ltd|Limited|Inc|LLC|GmbH|AS|Oy|plc)\b\.?$"
    r"|(?i:\b(?:kommun|kommunen|region(?:en)?|landsting(?:et)?|sjukhus(?:et)?|myndighet(?:en)?"
    r"|verket|företag(?:et)?|university|universitet(?:et)?|municipality|hospital)\b)"
    r"|(?i:^region\b)"
)
_SCHOOL = re.compile(
    r"\w*(?:universitet|högskola|gymnasi|skola|university|school|college|institut|academy|akademi)"
    r"|\b(?:KTH|Chalmers|Komvux|LTH|SLU|LTU|BTH|KI|MIT)\b",
    re.IGNORECASE,
)
# A kind of school, which tells no more than a level.
_NO_NAME = re.compile(
    r"(?:gymnasi\w*|grundskol\w*|högskola|universitet|folkhögskola|university|college|"
    r"(?:high |primary |secondary |upper secondary )?school)",
    re.IGNORECASE,
)
# The field that a line names first, the one for whom it was, and how the latter is known.
_HEADS = {
    Kind.EXPERIENCE: ("title", "employer", _EMPLOYER),
    Kind.EDUCATION: ("area", "school", _SCHOOL),
    Kind.PROJECTS: ("name", "organisation", _EMPLOYER),
    Kind.COURSES: ("name", "issuer", _SCHOOL),
}
DATED = tuple(_HEADS)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document; ``style`` is the document's own word for it, as the reader says."""

    style: str
    text: str

    @property
    def is_bullet(self) -> bool:
        return self.style == "bullet" or re.match(rf"[{BULLETS}]\s", self.text) is not None

    @property
    def words(self) -> str:
        """The text without its bullet."""
        return re.sub(rf"^[{BULLETS}]\s+", "", self.text) if self.is_bullet else self.text


def entries_of(kind: Kind, lines: Sequence[Line]) -> tuple[list[dict[str, Any]], list[str]]:
    """The entries of a section of ``DATED`` kinds, and the lines before the first of them.

    An entry begins where a line has a period, or as many lines above it as the first one does.
    Without any period all lines are returned as they are.
    """
    dated = [number for number, line in enumerate(lines) if _begins(kind, line)]
    if not dated:
        return [], [line.text for line in lines]
    above = _lines_above(lines, dated)
    starts = [number - above for number in dated]
    ends = [*starts[1:], len(lines)]
    items = [_entry(kind, lines[start:end], above) for start, end in zip(starts, ends, strict=True)]
    return items, [line.text for line in lines[: starts[0]]]


def has_period(line: Line) -> bool:
    return not line.is_bullet and len(line.text) <= LONGEST_HEAD and bool(period_in(line.text))


def _begins(kind: Kind, line: Line) -> bool:
    if has_period(line):
        return True
    short = not line.is_bullet and len(line.text) <= LONGEST_HEAD
    # Jobs last; a single year among them is part of what somebody tells.
    return short and kind is not Kind.EXPERIENCE and single_date_in(line.text) is not None


def _lines_above(lines: Sequence[Line], dated: Sequence[int]) -> int:
    """How many lines of each entry stand above its period: none, one or two."""
    above = dated[0]
    if above not in (1, 2):
        return 0
    # With words of its own beside the period, a line is the head of its entry itself.
    if any(_rest(lines[number].text) for number in dated):
        return 0
    gaps = [later - earlier for earlier, later in pairwise(dated)]
    heads = [lines[number - back] for number in dated for back in range(1, above + 1)]
    fits = all(gap > above for gap in gaps)
    plain = all(not line.is_bullet and len(line.text) <= LONGEST_HEAD for line in heads)
    return above if fits and plain else 0


def _rest(text: str) -> str:
    period = period_in(text)
    if period is not None:
        return period.rest
    single = single_date_in(text)
    return single[1] if single else text


def _entry(kind: Kind, lines: Sequence[Line], above: int) -> dict[str, Any]:
    heads = [line.text for line in lines[:above]]
    dated, others = lines[above], list(lines[above + 1 :])
    item: dict[str, Any] = {}
    period = period_in(dated.text)
    if period is not None and kind is not Kind.COURSES:
        item["start"], item["end"] = period.start, period.end
        heads.append(period.rest)
    elif period is None and kind is Kind.COURSES:
        date, rest = single_date_in(dated.text) or ("", dated.text)
        item["date"] = date
        heads.append(rest)
    else:
        # No field holds such a time, so that the line stays as it stands.
        heads.append(dated.text)
    heads = [head for head in heads if head]
    if not heads and others and not others[0].is_bullet and len(others[0].text) <= LONGEST_HEAD:
        heads.append(others.pop(0).text)
    item |= _head(kind, "\t".join(heads))
    return item | _told(kind, others)


def _head(kind: Kind, words: str) -> dict[str, Any]:
    """Title, employer and place of a line that says which is which, else the line as title."""
    first, whom, known = _HEADS[kind]
    at = re.fullmatch(r"([^\t,]+?)\s+(?:på|hos|vid|at|@)\s+([A-ZÅÄÖ0-9][^\t,]*)", words)
    if at:
        return {first: at[1], whom: at[2]}
    pieces = [
        piece.strip() for piece in re.split(r"\t|\s[|·–—-]\s|,\s|;\s", words) if piece.strip()
    ]
    named = [
        number
        for number, piece in enumerate(pieces)
        if known.search(piece) and not _NO_NAME.fullmatch(piece)
    ]
    if len(named) == 1 and len(pieces) == 2:
        return {first: pieces[1 - named[0]], whom: pieces[named[0]]}
    if named == [1] and len(pieces) == 3 and kind is Kind.EXPERIENCE:
        return {first: pieces[0], whom: pieces[1], "place": pieces[2]}
    return {first: " ".join(words.replace("\t", ", ").split())}


def _told(kind: Kind, lines: Sequence[Line]) -> dict[str, Any]:
    has_highlights = kind in (Kind.EXPERIENCE, Kind.PROJECTS)
    told = [line.text for line in lines if not (has_highlights and line.is_bullet)]
    highlights = [line.words for line in lines if has_highlights and line.is_bullet]
    return {"text": "\n".join(told), "highlights": highlights}
