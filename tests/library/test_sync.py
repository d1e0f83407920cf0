"""What a sync reads, forgets and leaves alone, seen through the library."""

import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from privileges import shared_folder, without_privileges
from rag.embedding.model import ModelEmbedder
from rag.embedding.protocol import Progress, Vectors
from rag.errors import CorpusError, LibraryError, ModelError
from rag.library import intake
from rag.library.catalog import Catalog
from rag.library.library import Library
from rag.library.sync import SyncReport, sync
from rag.reading.files import corpus_roots
from rag.reading.formats import Reading, read_article
from rag.types import Metadata

ONE = "The council of Springfield bought 17 buses on Monday."
TWO = "Nobody in Shelbyville was surprised by the news of the buses."


class CountingEmbedder:
    """The real model, and how often it was asked."""

    def __init__(self, model: ModelEmbedder) -> None:
        self._model = model
        self.texts: list[str] = []
        self.fail_after: int | None = None
        self.meets: dict[str, Callable[[], object]] = {}
        """What happens on texts that hold a word, before the model sees them."""
        self.broken: Callable[[], object] | None = None

    name = property(lambda self: self._model.name)
    dimension = property(lambda self: self._model.dimension)
    window = property(lambda self: self._model.window)

    def expect(self, passages: int) -> None: ...

    def token_starts(self, text: str) -> list[int]:
        self._meet([text], "dividing")
        return self._model.token_starts(text)

    def embed_passages(self, texts: list[str], progress: Progress | None = None) -> Vectors:
        if self.fail_after is not None and len(self.texts) >= self.fail_after:
            raise KeyboardInterrupt
        if self.broken:
            self.broken()
        self._meet(texts, "embedding")
        self.texts += texts
        return self._model.embed_passages(texts, progress)

    def embed_questions(self, texts: list[str]) -> Vectors:
        return self._model.embed_questions(texts)

    def _meet(self, texts: list[str], where: str) -> None:
        for word, happens in self.meets.items():
            if word.startswith(where) and any(word in text for text in texts):
                happens()


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


def raising(error: BaseException) -> Callable[[], None]:
    def happens() -> None:
        raise error

    return happens


@pytest.mark.parametrize("stage", ["dividing", "embedding"])
@pytest.mark.parametrize("error", [ValueError("no\nsuch \ud83d thing"), RecursionError(), ZeroDivisionError("x")])
def test_whatever_a_file_does_to_us_the_others_are_taken_in(
    corpus: Callable[..., Path],
    open_library: Callable[..., Library],
    counting: CountingEmbedder,
    stage: str,
    error: Exception,
) -> None:
    folder = corpus(a=ONE, bad=f"This {stage} is more than anybody can bear.", c=TWO)
    counting.meets[stage] = raising(error)
    library = open_library(folder)
    report = synced(library)
    assert counts(report) == (2, 0, 0, 0)
    assert [(p.path, p.skipped) for p in report.problems] == [("bad.txt", True)]
    assert type(error).__name__ in report.problems[0].message
    assert "\n" not in report.problems[0].message
    assert counts(synced(library)) == (0, 0, 0, 2)
    assert library.check_vectors() is None
    counting.meets.clear()
    (folder / "bad.txt").write_text("This is borne by everybody, in the end.")
    assert counts(synced(library)) == (1, 0, 0, 2)


def test_an_article_that_cannot_be_taken_in_any_more_is_not_left_as_it_was(
    corpus: Callable[..., Path], open_library: Callable[..., Library], counting: CountingEmbedder
) -> None:
    folder = corpus(a=ONE, b=TWO)
    library = open_library(folder)
    synced(library)
    before = library.fingerprint
    corpus(b="This embedding is more than anybody can bear.")
    counting.meets["embedding"] = raising(ValueError("x"))
    assert counts(synced(library)) == (0, 0, 1, 1)
    assert [a.article.path for a in library.catalog.articles()] == ["a.txt"]
    assert library.fingerprint != before


