"""What a sync reads, forgets and leaves alone, seen through the library."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rag.embedding.model import ModelEmbedder
from rag.embedding.protocol import Progress, Vectors
from rag.errors import CorpusError, LibraryError
from rag.library.library import Library
from rag.library.sync import SyncReport
from rag.reading.files import corpus_roots

ONE = "The council of Springfield bought 17 buses on Monday."
TWO = "Nobody in Shelbyville was surprised by the news of the buses."


class CountingEmbedder:
    """The real model, and how often it was asked."""

    def __init__(self, model: ModelEmbedder) -> None:
        self._model = model
        self.texts: list[str] = []
        self.fail_after: int | None = None

    name = property(lambda self: self._model.name)
    dimension = property(lambda self: self._model.dimension)
    window = property(lambda self: self._model.window)

    def expect(self, passages: int) -> None: ...

    def token_starts(self, text: str) -> list[int]:
        return self._model.token_starts(text)

    def embed_passages(self, texts: list[str], progress: Progress | None = None) -> Vectors:
        if self.fail_after is not None and len(self.texts) >= self.fail_after:
            raise KeyboardInterrupt
        self.texts += texts
        return self._model.embed_passages(texts, progress)

    def embed_questions(self, texts: list[str]) -> Vectors:
        return self._model.embed_questions(texts)


@pytest.fixture
def counting(embedder: ModelEmbedder) -> CountingEmbedder:
    return CountingEmbedder(embedder)


@pytest.fixture
def open_library(tmp_path: Path, counting: CountingEmbedder) -> Iterator[Callable[..., Library]]:
    """Opens the library of a folder; each is closed at the end."""
    opened: list[Library] = []

    def open_it(*folders: Path, max_tokens: int = 200, rebuild: bool = False) -> Library:
        roots = corpus_roots(folders)
        library = Library(tmp_path / "libraries", roots, counting, max_tokens, said.append, rebuild=rebuild)
        opened.append(library)
        return library

    said: list[str] = []
    open_it.said = said  # type: ignore[attr-defined]
    yield open_it
    for library in opened:
        library.close()


def synced(library: Library) -> SyncReport:
    with library.session():
        return library.sync(lambda done, total: None)


def counts(report: SyncReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


def test_new_changed_removed_and_unchanged(
    corpus: Callable[..., Path], open_library: Callable[..., Library], counting: CountingEmbedder
) -> None:
    folder = corpus(a=ONE, b=TWO)
    library = open_library(folder)
    assert counts(synced(library)) == (2, 0, 0, 0)
    before = library.fingerprint
    assert counts(synced(library)) == (0, 0, 0, 2)
    assert library.fingerprint == before
    (folder / "a.txt").write_text(ONE.replace("17", "19"))
    (folder / "b.txt").unlink()
    (folder / "c.txt").write_text("A third article came in overnight, about the weather.")
    assert counts(synced(library)) == (1, 1, 1, 0)
    assert library.fingerprint != before
    assert [a.article.path for a in library.catalog.articles()] == ["a.txt", "c.txt"]
    assert library.check_vectors() is None


def test_unchanged_files_are_not_opened(corpus: Callable[..., Path], open_library: Callable[..., Library]) -> None:
    folder = corpus(a=ONE)
    library = open_library(folder)
    synced(library)
    stat = (folder / "a.txt").stat()
    # The same size and times: only a reader of the contents could tell that they are others.
    with (folder / "a.txt").open("r+") as opened:
        opened.write(ONE.replace("17", "18"))
    os.utime(folder / "a.txt", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert counts(synced(library)) == (0, 0, 0, 1)
    assert "17" in library.catalog.articles()[0].article.text


def test_an_edit_within_the_same_tick_is_seen(
    corpus: Callable[..., Path], open_library: Callable[..., Library]
) -> None:
    folder = corpus(a=ONE)
    (folder / "a.txt").write_text(ONE)
    stat = (folder / "a.txt").stat()
    library = open_library(folder)
    synced(library)
    with (folder / "a.txt").open("r+") as opened:
        opened.write(ONE.replace("17", "18"))
    os.utime(folder / "a.txt", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert counts(synced(library)) == (0, 1, 0, 0)


def test_the_same_text_is_never_embedded_twice(
    corpus: Callable[..., Path], open_library: Callable[..., Library], counting: CountingEmbedder
) -> None:
    folder = corpus(a=ONE)
    library = open_library(folder)
    synced(library)
    (folder / "a.txt").rename(folder / "renamed.txt")
    (folder / "copy.txt").write_text(ONE)
    report = synced(library)
    assert (report.added, report.removed, report.embedded) == (2, 1, 1)  # its passage went with a.txt
    (folder / "another.txt").write_text(ONE)
    assert synced(library).embedded == 0
    assert len({a.origin for a in library.catalog.articles()}) == 1


def test_an_article_that_becomes_unusable_is_forgotten(
    corpus: Callable[..., Path], open_library: Callable[..., Library]
) -> None:
    folder = corpus(a=ONE, b=TWO)
    library = open_library(folder)
    synced(library)
    (folder / "a.txt").write_bytes(b"\x00\x00")
    report = synced(library)
    assert (report.removed, report.unchanged) == (1, 1)
    assert [p.path for p in report.new_problems] == ["a.txt"]
    again = synced(library)
    assert [p.path for p in again.problems] == ["a.txt"]
    assert again.new_problems == ()


def test_an_interrupted_sync_is_taken_up_again(
    tmp_path: Path, open_library: Callable[..., Library], counting: CountingEmbedder
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(530):
        (folder / f"{number:03}.txt").write_text(f"Bus number {number} of the city left the depot on time today.")
    library = open_library(folder)
    counting.fail_after = 1
    with pytest.raises(KeyboardInterrupt):
        synced(library)
    kept = library.catalog.count("articles")
    assert 0 < kept < 530
    counting.fail_after = None
    report = synced(library)
    assert (report.added, report.unchanged) == (530 - kept, kept)
    assert library.check_vectors() is None


def test_each_corpus_and_each_setting_has_its_own_library(
    corpus: Callable[..., Path], tmp_path: Path, open_library: Callable[..., Library]
) -> None:
    folder = corpus(a=ONE)
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text(TWO)
    folders = {
        open_library(folder).folder,
        open_library(other).folder,
        open_library(folder, other).folder,
        open_library(folder, max_tokens=100).folder,
    }
    assert len(folders) == 4
    assert open_library(folder / ".." / folder.name).folder == open_library(folder).folder
    both = open_library(folder, other)
    synced(both)
    assert [a.article.path for a in both.catalog.articles()] == ["articles/a.txt", "other/a.txt"]


def test_an_emptied_folder_does_not_empty_the_library(
    corpus: Callable[..., Path], open_library: Callable[..., Library]
) -> None:
    folder = corpus(a=ONE)
    library = open_library(folder)
    synced(library)
    (folder / "a.txt").rename(folder.parent / "away.txt")
    with pytest.raises(CorpusError, match="there are no articles"):
        synced(library)
    assert library.catalog.count("articles") == 1


def test_no_passage_is_longer_than_the_model_reads(
    corpus: Callable[..., Path], open_library: Callable[..., Library], embedder: ModelEmbedder
) -> None:
    long = " ".join(f"Figure {n:,} of the {n} tables was 1,234.5 in Zaporizhzhia, said Mr. Öztürk." for n in range(300))
    folder = corpus(prose=long, unbroken="figures " * 3000, wide="ź" * 5000)
    library = open_library(folder, max_tokens=9999)
    synced(library)
    passages = library.catalog.passages(library.catalog.passage_ids()).values()
    for stored in passages:
        assert len(embedder.token_starts(stored.passage.text)) <= embedder.window
        text = stored.article.article.text
        assert stored.passage.text == text[stored.passage.start : stored.passage.end]
    covered = sum(len(p.passage.text) for p in passages if p.article.article.path == "wide.txt")
    assert covered == 5000


def test_a_damaged_catalog_is_named_and_rebuilt_on_request(
    corpus: Callable[..., Path], open_library: Callable[..., Library]
) -> None:
    folder = corpus(a=ONE)
    library = open_library(folder)
    synced(library)
    library.close()
    for file in library.folder.glob("catalog.sqlite*"):
        file.write_bytes(b"this is no database at all, but some text that lies where one was" * 50)
    with pytest.raises(LibraryError, match="cannot be opened") as caught:
        open_library(folder)
    assert "--rebuild" in caught.value.hint
    assert counts(synced(open_library(folder, rebuild=True))) == (1, 0, 0, 0)
