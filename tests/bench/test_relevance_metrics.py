"""The measures of a ranked list, against values worked out by hand."""

from __future__ import annotations

from math import log2

import pytest

from bench.relevance_metrics import dcg, mean, ndcg, reciprocal_rank


def test_gain_grows_exponentially_and_is_discounted_by_rank() -> None:
    # 7/log2(2) + 3/log2(3) + 0 + 1/log2(5)
    assert dcg([3, 2, 0, 1]) == pytest.approx(7 + 3 / log2(3) + 1 / log2(5))
    assert dcg([3, 2, 0, 1]) == pytest.approx(9.32346, abs=1e-5)


def test_gain_stops_at_the_depth() -> None:
    assert dcg([0] * 10 + [3]) == 0
    assert dcg([3, 3, 3], depth=1) == 7


def test_the_best_order_is_one() -> None:
    assert ndcg([3, 2, 1], [1, 2, 3, 0]) == 1


def test_a_reversed_order_is_less_than_one() -> None:
    # (1 + 3/log2(3) + 7/2) / (7 + 3/log2(3) + 1/2)
    assert ndcg([1, 2, 3], [3, 2, 1]) == pytest.approx(0.680606, abs=1e-6)


def test_missing_ads_count_against_the_list() -> None:
    # Two of three equally good ads found: (1 + 1/log2(3)) / (1 + 1/log2(3) + 1/2).
    assert ndcg([3, 3], [3, 3, 3]) == pytest.approx(0.765361, abs=1e-6)
    assert ndcg([], [3]) == 0


def test_the_best_list_is_no_longer_than_the_depth() -> None:
    assert ndcg([3] * 10, [3] * 40) == 1


def test_nothing_relevant_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing relevant"):
        ndcg([0, 0], [0, 0, 0])


def test_reciprocal_rank_is_of_the_first_good_hit() -> None:
    assert reciprocal_rank([1, 0, 2, 3]) == pytest.approx(1 / 3)
    assert reciprocal_rank([3]) == 1
    assert reciprocal_rank([1, 1, 1]) == 0
    assert reciprocal_rank([0] * 10 + [3]) == 0


def test_mean_of_nothing_is_zero() -> None:
    assert mean([]) == 0
    assert mean([0, 1, 0.5]) == 0.5
