"""The vectors of a library, in Chroma. The one home of chromadb.

Chroma here is derived: whatever is wrong with it, it is thrown away and filled again from the
catalog. Only one process may have it open, and only under the library's lock: two writers corrupt
it, and a reader may write when it replays what was not yet saved.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rag.library.surroundings import nothing_around
from rag.private import make_private

with nothing_around():
    import chromadb
    from chromadb.config import Settings

_ROWS_A_CALL = 2_000
"""Chroma takes at most 5,461 rows a call."""
_NAME = "passages"


class VectorIndex:
    """Passage ids and their unit vectors, searched by cosine."""

    def __init__(self, folder: Path) -> None:
        make_private(folder)
        self._client: Any = chromadb.PersistentClient(path=str(folder), settings=_settings())
        self._collection: Any = self._client.get_or_create_collection(
            _NAME, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def close(self) -> None:
        self._client.close()

    def count(self) -> int:
        return int(self._collection.count())

    def upsert(
        self, ids: Sequence[int], vectors: np.ndarray, progress: Callable[[int, int], None] | None = None
    ) -> None:
        for at in range(0, len(ids), _ROWS_A_CALL):
            part = slice(at, at + _ROWS_A_CALL)
            self._collection.upsert(ids=[str(i) for i in ids[part]], embeddings=vectors[part])
            if progress:
                progress(min(at + _ROWS_A_CALL, len(ids)), len(ids))

    def delete(self, ids: Sequence[int]) -> None:
        for at in range(0, len(ids), _ROWS_A_CALL):
            self._collection.delete(ids=[str(i) for i in ids[at : at + _ROWS_A_CALL]])

    def get(self, ids: Sequence[int]) -> dict[int, np.ndarray]:
        """The vectors of these passages; ids that are not held are left out."""
        found = self._collection.get(ids=[str(i) for i in ids], include=["embeddings"])
        return {int(i): np.asarray(v, dtype=np.float32) for i, v in zip(found["ids"], found["embeddings"], strict=True)}

    def query(self, vector: np.ndarray, limit: int) -> list[tuple[int, float]]:
        """The nearest passages, best first, with their cosine similarity."""
        found = self._collection.query(
            query_embeddings=[np.asarray(vector, dtype=np.float32)], n_results=limit, include=["distances"]
        )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(int(number), 1.0 - float(distance)) for number, distance in pairs]


def _settings() -> Settings:
    with nothing_around():
        return Settings(anonymized_telemetry=False, allow_reset=False)
