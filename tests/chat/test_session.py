"""Whole sessions on real articles, with a view that remembers what it was shown."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rag.chat.conversation import Conversation
from rag.chat.session import Session
from rag.chat.store import SessionStore
from rag.chat.turn import Turn, Understood, Way
from rag.embedding.model import ModelEmbedder
from rag.errors import AskError, UsageError
from rag.query_engine import QueryEngine
from rag.settings import Settings
from rag.types import BORNE_OUT, Answer, Scope, Status

SHIPS = """Harbour gets new ships
By Ann Example

Ada Brook, who runs the Harbour Board, spoke on Monday. She said Northport bought nine ships in March.
The ships came from Sudmark. In October Northport bought four more ships.

The mayor opposed the purchase because the harbour is too shallow.
"""
BUSES = "---\npublished: 2022-12-30\npublisher: The Example Times\n---\nSpringfield bought 17 buses on Monday.\n"


class Shown:
    """A view that keeps what it is shown."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.meant: list[Understood] = []
        self.changes: list[Sequence[Any]] = []
        self.turns: list[Turn] = []
        self.listed: list[Answer] = []
        self.explained: list[tuple[Answer, int | None]] = []
        self.opened: list[tuple[str, int]] = []
        self.drafts: list[Any] = []
        self.saved: list[tuple[int, str]] = []
        self.helped = 0
        self.text = ""

    def say(self, message: str) -> None:
        self.said.append(message)

    def understood(self, understood: Understood) -> None:
        self.meant.append(understood)

    def changed(self, changes: Sequence[Any]) -> None:
        self.changes.append(changes)

    def statement(self, statement: Any, citations: Any) -> None: ...

    def turn(self, turn: Turn) -> None:
        self.turns.append(turn)

    def sources(self, answer: Answer) -> None:
        self.listed.append(answer)

    def why(self, answer: Answer, number: int | None) -> None:
        self.explained.append((answer, number))

    def open(self, article: Any, line: int) -> None:
        self.opened.append((article.article.path, line))

    def checked(self, checked: Any) -> None:
        self.drafts.append(checked)

    def save(self, turns: Sequence[Turn], name: str) -> None:
        self.saved.append((len(turns), name))

    def help(self) -> None:
        self.helped += 1

    def pasted(self) -> str:
        return self.text


def to_scope(bounds: Mapping[str, str]) -> Scope:
    try:
        since = date.fromisoformat(bounds["since"]) if "since" in bounds else None
    except ValueError as error:
        raise UsageError("no day") from error
    return Scope(since=since, publishers=tuple(bounds.get("publisher", "").splitlines()))


Open = Callable[..., tuple[Session, Shown]]


@pytest.fixture
def open_session(cache: Path, embedder: ModelEmbedder, corpus: Callable[..., Path], tmp_path: Path) -> Iterator[Open]:
    engines: list[QueryEngine] = []

    def make(**bounds: str) -> tuple[Session, Shown]:
        folder = corpus(ships=SHIPS, buses=BUSES)
        engine = QueryEngine(Settings((folder,), "test", cache))
        engines.append(engine)
        engine.refresh()
        engine.changes()
        shown = Shown()
        store = SessionStore(tmp_path / "chat", engine.library.folder.name)
        return Session(Conversation(engine), shown, to_scope, bounds, store), shown

    yield make
    for engine in engines:
        engine.__exit__()


def test_a_conversation(open_session: Open, tmp_path: Path) -> None:
    session, shown = open_session()
    assert session.take("How many ships did Northport buy in March?")
    assert "nine ships" in shown.turns[-1].answer.statements[0].text

    assert session.take("and in October?")
    assert shown.meant[-1] == Understood("How many ships did Northport buy in October?", Way.FOLLOW_UP)
    assert "four more ships" in shown.turns[-1].answer.text

    assert session.take("How many ships did Northport buy in March?")
    assert session.take("who said that?")
    said = shown.turns[-1]
    statement = said.answer.statements[0]
    assert "Ada Brook" in said.note
    assert [statement.text[m.start : m.end] for m in statement.marks] == ["Ada Brook"]
    citation = said.answer.citations[0]
    text = (tmp_path / "articles" / "ships.txt").read_text()
    assert text[citation.start : citation.end] == citation.quote
    assert " ".join(citation.quote.split()) == statement.text
    assert said.answer.status is Status.ANSWERED

    assert session.take("/why 1")
    assert shown.explained[-1][1] == 1
    assert session.take("/open 1")
    assert shown.opened[-1] == ("ships.txt", citation.line)
    assert session.take("/open buses:2")
    assert shown.opened[-1] == ("buses.txt", 2)
    assert session.take("/sources")
    assert session.take("/save notes.md")
    assert shown.saved == [(4, "notes.md")]
    assert session.take("/help")
    assert shown.helped
    assert not session.take("/quit")


