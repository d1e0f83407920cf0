"""Draws all figures from the outcomes of a suite."""

import resource
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence

from rag.evaluation import abstention_metrics as abstention
from rag.evaluation import answer_metrics as answers
from rag.evaluation import retrieval_metrics as retrieval
from rag.evaluation.bootstrap import interval, interval_of_rows
from rag.evaluation.followup_metrics import is_understood
from rag.evaluation.outcome import Figure, FollowUp, Outcome, Said
from rag.types import Status

_STATEMENTS = 3
_ANSWERED_SHARE = 0.85
_HALF = 0.5

PerQuestion = Callable[[Outcome], float | None]


def all_figures(outcomes: Sequence[Outcome], texts: Mapping[str, str]) -> list[Figure]:
    """Every figure that these outcomes allow, in the order in which they are shown.

    Args:
        texts: the text of each article, by path; quotes are verified against it.
    """
    questions = [o for o in outcomes if o.item.supported is None]
    means = [*_retrieval_figures(), *_answer_figures(), *_follow_up_figures(), *_citation_figures(texts)]
    figures = [
        *(_mean(name, about, function, questions) for name, about, function in means),
        *_abstention_figures(questions),
        *(_mean(name, about, function, questions) for name, about, function in _conflict_figures()),
        *_claim_figures([o for o in outcomes if o.item.supported is not None]),
    ]
    return [*(f for f in figures if f.value is not None), *_cost_figures(outcomes)]


def figure_names() -> frozenset[str]:
    """The names of all figures there are; a run has those that its questions allow."""
    means = [
        *_retrieval_figures(), *_answer_figures(), *_follow_up_figures(), *_citation_figures({}), *_conflict_figures()
    ]  # fmt: skip
    abstaining = ("answered", "rightly_silent", "auroc", "silent_at_85", "aurc")
    others = (*abstaining, "claims_auroc", "median_ms", "p95_ms", "peak_mb")
    return frozenset({*(name for name, _, _ in means), *others})


def by_tag(outcomes: Sequence[Outcome]) -> list[tuple[str, Figure]]:
    """For each tag: how often an answer is right, and where it must be silent, how often it is."""
    rows = []
    for tag in sorted({tag for o in outcomes for tag in o.item.tags}):
        tagged = [o for o in outcomes if tag in o.item.tags]
        right = _mean("right", "an accepted answer in the first three statements", _in_any, tagged)
        silent = _mean("silent", "rightly silent", _rightly_silent, tagged)
        rows += [(tag, figure) for figure in (right, silent) if figure.questions]
    return rows


def is_answered(outcome: Outcome) -> bool:
    return outcome.answer.status is not Status.UNANSWERED


def is_right(outcome: Outcome) -> bool:
    """Rightly silent, or an accepted answer in the first three statements; for a claim, the right side of half."""
    if outcome.item.supported is not None:
        return (outcome.support >= _HALF) == outcome.item.supported
    if outcome.item.answer is None:
        return not is_answered(outcome)
    return bool(_in_any(outcome))


def confidences(outcomes: Sequence[Outcome]) -> tuple[list[float], list[bool], list[bool]]:
    """For each question: the confidence, whether it is answerable, whether its forced answer is right."""
    right = [
        o.item.answer is not None and any(answers.holds_answer(t, o.item.answer) for t in o.forced[:_STATEMENTS])
        for o in outcomes
    ]
    return [o.answer.confidence for o in outcomes], [o.item.answer is not None for o in outcomes], right


def _retrieval_figures() -> list[tuple[str, str, PerQuestion]]:
    def of(metric: Callable[[Sequence[str], set[str], int], float], k: int) -> PerQuestion:
        return lambda o: metric(o.ranked, {e.article for e in o.item.evidence}, k) if o.item.evidence else None

    return [
        *((f"recall@{k}", f"an article with the answer is among the first {k}", of(retrieval.recall_at, k))
          for k in (1, 5, 10, 20)),
        ("mrr@10", "1 / rank of the first such article", of(retrieval.reciprocal_rank, 10)),
        ("ndcg@10", "discounted gain of all such articles", of(retrieval.ndcg_at, 10)),
        *((f"coverage@{k}", f"the share of all evidence among the first {k}", of(retrieval.coverage_at, k))
          for k in (5, 10, 20)),
    ]  # fmt: skip


def _answer_figures() -> list[tuple[str, str, PerQuestion]]:
    return [
        ("answer_first", "an accepted answer stands in the first statement", _in_first),
        ("answer_any", "an accepted answer stands in the first three statements", _in_any),
        ("token_f1", "words of the first statement against the accepted answer", _f1),
        ("picked_first", "the same as answer_first, had we never been silent", _picked_first),
        ("picked_any", "the same as answer_any, had we never been silent", _picked_any),
    ]


