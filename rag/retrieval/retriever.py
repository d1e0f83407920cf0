"""From a question to evidence: both searches, fused, best first."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from rag.retrieval import lexical
from rag.retrieval.fusion import fuse
from rag.types import Evidence, Signals, StoredPassage

Vector = npt.NDArray[np.float32]

POOL = 50
"""How many passages each search contributes."""


class Passages(lexical.FullText, Protocol):
    def passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]: ...
    def vectors(self, ids: Sequence[int]) -> dict[int, Vector]: ...


def gather(
    terms: Mapping[str, str],
    idf: Mapping[str, float],
    question: Vector,
    nearest: Sequence[tuple[int, float]],
    catalog: Passages,
    limit: int,
    *,
    allowed: Collection[int] | None = None,
) -> list[Evidence]:
    """The best passages for a question, best first, and how each was found.

    Args:
        terms: the question's stems, each with a word it stands for.
        idf: their inverse document frequencies.
        question: its unit vector.
        nearest: what the vector search returned for it, best first.
        allowed: the only passages that may be found; all by default.

    A passage that only the full text found gets its cosine from the catalog's copy of its vector.
    """
    if allowed is None:
        matched = lexical.search(terms, idf, catalog, POOL)
    else:
        everywhere = lexical.search(terms, idf, catalog, catalog.count("passages"))
        matched = [(i, score) for i, score in everywhere if i in allowed]
    bm25 = dict(matched)
    cosine = dict(nearest)
    cosine |= {i: float(v @ question) for i, v in catalog.vectors([i for i in bm25 if i not in cosine]).items()}
    lexical_rank = {i: rank for rank, (i, _) in enumerate(matched, start=1)}
    dense_rank = {i: rank for rank, (i, _) in enumerate(nearest, start=1)}
    fused = fuse(bm25, cosine)
    order = sorted(fused, key=lambda i: (-fused[i], i))[:limit]
    stored = catalog.passages(order)
    return [
        Evidence(
            stored[i],
            Signals(bm25.get(i, 0.0), lexical_rank.get(i), cosine[i], dense_rank.get(i), fused[i]),
        )
        for i in order
        if i in stored
    ]


def cosines(catalog: Passages, ids: Collection[int], question: Vector) -> list[tuple[int, float]]:
    """These passages with their cosine similarity to the question, best first."""
    vectors = catalog.vectors(sorted(ids))
    return sorted(((i, float(v @ question)) for i, v in vectors.items()), key=lambda pair: (-pair[1], pair[0]))
