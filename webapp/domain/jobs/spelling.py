""" "Did you mean": a search as it was probably meant, from the words that the ads use.

A word that no ad holds in any form is compared with those that ads do hold: fewest slips first
(optimal string alignment: Damerau's four slips, none twice in one place; Damerau, CACM 7:3, 1964),
and of two equally near words the commoner. Words written together or apart by mistake count too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log10

from rapidfuzz import process
from rapidfuzz.distance import OSA

from webapp.adapters.word_counts import FEWEST_ADS, forms_of
from webapp.base.text import Word, words
from webapp.domain.jobs.rules import SMALL_WORDS

SHORTEST_WORD = 4
SHORTEST_HALF = 3
# From how many letters on a word may hold so many slips.
SLIPS_BY_LENGTH = ((4, 1), (7, 2), (13, 3))
# Few people miss the first letter, and a word ten times as common is meant a little more often.
FIRST_LETTER_COST = 1.0
COMMONNESS_GAIN = 0.3
SPLIT_COST = 1.5
# A misspelling that stands in ads is known as well; it is corrected to a word so much commoner.
RARE_ADS = 6
MUCH_COMMONER = 25


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """In how many ads each word stands: as it is written, and by stem or other form."""

    surfaces: Mapping[str, int]
    forms: Mapping[str, int]

    def ads_with(self, word: Word) -> int:
        """In how many ads at most the word stands in any form."""
        return max(self.forms.get(form, 0) for form in forms_of(word))


@dataclass(frozen=True, slots=True)
class _Change:
    """A better text for what stands from ``start`` to ``end``."""

    start: int
    end: int
    text: str


def suggestion(text: str, known: Vocabulary) -> str | None:
    """The search with its probable slips mended, or None where nothing better is known.

    Quotation marks, minus signs and everything else that is no word stay as they are.
    """
    found = words(text)
    joined = list(_joined(text, found, known))
    taken = {place for change in joined for place in range(change.start, change.end)}
    mended = [
        _Change(word.start, word.end, better)
        for word in found
        if word.start not in taken and (better := _mended(word, known))
    ]
    for change in sorted([*joined, *mended], key=lambda change: -change.start):
        text = text[: change.start] + change.text + text[change.end :]
    return text if joined or mended else None


def _joined(text: str, found: list[Word], known: Vocabulary) -> Iterator[_Change]:
    """Neighbouring words that are one word, and a commoner one than the rarer of the two."""
    last_end = 0
    for first, second in pairwise(found):
        whole = first.surface + second.surface
        between = text[first.end : second.start]
        count = known.surfaces.get(whole, 0)
        rarer = min(known.ads_with(first), known.ads_with(second))
        if between.isspace() and first.start >= last_end and count >= max(FEWEST_ADS, rarer):
            last_end = second.end
            yield _Change(first.start, second.end, whole)


def _mended(word: Word, known: Vocabulary) -> str | None:
    surface = word.surface
    if len(surface) < SHORTEST_WORD or not surface.isalpha() or surface in SMALL_WORDS:
        return None
    ads = known.ads_with(word)
    if ads > RARE_ADS:
        return None
    ranked = sorted([*_near(surface, known), *([] if ads else _halves(surface, known))])
    if not ranked:
        return None
    _, better, count = ranked[0]
    return better if count >= max(FEWEST_ADS, ads * MUCH_COMMONER) else None


def _near(surface: str, known: Vocabulary) -> Iterator[tuple[float, str, int]]:
    """Words within the allowed slips, as (cost, word, in how many ads)."""
    slips = max(allowed for length, allowed in SLIPS_BY_LENGTH if len(surface) >= length)
    near = process.extract(
        surface, list(known.surfaces), scorer=OSA.distance, score_cutoff=slips, limit=None
    )
    for candidate, distance, _ in near:
        count = known.surfaces[candidate]
        if candidate != surface and count >= FEWEST_ADS:
            first_letter = FIRST_LETTER_COST * (candidate[0] != surface[0])
            yield distance + first_letter - COMMONNESS_GAIN * log10(count), candidate, count


def _halves(surface: str, known: Vocabulary) -> Iterator[tuple[float, str, int]]:
    """The word as two words, as (cost, text, in how many ads the rarer stands)."""
    for cut in range(SHORTEST_HALF, len(surface) - SHORTEST_HALF + 1):
        halves = surface[:cut], surface[cut:]
        count = min(known.surfaces.get(half, 0) for half in halves)
        if count >= FEWEST_ADS:
            yield SPLIT_COST - COMMONNESS_GAIN * log10(count), " ".join(halves), count
