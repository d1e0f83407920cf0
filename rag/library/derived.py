"""Keeps Chroma in step with the catalog, and fills it anew when it is lost or damaged."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np

from rag.errors import REBUILD, LibraryError
from rag.library.catalog import Catalog
from rag.library.vectors import VectorIndex

_ROWS = 2_000
_SAMPLE = 50
"""About how many vectors a check looks at."""
_SAME = 0.999


class DerivedVectors:
    """The vectors of a catalog's passages, in Chroma below `folder`. Only ever used under the library's lock.

    Three facts in the catalog say how far Chroma can be trusted: the outbox holds the passages that it
    has not been told of; `vectors_state` is `writing` while it is being told, so that a process killed
    meanwhile is noticed; afterwards it holds a number by which other processes notice the change.
    """

    def __init__(self, folder: Path, catalog: Catalog, notify: Callable[[str], None]) -> None:
        self._folder = folder
        self._catalog = catalog
        self._notify = notify
        self._index: VectorIndex | None = None
        self._opened_as = ""

    def close(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None

    def is_behind(self) -> bool:
        """Whether Chroma has not been told of everything."""
        return self._catalog.meta("vectors_state") == "writing" or bool(self._catalog.outbox())

    def deliver(self) -> None:
        """Tell Chroma of every passage that changed since it was last told."""
        if self._catalog.meta("vectors_state") == "writing":
            # We were killed while Chroma was saving; it may be broken in ways that show only later.
            self._restore("the last update was cut short")
            return
        ids = self._catalog.outbox()
        if not ids:
            return
        try:
            self._tell(ids)
        except Exception as error:  # chromadb raises its own kinds, without a common base
            self._restore(_first_line(error))

    def nearest(self, vector: np.ndarray, limit: int) -> list[tuple[int, float]]:
        """The passages nearest to a unit vector, best first, with cosine similarities.

        Raises:
            LibraryError: the vectors are damaged and filling them anew did not help.
        """
        total = self._catalog.count("passages")
        expected = min(limit, total)
        if expected == 0:
            return []
        for _ in range(2):
            try:
                index = self._open()
                found = index.query(vector, expected) if index.count() == total else []
            except Exception as error:  # as above
                self._restore(_first_line(error))
                continue
            # A lost segment gives fewer rows and no error; so do, rarely, many equal vectors.
            if len(found) == expected or self.check() is None:
                return found
            self._restore("some were missing")
        raise LibraryError(f"the vectors in {self._folder} cannot be restored", REBUILD)

    def check(self) -> str | None:
        """What is wrong with the vectors, compared with the catalog; None when nothing is."""
        try:
            index = self._open()
            wanted, held = self._catalog.count("passages"), index.count()
            if wanted != held:
                return f"the catalog has {wanted:,} passages, the vectors {held:,}"
            if not wanted:
                return None  # Chroma cannot be asked for none
            sample = self._catalog.passage_ids()[:: max(1, wanted // _SAMPLE)]
            ours, theirs = self._catalog.vectors(sample), index.get(sample)
        except Exception as error:  # as above
            return f"they cannot be read: {_first_line(error)}"
        # By number, not by search: among equal passages a search may return any.
        lost = [n for n in sample if n not in theirs or float(ours[n] @ theirs[n]) < _SAME]
        return f"{len(lost)} of {len(sample)} looked for were not found" if lost else None

    def mend(self) -> None:
        """Fill the vectors anew if they are not as the catalog has them."""
        if trouble := self.check():
            self._restore(trouble)

    def _open(self) -> VectorIndex:
        """Chroma, opened again if another process has changed it since."""
        name = self._catalog.meta("vectors_folder") or "vectors-0"
        state = f"{name} {self._catalog.meta('vectors_state')}"
        if self._index is not None and state != self._opened_as:
            self.close()
        if self._index is None:
            self._index = VectorIndex(self._folder / name)
            self._opened_as = state
        return self._index

    def _tell(self, ids: list[int]) -> None:
        self._set_state("writing")
        index = self._open()
        last = None
        for at in range(0, len(ids), _ROWS):
            part = ids[at : at + _ROWS]
            vectors = self._catalog.vectors(part)
            gone = [i for i in part if i not in vectors]
            if gone:
                index.delete(gone)
            if vectors:
                last = np.stack(list(vectors.values()))
                index.upsert(list(vectors), last)
        if last is not None:
            # A query makes Chroma apply and save its log now, while the state says that we are writing.
            index.query(last[-1], 1)
        number = int(self._catalog.meta("vectors_change") or 0) + 1
        with self._catalog.writing():
            self._catalog.clear_outbox(ids)
            self._catalog.set_meta("vectors_change", str(number))
        self._set_state(f"ready-{number}")

    def _restore(self, why: str) -> None:
        """Fill a new Chroma folder from the vectors in the catalog; nothing is embedded again."""
        self._notify(f"restoring the vectors from the catalog ({why})")
        self.close()
        old = self._catalog.meta("vectors_folder") or "vectors-0"
        # A new name: Chroma keeps files of the old folder open even after it is closed.
        number = int(old.rpartition("-")[2]) + 1
        with self._catalog.writing():
            self._catalog.set_meta("vectors_folder", f"vectors-{number}")
        for stale in self._folder.glob("vectors-*"):
            shutil.rmtree(stale, ignore_errors=True)
        self._tell(sorted({*self._catalog.passage_ids(), *self._catalog.outbox()}))

    def _set_state(self, state: str) -> None:
        with self._catalog.writing():
            self._catalog.set_meta("vectors_state", state)
        if self._index is not None:
            self._opened_as = f"{self._catalog.meta('vectors_folder') or 'vectors-0'} {state}"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:100]
