"""How far sentences carry a statement: the likeness of their clauses and the words that they share, weighed.

Where there is a checker it reads the statement and what may carry it, and is weighed with these.
"""

import math
from collections.abc import Mapping, Sequence

from rag.checking.features import Carrier, carriers, features
from rag.checking.protocol import Meaning, Source, Weighed
from rag.checking.stretch import stretch_of
from rag.checking.weights import (
    ALIKE_FROM,
    READ_WEIGHTS,
    REFUSED_BELOW,
    REFUTED_FROM,
    SUPPORTED_FROM,
    SURE_FROM,
    WEIGHTS,
)
from rag.embedding.protocol import Embedder
from rag.entailment.protocol import Checker, Entailment


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
        return Weighed(_support(features(statement, carriers(statement, sources), self._embedder), WEIGHTS))


class ReadMeaning:
    """A `Meaning` whose checker reads each statement and its evidence once.

    Where it and likeness together are sure they decide; likeness alone decides what lies between.
    """

    def __init__(self, embedder: Embedder, checker: Checker) -> None:
        self._embedder = embedder
        self._checker = checker
        self._known: dict[tuple[str, str], Entailment] = {}

    def weigh(self, statement: str, sources: Sequence[Source]) -> Weighed:
        if not statement.strip() or not sources:
            return Weighed(0.0)
        told = carriers(statement, sources)
        found = features(statement, told, self._embedder)
        likeness = _support(found, WEIGHTS)
        read = self._entailment(statement, evidence_of(statement, told, sources))
        support = _support({**found, "entailed": read.supported, "refuted": read.refuted}, READ_WEIGHTS)
        if support >= SURE_FROM and likeness >= ALIKE_FROM:
            return Weighed(support)
        if read.refuted >= REFUTED_FROM and likeness >= SUPPORTED_FROM:
            return Weighed(1 - read.refuted, refuted=True, fails=read.fails)
        if support < REFUSED_BELOW:
            return Weighed(support, fails=read.fails)
        return Weighed(likeness)

    def _entailment(self, statement: str, evidence: str) -> Entailment:
        pair = statement, evidence
        if pair not in self._known:
            (self._known[pair],) = self._checker.entail([pair])
        return self._known[pair]


def _support(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    total = weights["bias"] + sum(weight * found[name] for name, weight in weights.items() if name != "bias")
    return 1 / (1 + math.exp(-total))


def evidence_of(statement: str, told: Sequence[Carrier], sources: Sequence[Source]) -> str:
    """The text that a checker reads for a statement: those of the sources that may carry it, and what they lean on."""
    return stretch_of(statement, [source for source in sources if any(source == one.source for one in told)])
