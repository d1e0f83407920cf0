"""A sync that is killed, wherever, loses and doubles nothing; benchmarks/endurance.py does the same for longer."""

import itertools
import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import datasketch  # noqa: F401  (each fork would load it)
import numpy as np
import pytest

from rag.embedding.protocol import Progress, Vectors
from rag.library import origins, sync
from rag.library.digests import text_digest
from rag.library.library import Library
from rag.library.vectors import VectorIndex
from rag.reading.files import corpus_roots

POINTS = 6


class Digesting:
    """An embedder without a model, and so without threads, which no fork would have."""

    name, dimension, window = "digests", 16, 254

    def expect(self, passages: int) -> None: ...

    def token_starts(self, text: str) -> list[int]:
        return [at for at, c in enumerate(text) if c == " "]

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        rows = [np.frombuffer(text_digest(text), dtype=np.uint8).astype(np.float32) for text in texts]
        return np.stack([row / np.linalg.norm(row) for row in rows]) if rows else np.zeros((0, 16), dtype=np.float32)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return self.embed_passages(texts)


def opened(place: Path, folder: Path) -> Library:
    return Library(place, corpus_roots([folder]), Digesting(), 200, lambda line: None)


def synced(place: Path, folder: Path, at_statement: Callable[[int], None] = lambda number: None) -> None:
    library = opened(place, folder)
    numbers = itertools.count()
    library.catalog._db.set_trace_callback(lambda statement: at_statement(next(numbers)))
    with library.session():
        library.sync(lambda done, total: None)
    library.catalog._db.set_trace_callback(None)
    library.close()


def content(place: Path, folder: Path) -> object:
    """Everything that a library holds, but for the numbers of articles and passages in it."""
    library = opened(place, folder)
    catalog = library.catalog
    ids = catalog.passage_ids()
    with library.session():
        index = VectorIndex(library.folder / (catalog.meta("vectors_folder") or "vectors-0"))
        assert (index.count(), set(index.get(ids))) == (len(ids), set(ids))
        assert (library.check_vectors(), library.is_behind(), catalog.fault()) == (None, False, None)
        index.close()
    assert (catalog.origins.count_unsettled(), catalog.origins.untold()) == (0, [])
    indexed = dict(catalog._db.execute("SELECT rowid, body FROM fulltext"))
    whole = catalog._db.execute("SELECT body FROM whole_articles ORDER BY body").fetchall()
    passages = sorted(
        (p.article.article.path, p.passage.start, p.passage.text, indexed.pop(n))
        for n, p in catalog.passages(ids).items()
    )
    articles = [(a.article, a.digest, a.origin) for a in catalog.articles()]
    found = (library.fingerprint, articles, passages, indexed, whole)
    library.close()
    return found


def in_a_fork(what: Callable[[], None]) -> int:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            what()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def killed_again_and_again(place: Path, *, new: bool) -> None:
    """In a process of its own, which has never opened Chroma. Each sync and each look is a fork of it."""
    sync._PASSAGES_A_COMMIT = origins._A_COMMIT = 2
    folder = place / "articles"
    for n in range(6):
        (folder / f"{n}.txt").write_text(f"Tram {n // 2} left the depot with people on board.")
    libraries = place / "libraries"
    assert in_a_fork(lambda: synced(libraries, folder)) == 0
    counted = place / "counted"
    for turn, point in enumerate([None, *range(POINTS)]):
        here = place / f"new-{turn}" if new else libraries
        for n in (turn % 6, 6 + turn):
            (folder / f"{n}.txt").write_text(f"Bus {turn} went by the {n} stops of its line, and was late at all.")
        note = partial(_note, counted)
        if point is not None:
            (folder / f"{5 + turn}.txt").unlink()
            at = int(counted.read_text()) * point // POINTS
            assert in_a_fork(partial(synced, here, folder, partial(_kill, at))) == -signal.SIGKILL
            note = partial(_note, place / "not-needed")
        assert in_a_fork(partial(synced, here, folder, note)) == 0
        compared = in_a_fork(partial(_compare, here, place / f"peaceful-{turn}", folder))
        assert compared == 0, f"killed at statement {point} of {POINTS}"


def _kill(at: int, number: int) -> None:
    if number == at:
        os.kill(os.getpid(), signal.SIGKILL)


def _note(file: Path, number: int) -> None:
    file.write_text(str(number))


def _compare(place: Path, peaceful: Path, folder: Path) -> None:
    synced(peaceful, folder)
    assert content(place, folder) == content(peaceful, folder)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing can be forked here")
@pytest.mark.parametrize("new", [True, False])
def test_whatever_a_sync_was_at_when_it_was_killed_the_next_makes_good(tmp_path: Path, *, new: bool) -> None:
    (tmp_path / "articles").mkdir()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=killed_again_and_again, args=(tmp_path,), kwargs={"new": new})
    process.start()
    process.join()
    assert process.exitcode == 0
