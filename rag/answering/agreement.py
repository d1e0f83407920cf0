"""Whether other articles give the same answer in words of their own; copies of one story do not count."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.text.kinship import canonicals, holds
from rag.text.terms import content_terms, stems
from rag.types import Span

_SAME_WORDS = 0.7
"""Sentences whose words overlap this much (Jaccard) are one sentence, told on."""
_ENOUGH = 2
"""More articles that agree count no more than this many."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A sentence of an article, and where in it the answer is seen, if it is."""

    article: int
    text: str
    span: Span | None


def agreement(question: str, answered: Sequence[Answered]) -> list[float]:
    """For each sentence how many other articles have its answer as theirs, 0 to 1; of two or more it is 1.

    Redundancy as evidence for an answer is after Clarke, Cormack and Lynam 2001 (Exploiting redundancy in question
    answering, section 3).
    """
    asked = canonicals(content_terms(question))
    terms = [_terms(one, asked) for one in answered]
    words = [frozenset(stems(one.text)) for one in answered]
    found = []
    for n, one in enumerate(answered):
        others = {
            other.article
            for m, other in enumerate(answered)
            if other.article != one.article and _agree(terms[n], terms[m]) and not _is_copy(words[n], words[m])
        }
        found.append(min(len(others), _ENOUGH) / _ENOUGH)
    return found


def _terms(one: Answered, asked: frozenset[str]) -> frozenset[str]:
    """The words of an answer, without those of the question."""
    if one.span is None:
        return frozenset()
    return canonicals(content_terms(one.text[one.span.start : one.span.end])) - asked


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether all words of the shorter answer are in the longer: "Johnson" and "Boris Johnson"."""
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and all(holds(longer, term) for term in shorter)


def _is_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _SAME_WORDS * len(one | other)
