"""A run as one JSON object: what `--json` prints, what a baseline is, what the other reports are made from."""

from collections.abc import Sequence
from typing import Any

from rag.evaluation.abstention_metrics import risk_coverage
from rag.evaluation.baseline import Comparison
from rag.evaluation.figures import by_tag, confidences
from rag.evaluation.gates import Breach
from rag.evaluation.outcome import Figure, Outcome
from rag.evaluation.per_question import is_right
from rag.evaluation.runner import Run

_EVIDENCE = 5


def to_report(
    run: Run, figures: Sequence[Figure], breached: Sequence[Breach], compared: Sequence[Comparison]
) -> dict[str, Any]:
    """Everything that was measured, with what each question retrieved and answered."""
    questions = [o for o in run.outcomes if o.item.supported is None]
    scores, _, right = confidences(questions)
    return {
        "suite": run.suite.name,
        "suite_fingerprint": run.suite.fingerprint,
        "corpus_fingerprint": run.corpus_fingerprint,
        "library": run.library,
        "figures": [_figure(f) for f in figures],
        "by_tag": [{"tag": tag, **_figure(f)} for tag, f in by_tag(questions)],
        "risk_coverage": [[p.threshold, p.coverage, p.risk] for p in risk_coverage(scores, right)],
        "breaches": [
            {"figure": b.figure, "value": b.value, "threshold": b.threshold, "questions": list(b.questions),
             "fails": b.fails}
            for b in breached
        ],
        "compared": [
            {"figure": c.figure, "before": c.before, "now": c.now, "won": list(c.won), "lost": list(c.lost),
             "tied": c.tied, "p": c.p}
            for c in compared
        ],
        "questions": [_question(o, figures) for o in run.outcomes],
    }  # fmt: skip


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "name": figure.name,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "questions": figure.questions,
        "about": figure.about,
        "lower_is_better": figure.lower_is_better,
        "timing": figure.timing,
    }


def _question(outcome: Outcome, figures: Sequence[Figure]) -> dict[str, Any]:
    item, answer = outcome.item, outcome.answer
    explained = answer.explanation
    return {
        "id": item.id,
        "question": item.question,
        **({"before": list(item.before), "understood": outcome.follow_up.understood} if outcome.follow_up else {}),
        "tags": list(item.tags),
        "expected": list(item.answer) if item.answer is not None else None,
        "evidence": [e.article for e in item.evidence],
        "status": answer.status.value,
        "right": is_right(outcome),
        "confidence": answer.confidence,
        "statements": [s.text for s in answer.statements],
        "forced": list(outcome.forced),
        "cited": [c.article for c in answer.citations],
        "retrieved": [
            {"article": e.stored.article.article.path, "text": e.stored.passage.text, "score": e.signals.fused}
            for e in (explained.evidence[:_EVIDENCE] if explained else ())
        ],
        "features": dict(explained.sentences[0].features) if explained and explained.sentences else {},
        "milliseconds": outcome.milliseconds,
        "figures": {f.name: f.values[item.id] for f in figures if item.id in f.values},
    }
