"""How far sentences carry a statement: the likeness of their clauses and the words that they share, weighed."""

import math
from collections.abc import Mapping, Sequence

from rag.checking.features import carriers, features
from rag.checking.protocol import Source
from rag.checking.weights import WEIGHTS
from rag.embedding.protocol import Embedder


class ClauseMeaning:
    """A `Meaning` by a small logistic regression over `features`, all of whose weights stand in `weights.py`."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def weigh(self, statement: str, sources: Sequence[Source]) -> float:
        if not statement.strip() or not sources:
            return 0.0
        return _support(features(statement, carriers(statement, sources), self._embedder), WEIGHTS)


def _support(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    total = weights["bias"] + sum(weight * found[name] for name, weight in weights.items() if name != "bias")
    return 1 / (1 + math.exp(-total))
