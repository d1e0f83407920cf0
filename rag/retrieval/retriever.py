"""From a question to evidence: all searches, fused, best first."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt

from rag.retrieval import lexical
from rag.retrieval.fusion import RECENCY_WEIGHT, fuse, recency
from rag.types import Evidence, Signals, StoredPassage

Vector = npt.NDArray[np.float32]

POOL = 100
"""How many passages each search contributes."""
_ARTICLES = 500
"""How many articles the searches of whole articles look at."""


class Passages(lexical.FullText, Protocol):
    def passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]: ...
    def vectors(self, ids: Sequence[int]) -> dict[int, Vector]: ...
    def articles_of(self, ids: Sequence[int]) -> dict[int, tuple[int, date | None]]: ...


def gather(
    terms: Mapping[str, str],
    idf: Mapping[str, float],
    question: Vector,
    nearest: Sequence[tuple[int, float]],
    catalog: Passages,
    limit: int,
    *,
    allowed: Collection[int] | None = None,
    day: date | None = None,
) -> list[Evidence]:
    """The best passages for a question, best first, and how each was found.

    Args:
        terms: the question's stems, each with a word it stands for.
        idf: their inverse document frequencies.
        question: its unit vector.
        nearest: what the vector search returned for it, best first.
        allowed: the only articles whose passages may be found; all by default.
        day: the day that the question is about or asked on; articles of about then are preferred.

    A passage that only the full text found gets its cosine from the catalog's copy of its vector. Each passage
    is also judged by its article: by the lead (title and first passage), and by the whole.
    """
    matched = lexical.search(terms, idf, catalog, POOL, allowed)
    bm25 = dict(matched)
    cosine = dict(nearest)
    cosine |= {i: float(v @ question) for i, v in catalog.vectors([i for i in bm25 if i not in cosine]).items()}
    lexical_rank = {i: rank for rank, (i, _) in enumerate(matched, start=1)}
    dense_rank = {i: rank for rank, (i, _) in enumerate(nearest, start=1)}
    pool = sorted(cosine)
    about = catalog.articles_of(pool)
    leads = dict(lexical.search_articles("lead", terms, idf, catalog, _ARTICLES, allowed))
    wholes = dict(lexical.search_articles("body", terms, idf, catalog, _ARTICLES, allowed))
    lead = {i: leads.get(article, 0.0) for i, (article, _) in about.items()}
    whole = {i: wholes.get(article, 0.0) for i, (article, _) in about.items()}
    fused = fuse(bm25, cosine, lead, whole, catalog.count("articles"))
    recent = {i: recency(published, day) if day else 0.0 for i, (_, published) in about.items()}
    scores = {i: fused[i] + RECENCY_WEIGHT * recent.get(i, 0.0) for i in fused}
    order = sorted(scores, key=lambda i: (-scores[i], i))[:limit]
    stored = catalog.passages(order)
    return [
        Evidence(
            stored[i],
            Signals(
                lexical=bm25.get(i, 0.0),
                lexical_rank=lexical_rank.get(i),
                dense=cosine[i],
                dense_rank=dense_rank.get(i),
                lead=lead.get(i, 0.0),
                article=whole.get(i, 0.0),
                recency=recent.get(i, 0.0),
                fused=scores[i],
            ),
        )
        for i in order
        if i in stored
    ]
