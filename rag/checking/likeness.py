"""How like a statement a sentence is: by the angle between their meanings, and the words that it has of it."""

from collections.abc import Mapping

from rag.checking.protocol import Source
from rag.text.kinship import canonical, canonicals, holds
from rag.text.terms import stems


def likeness(cosine: float, wanted: Mapping[str, float], source: Source) -> float:
    """Half the cosine, half the share of words; 0 to 1 but for texts that are unlike to the point of being opposite."""
    return 0.5 * cosine + 0.5 * words_held(wanted, source)


def words_held(wanted: Mapping[str, float], source: Source) -> float:
    """The share of the terms, by their weights, that stand in a source, the sentence before it or its title."""
    held = canonicals(stems(" ".join((source.title, *source.before[-1:], source.text))))
    total = sum(wanted.values())
    return sum(value for term, value in wanted.items() if holds(held, canonical(term))) / total if total else 0.0