def _follow_up_figures() -> list[tuple[str, str, PerQuestion]]:
    def understood(o: Outcome) -> float | None:
        if o.follow_up is None or not o.item.carries:
            return None
        return float(is_understood(o.follow_up.understood, o.item.carries, o.item.drops))

    def of(way: Callable[[FollowUp], Said | None], texts: Callable[[Said], Sequence[str]]) -> PerQuestion:
        def figure(o: Outcome) -> float | None:
            said = way(o.follow_up) if o.follow_up else None
            return _holds(texts(said)[:_STATEMENTS], o) if said else None

        return figure

    return [
        ("understood", "the last question was taken to be about the right things", understood),
        ("alone_any", "the same as answer_any, had the turns before been ignored", of(_alone, _given)),
        ("alone_picked", "the same as picked_any, had the turns before been ignored", of(_alone, _forced)),
        ("whole_any", "the same as answer_any, had it been asked as it is meant", of(_whole, _given)),
        ("whole_picked", "the same as picked_any, had it been asked as it is meant", of(_whole, _forced)),
    ]


def _alone(follow_up: FollowUp) -> Said | None:
    return follow_up.alone


def _whole(follow_up: FollowUp) -> Said | None:
    return follow_up.whole


def _given(said: Said) -> Sequence[str]:
    return said.statements


def _forced(said: Said) -> Sequence[str]:
    return said.forced


def _citation_figures(texts: Mapping[str, str]) -> list[tuple[str, str, PerQuestion]]:
    def verified(o: Outcome) -> float | None:
        cited = [*o.answer.citations, *o.answer.nearest]
        held = [texts.get(c.article, "")[c.start : c.end] == c.quote for c in cited]
        return sum(held) / len(held) if held else None

    def faithful(o: Outcome) -> float | None:
        quotes = {c.id: " ".join(c.quote.split()) for c in o.answer.citations}
        same = [any(s.text == quotes.get(n) for n in s.citations) for s in o.answer.statements]
        return sum(same) / len(same) if same else None

    def to_the_sentence(o: Outcome) -> float | None:
        spans: dict[str, list[tuple[int, int]]] = {}
        for expected in o.item.evidence:
            at = texts.get(expected.article, "").find(expected.quote) if expected.quote else -1
            if expected.quote and at >= 0:
                spans.setdefault(expected.article, []).append((at, at + len(expected.quote)))
        if not spans or not o.answer.citations:
            return None
        first = o.answer.citations[0]
        return float(answers.overlaps(first.start, first.end, spans.get(first.article, ())))

    return [
        ("quotes_verified", "the article holds each quote, exactly there", verified),
        ("statements_quoted", "each statement is its quote, word for word", faithful),
        ("cited_precision", "the share of cited articles that is evidence", _cited_precision),
        ("cited_recall", "the share of the evidence's articles that is cited", _cited_recall),
        ("cited_sentence", "the first citation is the expected sentence", to_the_sentence),
    ]


def _conflict_figures() -> list[tuple[str, str, PerQuestion]]:
    def found(o: Outcome) -> float | None:
        return float(o.answer.status is Status.CONFLICTING) if o.item.conflict else None

    def invented(o: Outcome) -> float | None:
        if o.item.conflict or o.item.answer is None or not is_answered(o):
            return None
        return float(o.answer.status is not Status.CONFLICTING)

    return [
        ("conflicts_found", "articles disagree, and the answer says so", found),
        ("no_false_conflict", "articles agree, and the answer does not say otherwise", invented),
    ]


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
        _mean("answered", "what the corpus answers is answered, rightly or not", _answered, outcomes),
        _mean("rightly_silent", "what the corpus does not answer is not answered", _rightly_silent, outcomes),
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


def _mean(name: str, about: str, function: PerQuestion, outcomes: Sequence[Outcome]) -> Figure:
    values = {o.item.id: v for o in outcomes if (v := function(o)) is not None}
    if not values:
        return Figure(name, None, None, None, 0, about)
    low, high = interval(list(values.values()))
    return Figure(name, statistics.fmean(values.values()), low, high, len(values), about, values=values)


def _in_first(o: Outcome) -> float | None:
    return _holds([s.text for s in o.answer.statements[:1]], o)


def _in_any(o: Outcome) -> float | None:
    return _holds([s.text for s in o.answer.statements[:_STATEMENTS]], o)


def _picked_first(o: Outcome) -> float | None:
    return _holds(o.forced[:1], o)


def _picked_any(o: Outcome) -> float | None:
    return _holds(o.forced[:_STATEMENTS], o)


def _holds(texts: Sequence[str], o: Outcome) -> float | None:
    if o.item.answer is None:
        return None
    return float(any(answers.holds_answer(text, o.item.answer) for text in texts))


def _f1(o: Outcome) -> float | None:
    if o.item.answer is None:
        return None
    return answers.token_f1(o.answer.statements[0].text, o.item.answer) if o.answer.statements else 0.0


def _answered(o: Outcome) -> float | None:
    return float(is_answered(o)) if o.item.answer is not None else None


def _rightly_silent(o: Outcome) -> float | None:
    return float(not is_answered(o)) if o.item.answer is None else None


def _cited_precision(o: Outcome) -> float | None:
    cited = {c.article for c in o.answer.citations}
    if not cited or not o.item.evidence:
        return None
    return answers.precision(cited, {e.article for e in o.item.evidence})


def _cited_recall(o: Outcome) -> float | None:
    if not o.item.evidence:
        return None
    return answers.recall({c.article for c in o.answer.citations}, {e.article for e in o.item.evidence})
