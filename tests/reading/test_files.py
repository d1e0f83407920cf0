import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from privileges import shared_folder, without_privileges
from rag.errors import CorpusError, UsageError
from rag.reading.files import Listing, corpus_roots, list_files
from rag.text.printable import printable
from rag.types import Problem

TEXTS = frozenset({".md", ".txt"})


@pytest.fixture
def shared() -> Iterator[Path]:
    with shared_folder() as folder:
        yield folder


def put(root: Path, *names: str) -> Path:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("The dam broke.")
    return root


def listing(*folders: Path) -> Listing:
    return list_files(corpus_roots(folders), TEXTS)


def paths(*folders: Path) -> list[str]:
    return [entry.path for entry in listing(*folders).files]


def test_files_are_found_below_the_corpus_in_path_order(tmp_path: Path) -> None:
    root = put(tmp_path / "a", "b.md", "a/z.txt", "a/b/c.MD", "z.txt", "folder.md/in.txt")
    found = listing(root)
    assert [entry.path for entry in found.files] == ["a/b/c.MD", "a/z.txt", "b.md", "folder.md/in.txt", "z.txt"]
    assert (found.problems, found.other) == ((), ())


def test_an_entry_is_what_a_stat_says(tmp_path: Path) -> None:
    (entry,) = listing(put(tmp_path / "a", "b.md")).files
    info = (tmp_path / "a/b.md").stat()
    assert entry.file == tmp_path.resolve() / "a/b.md"
    assert (entry.size, entry.mtime_ns, entry.inode) == (info.st_size, info.st_mtime_ns, info.st_ino)


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    found = listing(put(tmp_path / "a", ".b.md", ".git/c.md", "d/.e/f.md", ".DS_Store", "g.md"))
    assert [entry.path for entry in found.files] == ["g.md"]
    assert found.other == ()


def test_other_formats_are_counted_and_not_listed(tmp_path: Path) -> None:
    found = listing(put(tmp_path / "a", "b.md", "c.pdf", "d.PDF", "e.tar.gz", "README"))
    assert [entry.path for entry in found.files] == ["b.md"]
    assert found.other == ((".gz", 1), (".pdf", 2), ("no suffix", 1))
    assert found.problems == ()


def test_links_that_lead_nowhere_are_problems(tmp_path: Path) -> None:
    root = put(tmp_path / "a", "b.md")
    (root / "gone.md").symlink_to(root / "none.md")
    (root / "self.md").symlink_to(root / "self.md")
    found = listing(root)
    assert [entry.path for entry in found.files] == ["b.md"]
    assert found.problems == (
        Problem("gone.md", "a link that leads nowhere"),
        Problem("self.md", "a link that leads nowhere"),
    )


def test_folders_are_followed_through_links_once(tmp_path: Path) -> None:
    root = put(tmp_path / "a", "b.md", "sub/c.md")
    put(tmp_path / "out", "d.md")
    (root / "loop").symlink_to(root)
    (root / "sub" / "up").symlink_to(root)
    (root / "link").symlink_to(tmp_path / "out")
    (root / "link-again").symlink_to(tmp_path / "out")
    found = listing(root)
    assert [entry.path for entry in found.files] == ["b.md", "link/d.md", "sub/c.md"]
    assert found.problems == ()


def test_a_link_to_a_file_is_a_file(tmp_path: Path) -> None:
    root = put(tmp_path / "a", "b.md")
    (root / "c.txt").symlink_to(root / "b.md")
    assert paths(root) == ["b.md", "c.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_regular_file(tmp_path: Path) -> None:
    root = put(tmp_path / "a", "b.md")
    os.mkfifo(root / "pipe.md")
    found = listing(root)
    assert [entry.path for entry in found.files] == ["b.md"]
    assert found.problems == (Problem("pipe.md", "not a regular file"),)


def test_an_undecodable_name_is_shown_in_escapes_and_can_be_opened(tmp_path: Path) -> None:
    root = put(tmp_path / "a", "b.md")
    try:
        Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.md")).write_text("It rained.")
    except OSError as error:
        pytest.skip(f"this file system knows no such names: {error}")
    entry = listing(root).files[1]
    assert entry.path == "caf\\xe9.md"
    assert entry.path.encode("utf-8")
    assert entry.file.read_text() == "It rained."


def test_several_roots_are_told_apart_by_name(tmp_path: Path) -> None:
    roots = [put(tmp_path / name, "x.md") for name in ("one/news", "two/news", "one/news-2", "three")]
    assert sorted(paths(*roots)) == ["news-2/x.md", "news-3/x.md", "news/x.md", "three/x.md"]
    assert paths(*roots) == paths(*reversed(roots))


def test_one_root_lends_no_name_and_counts_once(tmp_path: Path) -> None:
    root = put(tmp_path / "news", "x.md", "sub/y.md")
    (tmp_path / "alias").symlink_to(root)
    assert corpus_roots([root, root / "sub", tmp_path / "alias", root / ".." / "news"]) == (root.resolve(),)
    assert paths(root, root / "sub") == ["sub/y.md", "x.md"]


def test_roots_with_like_names_are_not_nested(tmp_path: Path) -> None:
    roots = [put(tmp_path / "news", "x.md"), put(tmp_path / "news-old", "x.md")]
    assert corpus_roots(roots) == tuple(r.resolve() for r in roots)


def test_a_relative_root_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "news", "x.md")
    monkeypatch.chdir(tmp_path)
    assert corpus_roots([Path("news")]) == ((tmp_path / "news").resolve(),)


