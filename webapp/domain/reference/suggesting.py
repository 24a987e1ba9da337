"""Places that somebody may be typing the name of: pure, from the text and a gazetteer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from unicodedata import normalize

from webapp.base.text import fold
from webapp.domain.reference.gazetteer import Gazetteer
from webapp.domain.reference.rules import MAX_NAME_LENGTH, AnyPlace, words_of

MOST_SUGGESTIONS = 50


def suggest(text: str, gazetteer: Gazetteer, limit: int) -> tuple[AnyPlace, ...]:
    """Places whose name begins as the text does, the most populous first, or postcodes.

    Accents and case don't matter, except that names with just the letters typed come first: "å"
    finds Åre before Alingsås. An empty text suggests nothing.
    """
    limit = min(limit, MOST_SUGGESTIONS)
    if limit <= 0 or len(text) > MAX_NAME_LENGTH:
        return ()
    digits = _postcode_digits(text)
    if digits:
        return tuple(islice(gazetteer.postcodes_beginning(digits), limit))
    typed = " ".join(words_of(text))
    prefix = fold(typed)
    if not prefix:
        return ()
    people = gazetteer.population_of
    found = [(name, place) for name, place in _beginning(prefix, gazetteer)]
    found.sort(key=lambda pair: (not pair[0].startswith(typed), -people[pair[1]], len(pair[0])))
    return tuple(dict.fromkeys(place for _, place in found))[:limit]


def _postcode_digits(text: str) -> str:
    """The digits of what may become a postcode, or nothing."""
    plain = normalize("NFKC", text).casefold().strip()
    digits = "".join(plain.removeprefix("se").removeprefix("-").split())
    return digits if digits.isascii() and digits.isdecimal() and len(digits) <= 5 else ""


def _beginning(prefix: str, gazetteer: Gazetteer) -> Iterator[tuple[str, AnyPlace]]:
    names = gazetteer.begun_names
    for at in range(bisect_left(names, prefix, key=lambda row: row[0]), len(names)):
        folded, name, place = names[at]
        if not folded.startswith(prefix):
            return
        yield name, place
