"""How far sentences carry a statement: the likeness of their clauses and the words that they share, weighed.

Where there is a checker it reads what these would let pass, and may refuse it.
"""

import math
from collections.abc import Sequence

from rag.checking.features import carriers, features
from rag.checking.protocol import Meaning, Source, Weighed
from rag.checking.weights import REFUTED_FROM, SUPPORTED_FROM, WEIGHTS
from rag.embedding.protocol import Embedder
from rag.entailment.protocol import Checker, Entailment

_LEANT_ON = 2
"""Sentences before a source that are read with it: they tell who "he" is."""


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
        found = features(statement, sources, self._embedder)
        total = WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in found.items())
        return Weighed(1 / (1 + math.exp(-total)))


class ReadMeaning:
    """A `Meaning` whose checker reads what would pass, once for each statement and its evidence, and may refuse it."""

    def __init__(self, embedder: Embedder, checker: Checker) -> None:
        self._likeness = ClauseMeaning(embedder)
        self._checker = checker
        self._known: dict[tuple[str, str], Entailment] = {}

    def weigh(self, statement: str, sources: Sequence[Source]) -> Weighed:
        weighed = self._likeness.weigh(statement, sources)
        if weighed.support < SUPPORTED_FROM:
            return weighed
        pair = statement, evidence_for(statement, sources)
        if pair not in self._known:
            (self._known[pair],) = self._checker.entail([pair])
        found = self._known[pair]
        if found.refuted < REFUTED_FROM:
            return weighed
        return Weighed(1 - found.refuted, refuted=True, fails=found.fails)


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
