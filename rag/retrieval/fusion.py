"""One score from several searches."""

import math
from collections.abc import Mapping
from datetime import date

WEIGHTS = {"words": 0.20, "meaning": 0.37, "lead": 0.10, "article": 0.33}
"""What each search adds to a passage's score. Fitted on a part of newsqa: see eval/LOG.md."""
FEW_ARTICLES = 20
"""In a corpus of so many articles, whole articles and their leads count half: in few, word counts tell little."""
RECENCY_WEIGHT = 0.34
"""What being recent adds, where a question is asked as of a day; fitted in the same way."""
FADES_IN_DAYS = 21
"""After so many days an article's recency has fallen to 1/e."""


def fuse(
    words: Mapping[int, float],
    meaning: Mapping[int, float],
    lead: Mapping[int, float],
    article: Mapping[int, float],
    articles: int,
) -> dict[int, float]:
    """A weighted sum of all scores of each passage, each brought to 0..1 first; 0 for a search that missed it.

    The convex combination of Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid
    Retrieval", section 4: BM25 by its highest value (its least is 0 by nature), cosine by the range seen.

    Args:
        words: BM25 of each passage. lead, article: BM25 of the lead and of the whole of its article.
        meaning: its cosine similarity.
        articles: how many there are in the corpus.
    """
    trust = articles / (articles + FEW_ARTICLES)
    weights = WEIGHTS | {name: WEIGHTS[name] * trust for name in ("lead", "article")}
    total = sum(weights.values())
    scaled = {
        "words": _scaled(words, floor=0.0),
        "meaning": _scaled(meaning, floor=min(meaning.values(), default=0.0)),
        "lead": _scaled(lead, floor=0.0),
        "article": _scaled(article, floor=0.0),
    }
    ids = {*words, *meaning, *lead, *article}
    return {i: sum(weight * scaled[name].get(i, 0.0) for name, weight in weights.items()) / total for i in ids}


def recency(published: date | None, day: date) -> float:
    """1 on `day`, falling by the time between, in either direction; 0 where the day of publication is unknown.

    The exponential form of Li and Croft 2003, "Time-based language models", section 3.
    """
    return math.exp(-abs((day - published).days) / FADES_IN_DAYS) if published else 0.0


def _scaled(scores: Mapping[int, float], floor: float) -> dict[int, float]:
    top = max(scores.values(), default=0.0)
    if top <= floor:
        return dict.fromkeys(scores, 0.0)
    return {i: (score - floor) / (top - floor) for i, score in scores.items()}
