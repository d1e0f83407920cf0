"""What two texts have in common, word for word and name for name."""

import random
from functools import lru_cache

import pytest

from rag.text.anchors import find_anchors, longest_common_subsequence, share
from rag.text.resemblance import containment, resemblance, runs, shingles, stretch_of_its_own

TEXT = "The council of Springfield bought 17 buses on Monday"


def test_shingles_are_runs_of_words_whatever_their_case_and_spacing() -> None:
    assert len(shingles(TEXT)) == 6
    assert shingles(TEXT) == shingles(TEXT.upper().replace(" ", "\n") + ".")
    assert len(shingles("Two words")) == 1
    assert shingles("… –") == frozenset()


def test_resemblance_is_of_both_and_containment_of_the_smaller() -> None:
    longer = shingles(TEXT + " and sold them again on Tuesday")
    assert containment(shingles(TEXT), longer) == 1
    assert resemblance(shingles(TEXT), longer) == pytest.approx(6 / 12)
    assert containment(longer, frozenset()) == resemblance(frozenset(), frozenset()) == 0
    assert containment(longer, shingles("Nobody in Shelbyville was surprised")) == 0


def test_a_stretch_of_its_own_is_not_divided_by_a_chance_word() -> None:
    assert stretch_of_its_own([1, 2, 3, 4, 5], {1, 5}) == 3
    assert stretch_of_its_own([1] * 40 + [9] + [1] * 40, {9}) == 76
    assert stretch_of_its_own([1, 9, 9] * 20, {9}) == 1
    assert stretch_of_its_own(runs(TEXT), shingles(TEXT)) == stretch_of_its_own((), shingles(TEXT)) == 0


def test_anchors_are_names_and_figures_in_order() -> None:
    found = find_anchors("On 3 December Sergei Shoigu sent two thousand men and 1,940 wagons to Minsk.")
    assert found.sequence == ("3", "sergei", "shoigu", "two thousand", "1940", "minsk")
    assert found.figures == {"3", "two thousand", "1940"}
    assert found.names == {"sergei", "shoigu", "minsk"}


def test_share_is_of_the_smaller_set() -> None:
    assert share({1, 2}, {2, 3, 4}) == 0.5
    assert share(set(), {1}) == 1


def test_longest_common_subsequence_is_what_the_definition_says() -> None:
    def defined(a: str, b: str) -> int:
        @lru_cache(None)
        def of(i: int, j: int) -> int:
            if i == len(a) or j == len(b):
                return 0
            return of(i + 1, j + 1) + 1 if a[i] == b[j] else max(of(i + 1, j), of(i, j + 1))

        return of(0, 0)

    chance = random.Random(1)
    for _ in range(200):
        a, b = ("".join(chance.choices("abcd", k=chance.randint(0, 12))) for _ in range(2))
        assert longest_common_subsequence(a, b) == defined(a, b)
