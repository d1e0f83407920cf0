"""A library: the catalog and the vectors of one corpus, opened, locked, kept up to date."""

import hashlib
import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import numpy as np
from filelock import FileLock, Timeout

from rag.embedding.protocol import Embedder
from rag.errors import REBUILD, AskError, LibraryError, not_writable
from rag.library.catalog import Catalog
from rag.library.derived import DerivedVectors
from rag.library.origins import settle_origins
from rag.library.sentence_vectors import SentenceVectors
from rag.library.sync import READING_VERSION, Progress, SyncReport, sync
from rag.private import FILE_MODE, make_private
from rag.text.printable import printable

_COMPARED = 5_000
"""Of so many allowed passages, every one is compared with the question."""
_SPARE = 2
"""How many times the expected number of passages is asked for, so that enough are allowed."""
_PATIENCE_S = 1.0
"""How long to wait for another process before saying so."""


class Library:
    """The index of the folders `roots` with one embedding model and passage size.

    Everything that touches Chroma, and every write to the catalog, happens inside `session()`, which holds the
    library's lock; the catalog may be read at any time, and `sentences` needs no lock.
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
            make_private(self.folder)
        except OSError as error:
            raise not_writable(self.folder, error) from error
        self._lock = FileLock(self.folder / "lock", mode=FILE_MODE)
        with self._locked():
            if rebuild:
                _empty(self.folder)
            self.catalog = Catalog(self.folder / "catalog.sqlite")
            try:
                self._describe(_settings(embedder, max_tokens))
            except sqlite3.Error as error:
                raise self._damaged(error) from error
        self._vectors = DerivedVectors(self.folder, self.catalog, notify)
        self.sentences = SentenceVectors(self.folder / "sentences.sqlite", embedder.embed_passages, embedder.dimension)

    @contextmanager
    def session(self) -> Iterator["Library"]:
        """Hold the library's lock; other processes wait meanwhile."""
        with self._locked():
            try:
                yield self
            except sqlite3.Error as error:
                raise self._damaged(error) from error
            except (AskError, OSError):
                raise
            except Exception as error:  # damage may first show as a value that makes no sense
                if fault := self.catalog.fault():
                    raise self._damaged(fault) from error
                raise

    def close(self) -> None:
        self._vectors.close()
        self.sentences.close()
        self.catalog.close()

    @property
    def fingerprint(self) -> str:
        """Changes whenever an article or a setting does that the answers depend on."""
        return self.catalog.fingerprint

    def sync(self, progress: Progress, *, thorough: bool = False) -> SyncReport:
        """Bring catalog and vectors up to date with the files. Inside `session()`.

        Args:
            thorough: also look whether the vectors are as the catalog has them, and restore them if not.

        Raises:
            CorpusError: there is no article file at all.
        """
        report = sync(self.catalog, self.roots, self._embedder, self._max_tokens, progress)
        settle_origins(self.catalog, self._notify)
        self._vectors.deliver()
        if thorough:
            self._vectors.mend()
        return report

    def nearest(
        self, vector: np.ndarray, limit: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """The passages nearest to a unit vector, best first, with cosine similarities. Inside `session()`.

        Args:
            allowed: the only articles whose passages may be found; all by default.

        Chroma is not asked to filter, which costs it seconds in a large library: of few passages every one is
        compared; where many are allowed, so many more are asked for that enough of them will be.
        """
        if allowed is None:
            return self._vectors.nearest(vector, limit)
        ids = self.catalog.passage_ids_of(allowed)
        if len(ids) <= _COMPARED:
            similar = ((i, float(v @ vector)) for i, v in self.catalog.vectors(ids).items())
            return sorted(similar, key=lambda pair: (-pair[1], pair[0]))[:limit]
        total, may = self.catalog.count("passages"), set(ids)
        asked = limit * _SPARE * total // len(ids)
        while True:
            found = [pair for pair in self._vectors.nearest(vector, asked) if pair[0] in may]
            if len(found) >= limit or asked >= total:
                return found[:limit]
            asked *= 4

    def check_vectors(self) -> str | None:
        """What is wrong with the vectors, compared with the catalog; None when nothing is. Inside `session()`."""
        return self._vectors.check()

    def is_behind(self) -> bool:
        """Whether an update was cut short before the vectors were told of it; the next sync finishes it."""
        return self._vectors.is_behind()

    def _describe(self, settings: str) -> None:
        if self.catalog.meta("settings") is None:
            with self.catalog.writing():
                self.catalog.set_meta("settings", settings)
                self.catalog.set_meta("roots", json.dumps([printable(str(r)) for r in self.roots]))

    def _damaged(self, why: object) -> LibraryError:
        return LibraryError(f"the library in {self.folder} is damaged: {why}", REBUILD)

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
