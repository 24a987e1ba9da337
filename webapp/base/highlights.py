"""Which parts of a text a query matches, for highlights."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from webapp.base.text import IGNORABLE, MARK, TOKEN, Query, Term, Word, analysed, fold, words

# Where a text has none of these, its words are what letters and digits make.
_MORE_THAN_LETTERS = re.compile(rf"[+#'’{MARK}{IGNORABLE}]|[.,](?=\w)")
_LETTERS = re.compile(r"([^\W_]+)")


class _SingleWords(dict[str, bool]):
    """Whether a word as it is written is matched by a single word of a query, asked once each."""

    def __init__(self, sought: Sequence[Word]) -> None:
        super().__init__()
        self.tokens = {token for word in sought for token in (word.stem, *word.alternates)}
        self._stems = {word.stem for word in sought}

    def __missing__(self, raw: str) -> bool:
        _surface, stem, alternates, tails = analysed(raw)
        matched = self[raw] = (
            stem in self.tokens
            or not self.tokens.isdisjoint(alternates)
            or not self._stems.isdisjoint(tails)
        )
        return matched


def highlight(text: str, query: Query) -> list[tuple[str, bool]]:
    """Split a text into runs (piece, matched) that join to exactly that text.

    A word is matched by a stem or alternate shared with a query word, by the query's stem among
    its tails, or, for a prefix, where it begins with it, accents or not. The words of a phrase
    are matched only where they all stand next to each other; negated terms match nothing.
    """
    single, longer = _sought(query)
    if not text:
        return []
    if not (single.tokens or longer):
        return [(text, False)]
    if not longer and not _MORE_THAN_LETTERS.search(text):
        return _runs(_LETTERS.split(text), single)
    hits = [token.span() for token in TOKEN.finditer(text) if single[token[0]]]
    if longer:
        found = words(text)
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


def _runs(pieces: list[str], sought: _SingleWords) -> list[tuple[str, bool]]:
    """The runs of a text whose pieces are by turns between words and words."""
    if not any(map(sought.__getitem__, pieces[1::2])):
        return [("".join(pieces), False)]
    runs: list[tuple[str, bool]] = []
    done = 0
    for at in range(1, len(pieces), 2):
        if sought[pieces[at]]:
            before = "".join(pieces[done:at])
            if before:
                runs.append((before, False))
            runs.append((pieces[at], True))
            done = at + 1
    rest = "".join(pieces[done:])
    if rest:
        runs.append((rest, False))
    return runs


# A query is asked of all hits of a page, and of the next page.
@lru_cache(maxsize=16)
def _sought(query: Query) -> tuple[_SingleWords, tuple[Term, ...]]:
    """Return what single words of a query match, and its other terms."""
    positive = [term for term in query.terms if not term.negated]
    longer = tuple(term for term in positive if term.prefix or len(term.words) > 1)
    single = [word for term in positive if term not in longer for word in term.words]
    return _SingleWords(single), longer


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
        places = set(self._by_tail.get(wanted.stem, ()))
        for token in (wanted.stem, *wanted.alternates):
            places |= self._by_token.get(token, set())
        if prefix:
            for surface, indexes in self._by_surface.items():
                if surface.startswith(wanted.surface):
                    places |= indexes
        return places
