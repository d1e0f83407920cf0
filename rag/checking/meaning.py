"""How far sentences carry a statement: likeness, shared words and a model of entailment, weighed together."""

import math
from collections.abc import Mapping, Sequence

from rag.checking.features import carriers, features
from rag.checking.protocol import Meaning, Source, Weighed
from rag.checking.weights import REFUTED_FROM, WEIGHTS, WITH_CHECKER
from rag.embedding.protocol import Embedder
from rag.entailment.protocol import Checker, Entailment

_LEANT_ON = 2
"""Sentences before a source that are read with it: they tell who "he" is."""
_SUREST = 4.0
"""The log odds beyond which a checker's word counts no more."""


def open_meaning(embedder: Embedder, checker: Checker | None) -> Meaning:
    """The judge of meaning: with the checker where there is one."""
    return ClauseMeaning(embedder) if checker is None else ReadMeaning(embedder, checker)


class ClauseMeaning:
    """A `Meaning` by a small logistic regression over `features`, all of whose weights stand in `weights.py`."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def weigh(self, statement: str, sources: Sequence[Source]) -> Weighed:
        if not statement.strip() or not sources:
            return Weighed(0.0)
        return Weighed(weighted(WEIGHTS, features(statement, sources, self._embedder)))


class ReadMeaning:
    """A `Meaning` that hears a checker beside the same features; it asks once for each statement and its evidence."""

    def __init__(self, embedder: Embedder, checker: Checker) -> None:
        self._embedder = embedder
        self._checker = checker
        self._known: dict[tuple[str, str], Entailment] = {}

    def weigh(self, statement: str, sources: Sequence[Source]) -> Weighed:
        if not statement.strip() or not sources:
            return Weighed(0.0)
        pair = statement, evidence_for(statement, sources)
        if pair not in self._known:
            (self._known[pair],) = self._checker.entail([pair])
        found = self._known[pair]
        told = {**features(statement, sources, self._embedder), **entailment_features(found)}
        support = weighted(WITH_CHECKER, told)
        return Weighed(support, found.refuted >= REFUTED_FROM, found.fails)


def evidence_for(statement: str, sources: Sequence[Source]) -> str:
    """The text that a checker reads for a statement: the sentences that may carry it, and what they lean on.

    They stand in the order of the sources; a sentence is never read twice.
    """
    chosen = carriers(statement, sources)
    lines: dict[str, None] = {}
    for source in sources:
        if source in chosen:
            lines.update(dict.fromkeys((*source.before[-_LEANT_ON:], source.text)))
    return " ".join(lines)


def entailment_features(found: Entailment) -> dict[str, float]:
    """What a checker says, as features from -1 to 1: how surely it is supported, and refuted."""
    return {"entailed": _odds(found.supported), "refuted": _odds(found.refuted)}


def weighted(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    """The probability of a logistic regression."""
    total = weights["bias"] + sum(weights[name] * value for name, value in found.items())
    return 1 / (1 + math.exp(-total))


def _odds(probability: float) -> float:
    p = min(max(probability, 1e-6), 1 - 1e-6)
    return max(-1.0, min(1.0, math.log(p / (1 - p)) / _SUREST))
