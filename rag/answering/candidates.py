"""The sentences of the articles that a claim is checked against: the few that are most like it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from rag.checking.likeness import likeness, words_held
from rag.checking.protocol import Source
from rag.checking.sources import in_one_line, source_of
from rag.text.leaning import leans
from rag.text.terms import content_terms
from rag.types import Evidence, Kind, Sentence, StoredArticle

Vectors = npt.NDArray[np.float32]

_MOST_EMBEDDED = 12
"""Of the evidence, the sentences whose meaning is compared; the others share the fewest words."""

NEAR = 0.3
"""From what likeness on a sentence is worth reading, or showing as the nearest."""
AS_NEAR = 0.1
"""How much less alike than the nearest sentence one may be to carry a claim, or to contradict it, that the nearest
does not: where that has another figure, a remote one bears out the rest easily."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a text: the idf of its words, the passages, best first, and its vector as a question."""

    idf: Mapping[str, float]
    evidence: Sequence[Evidence]
    vector: Vectors | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of an article that a claim is checked against; `start` is where it is quoted from."""

    article: StoredArticle
    sentence: Sentence
    start: int
    source: Source
    like: float = 0.0

    @property
    def key(self) -> tuple[int, int]:
        return self.article.id, self.sentence.start


def promising(found: Found) -> list[Candidate]:
    """The body sentences of the best passages that share most with the claim."""
    candidates = {c.key: (c, e.signals.fused) for e in found.evidence for c in _candidates(e)}
    scored = [(words_held(found.idf, c.source) + fused, c) for c, fused in candidates.values()]
    scored.sort(key=lambda pair: (-pair[0], pair[1].key))
    return [candidate for _, candidate in scored[:_MOST_EMBEDDED]]


def _candidates(evidence: Evidence) -> Iterator[Candidate]:
    stored, passage = evidence.stored.article, evidence.stored.passage
    text, known = stored.article.text, stored.article.metadata
    before: Sentence | None = None
    for sentence in passage.sentences:
        if sentence.kind is Kind.BODY:
            is_after = before is not None and before.block == sentence.block
            start = before.start if before and is_after and leans(in_one_line(text, sentence)) else sentence.start
            source = source_of(text, passage.sentences, sentence, known.title, known.published)
            yield Candidate(stored, sentence, start, source)
        before = sentence if sentence.kind is Kind.BODY else None


def nearest_to(
    words: str, vectors: Mapping[str, Vectors], idf: Mapping[str, float], pool: Sequence[Candidate], most: int
) -> list[Candidate]:
    """The candidates most like the words: by the angle between meanings, and the share of words that they hold.

    Args:
        vectors: the unit vectors of the words and of every candidate's.
    """
    wanted = {term: idf.get(term, 0.0) for term in content_terms(words)}
    near = [replace(c, like=likeness(float(vectors[c.source.text] @ vectors[words]), wanted, c.source)) for c in pool]
    return sorted(near, key=lambda c: (-c.like, c.key))[:most]
