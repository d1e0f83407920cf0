"""One ranking, worked out by hand. Relevant are `b` and `d`: ranks 2 and 4."""

import random
from collections.abc import Callable, Collection, Sequence

import pytest

from rag.evaluation.retrieval_metrics import coverage_at, ndcg_at, recall_at, reciprocal_rank

Metric = Callable[[Sequence[str], Collection[str], int], float]
METRICS: tuple[Metric, ...] = (recall_at, coverage_at, reciprocal_rank, ndcg_at)
RANKED = ("a", "b", "c", "d")
RELEVANT = {"b", "d"}


@pytest.mark.parametrize(("k", "value"), [(1, 0), (2, 1), (4, 1), (20, 1)])
def test_recall_is_one_as_soon_as_any_relevant_article_is_there(k: int, value: float) -> None:
    assert recall_at(RANKED, RELEVANT, k) == value


@pytest.mark.parametrize(("k", "value"), [(1, 0), (2, 1 / 2), (3, 1 / 2), (4, 1), (20, 1)])
def test_coverage_counts_all_of_the_evidence(k: int, value: float) -> None:
    assert coverage_at(RANKED, RELEVANT, k) == value


def test_coverage_of_evidence_that_is_named_twice_counts_it_once() -> None:
    assert coverage_at(["b"], ["b", "b"], 5) == 1
    assert coverage_at(["a", "b"], ["b", "b", "z"], 5) == 1 / 2


@pytest.mark.parametrize(("k", "value"), [(1, 0), (2, 1 / 2), (10, 1 / 2)])
def test_reciprocal_rank_is_that_of_the_first(k: int, value: float) -> None:
    assert reciprocal_rank(RANKED, RELEVANT, k) == value


@pytest.mark.parametrize(("rank", "value"), [(1, 1), (2, 1 / 2), (3, 1 / 3), (10, 1 / 10), (11, 0)])
def test_reciprocal_rank_at_ten(rank: int, value: float) -> None:
    ranked = [*(f"other {n}" for n in range(rank - 1)), "b"]
    assert reciprocal_rank(ranked, {"b"}, 10) == value


def test_ndcg_by_hand() -> None:
    # Found at ranks 2 and 4: 1/log2(3) + 1/log2(5) = 0.63093 + 0.43068 = 1.06161.
    # The best are ranks 1 and 2: 1/log2(2) + 1/log2(3) = 1.63093. The quotient is 0.65092.
    assert ndcg_at(RANKED, RELEVANT, 10) == pytest.approx(0.65092, abs=1e-5)
    # Among the first three only rank 2 counts: 0.63093 / 1.63093.
    assert ndcg_at(RANKED, RELEVANT, 3) == pytest.approx(0.38685, abs=1e-5)
    assert ndcg_at(RANKED, RELEVANT, 1) == 0


def test_ndcg_of_the_best_order_is_one_even_where_not_all_fit() -> None:
    assert ndcg_at(["b", "d", "a"], RELEVANT, 10) == 1
    assert ndcg_at(["b", "d", "a"], {"b", "d", "x"}, 2) == 1
    assert ndcg_at(["b", "d", "a"], {"b", "d", "x"}, 3) < 1


@pytest.mark.parametrize("metric", METRICS)
def test_an_empty_ranking_found_nothing(metric: Metric) -> None:
    assert metric([], RELEVANT, 10) == 0


@pytest.mark.parametrize("metric", METRICS)
def test_where_nothing_is_relevant_no_value_is_right(metric: Metric) -> None:
    with pytest.raises(ValueError, match="nothing is relevant"):
        metric(RANKED, set(), 10)


@pytest.mark.parametrize("seed", range(20))
def test_what_holds_for_every_ranking(seed: int) -> None:
    chance = random.Random(seed)
    ranked = chance.sample("abcdefghij", k=chance.randint(1, 10))
    relevant = chance.sample("abcdefghijxyz", k=chance.randint(1, 6))
    for k in range(1, 12):
        values = [metric(ranked, relevant, k) for metric in METRICS]
        assert all(0 <= value <= 1 for value in values)
        assert recall_at(ranked, relevant, k) >= coverage_at(ranked, relevant, k)
        assert recall_at(ranked, relevant, k) >= reciprocal_rank(ranked, relevant, k)
        for metric in (recall_at, coverage_at, reciprocal_rank):
            assert metric(ranked, relevant, k + 1) >= metric(ranked, relevant, k)
    best = [*relevant, *(a for a in "abcdefghij" if a not in relevant)]
    assert ndcg_at(best, relevant, 5) == pytest.approx(1)
