"""Puts an answer together from what was chosen."""

from collections.abc import Sequence

from rag.answering import scorer
from rag.answering.citations import cite
from rag.answering.extractive import Choice
from rag.answering.question import Question
from rag.types import Answer, Evidence, Explanation, Reason, Statement, Status, Verdict

_NEAREST = 3
_EXPLAINED = 12


def quoted_answer(
    question: Question, chosen: Sequence[Choice], ranked: Sequence[Choice], evidence: Sequence[Evidence]
) -> Answer:
    """The chosen sentences as statements, each with its citation; or none, with the nearest passages."""
    confidence = ranked[0].scored.confidence if ranked else 0.0
    if not chosen:
        nearest = tuple(
            cite(number, e.stored.article, e.stored.passage.start, e.stored.passage.end)
            for number, e in enumerate(evidence[:_NEAREST], start=1)
        )
        return Answer(question.text, Status.UNANSWERED, (), (), Reason.NOT_IN_CORPUS, nearest, confidence)
    statements, citations = [], []
    for number, choice in enumerate(chosen, start=1):
        scored = choice.scored
        marks = (choice.mark,) if choice.mark else ()
        statements.append(Statement(scored.text, (number,), Verdict.QUOTED, marks=marks))
        article = scored.evidence.stored.article
        citations.append(cite(number, article, scored.sentence.start, scored.sentence.end))
    return Answer(question.text, Status.ANSWERED, tuple(statements), tuple(citations), None, (), confidence)


def explain(question: Question, ranked: Sequence[Choice], evidence: Sequence[Evidence]) -> Explanation:
    """How the answer came about, for people who want to know."""
    return Explanation(
        terms=tuple(question.terms.values()),
        asks_for=question.asks.value,
        evidence=tuple(evidence),
        sentences=tuple(choice.scored for choice in ranked[:_EXPLAINED]),
        threshold=scorer.THRESHOLD,
    )
