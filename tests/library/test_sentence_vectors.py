"""Vectors of sentences beside the catalog: each is computed once, and nothing depends on the file that keeps them."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from rag.embedding.protocol import Vectors
from rag.library.digests import text_digest
from rag.library.sentence_vectors import SentenceVectors
from rag.query_engine import QueryEngine
from rag.settings import Settings

TEXTS = ["The ferry sank.", "The bridge stood.", "It rained."]


class Embeds:
    """Gives each text a vector of its own, and keeps what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        made = np.array([[len(text), sum(map(ord, text)) % 97, 1.0] for text in texts], dtype=np.float32)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sentences.sqlite"


def test_each_is_computed_once_for_a_library_and_comes_back_the_same(file: Path) -> None:
    embeds = Embeds()
    first = SentenceVectors(file, embeds, 3)
    made = first.of(TEXTS[:2])
    first.close()
    again = SentenceVectors(file, embeds, 3)
    kept = again.of([TEXTS[1], TEXTS[2], TEXTS[0], TEXTS[1]])
    again.close()
    assert embeds.asked == TEXTS
    assert np.array_equal(kept[[2, 0, 3]], made[[0, 1, 1]])
    assert np.allclose(kept, Embeds()([TEXTS[1], TEXTS[2], TEXTS[0], TEXTS[1]]), atol=1e-3)
    assert kept.dtype == np.float32
    assert SentenceVectors(file, embeds, 3).of([]).shape == (0, 3)


def test_a_damaged_file_costs_time_and_is_begun_anew(file: Path) -> None:
    file.write_bytes(b"no database, " * 400)
    damaged = SentenceVectors(file, Embeds(), 3)
    assert np.allclose(damaged.of(TEXTS), Embeds()(TEXTS), atol=1e-3)
    assert np.allclose(damaged.of(TEXTS), Embeds()(TEXTS), atol=1e-3)
    embeds = Embeds()
    for _ in range(2):
        new = SentenceVectors(file, embeds, 3)
        new.of(TEXTS)
        new.close()
    assert embeds.asked == TEXTS


def test_a_vector_of_another_length_is_computed_again(file: Path) -> None:
    first = SentenceVectors(file, Embeds(), 3)
    first.of(TEXTS)
    first.close()
    with sqlite3.connect(file) as db:
        db.execute("UPDATE vectors SET vector = x'00' WHERE digest = ?", (text_digest(TEXTS[0]),))
    embeds = Embeds()
    assert np.allclose(SentenceVectors(file, embeds, 3).of(TEXTS), Embeds()(TEXTS), atol=1e-3)
    assert embeds.asked == TEXTS[:1]


def test_where_it_cannot_be_kept_it_is_computed(file: Path) -> None:
    file.mkdir()
    embeds = Embeds()
    vectors = SentenceVectors(file, embeds, 3)
    assert np.array_equal(vectors.of(TEXTS), vectors.of(TEXTS))
    assert embeds.asked == TEXTS * 2
    assert file.is_dir()


def test_while_another_process_writes_nothing_is_waited_for_long(file: Path) -> None:
    vectors = SentenceVectors(file, Embeds(), 3)
    vectors.of(TEXTS[:1])
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert len(vectors.of(TEXTS)) == len(TEXTS)
    other.execute("ROLLBACK")
    assert file.exists()


def test_a_draft_is_not_kept(corpus: Callable[..., Path], cache: Path) -> None:
    folder = corpus(ferry="The ferry to the island sank on Monday. All of its crew were saved.")
    claim = "On Monday the ship that serves the island went down."
    with QueryEngine(Settings((folder,), "test", cache)) as engine:
        engine.refresh()
        engine.check(claim)
        library = engine.library.folder
    with sqlite3.connect(library / "sentences.sqlite") as db:
        kept = {digest for (digest,) in db.execute("SELECT digest FROM vectors")}
    assert text_digest("All of its crew were saved.") in kept
    assert text_digest(claim) not in kept
