import random

import pytest

from rag.evaluation.abstention_metrics import (
    RiskPoint,
    area_under_risk_coverage,
    auroc,
    risk_coverage,
    unanswered_at,
)


@pytest.mark.parametrize(
    ("scores", "positive", "value"),
    [
        # Of the four pairs, .9 is above .8 and .6, .7 above .6 but not .8: 3/4.
        ([0.9, 0.8, 0.7, 0.6], [True, False, True, False], 3 / 4),
        ([0.9, 0.8, 0.2, 0.1], [True, True, False, False], 1),
        ([0.9, 0.8, 0.2, 0.1], [False, False, True, True], 0),
        # Ties count half: (1/2 + 1) / 2.
        ([1.0, 1.0, 0.0], [True, False, False], 3 / 4),
        ([0.5, 0.5, 0.5], [True, False, False], 1 / 2),
        # 2 positives, 3 negatives: .4 above .3 (1) and level with .4, .4 (2 halves); .1 above none: 2 of 6.
        ([0.4, 0.4, 0.1, 0.4, 0.3], [True, False, True, False, False], 2 / 6),
    ],
)
def test_auroc_by_hand(scores: list[float], positive: list[bool], value: float) -> None:
    assert auroc(scores, positive) == pytest.approx(value)


@pytest.mark.parametrize("seed", range(20))
def test_auroc_is_the_share_of_pairs_in_order(seed: int) -> None:
    chance = random.Random(seed)
    positive = [True, False, *(chance.random() < 0.4 for _ in range(20))]
    scores = [chance.randint(0, 6) / 6 for _ in positive]
    above = [s for s, p in zip(scores, positive, strict=True) if p]
    below = [s for s, p in zip(scores, positive, strict=True) if not p]
    won = sum((a > b) + (a == b) / 2 for a in above for b in below)
    value = auroc(scores, positive)
    assert value == pytest.approx(won / (len(above) * len(below)))
    assert auroc([-s for s in scores], positive) == pytest.approx(1 - value)
    assert auroc(scores, [not p for p in positive]) == pytest.approx(1 - value)


@pytest.mark.parametrize(
    ("scores", "positive"),
    [([], []), ([0.5], [True]), ([0.5, 0.6], [False, False]), ([0.5, 0.6], [True]), ([0.5], [True, False])],
)
def test_auroc_needs_both_kinds_and_as_many_scores(scores: list[float], positive: list[bool]) -> None:
    with pytest.raises(ValueError):
        auroc(scores, positive)


def test_the_risk_coverage_curve_by_hand() -> None:
    # Most confident first: right; then a wrong and a right one that are equally confident; then a wrong one.
    points = risk_coverage([0.1, 0.8, 0.9, 0.8], [False, False, True, True])
    assert points == [
        RiskPoint(0.9, 1 / 4, 0),
        RiskPoint(0.8, 3 / 4, pytest.approx(1 / 3)),
        RiskPoint(0.1, 1, 1 / 2),
    ]
    # 1/4 at risk 0, 1/2 at risk 1/3, 1/4 at risk 1/2: 1/6 + 1/8.
    assert area_under_risk_coverage(points) == pytest.approx(7 / 24)


def test_the_order_of_equally_confident_answers_does_not_matter() -> None:
    assert risk_coverage([0.5, 0.5], [True, False]) == risk_coverage([0.5, 0.5], [False, True]) == [
        RiskPoint(0.5, 1, 1 / 2)
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_the_curve_ends_where_everything_is_answered(seed: int) -> None:
    chance = random.Random(seed)
    right = [chance.random() < 0.6 for _ in range(chance.randint(1, 30))]
    confidences = [chance.randint(0, 9) / 9 for _ in right]
    points = risk_coverage(confidences, right)
    assert (points[-1].coverage, points[-1].risk) == (1, pytest.approx(right.count(False) / len(right)))
    assert [p.threshold for p in points] == sorted(set(confidences), reverse=True)
    for point in points:
        kept = [r for c, r in zip(confidences, right, strict=True) if c >= point.threshold]
        assert point.coverage == pytest.approx(len(kept) / len(right))
        assert point.risk == pytest.approx(kept.count(False) / len(kept))
    assert 0 <= area_under_risk_coverage(points) <= 1


def test_the_area_is_least_where_confidence_sorts_right_from_wrong() -> None:
    right = [True, True, False, False]
    # Sorted: risks 0, 0, 1/3, 1/2, a quarter each: 5/24. Upside down: 1, 1, 2/3, 1/2: 19/24.
    assert area_under_risk_coverage(risk_coverage([4, 3, 2, 1], right)) == pytest.approx(5 / 24)
    assert area_under_risk_coverage(risk_coverage([1, 2, 3, 4], right)) == pytest.approx(19 / 24)


def test_no_questions_have_a_curve_of_no_points_and_no_area() -> None:
    assert risk_coverage([], []) == []
    with pytest.raises(ValueError, match="no point"):
        area_under_risk_coverage([])
    with pytest.raises(ValueError, match="shorter"):
        risk_coverage([0.5, 0.6], [True])


@pytest.mark.parametrize(
    ("answered", "value"),
    [
        (0.5, 3 / 4),  # the bar is .8, and of .95, .65, .6, .5 three are below
        (0.75, 3 / 4),  # the bar is .7
        (1.0, 1 / 4),  # the bar is .6, and .6 itself passes it
    ],
)
def test_silence_at_a_share_of_answers(answered: float, value: float) -> None:
    confidences = [0.9, 0.8, 0.7, 0.6, 0.95, 0.65, 0.6, 0.5]
    answerable = [True] * 4 + [False] * 4
    assert unanswered_at(confidences, answerable, answered) == value
    assert unanswered_at(confidences[::-1], answerable[::-1], answered) == value


def test_silence_where_all_are_equally_confident() -> None:
    assert unanswered_at([0.5, 0.5, 0.5], [True, True, False], 0.85) == 0


@pytest.mark.parametrize(
    ("confidences", "answerable"), [([], []), ([0.5], [True]), ([0.5], [False]), ([0.5, 0.5], [True])]
)
def test_silence_needs_both_kinds(confidences: list[float], answerable: list[bool]) -> None:
    with pytest.raises(ValueError):
        unanswered_at(confidences, answerable, 0.85)
