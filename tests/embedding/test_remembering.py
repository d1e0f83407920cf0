"""Each text is embedded once, and comes out as it would from the embedder itself."""

from collections.abc import Sequence

import numpy as np

from rag.embedding.protocol import Progress, Vectors
from rag.embedding.remembering import RememberingEmbedder


class Lengths:
    """An `Embedder` of vectors that tell a text's length, which remembers what it embedded."""

    name, dimension, window = "lengths", 2, 8

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def expect(self, passages: int) -> None: ...

    def token_starts(self, text: str) -> list[int]:
        return [0]

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.embedded += texts
        return np.array([[len(text), 1] for text in texts], dtype=np.float32).reshape(-1, 2)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return -self.embed_passages(texts)


def test_no_text_is_embedded_twice() -> None:
    inner = Lengths()
    outer = RememberingEmbedder(inner)
    assert outer.embed_passages(["a", "bb", "a"]).tolist() == [[1, 1], [2, 1], [1, 1]]
    assert outer.embed_passages(["ccc", "bb"]).tolist() == [[3, 1], [2, 1]]
    assert outer.embed_passages([]).shape == (0, 2)
    assert inner.embedded == ["a", "bb", "ccc"]


def test_a_question_is_no_passage() -> None:
    outer = RememberingEmbedder(Lengths())
    outer.embed_passages(["a"])
    assert outer.embed_questions(["a"]).tolist() == [[-1, -1]]
    assert (outer.name, outer.dimension, outer.window, outer.token_starts("a")) == ("lengths", 2, 8, [0])
