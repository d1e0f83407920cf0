"""Kept conversations: private, whole, and never lost where they are damaged."""

import json
import stat
from datetime import date
from pathlib import Path

import pytest

from rag.chat.store import SessionStore
from rag.chat.turn import Turn, Understood, Way
from rag.errors import LibraryError, UsageError
from rag.types import (
    Answer,
    Citation,
    Conflict,
    ConflictValue,
    Fault,
    Reason,
    Span,
    Statement,
    Status,
    Verdict,
)

CITATION = Citation(
    1, "a.md", "Title \x1b[31m", None, "The Times", date(2022, 12, 30), None, 3, 9, 1, None, "quote\n", "origin",
    Path("/corpus/a.md"),
)  # fmt: skip
FAULT = Fault("figure", "it says 9", Span(1, 2))
ANSWER = Answer(
    "Why?",
    Status.CONFLICTING,
    (Statement("quote", (1,), Verdict.UNSUPPORTED, "she says", date(2022, 12, 1), (Span(0, 5),), (FAULT,)),),
    (CITATION,),
    None,
    (CITATION,),
    0.5,
    (Conflict("ships", (ConflictValue("nine", (1,)),)),),
    timings={"total_ms": 3},
)
TURNS = (
    Turn("why", Understood("Why?", Way.FOLLOW_UP), ANSWER),
    Turn("and?", Understood("Who said that: x", Way.WHO_SAID, 1), Answer("x", Status.UNANSWERED, (), (),
         Reason.NOT_IN_DATE_RANGE, (), 0.0), "Nobody"),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "chat"


def test_what_was_kept_comes_back_whole(folder: Path) -> None:
    SessionStore(folder, "news-1").save(TURNS, {"since": "2022"})
    kept = SessionStore(folder, "news-1").resume()
    assert kept.turns == TURNS
    assert kept.bounds == {"since": "2022"}


def test_the_newest_of_the_same_corpus_is_resumed_and_gone_on_with(folder: Path) -> None:
    SessionStore(folder, "news-1").save(TURNS[:1], {})
    newest = SessionStore(folder, "news-1")
    newest.save(TURNS, {})
    SessionStore(folder, "other-2").save((), {})
    resumed = SessionStore(folder, "news-1")
    assert resumed.resume().turns == TURNS
    assert resumed.file == newest.file


def test_only_its_owner_may_read_it(folder: Path) -> None:
    store = SessionStore(folder, "news-1")
    store.save(TURNS, {})
    assert stat.S_IMODE(store.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [file.name for file in folder.iterdir()] == [store.file.name]


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", '{"version": 99}', '{"version": 1}', '{"version": 1, "turns": [{}], "bounds": {}}',
     '{"version": 1, "turns": [], "bounds": {"since": 3}}', "[" * 100_000, "\x00"],
)  # fmt: skip
def test_a_damaged_one_is_said_and_not_lost(folder: Path, damage: str) -> None:
    SessionStore(folder, "news-1").save(TURNS, {})
    store = SessionStore(folder, "news-1")
    store.save((), {})
    store.file.write_text(damage)
    with pytest.raises(UsageError, match="is damaged") as error:
        SessionStore(folder, "news-1").resume()
    assert store.file.with_suffix(".damaged").read_text() == damage
    assert store.file.with_suffix(".damaged").name in error.value.hint
    assert SessionStore(folder, "news-1").resume().turns == TURNS  # the one before


def test_there_may_be_none(folder: Path) -> None:
    with pytest.raises(UsageError, match="no conversation"):
        SessionStore(folder, "news-1").resume()


def test_old_ones_are_forgotten(folder: Path) -> None:
    stores = [SessionStore(folder, "news-1") for _ in range(23)]
    for store in stores:
        store.save((), {})
    assert len(list(folder.iterdir())) == 20
    assert not stores[0].file.exists()
    assert stores[-1].file.exists()


def test_a_folder_that_cannot_be_written_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="cannot be used"):
        SessionStore(tmp_path / "file", "news-1").save((), {})


def test_fields_that_an_older_session_lacks_have_their_defaults(folder: Path) -> None:
    store = SessionStore(folder, "news-1")
    store.save(TURNS[1:], {})
    table = json.loads(store.file.read_text())
    del table["turns"][0]["note"]
    store.file.write_text(json.dumps(table))
    assert SessionStore(folder, "news-1").resume().turns[0].note == ""
