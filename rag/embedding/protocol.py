"""What the rest of the tool asks of an embedding model."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with how many of how many are done."""


class Embedder(Protocol):
    """Turns text into unit vectors, so that a dot product is a cosine similarity."""

    @property
    def name(self) -> str:
        """Names the model and its weights; vectors of different names are never compared."""
        ...

    @property
    def dimension(self) -> int: ...

    @property
    def window(self) -> int:
        """How many tokens of a text the model reads, without the special ones it adds itself."""
        ...

    def expect(self, passages: int) -> None:
        """Say about how many passages are to be embedded soon, so that the model can choose how."""
        ...

    def token_starts(self, text: str) -> list[int]:
        """The offset in `text` of each of its tokens, ascending. Nothing is cut off."""
        ...

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Shape (len(texts), dimension), rows of length 1."""
        ...

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), rows of length 1. What is longer than the window is cut."""
        ...
