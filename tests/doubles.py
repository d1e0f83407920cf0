"""Doubles at our own protocols, and the small pieces of evidence they are tried on."""

import re
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from rag.answering.extractive import Choice, rank_sentences
from rag.answering.passages import read_passages
from rag.answering.question import analyse
from rag.comprehension.protocol import Reader, Reading
from rag.embedding.model import ModelEmbedder
from rag.embedding.protocol import Vectors
from rag.reading.formats import read_article
from rag.reading.passages import split_passages
from rag.types import Evidence, Signals, StoredArticle, StoredPassage

QUESTION = "how many buses did Springfield buy?"
STORY = "The council of Springfield bought 17 buses on Monday. It had planned to buy them since the spring."


def evidence_of(text: str, path: str = "a.txt", fused: float = 0.5) -> Evidence:
    """The one passage that a file of this text gives."""
    reading = read_article(path, text.encode("utf-8"))
    assert reading.article is not None
    (passage,) = split_passages(reading.article.text, reading.sentences, range(len(text)), len(text))
    stored = StoredArticle(1, reading.article, Path("/corpus") / path, "digest", f"origin of {path}")
    return Evidence(StoredPassage(crc32(path.encode()), stored, passage), Signals(1.0, 1, 0.5, 1, fused))


def passages_of(text: str, path: str = "a.txt") -> list[Evidence]:
    """All passages that a file of this text gives."""
    reading = read_article(path, text.encode("utf-8"))
    assert reading.article is not None
    stored = StoredArticle(hash(path), reading.article, Path("/corpus") / path, "digest", f"origin of {path}")
    passages = split_passages(reading.article.text, reading.sentences, range(len(text)), 400)
    return [Evidence(StoredPassage(n, stored, p), Signals(1.0, 1, 0.5, 1, 0.5)) for n, p in enumerate(passages)]


def ranked(
    question: str,
    *evidence: Evidence,
    embedder: ModelEmbedder | None = None,
    reader: Reader | None = None,
    articles: int = 1,
) -> list[Choice]:
    """Ranked with every word worth the same and, without a model, all meanings alike."""

    def flat(texts: Sequence[str]) -> Vectors:
        return np.ones((len(texts), 1), dtype=np.float32)

    asked = analyse(question)
    embed = embedder.embed_passages if embedder else flat
    read = read_passages(question, evidence, reader)
    return rank_sentences(asked, dict.fromkeys(asked.terms, 1.0), embed([question])[0], read, embed, articles)


class Finds:
    """A reader that sees the answer in one phrase, wherever that stands."""

    name = "double"

    def __init__(self, phrase: str, margin: float = 6.0) -> None:
        self._phrase, self._margin = phrase, margin
        self.texts: list[str] = []

    def warm_up(self) -> None: ...

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        self.texts += texts
        return [self._reading(text) for text in texts]

    def _reading(self, text: str) -> Reading:
        places = np.array([m.span() for m in re.finditer(r"\w+|[^\w\s]", text)])
        start, end = (np.full(len(places), -6.0, dtype=np.float32) for _ in range(2))
        at = text.find(self._phrase)
        if at >= 0:
            inside = np.flatnonzero((places[:, 1] > at) & (places[:, 0] < at + len(self._phrase)))
            start[inside[0]] = end[inside[-1]] = self._margin / 2
        return Reading(places, start, end, 2.0 if at >= 0 else -2.0)
