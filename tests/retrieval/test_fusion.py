"""Scores of several searches, worked out by hand."""

import math
from datetime import date

import pytest

from rag.retrieval.fusion import FADES_IN_DAYS, FEW_ARTICLES, WEIGHTS, fuse, recency

MANY = 10**12
W, M, L, A = (WEIGHTS[name] for name in ("words", "meaning", "lead", "article"))


def test_the_weights_add_up() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)


def test_each_search_is_scaled_and_weighted() -> None:
    # Words by the highest, 8; meaning from .2 to .6; lead by 2, article by 10.
    fused = fuse({1: 2.0, 2: 8.0}, {1: 0.2, 2: 0.4, 3: 0.6}, {1: 2.0, 3: 1.0}, {2: 10.0, 3: 5.0}, MANY)
    assert fused == pytest.approx({1: W * 0.25 + L, 2: W + M * 0.5 + A, 3: M + L * 0.5 + A * 0.5})


def test_nothing_is_found() -> None:
    assert fuse({}, {}, {}, {}, MANY) == {}


@pytest.mark.parametrize(
    ("words", "meaning", "expected"),
    [
        ({1: 3.0, 2: 1.5}, {}, {1: W, 2: W / 2}),
        ({}, {1: 0.9, 2: 0.5, 3: 0.1}, {1: M, 2: M / 2, 3: 0.0}),
        # One cosine, or equal ones, tell nothing apart.
        ({1: 2.0}, {1: 0.9}, {1: W}),
        ({}, {1: 0.7, 2: 0.7}, {1: 0.0, 2: 0.0}),
        # BM25 is not negative; where it all is nothing, it is nothing.
        ({1: 0.0, 2: -1.0}, {}, {1: 0.0, 2: 0.0}),
        ({}, {1: -0.5, 2: -0.1, 3: -0.3}, {1: 0.0, 2: M, 3: M / 2}),
    ],
)
def test_a_search_that_tells_nothing(
    words: dict[int, float], meaning: dict[int, float], expected: dict[int, float]
) -> None:
    assert fuse(words, meaning, {}, {}, MANY) == pytest.approx(expected)


def test_few_articles_tell_little_of_themselves() -> None:
    fused = fuse({1: 2.0}, {1: 0.2, 2: 0.6}, {1: 2.0}, {2: 10.0}, FEW_ARTICLES)
    total = W + M + (L + A) / 2
    assert fused == pytest.approx({1: (W + L / 2) / total, 2: (M + A / 2) / total})


def test_recency_fades_in_both_directions() -> None:
    day = date(2022, 12, 30)
    assert recency(day, day) == 1.0
    assert recency(date(2022, 12, 9), day) == pytest.approx(math.exp(-21 / FADES_IN_DAYS))
    assert recency(date(2023, 1, 20), day) == recency(date(2022, 12, 9), day)
    assert recency(None, day) == 0.0
