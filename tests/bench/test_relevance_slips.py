"""Slips made by chance are slips, one each, and the same every time."""

from __future__ import annotations

import pytest
from rapidfuzz.distance import OSA

from bench.relevance_slips import slipped

WORDS = ("undersköterska", "målare", "kommun", "systemutvecklare", "lokalvårdare", "banana")


@pytest.mark.parametrize("word", WORDS)
def test_one_slip_in_the_longest_word(word: str) -> None:
    wrong = slipped(f"en {word}")
    assert wrong is not None
    assert wrong.startswith("en ")
    assert OSA.distance(wrong, f"en {word}") == 1
    assert wrong == slipped(f"en {word}")


@pytest.mark.parametrize("text", ["", "kock", "c++ .net", "node.js-utvecklare"])
def test_short_words_and_signs_are_left(text: str) -> None:
    assert slipped(text) is None
