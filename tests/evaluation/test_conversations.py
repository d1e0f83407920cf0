"""Conversations in a suite: every turn is asked, and the last one counts."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from rag.embedding.model import ModelEmbedder
from rag.errors import UsageError
from rag.evaluation.conversations import articles_of, converse
from rag.evaluation.figures import all_figures, figure_names
from rag.evaluation.report import to_report
from rag.evaluation.runner import run_suite
from rag.evaluation.suite import ExpectedEvidence, Item, Suite, load_suite, missing_evidence
from rag.query_engine import EVERYTHING, QueryEngine
from rag.settings import Settings

FOLLOWUPS = ROOT / "eval" / "followups.jsonl"
SHIPS = "Northport bought nine ships in March, the mayor said.\n\nIn October Northport bought four ships more.\n"
ITEM = Item(
    "f1",
    "and in October?",
    ("four ships",),
    (ExpectedEvidence("ships.txt", "four ships"),),
    before=("How many ships did Northport buy in March?",),
    standalone="How many ships did Northport buy in October?",
    carries=("ships", "October", "Northport"),
    drops=("March",),
)
WHO = Item(
    "f2", "who said that?", ("the mayor",), before=ITEM.before, standalone="Who said that Northport bought ships?"
)


@pytest.fixture
def engine(cache: Path, embedder: ModelEmbedder, corpus: Callable[..., Path]) -> Iterator[QueryEngine]:
    with QueryEngine(Settings((corpus(ships=SHIPS),), "test", cache)) as opened:
        yield opened


def test_the_last_question_is_asked_as_understood_alone_and_whole(engine: QueryEngine) -> None:
    outcome = converse(ITEM, engine, EVERYTHING)
    assert outcome.follow_up is not None
    assert outcome.follow_up.understood == "How many ships did Northport buy in October?"
    assert outcome.follow_up.whole is not None
    assert "four ships" in outcome.follow_up.whole.forced[0]
    assert outcome.follow_up.whole.forced == outcome.forced
    assert outcome.ranked == ("ships.txt",)


def test_who_said_it_is_read_off_the_answer_before(engine: QueryEngine) -> None:
    outcome = converse(WHO, engine, EVERYTHING)
    assert [s.attribution for s in outcome.answer.statements] == ["the mayor said"]
    assert outcome.forced == tuple(s.text for s in outcome.answer.statements)


def test_the_figures_of_conversations(engine: QueryEngine) -> None:
    plain = Item("q1", "How many ships did Northport buy in March?", ("nine ships",))
    run = run_suite(Suite("small", (ITEM, WHO, plain), "f"), engine, lambda done, total: None)
    figures = {f.name: f for f in all_figures(run.outcomes, run.texts)}
    assert figures["understood"].values == {"f1": 1.0}
    for name in ("alone_any", "alone_picked", "whole_any", "whole_picked"):
        assert set(figures[name].values) == {"f1", "f2"}
        assert name in figure_names()
    assert figures["whole_picked"].values["f1"] == 1.0
    asked = to_report(run, list(figures.values()), [], [])["questions"]
    assert asked[0]["before"] == list(ITEM.before)
    assert asked[0]["understood"] == "How many ships did Northport buy in October?"
    assert "understood" not in asked[2]


def test_passages_are_counted_by_article() -> None:
    assert articles_of([]) == ()


def write(folder: Path, **row: object) -> Path:
    file = folder / "suite.jsonl"
    file.write_text(json.dumps({"id": "f1", "answer": ["x"], "evidence": [], **row}))
    return file


def test_turns_stand_in_place_of_a_question(tmp_path: Path) -> None:
    (item,) = load_suite(write(tmp_path, turns=["One?", "Two?", "Three?"], carries=["a|b"])).items
    assert (item.before, item.question, item.carries) == (("One?", "Two?"), "Three?", ("a|b",))


@pytest.mark.parametrize("turns", ["One?", ["One?", " "], [" ", "Two?"], {}])
def test_turns_that_are_none_are_refused(tmp_path: Path, turns: object) -> None:
    with pytest.raises(UsageError, match="line 1"):
        load_suite(write(tmp_path, turns=turns))


def test_what_a_conversation_expects_changes_the_fingerprint(tmp_path: Path) -> None:
    prints = {
        load_suite(write(tmp_path, **row)).fingerprint
        for row in (
            {"question": "Two?"},
            {"turns": ["Two?"]},  # the same question
            {"turns": ["One?", "Two?"]},
            {"turns": ["One?", "Two?"], "carries": ["one"]},
        )
    }
    assert len(prints) == 3


def test_the_conversations_of_the_project_fit_its_articles() -> None:
    items = load_suite(FOLLOWUPS).items
    texts = {file.name: file.read_text("utf-8") for file in (ROOT / "corpus").iterdir()}
    assert not missing_evidence(items, texts)
    assert len(items) >= 40
    assert all(1 <= len(i.before) <= 3 and i.answer and i.evidence and i.standalone and i.carries for i in items)
