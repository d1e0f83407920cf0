"""The full-text side of retrieval: a question becomes an FTS5 expression, ranked by BM25."""

import math
from collections.abc import Collection, Mapping
from typing import Protocol

MAX_TERMS = 48
"""A longer question is searched by its rarest terms."""
TITLE_WEIGHT = 0.0
"""A word in the title finds every passage of its article, and orders none: the lead of the article does that."""


class FullText(Protocol):
    """What this side needs of the catalog."""

    def search(
        self, expression: str, limit: int, title_weight: float, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]: ...
    def search_articles(
        self, column: str, expression: str, limit: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]: ...
    def document_frequency(self, expression: str) -> int: ...
    def count(self, table: str) -> int: ...


def inverse_document_frequencies(terms: Mapping[str, str], fulltext: FullText) -> dict[str, float]:
    """How telling each term is: ln(1 + (N - n + .5) / (n + .5)), where n of N passages hold it.

    Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", section 3.3, in the form
    that is never negative. A term that no passage holds counts as held by one: in a corpus of few passages it
    would outweigh everything that they do hold.

    Args:
        terms: stems, each with a word it stands for; FTS5 does its own stemming of the word.
    """
    total = max(1, fulltext.count("passages"))
    found = {stem: max(1, fulltext.document_frequency(_quoted(word))) for stem, word in terms.items()}
    return {stem: math.log(1 + (total - n + 0.5) / (n + 0.5)) for stem, n in found.items()}


def search(
    terms: Mapping[str, str],
    idf: Mapping[str, float],
    fulltext: FullText,
    limit: int,
    allowed: Collection[int] | None = None,
) -> list[tuple[int, float]]:
    """The passages that hold any of the terms, best first, with BM25 scores (more is better).

    Args:
        allowed: the only articles whose passages may be found; all by default.
    """
    expression = _any_of(terms, idf)
    return fulltext.search(expression, limit, TITLE_WEIGHT, allowed) if expression else []


def search_articles(
    column: str,
    terms: Mapping[str, str],
    idf: Mapping[str, float],
    fulltext: FullText,
    limit: int,
    allowed: Collection[int] | None = None,
) -> list[tuple[int, float]]:
    """The articles whose `lead` (title and first passage) or whole `body` holds any of the terms, with BM25 scores.

    Args:
        allowed: as in `search`.
    """
    expression = _any_of(terms, idf)
    return fulltext.search_articles(column, expression, limit, allowed) if expression else []


def _any_of(terms: Mapping[str, str], idf: Mapping[str, float]) -> str:
    rarest = sorted(terms, key=lambda stem: -idf[stem])[:MAX_TERMS]
    return " OR ".join(_quoted(terms[stem]) for stem in rarest)


def _quoted(word: str) -> str:
    """A word as FTS5 takes it literally, whatever is in it."""
    return '"' + word.replace('"', '""') + '"'
