import os
import tempfile
from pathlib import Path

import pytest

from privileges import without_privileges
from rag.reading.files import FileEntry, list_files
from rag.reading.formats import MAX_BYTES, SUFFIXES, read_article, read_bytes
from rag.settings import sample_corpus
from rag.types import Kind, Metadata, Problem

TEXT = """\
---
title: Dam breaks in the north
url: https://www.harbor.example/dam
---

By Ana Lopez

The dam broke on Monday. Gen. Weber came at noon.

Sign up for our newsletter
"""


def entry(file: Path, size: int | None = None) -> FileEntry:
    info = file.stat()
    return FileEntry(file.name, file, info.st_size if size is None else size, info.st_mtime_ns, info.st_ino)


def problem(raw: bytes) -> str:
    """The one problem that keeps `raw` from being an article."""
    reading = read_article("a.md", raw)
    assert (reading.article, reading.sentences) == (None, ())
    (found,) = reading.problems
    assert (found.path, found.skipped) == ("a.md", True)
    return found.message


def note(raw: bytes) -> str:
    """The one remark on an article that can be used all the same."""
    reading = read_article("a.md", raw)
    assert reading.article is not None
    assert reading.sentences
    (found,) = reading.problems
    assert (found.path, found.skipped) == ("a.md", False)
    return found.message


def test_an_article_has_its_file_as_text_and_its_sentences() -> None:
    reading = read_article("news/a.md", TEXT.encode())
    assert reading.article is not None
    assert reading.problems == ()
    assert reading.article.path == "news/a.md"
    assert reading.article.text == TEXT
    assert TEXT[reading.article.body :].lstrip().startswith("By Ana Lopez")
    assert reading.article.metadata == Metadata(
        title="Dam breaks in the north",
        publisher="harbor.example",
        authors=("Ana Lopez",),
        url="https://www.harbor.example/dam",
    )
    assert [(s.kind, TEXT[s.start : s.end]) for s in reading.sentences] == [
        (Kind.BYLINE, "By Ana Lopez"),
        (Kind.BODY, "The dam broke on Monday."),
        (Kind.BODY, "Gen. Weber came at noon."),
        (Kind.PROMO, "Sign up for our newsletter"),
    ]


def test_front_matter_wins_over_the_head() -> None:
    reading = read_article("a.md", b"---\ntitle: Front\n---\n# Head\n\nBy Ana Lopez\n\nThe dam broke.")
    assert reading.article is not None
    assert reading.article.metadata == Metadata(title="Front", authors=("Ana Lopez",))


@pytest.mark.parametrize("name", ["a.md", "a.TXT", "b/a.markdown", "a.text"])
def test_every_suffix_has_a_reader(name: str) -> None:
    assert Path(name).suffix.lower() in SUFFIXES
    reading = read_article(name, b"The dam broke.")
    assert reading.article is not None
    assert reading.article.text == "The dam broke."


def test_offsets_are_those_of_the_decoded_text() -> None:
    text = "---\r\ntitle: Dam\r\n---\r\nIt’s 👩‍👩‍👧 who said “no”.\r\n"
    for raw in (text.encode(), b"\xef\xbb\xbf" + text.encode(), b"\xff\xfe" + text.encode("utf-16-le")):
        reading = read_article("a.md", raw)
        assert reading.article is not None
        assert reading.article.text == text
        (sentence,) = reading.sentences
        assert text[sentence.start : sentence.end] == "It’s 👩‍👩‍👧 who said “no”."


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b" \n\t\r\n\xc2\xa0", "nothing but white space"),
        (b"", "empty"),
        (b"---\ntitle: Dam\n---\n\n", "nothing but front matter"),
        (b"The\0dam", "NUL"),
        (bytes(range(1, 256)), "not text"),
    ],
)
def test_what_is_no_article(raw: bytes, message: str) -> None:
    assert message in problem(raw)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("It’s “no”, the café said.".encode("cp1252"), "not UTF-8: read as cp125"),
        ("The dam broke.".encode("utf-16"), "not UTF-8: read as utf-16"),
        (b"---\ntitle: [\n---\nThe dam broke.", "broken front matter"),
        (b"---\ntitle: Dam\n\nThe dam broke.", "never closed"),
        (b"---\ndate: 03/04/2022\n---\nThe dam broke.", "03/04/2022"),
    ],
)
def test_what_is_odd_is_noted_and_read_all_the_same(raw: bytes, message: str) -> None:
    assert message in note(raw)


def test_the_bytes_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"The dam\r\nbroke.\xff")
    assert read_bytes(entry(file)) == b"The dam\r\nbroke.\xff"


def test_an_empty_file_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.touch()
    assert read_bytes(entry(file)) == Problem("a.md", "empty")


@pytest.mark.parametrize(("size", "is_read"), [(MAX_BYTES, True), (MAX_BYTES + 1, False)])
def test_a_file_may_be_so_large_and_no_larger(tmp_path: Path, size: int, is_read: bool) -> None:
    file = tmp_path / "a.md"
    with file.open("wb") as opened:
        opened.truncate(size)
    found = read_bytes(entry(file))
    assert isinstance(found, bytes) is is_read
    assert is_read or (isinstance(found, Problem) and "too large" in found.message)


def test_a_file_that_grows_while_it_is_read_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    with file.open("wb") as opened:
        opened.truncate(MAX_BYTES + 1)
    assert read_bytes(entry(file, size=100)) == Problem("a.md", "grew too large while it was read")


def test_a_file_that_went_away_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("The dam broke.")
    seen = entry(file)
    file.unlink()
    assert read_bytes(seen) == Problem("a.md", "cannot be read: no such file or directory")


def test_a_file_that_may_not_be_read_is_a_problem() -> None:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        file = Path(name) / "a.md"
        file.write_text("The dam broke.")
        file.chmod(0o000)
        seen = entry(file)
        with without_privileges():
            found = read_bytes(seen)
    assert found == Problem("a.md", "cannot be read: permission denied")


def test_the_sample_articles_are_read_without_a_remark() -> None:
    entries = list_files([sample_corpus()], SUFFIXES).files
    assert len(entries) >= 5
    for each in entries:
        raw = read_bytes(each)
        assert isinstance(raw, bytes)
        reading = read_article(each.path, raw)
        assert reading.problems == ()
        assert reading.article is not None
        assert reading.article.metadata.title
        text, at = reading.article.text, reading.article.body
        for sentence in reading.sentences:
            assert text[sentence.start : sentence.end].strip()
            assert not text[at : sentence.start].strip()
            at = sentence.end
        assert not text[at:].strip()
        assert {s.kind for s in reading.sentences} <= {Kind.BODY, Kind.HEADING}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    os.mkfifo(file)
    entry = FileEntry("a.txt", file, 10, 0, 0)  # as it was when it was listed
    assert read_bytes(entry) == Problem("a.txt", "not a regular file")
