"""One score from two searches, on numbers worked by hand."""

import pytest

from rag.retrieval.fusion import fuse


def test_both_scores_are_brought_to_0_to_1_and_added() -> None:
    # BM25 by its highest, 8: .25, 1. Cosine by the range seen, .2 to .6: 0, .5, 1.
    fused = fuse({1: 2.0, 2: 8.0}, {1: 0.2, 2: 0.4, 3: 0.6})
    assert fused == pytest.approx({1: 0.125, 2: 0.75, 3: 0.5})


@pytest.mark.parametrize(
    ("weight", "expected"), [(0.0, [0.25, 1.0, 0.0]), (1.0, [0.0, 0.5, 1.0]), (0.8, [0.05, 0.6, 0.8])]
)
def test_the_weight_is_that_of_the_vectors(weight: float, expected: list[float]) -> None:
    fused = fuse({1: 2.0, 2: 8.0}, {1: 0.2, 2: 0.4, 3: 0.6}, weight)
    assert [fused[i] for i in (1, 2, 3)] == pytest.approx(expected)


def test_a_search_that_found_nothing_adds_nothing() -> None:
    assert fuse({}, {}) == {}
    assert fuse({1: 3.0, 2: 1.5}, {}) == pytest.approx({1: 0.5, 2: 0.25})
    assert fuse({}, {1: 0.9, 2: 0.5, 3: 0.1}) == pytest.approx({1: 0.5, 2: 0.25, 3: 0.0})


def test_equal_scores_stay_equal() -> None:
    assert fuse({1: 2.0, 2: 2.0}, {1: 0.5, 2: 0.5, 3: 0.1}) == pytest.approx({1: 1.0, 2: 1.0, 3: 0.0})
    # One cosine, or the same one everywhere, tells nothing apart.
    assert fuse({1: 2.0}, {1: 0.9}) == pytest.approx({1: 0.5})
    assert fuse({}, {1: 0.7, 2: 0.7}) == {1: 0.0, 2: 0.0}


def test_bm25_that_is_nought_or_less_adds_nothing() -> None:
    assert fuse({1: 0.0, 2: -1.0}, {}) == {1: 0.0, 2: 0.0}


def test_opposite_meanings_are_worked_out_too() -> None:
    assert fuse({}, {1: -0.5, 2: -0.1, 3: -0.3}) == pytest.approx({1: 0.0, 2: 0.5, 3: 0.25})


def test_what_a_search_missed_counts_as_its_least() -> None:
    fused = fuse({1: 4.0, 2: 4.0}, {2: 0.3, 3: 0.8})
    assert fused[1] == fused[2] == fused[3] == pytest.approx(0.5)
