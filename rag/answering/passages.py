"""Passages as they are read: laid out in lines, and read for the question where there is a reader."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from rag.answering.scorer import margin_share
from rag.comprehension.protocol import Reader, Reading
from rag.types import Evidence


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage of the evidence: its sentences, each in one line, and where each begins when they follow one another.

    `reading` is of these lines, joined by line breaks; None where no reader read them.
    """

    evidence: Evidence
    lines: tuple[str, ...]
    starts: tuple[int, ...]
    reading: Reading | None = None


def read_passages(question: str, evidence: Sequence[Evidence], reader: Reader | None) -> list[ReadPassage]:
    """The passages of the evidence in their order, read where there is a reader."""
    laid = [_laid_out(e) for e in evidence]
    if reader is None:
        return laid
    texts = ["\n".join(p.lines) for p in laid]
    return [
        replace(p, reading=reading, evidence=_with_relevance(p.evidence, _relevance(reading, text)))
        for p, text, reading in zip(laid, texts, reader.read(question, texts), strict=True)
    ]


def _laid_out(evidence: Evidence) -> ReadPassage:
    whole = evidence.stored.article.article.text
    lines = tuple(" ".join(whole[s.start : s.end].split()) for s in evidence.stored.passage.sentences)
    return ReadPassage(evidence, lines, tuple(accumulate((len(line) + 1 for line in lines[:-1]), initial=0)))


def _relevance(reading: Reading, text: str) -> float:
    best = reading.best(0, len(text))
    return margin_share(best[0]) if best else 0.0


def _with_relevance(evidence: Evidence, relevance: float) -> Evidence:
    return replace(evidence, signals=replace(evidence.signals, relevance=relevance))
