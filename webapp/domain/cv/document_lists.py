"""Skills, languages and driving licences as documents list them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from webapp.domain.cv.document_entries import Line
from webapp.domain.cv.level_words import read_level
from webapp.domain.cv.rules import Kind
from webapp.domain.cv.sections import LICENCES

LONGEST_NAME = 60
_BETWEEN = re.compile(r"[,;•|\t](?![^(]*\))")
_CLASS = re.compile(
    rf"(?<![\w+])(?:{'|'.join(sorted(LICENCES, key=len, reverse=True)).upper()})(?![\w+])"
)
_LICENCE_WORDS = re.compile(
    r"körkort(?:sbehörighet(?:er)?)?|behörighet(?:er)?|klass(?:er)?|driving licen[cs]es?"
    r"|class(?:es)?|category|ja|yes|har|och|and|samt",
    re.IGNORECASE,
)


def skills_of(lines: Iterable[Line]) -> tuple[list[dict[str, Any]], list[str]]:
    """Skills, and the lines that are sentences rather than lists of them."""
    items: list[dict[str, Any]] = []
    told = []
    for line in lines:
        group, colon, listed = line.words.partition(": ")
        pieces = _pieces(listed if colon else line.words)
        if len(group) > LONGEST_NAME or any(not _is_name(piece) for piece in pieces):
            told.append(line.text)
        elif colon and (level := read_level(Kind.SKILLS, listed)):
            items.append({"name": group.strip(), "level": level})
        elif colon:
            items.append({"name": group.strip(), "keywords": pieces})
        else:
            items += [_with_level(Kind.SKILLS, piece) for piece in pieces]
    return items, told


def languages_of(lines: Iterable[Line]) -> tuple[list[dict[str, Any]], list[str]]:
    """Languages with their levels where those are beyond doubt, and the lines that are sentences.

    What somebody says of a language that is no level, such as "fluent", stays beside its name.
    """
    items: list[dict[str, Any]] = []
    told = []
    for line in lines:
        pieces = _pieces(line.words)
        if any(not _is_name(piece) for piece in pieces):
            told.append(line.text)
            continue
        for piece in pieces:
            level = read_level(Kind.LANGUAGES, piece) if _is_level_alone(piece) else None
            if level and items and "level" not in items[-1] and piece is not pieces[0]:
                items[-1]["level"] = level
            else:
                items.append(_with_level(Kind.LANGUAGES, piece))
    return items, told


def licences_of(lines: Iterable[Line]) -> tuple[list[str], list[str]]:
    """The classes of driving licences, and the lines that say more than these."""
    classes: list[str] = []
    told = []
    for line in lines:
        found = [
            each.lower() for each in _CLASS.findall(line.words.replace("-körkort", " körkort"))
        ]
        more = _LICENCE_WORDS.sub("", _CLASS.sub("", line.words))
        classes += found
        if not found or re.search(r"\w", more):
            told.append(line.text)
    return [each for each in LICENCES if each in classes], told


def _pieces(words: str) -> list[str]:
    return [piece.strip(" .") for piece in _BETWEEN.split(words) if piece.strip(" .")]


def _is_name(piece: str) -> bool:
    return len(piece) <= LONGEST_NAME and not re.search(r"[.!?]\s", piece)


def _is_level_alone(piece: str) -> bool:
    """Whether a piece names no language beside a level, as the second of "Svenska, modersmål"."""
    return len(piece) == 2 or not re.search(r"\b[abc][12]\b", piece, re.IGNORECASE)


def _with_level(kind: Kind, piece: str) -> dict[str, Any]:
    parts = re.fullmatch(r"(.+?)\s*(?:\((.+)\)|\s[-–—]\s*(.+)|:\s*(.+)|\s([ABCabc][12]))", piece)
    if parts:
        level = read_level(kind, next(part for part in parts.groups()[1:] if part))
        if level:
            return {"name": parts[1], "level": level}
    return {"name": piece}