def test_a_statement_that_names_nobody_is_the_article_s_own(open_session: Open) -> None:
    session, shown = open_session()
    session.take("How many buses did Springfield buy?")
    assert "17 buses" in shown.turns[-1].answer.text
    session.take("who said that?")
    turn = shown.turns[-1]
    assert turn.answer.status is Status.UNANSWERED
    assert "its own words" in turn.note
    assert "17 buses" in turn.answer.nearest[0].quote


def test_what_changed_between_questions_is_said(open_session: Open, corpus: Callable[..., Path]) -> None:
    session, shown = open_session()
    session.take("How many ships did Northport buy in March?")
    assert not shown.changes
    folder = corpus(trams="Shelbyville sold nine trams on Friday.\n")
    (folder / "buses.txt").unlink()
    session.take("How many trams did Shelbyville sell?")
    assert "nine trams" in shown.turns[-1].answer.text
    assert [(c.added, c.changed, c.removed) for c in shown.changes[0]] == [(1, 0, 1)]
    session.take("How many trams did Shelbyville sell?")
    assert len(shown.changes) == 1


def test_bounds_hold_until_they_are_lifted(open_session: Open) -> None:
    session, shown = open_session()
    session.take("/since 2022-12-30")
    session.take("/publisher example times")
    assert "since 2022-12-30, by example times" in shown.said[-1]
    session.take("How many ships did Northport buy in March?")
    assert shown.turns[-1].answer.status is Status.UNANSWERED
    session.take("/since off")
    session.take("/publisher off")
    assert shown.said[-1].endswith("all articles")
    session.take("How many ships did Northport buy in March?")
    assert shown.turns[-1].answer.status is Status.ANSWERED


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/since someday", "no day"),
        ("/publisher Nobody at all", "no article is by"),
        ("/opne", "there is no command"),
        ("/sources", "nothing has been asked"),
        ("/more", "nothing has been asked"),
        ("/why 1", "nothing has been asked"),
        ("/open", "nothing has been asked"),
        ("/open no-such-article", "there is no article"),
        ("/save", "no file is named"),
        ("/check", "no words|nothing to check|no text"),
        ("?!", "there is no question"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(open_session: Open, typed: str, said: str) -> None:
    session, shown = open_session()
    bounds = dict(session.bounds)
    with pytest.raises(AskError, match=said):
        session.take(typed)
    assert session.bounds == bounds
    assert not shown.turns
    session.take("How many buses did Springfield buy?")
    assert "17 buses" in shown.turns[-1].answer.text


def test_numbers_that_were_not_shown_are_refused(open_session: Open) -> None:
    session, _ = open_session()
    session.take("How many buses did Springfield buy?")
    for typed in ("/open 9", "/why 9", "/why x"):
        with pytest.raises(UsageError, match="of the last answer"):
            session.take(typed)


def test_a_session_is_gone_on_with(open_session: Open) -> None:
    session, _ = open_session()
    session.take("/since 2022-01-01")
    session.take("How many buses did Springfield buy?")
    again, shown = open_session()
    again.resume()
    assert shown.said == ["resumed: 1 question so far · since 2022-01-01"]
    assert again.conversation.scope.since == date(2022, 1, 1)
    again.take("/why 1")
    assert shown.explained[-1][0].explanation is not None
    again.take("when?")
    assert shown.meant[-1].question == "When did Springfield buy buses?"
    assert len(json.loads(again._store.file.read_text())["turns"]) == 2  # type: ignore[union-attr]


def test_bounds_that_are_given_win_over_those_kept(open_session: Open) -> None:
    session, _ = open_session()
    session.take("/since 2022-01-01")
    session.take("How many buses did Springfield buy?")
    again, _ = open_session(since="2022-12-01")
    again.resume()
    assert again.conversation.scope.since == date(2022, 12, 1)


def test_forgetting_makes_the_next_question_stand_alone(open_session: Open) -> None:
    session, shown = open_session()
    session.take("How many ships did Northport buy in March?")
    session.take("/reset")
    session.take("and in October?")
    assert shown.meant[-1] == Understood("and in October?")


def test_a_text_is_checked_where_it_was_pasted_or_asked_for(open_session: Open) -> None:
    session, shown = open_session()
    session.take("/check Springfield bought 17 buses.\nSpringfield bought 18 buses.")
    shown.text = "Springfield bought 18 buses on Monday."
    session.take("/check")
    first, second = shown.drafts
    assert [s.verdict in BORNE_OUT for s in first.sentences] == [True, False]
    assert not second.holds


def test_an_answer_that_is_interrupted_leaves_no_trace(open_session: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    session, shown = open_session()
    session.take("How many buses did Springfield buy?")

    def press(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(session.conversation.engine.embedder, "embed_questions", press)
        with pytest.raises(KeyboardInterrupt):
            session.take("How many ships did Northport buy in March?")
    assert len(session.conversation.turns) == 1
    session.take("How many ships did Northport buy in March?")
    assert "nine ships" in shown.turns[-1].answer.text
