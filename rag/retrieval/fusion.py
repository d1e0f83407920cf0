"""One score from two searches."""

from collections.abc import Mapping

DENSE_WEIGHT = 0.5


def fuse(
    lexical: Mapping[int, float], dense: Mapping[int, float], dense_weight: float = DENSE_WEIGHT
) -> dict[int, float]:
    """A weighted sum of both scores, each brought to 0..1 first; 0 for a search that missed the passage.

    The convex combination of Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid
    Retrieval", section 4: BM25 by its highest value (its least is 0 by nature), cosine by the range seen.
    """
    scaled_lexical = _scaled(lexical, floor=0.0)
    scaled_dense = _scaled(dense, floor=min(dense.values(), default=0.0))
    ids = {*lexical, *dense}
    return {i: (1 - dense_weight) * scaled_lexical.get(i, 0.0) + dense_weight * scaled_dense.get(i, 0.0) for i in ids}


def _scaled(scores: Mapping[int, float], floor: float) -> dict[int, float]:
    top = max(scores.values(), default=0.0)
    if top <= floor:
        return dict.fromkeys(scores, 0.0)
    return {i: (score - floor) / (top - floor) for i, score in scores.items()}
