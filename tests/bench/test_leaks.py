"""The labelled sentences of the leak finder are sound, and its figures reach their goals."""

from __future__ import annotations

import pytest

from bench.leaks import halves, load, score, sentence_from
from webapp.domain.cv.leaks import LeakKind

FEWEST = 300
RECALL, PRECISION = 0.98, 0.9


def test_the_set_is_large_and_half_of_it_is_held_back() -> None:
    people, sentences = load()
    assert len({(each.person, each.text) for each in sentences}) == len(sentences) >= FEWEST
    assert {each.person for each in sentences} == set(people)
    for _, half in halves(sentences):
        assert len(half) >= 0.4 * len(sentences)
        assert sum(not each.leaks for each in half) >= 0.2 * len(half)


def test_labels_are_read_as_places() -> None:
    sentence = sentence_from("x", "Ring {phone:070} eller {email:a@b.se}!")
    assert sentence.text == "Ring 070 eller a@b.se!"
    assert sentence.leaks == ((5, 8, LeakKind.PHONE), (15, 21, LeakKind.EMAIL))


def test_every_kind_is_in_the_set() -> None:
    _, sentences = load()
    assert {kind for each in sentences for *_, kind in each.leaks} == set(LeakKind)


@pytest.mark.promise("cv.anonymous.leak-warning")
def test_both_halves_reach_the_goals() -> None:
    people, sentences = load()
    for name, half in halves(sentences):
        found = score(people, half)
        assert found.recall >= RECALL, name
        assert found.precision >= PRECISION, name
