"""Puts an answer together from what was chosen."""

from collections.abc import Sequence
from dataclasses import replace

from rag.answering import scorer
from rag.answering.citations import cite
from rag.answering.claim import Claim
from rag.answering.conflicts import find_conflicts
from rag.answering.extractive import Choice
from rag.answering.question import Question
from rag.answering.quotation import Quotation, quotation
from rag.answering.weights import THRESHOLD
from rag.types import (
    Answer,
    Conflict,
    Evidence,
    Explanation,
    Reason,
    ScoredSentence,
    Span,
    Statement,
    Status,
    Verdict,
)

_NEAREST = 3
_EXPLAINED = 12
_COMPARED = 6
"""How many other sentences are compared with the answer for figures and claims that contradict it."""
_NEAR_ENOUGH = 0.6
"""They must score at least this share of the best, and offer what is asked for no less."""
_AS_NEAR = 0.75
"""Or score at least this share of the best where a reader's word is left out."""


def quoted_answer(
    question: Question,
    chosen: Sequence[Choice],
    ranked: Sequence[Choice],
    evidence: Sequence[Evidence],
    limit: int = 3,
) -> Answer:
    """The chosen sentences as statements, each with its citation, and what contradicts the first of them.

    Args:
        limit: the most statements; those that contradict each other are always shown.

    Where nothing was chosen the answer has no statements, and the nearest passages.
    """
    confidence = ranked[0].scored.confidence if ranked else 0.0
    if not chosen:
        nearest = tuple(
            cite(number, e.stored.article, e.stored.passage.start, e.stored.passage.end)
            for number, e in enumerate(evidence[:_NEAREST], start=1)
        )
        return Answer(question.text, Status.UNANSWERED, (), (), Reason.NOT_IN_CORPUS, nearest, confidence)
    shown, conflicts = _with_contradictions(question, chosen, ranked, max(limit, 2))
    statements = tuple(_statement(choice, quoted, n) for n, (choice, quoted) in enumerate(shown, start=1))
    citations = tuple(cite(n, quoted.article, quoted.start, quoted.end) for n, (_, quoted) in enumerate(shown, start=1))
    status = Status.CONFLICTING if conflicts else Status.ANSWERED
    return Answer(question.text, status, statements, citations, None, (), confidence, conflicts)


def statement_texts(chosen: Sequence[Choice]) -> tuple[str, ...]:
    """What the statements of these choices would say."""
    return tuple(quotation(choice.scored).text for choice in chosen)


def explain(question: Question, ranked: Sequence[Choice], evidence: Sequence[Evidence]) -> Explanation:
    """How the answer came about, for people who want to know."""
    return Explanation(
        terms=tuple(question.terms.values()),
        asks_for=question.asks.value,
        evidence=tuple(evidence),
        sentences=tuple(choice.scored for choice in ranked[:_EXPLAINED]),
        threshold=THRESHOLD,
    )


def _statement(choice: Choice, quoted: Quotation, number: int) -> Statement:
    mark = choice.mark or choice.answer
    return Statement(
        text=quoted.text,
        citations=(number,),
        verdict=Verdict.QUOTED,
        attribution=quoted.attribution.text if quoted.attribution else None,
        as_of=quoted.as_of,
        marks=(Span(mark.start + quoted.lead, mark.end + quoted.lead),) if mark else (),
    )


def _with_contradictions(
    question: Question, chosen: Sequence[Choice], ranked: Sequence[Choice], most: int
) -> tuple[list[tuple[Choice, Quotation]], tuple[Conflict, ...]]:
    """The choices to be shown, as quoted, and the conflicts among them; these cite the choices by their places from 1.

    What contradicts the first comes right after it, before what else was chosen.
    """
    best = chosen[0].scored
    others = [
        choice
        for choice in ranked
        if choice not in chosen
        and _is_near(choice.scored, best)
        and choice.scored.features["offer"] >= best.features["offer"]
    ]
    compared = [(choice, quotation(choice.scored)) for choice in (*chosen, *others[:_COMPARED])]
    conflicts = find_conflicts(question, [_claim(choice, q, n) for n, (choice, q) in enumerate(compared, start=1)])
    if not conflicts:
        return compared[: len(chosen)], ()
    cited = sorted({number for conflict in conflicts for value in conflict.values for number in value.citations})
    order = list(dict.fromkeys([1, *cited, *range(1, len(chosen) + 1)]))
    # The first two values disagree: they come before any that agree with one of them.
    needed = list(dict.fromkeys([1, *(value.citations[0] for c in conflicts for value in c.values[:2])]))
    told = [value.citations[0] for conflict in conflicts for value in conflict.values]
    fit = max(len(needed), min(most, max(len(chosen), len({1, *cited}))))
    kept = set(list(dict.fromkeys([*needed, *told, *order]))[:fit])
    place = {old: new for new, old in enumerate((n for n in order if n in kept), start=1)}
    return [compared[old - 1] for old in place], tuple(_renumbered(c, place) for c in conflicts)


def _is_near(other: ScoredSentence, best: ScoredSentence) -> bool:
    if other.score >= _NEAR_ENOUGH * best.score:
        return True
    return scorer.nearness(other.features) >= _AS_NEAR * scorer.nearness(best.features)


def _claim(choice: Choice, quoted: Quotation, number: int) -> Claim:
    title = quoted.article.article.metadata.title or ""
    return Claim(
        text=choice.scored.text,
        mark=choice.mark,
        origin=quoted.article.origin,
        citation=number,
        claimant=quoted.attribution.claimant if quoted.attribution else None,
        period=quoted.period,
        published=quoted.published,
        context=" ".join([title, *quoted.before[-2:]]).strip(),
    )


def _renumbered(conflict: Conflict, place: dict[int, int]) -> Conflict:
    """The conflict as the shown statements bear it out: values that only others give are left out."""
    shown = (replace(v, citations=tuple(sorted(place[n] for n in v.citations if n in place))) for v in conflict.values)
    return replace(conflict, values=tuple(value for value in shown if value.citations))
