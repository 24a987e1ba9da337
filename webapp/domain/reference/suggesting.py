"""Places that somebody may be typing the name of, or have meant: pure, from a gazetteer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from unicodedata import normalize

from rapidfuzz import fuzz, process

from webapp.base.text import fold
from webapp.domain.reference.gazetteer import AREA_DIGITS, Gazetteer
from webapp.domain.reference.phrases import FIVE_DIGITS
from webapp.domain.reference.rules import (
    MAX_NAME_LENGTH,
    MAX_SUGGESTIONS,
    AnyPlace,
    match_place,
    names_of,
    words_of,
)

MOST_SUGGESTIONS = 50
MIN_LOCALITY_SIMILARITY = 80.0


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


def places_like(piece: str, gazetteer: Gazetteer) -> Iterator[AnyPlace]:
    """Places that may have been meant: neighbours of a postcode, or names like this one."""
    plain = normalize("NFKC", piece).casefold()
    code = FIVE_DIGITS.search(plain)
    if code:
        digits = "".join(code.groups())
        area = gazetteer.postcodes_beginning(digits[:AREA_DIGITS])
        yield from sorted(area, key=lambda found: abs(int(found.code) - int(digits)))[
            :MAX_SUGGESTIONS
        ]
    phrase = fold(" ".join(words_of(piece)))
    found: list[AnyPlace] = [*match_place(piece, gazetteer.names).suggestions]
    similar = process.extract(
        phrase,
        gazetteer.all_names.folded_phrases.keys(),
        scorer=fuzz.ratio,
        score_cutoff=MIN_LOCALITY_SIMILARITY,
        limit=MAX_SUGGESTIONS,
    )
    for name, _, _ in similar:
        found += gazetteer.all_names.folded_phrases[name]
    yield from sorted(found, key=lambda place: -_likeness(phrase, place))


def _likeness(phrase: str, place: AnyPlace) -> float:
    return max(fuzz.ratio(phrase, fold(name)) for name in names_of(place))
