"""Where a text holds what was searched for, so that a page can mark it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from webapp.base.text import (
    IGNORABLE,
    MARK,
    TOKEN,
    Query,
    Term,
    Word,
    analysed,
    fold,
    tail_forms,
    words,
)

# Where a text has none of these, its words are what letters and digits make.
_MORE_THAN_LETTERS = re.compile(rf"[+#'’{MARK}{IGNORABLE}]|[.,](?=\w)")
_LETTERS = re.compile(r"([^\W_]+)")


def highlight(text: str, query: Query) -> list[tuple[str, bool]]:
    """Split a text into runs (piece, matched) that join to exactly that text.

    A word is matched by a stem or alternate shared with a query word, by one of the query's
    `text.tail_forms` among its tails, or, for a prefix, where it begins with it, accents or not.
    The words of a phrase are matched only where they all stand next to each other; negated terms
    match nothing.
    """
    (runs,) = highlight_all([text], query)
    return runs


def highlight_all(texts: Sequence[str], query: Query) -> list[list[tuple[str, bool]]]:
    """What ``highlight`` gives for each text; the words they share are looked at once."""
    tokens, stems, longer = _sought(query)
    if not (tokens or longer):
        return [[(text, False)] if text else [] for text in texts]
    split = [_split(text) for text in texts]
    matched = _matched({word for pieces in split for word in pieces[1::2]}, tokens, stems)
    if not longer:
        return [_runs(pieces, matched) for pieces in split]
    return [
        _runs(pieces, matched, _in_terms(text, longer))
        for text, pieces in zip(texts, split, strict=True)
    ]


def _split(text: str) -> list[str]:
    """A text as what stands between words, and words, by turns."""
    if not _MORE_THAN_LETTERS.search(text):
        return _LETTERS.split(text)
    pieces: list[str] = []
    done = 0
    for token in TOKEN.finditer(text):
        pieces += text[done : token.start()], token[0]
        done = token.end()
    return [*pieces, text[done:]]


def _matched(raw_words: set[str], tokens: frozenset[str], stems: frozenset[str]) -> set[str]:
    """Those of some words, as they are written, that single words of a query match."""
    matched = set()
    for raw in raw_words:
        _surface, stem, alternates, tails = analysed(raw)
        if (
            stem in tokens
            or (alternates and not tokens.isdisjoint(alternates))
            or (tails and not stems.isdisjoint(tails))
        ):
            matched.add(raw)
    return matched


def _in_terms(text: str, terms: tuple[Term, ...]) -> set[int]:
    """Which words of a text, counted from 0, phrases and prefixes match."""
    places = _Places(words(text))
    return {at for term in terms for at in places.of_term(term)}


def _runs(
    pieces: list[str], matched: set[str], also: set[int] | frozenset[int] = frozenset()
) -> list[tuple[str, bool]]:
    """The runs of a split text; ``also`` has the numbers of further words to mark."""
    if not also and matched.isdisjoint(pieces):
        whole = "".join(pieces)
        return [(whole, False)] if whole else []
    runs: list[tuple[str, bool]] = []
    between = ""
    for at in range(0, len(pieces) - 1, 2):
        between += pieces[at]
        word = pieces[at + 1]
        if word in matched or at // 2 in also:
            runs += [(between, False), (word, True)] if between else [(word, True)]
            between = ""
        else:
            between += word
    between += pieces[-1]
    return [*runs, (between, False)] if between else runs


@lru_cache(maxsize=256)
def _sought(query: Query) -> tuple[frozenset[str], frozenset[str], tuple[Term, ...]]:
    """Return what single words of a query match: tokens, and stems of tails; then other terms."""
    positive = [term for term in query.terms if not term.negated]
    longer = tuple(term for term in positive if term.prefix or len(term.words) > 1)
    single = [word for term in positive if term not in longer for word in term.words]
    tokens = frozenset(token for word in single for token in (word.stem, *word.alternates))
    stems = frozenset(form for word in single for form in tail_forms(word))
    return tokens, stems, longer


class _Places:
    """Where in a text each token stands, so that long queries cost no more than short ones."""

    def __init__(self, found: Sequence[Word]) -> None:
        self._by_token: defaultdict[str, set[int]] = defaultdict(set)
        self._by_tail: defaultdict[str, set[int]] = defaultdict(set)
        self._by_surface: defaultdict[str, set[int]] = defaultdict(set)
        for index, word in enumerate(found):
            for token in (word.stem, *word.alternates):
                self._by_token[token].add(index)
            for tail in word.tails:
                self._by_tail[tail].add(index)
            for surface in {word.surface, fold(word.surface)}:
                self._by_surface[surface].add(index)

    def of_term(self, term: Term) -> set[int]:
        """Return the places of all words that the term matches."""
        last = len(term.words) - 1
        starts: set[int] | None = None
        for step, wanted in enumerate(term.words):
            places = self._of_word(wanted, term.prefix and step == last)
            shifted = {place - step for place in places}
            starts = shifted if starts is None else starts & shifted
        return {start + step for start in starts or () for step in range(last + 1)}

    def _of_word(self, wanted: Word, prefix: bool) -> set[int]:
        places: set[int] = set()
        for form in tail_forms(wanted):
            places |= self._by_tail.get(form, set())
        for token in (wanted.stem, *wanted.alternates):
            places |= self._by_token.get(token, set())
        if prefix:
            for surface, indexes in self._by_surface.items():
                if surface.startswith(wanted.surface):
                    places |= indexes
        return places
