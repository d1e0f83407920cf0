from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rag.embedding.model import ModelEmbedder
from rag.errors import CorpusError, UsageError
from rag.evaluation.conversations import articles_of
from rag.evaluation.runner import Run, run_suite, support_of
from rag.evaluation.suite import ExpectedEvidence, Item, Suite
from rag.query_engine import QueryEngine
from rag.settings import Settings
from rag.types import (
    Answer,
    Article,
    Evidence,
    Explanation,
    Kind,
    Passage,
    ScoredSentence,
    Sentence,
    Signals,
    Status,
    StoredArticle,
    StoredPassage,
)

BUSES = "The council of Springfield bought 17 buses on Monday.\n"
TRAMS = "The council of Shelbyville sold 9 trams on Friday.\n"
QUESTION = "How many buses did the council of Springfield buy?"

Ask = Callable[..., Run]


@pytest.fixture
def ask(cache: Path, embedder: ModelEmbedder) -> Iterator[Ask]:
    def run(
        folder: Path,
        *items: Item,
        progress: Callable[[float, int], None] = lambda done, total: None,
        baseline: dict[str, str] | None = None,
    ) -> Run:
        with QueryEngine(Settings((folder,), "test", cache)) as engine:
            return run_suite(Suite("small", items, "f"), engine, progress, baseline)

    yield run


def item(id: str, *evidence: ExpectedEvidence, within: tuple[str, ...] = (), question: str = QUESTION) -> Item:
    return Item(id, question, ("17",), evidence, within=within)


def test_every_question_is_asked_in_order(ask: Ask, corpus: Callable[..., Path]) -> None:
    told: list[tuple[float, int]] = []
    folder = corpus(buses=BUSES, trams=TRAMS, other="Nobody was surprised by the news from the river.\n")
    run = ask(
        folder,
        item("first", ExpectedEvidence("buses.txt", "17 buses")),
        item("second", question="How many trams did Shelbyville sell?"),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(1, 2), (2, 2)]
    assert [o.item.id for o in run.outcomes] == ["first", "second"]
    assert [o.ranked[0] for o in run.outcomes] == ["buses.txt", "trams.txt"]
    assert all(len(set(o.ranked)) == len(o.ranked) for o in run.outcomes)
    assert run.texts["buses.txt"] == BUSES
    first = run.outcomes[0]
    assert first.answer.status is Status.ANSWERED
    assert first.forced[0] == BUSES.strip()
    assert 0 < first.milliseconds < 60_000
    assert 0.3 < first.support <= 1
    assert run.library == first.answer.library


def test_a_question_may_be_held_to_some_articles(ask: Ask, corpus: Callable[..., Path]) -> None:
    run = ask(corpus(buses=BUSES, trams=TRAMS), item("held", within=("trams.txt",)), item("free"))
    held, free = run.outcomes
    assert held.ranked == ("trams.txt",)
    assert {c.article for c in (*held.answer.citations, *held.answer.nearest)} == {"trams.txt"}
    assert free.ranked[0] == "buses.txt"


def test_a_suite_of_another_corpus_is_refused_before_anything_is_asked(ask: Ask, corpus: Callable[..., Path]) -> None:
    asked: list[float] = []
    lost = [item(f"q{n}", ExpectedEvidence("gone.txt")) for n in range(6)]
    with pytest.raises(CorpusError) as caught:
        ask(
            corpus(buses=BUSES),
            item("quote", ExpectedEvidence("buses.txt", "18 buses")),
            *lost,
            progress=lambda done, total: asked.append(done),
        )
    assert "quote: buses.txt does not say '18 buses'; q0: there is no article gone.txt; " in caught.value.message
    assert caught.value.message.endswith("q3: there is no article gone.txt; and 2 more")
    assert "--corpus" in caught.value.hint
    assert asked == []


@pytest.mark.parametrize("other", ["suite", "corpus"])
def test_a_baseline_of_something_else_is_refused_before_anything_is_asked(
    ask: Ask, corpus: Callable[..., Path], other: str
) -> None:
    asked: list[float] = []
    folder = corpus(buses=BUSES)
    same = {"suite_fingerprint": "f", "corpus_fingerprint": ask(folder, item("q")).corpus_fingerprint}
    assert ask(folder, item("q"), baseline=same).outcomes
    with pytest.raises(UsageError, match=f"another {other}"):
        ask(
            folder,
            item("q"),
            progress=lambda done, total: asked.append(done),
            baseline=same | {f"{other}_fingerprint": "0"},
        )
    assert asked == []


def test_the_corpus_fingerprint_is_of_the_articles_wherever_they_lie(
    ask: Ask, corpus: Callable[..., Path], tmp_path: Path
) -> None:
    folder = corpus(buses=BUSES, trams=TRAMS)
    copy = tmp_path / "elsewhere"
    copy.mkdir()
    for file in folder.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    first = ask(folder, item("q")).corpus_fingerprint
    assert ask(copy, item("q")).corpus_fingerprint == first
    (copy / "trams.txt").write_text(TRAMS.replace("9", "8"))
    assert ask(copy, item("q")).corpus_fingerprint != first


def evidence(article: str) -> Evidence:
    stored = StoredArticle(1, Article(article, "", 0), Path(article), "", article)
    return Evidence(StoredPassage(1, stored, Passage(0, 0, "", ())), Signals(0, None, 0, 1, 0))


def test_articles_stand_where_their_best_passage_does() -> None:
    assert articles_of([evidence(name) for name in "bacab"]) == ("b", "a", "c")
    assert articles_of([]) == ()


def answer(*features: dict[str, float]) -> Answer:
    sentences = tuple(
        ScoredSentence(evidence("a"), Sentence(0, 0, Kind.BODY, 0), "", values, 0, 0) for values in features
    )
    explanation = Explanation((), "", (), sentences, 0.5)
    return Answer("?", Status.UNANSWERED, (), (), None, (), 0.1, explanation=explanation)


def test_a_claim_is_carried_as_well_as_by_its_best_sentence() -> None:
    # (.2 + .4) / 2 = .3 and (1 + .5) / 2 = .75.
    low, high = {"coverage": 0.2, "meaning": 0.4}, {"coverage": 1.0, "meaning": 0.5}
    assert support_of(answer(low)) == pytest.approx(0.3)
    assert support_of(answer(low, high)) == support_of(answer(high, low)) == pytest.approx(0.75)


def test_what_nothing_was_considered_for_is_not_carried() -> None:
    assert support_of(answer()) == 0
    assert support_of(Answer("?", Status.UNANSWERED, (), (), None, (), 0.1)) == 0
