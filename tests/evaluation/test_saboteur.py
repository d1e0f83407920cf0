"""The evaluator is fed wrong answers: by hand, and as the engine gives them to the shipped suite."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ROOT
from rag.embedding.model import ModelEmbedder
from rag.evaluation.outcome import Outcome
from rag.evaluation.runner import Run, run_suite
from rag.evaluation.saboteur import Caught, run_saboteur, sabotages
from rag.evaluation.suite import ExpectedEvidence, Item, load_suite
from rag.query_engine import QueryEngine
from rag.settings import Settings
from rag.types import Answer, Citation, Reason, Statement, Status, Verdict

TEXTS = {"a.md": "The council bought 17 buses. They are all red.\n", "b.md": "Minsk said nothing.\n"}
FIGURE, MOVED, QUOTE, INVENTED = (s.name for s in sabotages())


def cited(quote: str, texts: dict[str, str]) -> Citation:
    article = next(path for path, text in texts.items() if quote in text)
    start = texts[article].find(quote)
    return Citation(
        1, article, None, None, None, None, None, start, start + len(quote), 1, None, quote, article, Path(article)
    )


def answers(quote: str, accepted: str, texts: dict[str, str] = TEXTS) -> Outcome:
    citation = cited(quote, texts)
    item = Item("answered", "?", (accepted,), (ExpectedEvidence(citation.article, quote),))
    text = " ".join(quote.split())
    statement = Statement(text, (1,), Verdict.QUOTED)
    answer = Answer("?", Status.ANSWERED, (statement,), (citation,), None, (), 0.9)
    return Outcome(item, answer, (citation.article,), (text,), 1)


def is_silent(nearest: str | None = "Minsk said nothing.") -> Outcome:
    near = () if nearest is None else (cited(nearest, TEXTS),)
    answer = Answer("?", Status.UNANSWERED, (), (), Reason.NOT_IN_CORPUS, near, 0.1)
    return Outcome(Item("silent", "?", None), answer, ("b.md",), (), 1)


BUSES = answers("The council bought 17 buses.", "17 buses")


def caught(outcomes: Sequence[Outcome], texts: dict[str, str] = TEXTS) -> dict[str, Caught]:
    return {c.name: c for c in run_saboteur(outcomes, texts)}


def test_each_sabotage_lowers_just_the_figures_that_should_catch_it() -> None:
    found = caught([BUSES, is_silent()])
    assert {name: (c.spoilt, c.is_well) for name, c in found.items()} == dict.fromkeys(found, (1, True))
    assert {name: set(c.fell) for name, c in found.items()} == {
        "a wrong figure": {"answer_first", "answer_any", "token_f1", "statements_quoted"},
        "a citation moved by one sentence": {"quotes_verified", "cited_sentence"},
        "a quote with one word changed": {"quotes_verified"},
        "an answer where there is none": {"rightly_silent"},
    }


def test_the_outcomes_are_spoilt_as_the_names_say() -> None:
    spoilt = {s.name: s.spoil(is_silent() if s.name == INVENTED else BUSES, TEXTS) for s in sabotages()}
    assert all(spoilt.values())
    answer = {name: o.answer for name, o in spoilt.items() if o}
    assert answer[FIGURE].statements[0].text == "The council bought 40 buses."
    assert answer[FIGURE].citations == BUSES.answer.citations
    moved = answer[MOVED].citations[0]
    assert TEXTS["a.md"][moved.start : moved.end] == "They are all red."
    assert moved.quote == BUSES.answer.citations[0].quote
    assert answer[QUOTE].statements[0].text == answer[QUOTE].citations[0].quote == "The never bought 17 buses."
    assert answer[INVENTED].status is Status.ANSWERED
    assert answer[INVENTED].statements[0].text == "Minsk said nothing."


def test_what_cannot_be_spoilt_is_left_alone_and_not_well() -> None:
    # No digit, no sentence after it in its paragraph, every word accepted; nothing near the silent one.
    found = caught([answers("Minsk said nothing.", "Minsk said nothing"), is_silent(nearest=None)])
    assert {name: (c.spoilt, set(c.fell), c.is_well) for name, c in found.items()} == dict.fromkeys(
        found, (0, set(), False)
    )


def test_an_evaluator_that_notices_too_little_or_too_much_is_not_well() -> None:
    right = Caught("x", 3, frozenset({"a", "b"}), frozenset({"a", "b"}))
    assert right.is_well
    assert not replace(right, fell=frozenset({"a"})).is_well
    assert not replace(right, fell=frozenset({"a", "b", "c"})).is_well
    assert not replace(right, spoilt=0).is_well


def test_a_wrong_figure_that_no_accepted_answer_holds_is_seen_as_unwell() -> None:
    # The statement is no longer its quote, but the answer was wrong before: less falls than should.
    found = caught([answers("The council bought 17 buses.", "council bought"), is_silent()])[FIGURE]
    assert (found.spoilt, found.is_well, set(found.fell)) == (1, False, {"statements_quoted"})


def test_nothing_asked_spoils_nothing() -> None:
    assert [c.spoilt for c in run_saboteur([], {})] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("quote", "accepted"),
    [
        pytest.param("In the end 17 buses came.", "17 buses", id="a-word-that-token-f1-does-not-count"),
        pytest.param("Some T-72A tanks and 17 buses came.", "17 buses", id="a-word-that-token-f1-counts-as-two"),
        pytest.param("Nobody\nsaw 17 buses.", "17 buses", id="a-line-ends-after-the-first-word"),
    ],
)
def test_one_word_of_any_quote_can_be_changed(quote: str, accepted: str) -> None:
    texts = {"a.md": f"{quote} They are red.\n", "b.md": TEXTS["b.md"]}
    assert caught([answers(quote, accepted, texts), is_silent()], texts)[QUOTE].is_well


@pytest.fixture(scope="module")
def belarus(cache: Path, embedder: ModelEmbedder) -> Run:
    """All questions for figures, persons and days and some that the corpus does not answer, asked for real."""
    suite = load_suite(ROOT / "eval" / "belarus.jsonl")
    figures = [item for item in suite.items if {"figure", "who", "date"} & set(item.tags)]
    unanswerable = [item for item in suite.items if item.answer is None]
    with QueryEngine(Settings((ROOT / "corpus",), "test", cache)) as engine:
        return run_suite(replace(suite, items=(*figures, *unanswerable[:6])), engine, lambda done, total: None)


def test_the_shipped_suite_catches_every_sabotage(belarus: Run) -> None:
    found = run_saboteur(belarus.outcomes, belarus.texts)
    assert [(c.name, c.spoilt, c.fell) for c in found if not c.is_well] == []
    assert len(found) == 4
