"""Parts of the search, each to be switched off to see what it brings.

They are replaced from outside, here only, so that the product needs no switches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import Stemmer

from webapp.adapters.job_schema import WEIGHTS
from webapp.base import swedish, text
from webapp.domain.jobs import search


def _unstemmed(word: str) -> str:
    return word


@contextmanager
def _fresh_words(**replaced: Any) -> Iterator[None]:
    """Replaces functions of the analyser, which remembers words, so it has to forget them."""
    text.analysed.cache_clear()
    try:
        with patch.multiple(text, **replaced):
            yield
    finally:
        text.analysed.cache_clear()


@contextmanager
def _swedish_stems(stem: Callable[[str], str]) -> Iterator[None]:
    """Another stemmer for Swedish; the tails of compounds are stemmed by it as well."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(swedish, "stem_swedish", stem))
        tails = swedish._tail_table()
        lengths = range(min(map(len, tails)), max(map(len, tails)) + 1)
        stack.enter_context(
            patch.multiple(
                swedish,
                _TAILS=tails,
                _TAIL_STEMS=frozenset(tails.values()),
                _TAIL_LENGTHS=lengths,
            )
        )
        stack.enter_context(_fresh_words(stem_swedish=stem))
        yield


@contextmanager
def without_stems() -> Iterator[None]:
    with _swedish_stems(_unstemmed), patch.object(text, "stem_english", _unstemmed):
        yield


def without_article_rule() -> AbstractContextManager[None]:
    """Leaves Snowball's Swedish stemmer alone with the word."""
    return _swedish_stems(Stemmer.Stemmer("swedish").stemWord)


def without_compounds() -> AbstractContextManager[None]:
    return _fresh_words(compound_tails=lambda stem: ())


@contextmanager
def without_alternates() -> Iterator[None]:
    """Leaves each word its stem: no unaccented, English or other spelling beside it."""
    analysed = text.analysed
    with patch.object(text, "analysed", lambda raw: analysed(raw)._replace(alternates=())):
        yield


@contextmanager
def without_weights() -> Iterator[None]:
    with patch.dict(WEIGHTS, dict.fromkeys(WEIGHTS, 1.0)):
        yield


@contextmanager
def without_small_words() -> Iterator[None]:
    """Demands "i" and "och" of an ad like any other word."""
    with patch.object(search, "terms_to_match", lambda terms: terms):
        yield


@contextmanager
def without_synonyms() -> Iterator[None]:
    with patch.object(search, "synonyms_in", lambda found: ()):
        yield


PARTS: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "stems": without_stems,
    "article rule": without_article_rule,
    "compounds": without_compounds,
    "alternates": without_alternates,
    "field weights": without_weights,
    "small words": without_small_words,
    "synonyms": without_synonyms,
}
