"""Chroma is derived: lost or damaged vectors come back from the catalog, without embedding again."""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from rag.embedding.model import ModelEmbedder
from rag.library.library import Library
from rag.reading.files import corpus_roots


def write_articles(folder: Path, number: int) -> Path:
    folder.mkdir(exist_ok=True)
    for n in range(number):
        (folder / f"{n:04}.txt").write_text(f"Tram {n} left depot {n * 7 % 31} with {n % 13} people on board today.")
    return folder


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, embedder: ModelEmbedder) -> Library:
    """A library of so many passages that Chroma has saved a segment; tests work on copies of it."""
    place = tmp_path_factory.mktemp("built")
    folder = write_articles(place / "articles", 1010)
    library = Library(place / "libraries", corpus_roots([folder]), embedder, 200, lambda _: None)
    with library.session():
        library.sync(lambda done, total: None)
    library.close()
    return library


@pytest.fixture
def library(tmp_path: Path, built: Library, embedder: ModelEmbedder, said: list[str]) -> Iterator[Library]:
    shutil.copytree(built.folder.parent, tmp_path / "libraries")
    library = Library(tmp_path / "libraries", built.roots, embedder, 200, said.append)
    yield library
    library.close()


def vectors_folder(library: Library) -> Path:
    return next(library.folder.glob("vectors-*"))


def segment(library: Library) -> Path:
    return next(entry for entry in vectors_folder(library).iterdir() if entry.is_dir())


def garble_file(file: Path) -> None:
    file.write_bytes(b"garbage" * 20)


def garble(folder: Path) -> None:
    for file in folder.iterdir():
        garble_file(file)


DAMAGES: dict[str, Callable[[Library], None]] = {
    "the folder is gone": lambda library: shutil.rmtree(vectors_folder(library)),
    "the segment is gone": lambda library: shutil.rmtree(segment(library)),
    "the segment is garbled": lambda library: garble(segment(library)),
    "its database is garbled": lambda library: garble_file(vectors_folder(library) / "chroma.sqlite3"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_is_noticed_and_mended_by_a_question(
    library: Library, damage: Callable[[Library], None], said: list[str]
) -> None:
    damage(library)
    wanted = library.catalog.passage_ids()[500]
    vector = library.catalog.vectors([wanted])[wanted]
    with library.session():
        found = library.nearest(vector, 50)
    assert (found[0][0], round(found[0][1], 3), len(found)) == (wanted, 1.0, 50)
    assert any("restoring the vectors" in line for line in said)
    with library.session():
        assert library.check_vectors() is None


def test_a_well_library_is_left_alone(library: Library, said: list[str]) -> None:
    with library.session():
        report = library.sync(lambda done, total: None)
        library.nearest(np.ones(library.catalog.vectors(library.catalog.passage_ids()[:1]).popitem()[1].shape), 5)
    assert (report.embedded, said) == (0, [])


def test_the_doctor_sees_wrong_vectors_and_a_thorough_sync_mends_them(library: Library, said: list[str]) -> None:
    shutil.rmtree(segment(library))
    with library.session():
        assert library.check_vectors() is not None
        library.sync(lambda done, total: None, thorough=True)
        assert library.check_vectors() is None


def _sync_forever(libraries: Path, folder: Path, models: Path) -> None:
    from rag.embedding.model import open_model

    embedder = open_model("all-MiniLM-L6-v2", models, lambda _: None)
    library = Library(libraries, corpus_roots([folder]), embedder, 200, lambda _: None)
    with library.session():
        library.sync(lambda done, total: None)


@pytest.mark.parametrize("seconds", [1.5, 2.5])
def test_a_killed_sync_leaves_a_library_that_mends_itself(
    tmp_path: Path, cache: Path, embedder: ModelEmbedder, seconds: float
) -> None:
    folder = write_articles(tmp_path / "articles", 600)
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_sync_forever, args=(tmp_path / "libraries", folder, cache / "models"))
    process.start()
    process.join(seconds)
    if process.pid and process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    library = Library(tmp_path / "libraries", corpus_roots([folder]), embedder, 200, lambda _: None)
    with library.session():
        report = library.sync(lambda done, total: None)
        assert library.catalog.count("articles") == 600
        assert report.added + report.unchanged == 600
        assert library.check_vectors() is None
    library.close()


def test_a_sync_cut_short_while_chroma_was_told_is_made_good(
    library: Library, embedder: ModelEmbedder, said: list[str]
) -> None:
    with library.catalog.writing():
        library.catalog.set_meta("vectors_state", "writing")
    with library.session():
        library.sync(lambda done, total: None)
        assert any("cut short" in line for line in said)
        assert library.check_vectors() is None


def test_two_processes_take_turns(tmp_path: Path, cache: Path, embedder: ModelEmbedder) -> None:
    folder = write_articles(tmp_path / "articles", 300)
    context = multiprocessing.get_context("spawn")
    arguments = (tmp_path / "libraries", folder, cache / "models")
    processes = [context.Process(target=_sync_forever, args=arguments) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    library = Library(tmp_path / "libraries", corpus_roots([folder]), embedder, 200, lambda _: None)
    with library.session():
        assert library.sync(lambda done, total: None).unchanged == 300
        assert library.check_vectors() is None
    library.close()
