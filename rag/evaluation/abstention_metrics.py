"""How well silence is kept. Pure functions of confidences and outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """If only answers of at least this confidence were given: the share of questions answered, and how many of those
    answers would be wrong."""

    threshold: float
    coverage: float
    risk: float


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """The probability that a positive scores above a negative, ties counting half (Hanley and McNeil 1982).

    Raises:
        ValueError: there are not both positives and negatives, or the lengths differ.
    """
    pairs = sorted(zip(scores, positive, strict=True))
    positives = sum(positive)
    negatives = len(pairs) - positives
    if not positives or not negatives:
        raise ValueError("AUROC needs positives and negatives")
    rank_sum, at = 0.0, 0
    while at < len(pairs):
        end = at
        while end < len(pairs) and pairs[end][0] == pairs[at][0]:
            end += 1
        shared = (at + 1 + end) / 2
        rank_sum += shared * sum(is_positive for _, is_positive in pairs[at:end])
        at = end
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> list[RiskPoint]:
    """The risk–coverage curve (El-Yaniv and Wiener 2010, section 2), from most to least confident.

    One point for each distinct confidence; empty for no questions.
    """
    order = sorted(zip(confidences, right, strict=True), key=lambda pair: -pair[0])
    points: list[RiskPoint] = []
    wrong = 0
    for number, (confidence, is_right) in enumerate(order, start=1):
        wrong += not is_right
        if number == len(order) or order[number][0] != confidence:
            points.append(RiskPoint(confidence, number / len(order), wrong / number))
    return points


def area_under_risk_coverage(points: Sequence[RiskPoint]) -> float:
    """The mean risk over coverage, by steps (AURC, Geifman et al. 2019, section 3); lower is better.

    Raises:
        ValueError: there is no point.
    """
    if not points:
        raise ValueError("the curve has no point")
    area, before = 0.0, 0.0
    for point in points:
        area += (point.coverage - before) * point.risk
        before = point.coverage
    return area


def unanswered_at(confidences: Sequence[float], answerable: Sequence[bool], answered: float) -> float:
    """The share of unanswerable questions left unanswered by the threshold that answers this share of the others.

    Raises:
        ValueError: there are not both kinds.
    """
    yes = sorted((c for c, a in zip(confidences, answerable, strict=True) if a), reverse=True)
    no = [c for c, a in zip(confidences, answerable, strict=True) if not a]
    if not yes or not no:
        raise ValueError("this needs answerable and unanswerable questions")
    threshold = yes[max(0, min(len(yes), round(answered * len(yes))) - 1)]
    return sum(c < threshold for c in no) / len(no)
