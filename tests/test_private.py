"""What is written with answers in it: for its owner alone, whole, and where the user meant it."""

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.private import write_privately


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "own"
    made.mkdir()
    return made


@pytest.fixture(params=[0o000, 0o022, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


@pytest.mark.usefixtures("umask")
def test_only_the_owner_may_read_it_whatever_the_umask(folder: Path) -> None:
    file = folder / "a.md"
    write_privately(file, "é\ud800\r\n")
    assert file.read_bytes() == b"\xc3\xa9\\ud800\r\n"
    assert mode(file) == 0o600


def test_a_file_that_all_may_read_becomes_private_and_nothing_else_is_left(folder: Path) -> None:
    file = folder / "a.md"
    file.write_text("before")
    file.chmod(0o644)
    write_privately(file, "after")
    assert (file.read_text(), mode(file)) == ("after", 0o600)
    assert list(folder.iterdir()) == [file]


def test_a_link_of_the_user_s_own_leads_to_the_file(folder: Path) -> None:
    (folder / "there").mkdir()
    (folder / "over").symlink_to(Path("there") / "a.md")
    (folder / "link").symlink_to("over")
    for text in ("new", "again"):  # it leads nowhere at first
        write_privately(folder / "link", text)
        assert (folder / "link").is_symlink()
        assert (folder / "there" / "a.md").read_text() == text
    assert mode(folder / "there" / "a.md") == 0o600


def test_links_in_a_circle_are_refused(folder: Path) -> None:
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    with pytest.raises(OSError, match="symbolic links"):
        write_privately(folder / "a", "x")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can lay a link in another's name")
def test_a_link_that_another_user_laid_is_refused(folder: Path) -> None:
    mine, link = folder / "mine.md", folder / "link"
    mine.write_text("mine")
    link.symlink_to(mine)
    os.chown(link, 12345, 12345, follow_symlinks=False)
    with pytest.raises(PermissionError, match="another user"):
        write_privately(link, "x")
    assert mine.read_text() == "mine"


def test_a_pipe_is_written_to(folder: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()))
    reader.start()
    write_privately(pipe, "through")
    reader.join(10)
    assert got == ["through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="there is no /dev/fd")
def test_a_stream_that_is_open_is_gone_on_with(folder: Path) -> None:
    with (folder / "out").open("w") as out:
        print("before", file=out, flush=True)
        write_privately(Path(f"/dev/fd/{out.fileno()}"), "between\n")
        print("after", file=out, flush=True)
    assert (folder / "out").read_text() == "before\nbetween\nafter\n"


def test_standard_output_is_a_stream(capfd: pytest.CaptureFixture[str]) -> None:
    write_privately(Path("/dev/stdout"), "shown")
    assert capfd.readouterr().out == "shown"


def test_a_device_is_written_to() -> None:
    write_privately(Path(os.devnull), "away")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.parametrize("place", ["nowhere/a.md", "file/a.md", "."])
def test_where_nothing_can_be_written_nothing_is_left(place: str, folder: Path) -> None:
    (folder / "file").write_text("")
    with pytest.raises(OSError):
        write_privately(folder / place, "x")
    assert [f.name for f in folder.iterdir()] == ["file"]
