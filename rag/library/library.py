"""A library: the catalog and the vectors of one corpus, opened, locked, kept up to date."""

import hashlib
import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import numpy as np
from filelock import FileLock, Timeout

from rag.embedding.protocol import Embedder
from rag.errors import REBUILD, LibraryError, not_writable
from rag.library.catalog import Catalog
from rag.library.derived import DerivedVectors
from rag.library.sync import READING_VERSION, Progress, SyncReport, sync
from rag.text.printable import printable

_PATIENCE_S = 1.0
"""How long to wait for another process before saying so."""


class Library:
    """The index of the folders `roots` with one embedding model and passage size.

    Everything that touches Chroma, and every write, happens inside `session()`, which holds the
    library's lock; the catalog may be read at any time.
    """

    def __init__(
        self,
        libraries: Path,
        roots: Sequence[Path],
        embedder: Embedder,
        max_tokens: int,
        notify: Callable[[str], None],
        *,
        rebuild: bool = False,
    ) -> None:
        """Open the library, or make it.

        Args:
            libraries: the folder that holds all libraries.
            rebuild: throw away what there is first.

        Raises:
            LibraryError: it cannot be made or opened.
        """
        self.roots = tuple(roots)
        self._embedder = embedder
        self._max_tokens = min(max_tokens, embedder.window)
        self._notify = notify
        self.folder = library_folder(libraries, self.roots, embedder, max_tokens)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise not_writable(self.folder, error) from error
        self._lock = FileLock(self.folder / "lock")
        with self._locked():
            if rebuild:
                _empty(self.folder)
            self.catalog = Catalog(self.folder / "catalog.sqlite")
            if self.catalog.meta("settings") is None:
                with self.catalog.writing():
                    self.catalog.set_meta("settings", _settings(embedder, max_tokens))
                    self.catalog.set_meta("roots", json.dumps([printable(str(r)) for r in self.roots]))
        self._vectors = DerivedVectors(self.folder, self.catalog, notify)

    @contextmanager
    def session(self) -> Iterator["Library"]:
        """Hold the library's lock; other processes wait meanwhile."""
        with self._locked():
            try:
                yield self
            except sqlite3.Error as error:
                raise LibraryError(f"the library in {self.folder} is damaged: {error}", REBUILD) from error

    def close(self) -> None:
        self._vectors.close()
        self.catalog.close()

    @property
    def fingerprint(self) -> str:
        """Changes whenever an article or a setting does that the answers depend on."""
        return self.catalog.meta("fingerprint") or ""

    def sync(self, progress: Progress, *, thorough: bool = False) -> SyncReport:
        """Bring catalog and vectors up to date with the files. Inside `session()`.

        Args:
            thorough: also look whether the vectors are as the catalog has them, and restore them if not.

        Raises:
            CorpusError: there is no article file at all.
        """
        report = sync(self.catalog, self.roots, self._embedder, self._max_tokens, progress)
        self._vectors.deliver()
        if thorough:
            self._vectors.mend()
        return report

    def nearest(self, vector: np.ndarray, limit: int) -> list[tuple[int, float]]:
        """The passages nearest to a unit vector, best first, with cosine similarities. Inside `session()`."""
        return self._vectors.nearest(vector, limit)

    def check_vectors(self) -> str | None:
        """What is wrong with the vectors, compared with the catalog; None when nothing is. Inside `session()`."""
        return self._vectors.check()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if self._lock.is_locked:
            yield
            return
        try:
            self._lock.acquire(timeout=_PATIENCE_S)
        except Timeout:  # an OSError too
            self._notify("waiting for another process that is bringing this library up to date")
            self._lock.acquire()
        except OSError as error:
            raise not_writable(self.folder, error) from error
        try:
            yield
        finally:
            self._lock.release()


class Model(Protocol):
    """What a library's name depends on of its embedding model: a `ModelCard` or an `Embedder`."""

    @property
    def name(self) -> str: ...

    @property
    def window(self) -> int: ...


def library_folder(libraries: Path, roots: Sequence[Path], model: Model, max_tokens: int) -> Path:
    """Where the library of these folders, model and passage size lies: readable, and unique for them."""
    identity = "\n".join([_settings(model, max_tokens), *map(str, roots)])
    digest = hashlib.sha256(identity.encode("utf-8", "surrogateescape")).hexdigest()
    name = re.sub(r"[^\w.-]+", "-", printable(roots[0].name))[:40] or "root"
    return libraries / f"{name}-{digest[:12]}"


def _settings(model: Model, max_tokens: int) -> str:
    tokens = min(max_tokens, model.window)
    return json.dumps({"reading": READING_VERSION, "model": model.name, "max_tokens": tokens}, sort_keys=True)


def _empty(folder: Path) -> None:
    """Remove everything but the lock, which is held."""
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name != "lock":
            entry.unlink()
