"""How far sentences carry a statement: the likeness of their clauses and the words that they share, weighed."""

import math
from collections.abc import Sequence

from rag.checking.features import features
from rag.checking.protocol import Source
from rag.checking.weights import WEIGHTS
from rag.embedding.protocol import Embedder


class ClauseMeaning:
    """A `Meaning` by a small logistic regression over `features`, all of whose weights stand in `weights.py`."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def support(self, statement: str, sources: Sequence[Source]) -> float:
        if not statement.strip() or not sources:
            return 0.0
        found = features(statement, sources, self._embedder)
        total = WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in found.items())
        return 1 / (1 + math.exp(-total))
