"""How well the right articles are found. Pure functions of one ranking.

`ranked` are articles, best first, each once; `relevant` those that carry the answer. Each function gives
a value from 0 to 1 for one question, and raises ValueError where nothing is relevant, as no value is right then.
"""

import math
from collections.abc import Collection, Sequence


def recall_at(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """1 if any relevant article is among the first `k`, else 0.

    The "answer recall" or hit rate of open-domain question answering (Karpukhin et al. 2020, section 5);
    `coverage_at` is the share of all relevant ones.
    """
    _check(relevant)
    return float(any(article in relevant for article in ranked[:k]))


def coverage_at(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """The share of the relevant articles among the first `k`: recall as in Manning et al. 2008, section 8.3."""
    _check(relevant)
    return len(set(ranked[:k]) & set(relevant)) / len(set(relevant))


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """1 / the rank of the first relevant article, 0 if none is among the first `k` (Voorhees 1999, TREC-8)."""
    _check(relevant)
    return next((1 / rank for rank, article in enumerate(ranked[:k], start=1) if article in relevant), 0.0)


def ndcg_at(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Normalised discounted cumulative gain with gains of 0 and 1 (Järvelin and Kekäläinen 2002, section 2.2)."""
    _check(relevant)
    gain = sum(1 / math.log2(rank + 1) for rank, a in enumerate(ranked[:k], start=1) if a in relevant)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(set(relevant)), k) + 1))
    return gain / best


def _check(relevant: Collection[str]) -> None:
    if not relevant:
        raise ValueError("nothing is relevant: this question has no value")