@pytest.mark.parametrize(("name", "message"), [("none", "does not exist"), ("x.md", "is a file"), ("loop", "exist")])
def test_a_corpus_that_is_no_folder_is_an_error(tmp_path: Path, name: str, message: str) -> None:
    put(tmp_path, "x.md")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(CorpusError, match=message) as raised:
        corpus_roots([tmp_path / name])
    assert str(tmp_path / name) in raised.value.message
    assert raised.value.hint


def test_a_corpus_that_may_not_be_read_is_an_error(shared: Path) -> None:
    root = put(shared / "news", "x.md")
    root.chmod(0o000)
    with without_privileges(), pytest.raises(CorpusError, match="may not be read"):
        corpus_roots([root])


def test_a_corpus_within_a_closed_folder_is_an_error(shared: Path) -> None:
    root = put(shared / "closed" / "news", "x.md")
    root.parent.chmod(0o000)
    with without_privileges(), pytest.raises(CorpusError):
        corpus_roots([root])


def test_a_closed_folder_is_a_problem_and_the_rest_is_found(shared: Path) -> None:
    root = put(shared / "news", "closed/x.md", "y.md")
    (root / "closed").chmod(0o000)
    with without_privileges():
        found = listing(root)
    assert [entry.path for entry in found.files] == ["y.md"]
    assert found.problems == (Problem("closed", "this folder may not be read: permission denied"),)


def test_a_folder_that_may_not_be_entered_is_a_problem_and_the_rest_is_found(shared: Path) -> None:
    root = put(shared / "news", "closed/x.md", "y.md")
    (root / "closed").chmod(0o444)
    with without_privileges():
        found = listing(root)
    assert [entry.path for entry in found.files] == ["y.md"]
    assert found.problems == (Problem("closed/x.md", "permission denied"),)


def test_folders_deeper_than_python_calls_itself(tmp_path: Path) -> None:
    depth = 1200
    root = put(tmp_path / "a", "top.md")
    place = os.open(root, os.O_RDONLY)
    for _ in range(depth):  # one step at a time, as no path of this length may be made at once everywhere
        os.mkdir("d", dir_fd=place)
        inner = os.open("d", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(os.open("deep.md", os.O_WRONLY | os.O_CREAT, dir_fd=place))
    os.close(place)
    try:
        assert paths(root) == ["d/" * depth + "deep.md", "top.md"]
    finally:
        _remove_deep(root)


def test_what_lies_deeper_than_a_path_may_be_long_is_a_problem_and_the_rest_is_found(tmp_path: Path) -> None:
    root = put(tmp_path / "a", "top.md")
    place = os.open(root, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("d" * 200, dir_fd=place)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(place)
    try:
        found = listing(root)
        assert [entry.path for entry in found.files] == ["top.md"]
        assert [p.message for p in found.problems] == ["this folder may not be read: file name too long"]
    finally:
        _remove_deep(root)


def _remove_deep(root: Path) -> None:
    """Pytest's own removal calls itself once a folder."""
    subprocess.run(["rm", "-rf", str(root)], check=True)


class _Watching(frozenset[str]):
    """Suffixes; as soon as one is looked up, a folder vanishes."""

    gone: Path

    def __contains__(self, suffix: object) -> bool:
        shutil.rmtree(self.gone, ignore_errors=True)
        return super().__contains__(suffix)


def test_a_folder_that_vanishes_while_it_is_walked_is_a_problem(tmp_path: Path) -> None:
    root = put(tmp_path / "a", "b.md", "gone/c.md", "y/d.md")
    suffixes = _Watching(TEXTS)
    suffixes.gone = root / "gone"
    found = list_files(corpus_roots([root]), suffixes)
    assert [entry.path for entry in found.files] == ["b.md", "y/d.md"]
    assert found.problems == (Problem("gone", "this folder may not be read: no such file or directory"),)


def test_two_names_that_are_shown_alike_are_one_article_and_a_problem(tmp_path: Path) -> None:
    root = put(tmp_path / "a", "caf\\xe9.md")
    try:
        Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.md")).write_text("It rained.")
    except OSError as error:
        pytest.skip(f"this file system knows no such names: {error}")
    found = listing(root)
    assert [entry.path for entry in found.files] == ["caf\\xe9.md"]
    assert [(p.path, "shown like" in p.message) for p in found.problems] == [("caf\\xe9.md", True)]
    assert listing(root) == found


@pytest.mark.parametrize(
    ("name", "why"), [("x" * 300, "file name too long"), ("a\0b", "null byte"), ("\ud83d", "surrogates not allowed")]
)
def test_a_name_that_no_folder_can_have_is_wrong_usage(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(UsageError, match=why) as raised:
        corpus_roots([tmp_path / name])
    assert printable(name) in raised.value.message
    assert raised.value.hint
    assert raised.value.message.encode()
