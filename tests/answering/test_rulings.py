"""What a judge has said is kept: bounded, private, and never in the way."""

import os
from pathlib import Path

from rag.answering.rulings import Rulings
from rag.types import Verdict


def test_what_was_said_is_known_in_another_process(tmp_path: Path) -> None:
    Rulings(tmp_path / "judge", print).keep("a", Verdict.SUPPORTED)
    again = Rulings(tmp_path / "judge", print)
    assert (again.recall("a"), again.recall("b")) == (Verdict.SUPPORTED, None)
    again.keep("a", Verdict.CONTRADICTED)
    assert again.recall("a") is Verdict.CONTRADICTED


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    assert Rulings(tmp_path / "judge", print).recall("a") is None
    assert not (tmp_path / "judge").exists()


def test_the_oldest_are_forgotten(tmp_path: Path) -> None:
    rulings = Rulings(tmp_path, print, most=3)
    for key in "abcade":
        rulings.keep(key, Verdict.SUPPORTED)
    assert [key for key in "abcde" if rulings.recall(key)] == ["a", "d", "e"]


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    old = os.umask(0o000)
    try:
        Rulings(tmp_path / "judge", print).keep("a", Verdict.SUPPORTED)
    finally:
        os.umask(old)
    assert (tmp_path / "judge").stat().st_mode & 0o777 == 0o700
    assert {f.stat().st_mode & 0o777 for f in (tmp_path / "judge").iterdir()} == {0o600}


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "rulings.sqlite").write_bytes(b"no database at all " * 100)
    lines: list[str] = []
    rulings = Rulings(tmp_path, lines.append)
    assert rulings.recall("a") is None
    rulings.keep("a", Verdict.UNSUPPORTED)
    assert rulings.recall("a") is Verdict.UNSUPPORTED
    assert lines == []


def test_where_nothing_can_be_kept_that_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "judge").write_text("a file where the folder goes")
    lines: list[str] = []
    rulings = Rulings(tmp_path / "judge", lines.append)
    for _ in range(2):
        rulings.keep("a", Verdict.SUPPORTED)
        assert rulings.recall("a") is None
    assert len(lines) == 1
    assert "cannot be kept" in lines[0]
