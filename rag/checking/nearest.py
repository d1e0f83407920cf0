"""Which of the sources a statement is most like, by the words of meaning that they share."""

from collections.abc import Sequence

from rag.checking.protocol import Source
from rag.text.kinship import canonicals, holds
from rag.text.terms import content_terms


def nearest_source(statement: str, sources: Sequence[Source]) -> Source | None:
    """The source that holds most of the statement's words of meaning; None where there is none to compare."""
    mine = canonicals(content_terms(statement))
    if not mine:
        return None
    return max(sources, key=lambda source: shared(mine, source.text), default=None)


def shared(mine: frozenset[str], text: str) -> float:
    """The share of these terms that a text holds."""
    held = canonicals(content_terms(text))
    return sum(holds(held, t) for t in mine) / len(mine) if mine else 0.0
