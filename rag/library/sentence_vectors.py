"""The vectors of sentences that were compared before, in a file beside the catalog: texts in, unit vectors out.

It holds nothing that cannot be computed again: a file that cannot be opened, read or written costs time and no more.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from rag.embedding.protocol import Vectors
from rag.library.digests import text_digest
from rag.private import make_private_file

_MOST_KEPT = 100_000
"""Sentences, some 90 MB; beyond, those go that were kept first."""
_MOST_A_QUERY = 500
_PATIENCE_S = 0.2
"""How long to wait for another process that writes; what is not written is computed again."""
_STORED = np.dtype("<f2")
"""Half precision keeps a cosine to .0005, and what is computed is rounded to it too, so that both are the same."""
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (digest BLOB PRIMARY KEY, vector BLOB NOT NULL)"


class SentenceVectors:
    """Unit vectors of sentences, each embedded once for a library."""

    def __init__(self, file: Path, embed: Callable[[Sequence[str]], Vectors], dimension: int) -> None:
        """Nothing is opened before it is needed.

        Args:
            file: where they are kept; made where it is absent.
            embed: gives the vectors of new sentences, shape (number, dimension).
        """
        self._file = file
        self._embed = embed
        self._dimension = dimension
        self._opened: sqlite3.Connection | None = None
        self._is_usable = True

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def of(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), rows of length 1 but for the rounding."""
        digests = {text: text_digest(text) for text in texts}
        known = self._kept(list(digests.values()))
        new = [text for text, digest in digests.items() if digest not in known]
        if new:
            made = dict(zip((digests[t] for t in new), self._embed(new).astype(_STORED), strict=True))
            self._keep(made)
            known = {**known, **made}
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        return np.stack([known[digests[text]] for text in texts]).astype(np.float32)

    def _kept(self, digests: Sequence[bytes]) -> dict[bytes, np.ndarray]:
        size = self._dimension * _STORED.itemsize
        found: dict[bytes, np.ndarray] = {}
        try:
            db = self._db()
            for at in range(0, len(digests) if db else 0, _MOST_A_QUERY):
                part = digests[at : at + _MOST_A_QUERY]
                marks = ",".join("?" * len(part))
                rows = db.execute(f"SELECT digest, vector FROM vectors WHERE digest IN ({marks})", part)  # type: ignore[union-attr]
                found.update((d, np.frombuffer(v, dtype=_STORED)) for d, v in rows if len(v) == size)
        except (sqlite3.Error, TypeError, ValueError) as error:
            self._give_up(error)
            return {}
        return found

    def _keep(self, made: Mapping[bytes, np.ndarray]) -> None:
        try:
            if db := self._db():
                rows = [(digest, vector.tobytes()) for digest, vector in made.items()]
                with db:
                    db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
                    db.execute(
                        "DELETE FROM vectors WHERE rowid < (SELECT max(rowid) FROM vectors) - ?",
                        (_MOST_KEPT,),
                    )
        except sqlite3.Error as error:
            self._give_up(error)

    def _db(self) -> sqlite3.Connection | None:
        if self._opened is None and self._is_usable:
            try:
                make_private_file(self._file)
                self._opened = sqlite3.connect(self._file, timeout=_PATIENCE_S, check_same_thread=False)
                self._opened.execute("PRAGMA journal_mode = WAL")
                self._opened.execute("PRAGMA synchronous = OFF")
                self._opened.execute(_TABLE)
            except (sqlite3.Error, OSError) as error:
                self._give_up(error)
        return self._opened

    def _give_up(self, error: Exception) -> None:
        """Do without; what is damaged is removed, so that the next process begins anew."""
        if isinstance(error, sqlite3.OperationalError):
            return  # a lock, or want of room: what is not kept now is computed again the next time
        self._is_usable = False
        with suppress(sqlite3.Error):
            self.close()
        self._opened = None
        for file in (self._file, *(self._file.with_name(f"{self._file.name}-{part}") for part in ("wal", "shm"))):
            with suppress(OSError):
                file.unlink(missing_ok=True)
