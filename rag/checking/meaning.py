"""How far sentences carry a statement, by likeness of clauses and the words that they share."""

import re
from collections.abc import Sequence

import numpy as np

from rag.checking.protocol import Source
from rag.embedding.protocol import Embedder
from rag.text.kinship import canonicals, holds
from rag.text.terms import content_terms

_CLAUSE = re.compile(r"[;:]\s+|,\s+(?:and|but|while|which|who|as|after|when)\s+|\s—\s")
_MOST_SOURCES = 6


class ClauseMeaning:
    """A `Meaning` by embedding likeness and word coverage."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def support(self, statement: str, sources: Sequence[Source]) -> float:
        mine = canonicals(content_terms(statement))
        if not mine or not sources:
            return 0.0
        texts = sorted((s.text for s in sources), key=lambda t: -_share(mine, t))[:_MOST_SOURCES]
        clauses = [c for c in _CLAUSE.split(statement) if len(c.split()) > 2] or [statement]
        vectors = self._embedder.embed_passages([*clauses, *texts])
        likeness = vectors[: len(clauses)] @ vectors[len(clauses) :].T
        cosine = float(np.min(np.max(likeness, axis=1)))
        covered = _share(mine, " ".join(s for source in sources for s in (*source.before[-1:], source.text)))
        return max(0.0, min(1.0, 0.5 * cosine + 0.5 * covered))


def _share(mine: frozenset[str], text: str) -> float:
    held = canonicals(content_terms(text))
    return sum(holds(held, t) for t in mine) / len(mine)
