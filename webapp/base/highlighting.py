"""Where a text holds what was searched for, so that a page can mark it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from webapp.base.text import Query, Term, Word, fold, tail_forms, words


def highlight(text: str, query: Query) -> list[tuple[str, bool]]:
    """Split a text into runs (piece, matched) that join to exactly that text.

    A word is matched by a stem or alternate shared with a query word, by one of the query's
    `text.tail_forms` among its tails, or, for a prefix, where it begins with it, accents or not.
    The words of a phrase are matched only where they all stand next to each other; negated terms
    match nothing.
    """
    tokens, stems, longer = _sought(query)
    if not tokens and not longer:
        return [(text, False)] if text else []
    found = _words_of(text)
    hits = [
        (word.start, word.end)
        for word in found
        if word.stem in tokens
        or not tokens.isdisjoint(word.alternates)
        or not stems.isdisjoint(word.tails)
    ]
    if longer:
        places = _Places(found)
        spans = {(found[at].start, found[at].end) for term in longer for at in places.of_term(term)}
        hits = sorted(spans.union(hits))
    runs: list[tuple[str, bool]] = []
    done = 0
    for start, end in hits:
        if start > done:
            runs.append((text[done:start], False))
        runs.append((text[start:end], True))
        done = end
    if done < len(text):
        runs.append((text[done:], False))
    return runs


# The same ads are at the top of many searches.
@lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[Word, ...]:
    return tuple(words(text))


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
