"""Passages as they are read: laid out in lines, read for the question, and put in order of what the reader finds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from rag.answering.scorer import RELEVANCE_WEIGHT, margin_share
from rag.comprehension.protocol import Reader, Reading
from rag.types import Evidence


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage of the evidence: its sentences, each in one line, and where each begins when they follow one another.

    `reading` is of these lines, joined by spaces; None where no reader read them.
    """

    evidence: Evidence
    lines: tuple[str, ...]
    starts: tuple[int, ...]
    reading: Reading | None = None


def read_passages(question: str, evidence: Sequence[Evidence], reader: Reader | None) -> list[ReadPassage]:
    """The passages of the evidence, read where there is a reader.

    Best first: by how they were found, and by how far the reader's best answer in them beats "not here".
    """
    laid = [_laid_out(e) for e in evidence]
    if reader is None:
        return laid
    texts = [" ".join(p.lines) for p in laid]
    read = [
        replace(p, reading=reading, evidence=_with_relevance(p.evidence, _relevance(reading, text)))
        for p, text, reading in zip(laid, texts, reader.read(question, texts), strict=True)
    ]
    return sorted(read, key=lambda p: -_order(p.evidence))


def _laid_out(evidence: Evidence) -> ReadPassage:
    whole = evidence.stored.article.article.text
    lines = tuple(" ".join(whole[s.start : s.end].split()) for s in evidence.stored.passage.sentences)
    return ReadPassage(evidence, lines, tuple(accumulate((len(line) + 1 for line in lines[:-1]), initial=0)))


def _relevance(reading: Reading, text: str) -> float:
    best = reading.best(0, len(text))
    return margin_share(best[0]) if best else 0.0


def _with_relevance(evidence: Evidence, relevance: float) -> Evidence:
    return replace(evidence, signals=replace(evidence.signals, relevance=relevance))


def _order(evidence: Evidence) -> float:
    return evidence.signals.fused + RELEVANCE_WEIGHT * (evidence.signals.relevance or 0.0)
