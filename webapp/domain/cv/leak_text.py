"""What the parts of the leak finder share: kinds, whose data it is, and the pieces of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from webapp.base.text import fold
from webapp.domain.cv.rules import Detail


class LeakKind(StrEnum):
    """What a found piece of text gives away."""

    NAME = "name"
    FILE_NAME = "file-name"
    ADDRESS = "address"
    POSTCODE = "postcode"
    TOWN = "town"
    PHONE = "phone"
    EMAIL = "email"
    IDENTITY_NUMBER = "identity-number"
    BIRTH_DATE = "birth-date"
    LINK = "link"
    HANDLE = "handle"
    EMPLOYER = "employer"
    SCHOOL = "school"
    COPY = "copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What is known of the writer, and must not stand in the text.

    ``public_texts`` are the texts of the person's own public CVs. With ``birth_year_shown`` a bare
    year of birth is no leak, since the owner chose to show it.
    """

    details: Mapping[Detail, str] = field(default_factory=dict)
    account_email: str = ""
    employers: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    public_texts: tuple[str, ...] = ()
    birth_year_shown: bool = False
    places: frozenset[str] = frozenset()

    @property
    def emails(self) -> tuple[str, ...]:
        both = (self.details.get(Detail.EMAIL, ""), self.account_email)
        return tuple(dict.fromkeys(each.strip() for each in both if "@" in each))


class Span(NamedTuple):
    """A found piece: its place in the text, in characters, and what it is."""

    start: int
    end: int
    kind: LeakKind


class Token(NamedTuple):
    """A run of letters and digits: as written, folded, and its place."""

    raw: str
    form: str
    start: int
    end: int


# Combining marks and invisible characters belong to the letter before them.
_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_TOKEN = re.compile(rf"(?:[^\W_][{_MARKS}]*)+")
_LIKE_PLAIN = str.maketrans(
    "＠﹫．。－‐‑‒–—−\u00a0\u2007\u2009\u202f（）［］：／", "@@..-------    ()[]:/"
)
_SENTENCE_END = re.compile(r"""(?:^|[.!?:;•·*\n\r|])[\s"'“”’(\[•·*#>-]*$""")
_ROOM_BEFORE = 12


def plain(text: str) -> str:
    """The text with look-alikes of signs as plain ones, each in its place."""
    return text.translate(_LIKE_PLAIN)


def tokens(text: str) -> list[Token]:
    """The words and numbers of a text in order."""
    return [
        Token(found[0], fold(found[0]), found.start(), found.end())
        for found in _TOKEN.finditer(text)
    ]


def begins_sentence(text: str, start: int) -> bool:
    """Whether a capital letter here would say nothing, as a sentence or a line begins."""
    return _SENTENCE_END.search(text[max(0, start - _ROOM_BEFORE) : start]) is not None


def without_genitive(form: str) -> Iterator[str]:
    """A folded word, and what it is without the s of a genitive."""
    yield form
    if form.endswith("s") and len(form) > 2:
        yield form[:-1]
