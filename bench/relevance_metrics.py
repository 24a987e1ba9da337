"""Measures of a ranked list, from the grades (0 to 3) of its hits, best first."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

DEPTH = 10
GOOD_GRADE = 2


def dcg(grades: Sequence[int], depth: int = DEPTH) -> float:
    """Discounted cumulative gain with gain 2^grade - 1 and discount log2(rank + 1).

    Burges et al., Learning to rank using gradient descent, ICML 2005.
    """
    return sum((2.0**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades[:depth], 1))


def ndcg(found: Sequence[int], judged: Sequence[int], depth: int = DEPTH) -> float:
    """The gain of the list by that of the best possible one, 0 to 1.

    ``judged`` holds the grades of all ads there are. Where no ad has any, there is no answer to
    rank, so ValueError is raised.
    """
    best = dcg(sorted(judged, reverse=True), depth)
    if best == 0:
        raise ValueError("nothing relevant exists")
    return dcg(found, depth) / best


def reciprocal_rank(found: Sequence[int], least: int = GOOD_GRADE, depth: int = DEPTH) -> float:
    """One by the rank of the first hit of at least this grade; 0 where there is none."""
    ranks = (rank for rank, grade in enumerate(found[:depth], 1) if grade >= least)
    return 1 / next(ranks, float("inf"))


def mean(values: Sequence[float]) -> float:
    """The average; of nothing it is 0."""
    return sum(values) / len(values) if values else 0.0
