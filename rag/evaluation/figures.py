"""Draws all figures from the outcomes of a suite."""

import resource
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence

from rag.evaluation import abstention_metrics as abstention
from rag.evaluation import per_question
from rag.evaluation.bootstrap import interval, interval_of_rows
from rag.evaluation.outcome import Figure, Outcome

_ANSWERED_SHARE = 0.85


def all_figures(outcomes: Sequence[Outcome], texts: Mapping[str, str]) -> list[Figure]:
    """Every figure that these outcomes allow, in the order in which they are shown.

    Args:
        texts: the text of each article, by path; quotes are verified against it.
    """
    questions = [o for o in outcomes if o.item.supported is None]
    figures = [
        *(_mean(*described, questions) for described in per_question.of_answering(texts)),
        *_abstention_figures(questions),
        *(_mean(*described, questions) for described in per_question.of_conflicts()),
        *_claim_figures([o for o in outcomes if o.item.supported is not None]),
    ]
    return [*(f for f in figures if f.value is not None), *_cost_figures(outcomes)]


def figure_names() -> frozenset[str]:
    """The names of all figures there are; a run has those that its questions allow."""
    means = [*per_question.of_answering({}), *per_question.of_conflicts()]
    abstaining = ("answered", "rightly_silent", "auroc", "silent_at_85", "aurc")
    others = (*abstaining, "claims_auroc", "median_ms", "p95_ms", "peak_mb")
    return frozenset({*(name for name, _, _ in means), *others})


def by_tag(outcomes: Sequence[Outcome]) -> list[tuple[str, Figure]]:
    """For each tag: how often an answer is right, and where it must be silent, how often it is."""
    rows = []
    for tag in sorted({tag for o in outcomes for tag in o.item.tags}):
        tagged = [o for o in outcomes if tag in o.item.tags]
        right = _mean("right", "an accepted answer in the first three statements", per_question.in_any, tagged)
        silent = _mean("silent", "rightly silent", per_question.rightly_silent, tagged)
        rows += [(tag, figure) for figure in (right, silent) if figure.questions]
    return rows


def confidences(outcomes: Sequence[Outcome]) -> tuple[list[float], list[bool], list[bool]]:
    """For each question: the confidence, whether it is answerable, whether its forced answer is right."""
    right = [bool(per_question.picked_any(o)) for o in outcomes]
    return [o.answer.confidence for o in outcomes], [o.item.answer is not None for o in outcomes], right


def _abstention_figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    scores, answerable, right = confidences(outcomes)

    def ranked(name: str, about: str, metric: Callable[[list[int]], float], lower: bool = False) -> Figure:
        def of(rows: Sequence[int]) -> float | None:
            try:
                return metric([int(r) for r in rows])
            except ValueError:
                return None

        value = of(range(len(outcomes)))
        ends = interval_of_rows(len(outcomes), of, resamples=300) if value is not None else None
        low, high = ends or (None, None)
        return Figure(name, value, low, high, len(outcomes), about, lower_is_better=lower)

    def pick(values: Sequence[float], rows: list[int]) -> list[float]:
        return [values[r] for r in rows]

    def flags(values: Sequence[bool], rows: list[int]) -> list[bool]:
        return [values[r] for r in rows]

    return [
        _mean("answered", "what the corpus answers is answered, rightly or not", per_question.answered, outcomes),
        _mean("rightly_silent", "what the corpus does not answer is not answered",
              per_question.rightly_silent, outcomes),
        ranked("auroc", "the confidence tells what the corpus answers from what it does not",
               lambda r: abstention.auroc(pick(scores, r), flags(answerable, r))),
        ranked("silent_at_85", f"rightly silent, if the bar let {_ANSWERED_SHARE:.0%} of the others be answered",
               lambda r: abstention.unanswered_at(pick(scores, r), flags(answerable, r), _ANSWERED_SHARE)),
        ranked("aurc", "the mean share of wrong answers, over all bars of silence", lambda r: abstention
               .area_under_risk_coverage(abstention.risk_coverage(pick(scores, r), flags(right, r))), lower=True),
    ]  # fmt: skip


def _claim_figures(claims: Sequence[Outcome]) -> list[Figure]:
    support = [o.support for o in claims]
    supported = [bool(o.item.supported) for o in claims]

    def told_apart(rows: Sequence[int]) -> float | None:
        try:
            return abstention.auroc([support[r] for r in rows], [supported[r] for r in rows])
        except ValueError:
            return None

    value = told_apart(range(len(claims)))
    low, high = (
        (interval_of_rows(len(claims), told_apart, resamples=300) or (None, None))
        if value is not None
        else (None, None)
    )
    about = "the support found tells supported claims from others"
    return [Figure("claims_auroc", value, low, high, len(claims), about)]


def _cost_figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    times = sorted(o.milliseconds for o in outcomes)
    if not times:
        return []

    def p95(values: Sequence[float]) -> float:
        return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]

    low, high = interval(times, statistic=lambda row: float(statistics.median(row)), resamples=300)
    p95_low, p95_high = interval(times, statistic=lambda row: p95(row.tolist()), resamples=300)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    cost = {"questions": len(times), "lower_is_better": True, "timing": True}
    return [
        Figure("median_ms", statistics.median(times), low, high, about="time of a question, warm", **cost),  # type: ignore[arg-type]
        Figure("p95_ms", p95(times), p95_low, p95_high, about="time that 95% of questions stay below", **cost),  # type: ignore[arg-type]
        Figure("peak_mb", peak, None, None, about="most memory that the process held", **cost),  # type: ignore[arg-type]
    ]


def _mean(name: str, about: str, function: per_question.PerQuestion, outcomes: Sequence[Outcome]) -> Figure:
    values = {o.item.id: v for o in outcomes if (v := function(o)) is not None}
    if not values:
        return Figure(name, None, None, None, 0, about)
    low, high = interval(list(values.values()))
    return Figure(name, statistics.fmean(values.values()), low, high, len(values), about, values=values)
