"""An embedder that embeds each text once: for work that compares the same sentences again and again."""

from collections.abc import Sequence

import numpy as np

from rag.embedding.protocol import Embedder, Progress, Vectors


class RememberingEmbedder:
    """An `Embedder` on top of another, for as long as one piece of work takes: it forgets nothing."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    @property
    def window(self) -> int:
        return self._embedder.window

    def expect(self, passages: int) -> None:
        self._embedder.expect(passages)

    def token_starts(self, text: str) -> list[int]:
        return self._embedder.token_starts(text)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._embedder.embed_passages(new, progress), strict=True))
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self._known[text] for text in texts])

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.embed_questions(texts)