def test_an_article_that_no_catalog_can_hold_is_passed_over(
    corpus: Callable[..., Path], open_library: Callable[..., Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    # No reader of ours gives such an article; one did.
    def read(path: str, raw: bytes) -> Reading:
        reading = read_article(path, raw)
        if path != "bad.txt" or reading.article is None:
            return reading
        title = Metadata(title="\ud83d")
        return replace(reading, article=replace(reading.article, metadata=title))

    monkeypatch.setattr(intake, "read_article", read)
    library = open_library(corpus(a=ONE, bad="Half a character is in its title.", c=TWO))
    report = synced(library)
    assert counts(report) == (2, 0, 0, 0)
    assert [p.path for p in report.problems] == ["bad.txt"]
    assert "UnicodeEncodeError" in report.problems[0].message
    assert library.check_vectors() is None


def test_half_a_character_in_front_matter_stops_nothing(
    corpus: Callable[..., Path], open_library: Callable[..., Library]
) -> None:
    head = '---\n"title": "\\ud83d"\nauthors: ["\\ud83d"]\nurl: "http://\\ud83d/"\n---\n\n'
    library = open_library(corpus(**{"a.txt": ONE, "bad.md": f"{head}{TWO}"}))
    report = synced(library)
    assert report.added + len([p for p in report.problems if p.skipped]) == 2
    assert "a.txt" in [a.article.path for a in library.catalog.articles()]


@pytest.mark.parametrize(
    "error",
    [MemoryError(), KeyboardInterrupt(), ModelError("it is gone"), OSError(28, "No space left on device"),
     RuntimeError("Failed to allocate memory for requested buffer of size 7")],
)  # fmt: skip
def test_trouble_of_the_machine_ends_the_run_and_skips_no_file(
    corpus: Callable[..., Path],
    open_library: Callable[..., Library],
    counting: CountingEmbedder,
    error: BaseException,
) -> None:
    library = open_library(corpus(a=ONE, b="This embedding met no room in the machine.", c=TWO))
    counting.meets["embedding"] = raising(error)
    with pytest.raises(type(error)):
        synced(library)
    counting.meets.clear()
    assert counts(synced(library)) == (3, 0, 0, 0)


def test_a_model_that_fails_with_everything_is_no_fault_of_the_files(
    corpus: Callable[..., Path], open_library: Callable[..., Library], counting: CountingEmbedder
) -> None:
    library = open_library(corpus(a=ONE))
    for happens in (raising(ValueError("broken")), None):
        counting.broken = happens
        if happens:
            with pytest.raises(ValueError, match="broken"):
                synced(library)
        else:
            assert counts(synced(library)) == (1, 0, 0, 0)


def test_a_full_disk_ends_the_run_and_what_was_finished_is_kept(
    tmp_path: Path, open_library: Callable[..., Library]
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:03}.txt").write_text(f"Bus number {number} of the city left the depot on time today.")
    library = open_library(folder)
    db = library.catalog._db
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 200}")  # SQLite then finds the disk full
    with pytest.raises(LibraryError, match="full") as caught:
        synced(library)
    assert "room" in caught.value.hint
    kept, fingerprint = library.catalog.count("articles"), library.fingerprint
    assert 0 < kept < 300
    assert library.catalog.files.problems() == []
    db.execute(f"PRAGMA max_page_count = {pages + 100_000}")
    report = synced(library)
    assert (report.added, report.unchanged) == (300 - kept, kept)
    assert library.fingerprint != fingerprint
    assert library.check_vectors() is None


def test_a_change_while_others_are_embedded_is_seen_next_time(
    corpus: Callable[..., Path], open_library: Callable[..., Library], counting: CountingEmbedder
) -> None:
    """On a file system whose clock ticks once a second or two, the change shows in nothing but the content."""
    folder = corpus(a=ONE, b="This embedding takes its time.")
    just_now = time.time_ns() - 1_500_000_000
    os.utime(folder / "a.txt", ns=(just_now, just_now))

    def edit() -> None:
        with (folder / "a.txt").open("r+") as opened:
            opened.write(ONE.replace("17", "18"))
        os.utime(folder / "a.txt", ns=(just_now, just_now))
        time.sleep(0.6)

    counting.meets["embedding"] = edit
    library = open_library(folder)
    synced(library)
    counting.meets.clear()
    assert counts(synced(library)) == (0, 1, 0, 1)
    assert "18" in library.catalog.articles()[0].article.text


def test_a_file_that_could_not_be_read_is_read_as_soon_as_it_can_be(embedder: ModelEmbedder, tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    embedder.warm_up()
    with shared_folder() as folder:
        for name, text in (("a.txt", ONE), ("b.txt", TWO)):
            (folder / name).write_text(text)
            os.utime(folder / name, (time.time() - 60,) * 2)
        (folder / "b.txt").chmod(0o000)
        with without_privileges():
            found = [sync(catalog, [folder], embedder, 200, lambda done, total: None) for _ in range(2)]
        assert [(r.added, [p.path for p in r.problems], len(r.new_problems)) for r in found] == [
            (1, ["b.txt"], 1),
            (0, ["b.txt"], 0),
        ]
        (folder / "b.txt").chmod(0o644)
        with without_privileges():
            report = sync(catalog, [folder], embedder, 200, lambda done, total: None)
    assert (report.added, report.problems) == (1, ())
    catalog.close()


def test_damage_that_shows_as_nonsense_is_damage(
    corpus: Callable[..., Path], open_library: Callable[..., Library]
) -> None:
    library = open_library(corpus(a=ONE))
    synced(library)
    with library.catalog.writing():
        library.catalog._db.execute("DELETE FROM fulltext")
    with pytest.raises(LibraryError, match="damaged: 1 passages, and 0"), library.session():
        raise KeyError("what came of it")
    with pytest.raises(KeyError), open_library(corpus(a=ONE), max_tokens=100).session():
        raise KeyError("a fault of ours")


@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_what_is_made_is_read_by_its_owner_only(
    corpus: Callable[..., Path], tmp_path: Path, embedder: ModelEmbedder, mask: int
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir(mode=0o755)
    before = os.umask(mask)
    try:
        library = Library(theirs / "cache" / "libraries", [corpus(a=ONE)], embedder, 200, lambda line: None)
        synced(library)
        made = [f for f in theirs.rglob("*") if not any(p.name.startswith("vectors-") for p in f.parents)]
        modes = {f.relative_to(theirs).as_posix(): stat.S_IMODE(f.stat().st_mode) for f in made}
    finally:
        os.umask(before)
        library.close()
    assert {name: oct(mode) for name, mode in modes.items() if mode & 0o077} == {}
    assert {"catalog.sqlite", "catalog.sqlite-wal", "vectors-0"} <= {Path(name).name for name in modes}
    assert stat.S_IMODE(theirs.stat().st_mode) == 0o755
