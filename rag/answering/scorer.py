"""Scores sentences against a question by a few named features.

Every weight of the sentence scorer and of the confidence stands here, and nowhere else. They were fitted on
openly licensed questions and on a fixed half of newsqa: eval/LOG.md has how, and what they give on the rest.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rag.answering.offers import Offer
from rag.answering.question import Question

RANKING = {
    "coverage": 3.8,
    "context": 0.4,
    "meaning": 2.9,
    "offer": 2.25,
    "currency": 0.25,
    "passage": 1.9,
    "mismatch": -1.0,
}
"""What each feature adds to the score by which sentences are ordered."""

CONFIDENCE = {
    "bias": -3.62,
    "coverage": 2.26,
    "context": 1.30,
    "meaning": 3.62,
    "offer": 0.92,
    "missing_names": -0.45,
    "unknown": -1.96,
    "mismatch": -2.5,
}
"""The logistic regression behind silence, on the same features and two that count what is missing."""

THRESHOLD = 0.5
"""Below this confidence we are silent."""

_NOW = re.compile(r"\b(?:now|currently|today|at present|at the moment|these days)\b", re.I)
_PRESENT = re.compile(r"\b(?:is|are|has|have|isn['’]t|aren['’]t|remains?|numbers?|keeps?|stands?)\b", re.I)
_THEN = re.compile(r"\b(?:was|were|had|ago|previously|formerly|earlier|last|in the past)\b|\b\w{3,}ed\b", re.I)
_PARTIAL = 0.6
"""What a related form counts: `Russia` for `Russian`, `Belarusian` for `Belarus`."""
_SHORTEST_ROOT = 5


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The stems of what a sentence leans on: those just before it, its title, and its whole passage."""

    nearby: frozenset[str]
    passage: frozenset[str]


def features(
    question: Question,
    idf: Mapping[str, float],
    sentence: str,
    stems: frozenset[str],
    around: Surroundings,
    meaning: float,
    offer: Offer,
    passage: float,
    mismatch: float = 0.0,
) -> dict[str, float]:
    """The features of one sentence, each between about -1 and 1.

    coverage: the share of the question's idf that the sentence's own words hold.
    context: the share that only the sentences just before it, or the title, hold.
    meaning: the cosine of sentence and question.
    offer: whether it has the kind of thing asked for (see `offers`).
    currency: for a question about now, whether it says "now" (1), is in the present (0.3) or the past (-1).
    passage: the fused score of the passage it stands in.
    missing_names: the share of the question's names that neither it, its title nor its passage holds.
    unknown: the share of the question's idf that its passage and title do not hold.
    mismatch: whether it shows that it does not answer (see `mismatch`).
    """
    total = sum(idf.values()) or 1.0
    own = {term: held(term, stems) for term in idf}
    near = {term: max(0.0, held(term, around.nearby) - own[term]) for term in idf}
    wide = {term: max(own[term], held(term, around.nearby | around.passage)) for term in idf}
    names = [term for term in question.names if term in idf]
    return {
        "coverage": sum(idf[t] * own[t] for t in idf) / total,
        "context": sum(idf[t] * near[t] for t in idf) / total,
        "meaning": meaning,
        "offer": offer.strength,
        "currency": _currency(question, sentence),
        "passage": passage,
        "missing_names": sum(1 - wide[t] for t in names) / len(names) if names else 0.0,
        "unknown": sum(idf[t] * (1 - wide[t]) for t in idf) / total,
        "mismatch": mismatch,
    }


def score(found: Mapping[str, float]) -> float:
    """The weighted sum by which sentences are ordered."""
    return sum(weight * found[name] for name, weight in RANKING.items())


def confidence(found: Mapping[str, float]) -> float:
    """How likely it is that the sentence answers the question, 0 to 1."""
    z = sum(weight * (1.0 if name == "bias" else found[name]) for name, weight in CONFIDENCE.items())
    return 1 / (1 + math.exp(-z))


def held(term: str, stems: Iterable[str]) -> float:
    """1 if `term` is among the stems, less if only a related form is: a long root with another ending."""
    if term in stems:
        return 1.0
    if len(term) < _SHORTEST_ROOT:
        return 0.0
    for other in stems:
        shorter, longer = sorted((term, other), key=len)
        if len(shorter) >= _SHORTEST_ROOT and longer.startswith(shorter) and len(longer) - len(shorter) <= 4:
            return _PARTIAL
    return 0.0


def _currency(question: Question, sentence: str) -> float:
    if not question.is_present:
        return 0.0
    if _NOW.search(sentence):
        return 1.0
    if _PRESENT.search(sentence):
        return 0.3
    return -1.0 if _THEN.search(sentence) else 0.0
