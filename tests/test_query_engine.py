"""The engine that the commands share."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from rag.asked import MOST_CHARACTERS, MOST_WORDS, checked_question
from rag.embedding.model import ModelEmbedder
from rag.embedding.model_files import PACKAGED, PACKAGED_SHA256, ModelCard, export_folder, write_card
from rag.errors import CorpusError, LibraryError, ModelError, UsageError
from rag.query_engine import QueryEngine
from rag.reporter import Reporter
from rag.settings import load_settings
from rag.types import Problem, Reason, Scope, Status

BUSES = "The council of Springfield bought 17 buses on Monday. It had planned to do so since the spring."
RAIN = "It rained in Shelbyville for the whole week, and the river rose by 2 meters."
TRAINS = "The railway of Capital City ordered 33 trains in May, its director said."
HOW_MANY_BUSES = "how many buses were bought by the council of Springfield?"
HOW_MANY_TRAINS = "how many trains were ordered by the railway of Capital City?"


class Listener:
    """A `Reporter` that remembers what it was told."""

    def __init__(self) -> None:
        self.notices: list[str] = []
        self.steps: list[tuple[float, int]] = []
        self.found: list[tuple[list[str], int]] = []

    def warn(self, message: str) -> None:
        self.notify(message)

    def notify(self, message: str) -> None:
        self.notices.append(message)

    def progress(self, done: float, total: int, what: str = "articles") -> None:
        self.steps.append((done, total))

    def problems(self, new: Sequence[Problem], known: int) -> None:
        self.found.append(([p.path for p in new], known))


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def engine(
    embedder: ModelEmbedder, corpus: Callable[..., Path], listener: Listener
) -> Iterator[Callable[..., QueryEngine]]:
    """Opens an engine over files of these names and texts; closed at the end."""
    opened: list[QueryEngine] = []

    def make(reporter: Reporter | None = None, **files: str | bytes) -> QueryEngine:
        made = QueryEngine(load_settings([corpus(**files)]), reporter or listener)
        opened.append(made.__enter__())
        return made

    yield make
    for made in opened:
        made.__exit__(None, None, None)


def add(engine: QueryEngine, name: str, text: str) -> None:
    file = engine.library.roots[0] / name
    file.write_text(text, "utf-8")
    os.utime(file, (time.time() - 60,) * 2)


def test_two_questions_in_one_engine(engine: Callable[..., QueryEngine]) -> None:
    opened = engine(buses=BUSES, rain=RAIN, trains=TRAINS)
    for question, quote in ((HOW_MANY_BUSES, BUSES[:53]), (HOW_MANY_TRAINS, TRAINS), (HOW_MANY_BUSES, BUSES[:53])):
        answer = opened.ask(question)
        assert (answer.question, answer.status) == (question, Status.ANSWERED)
        assert answer.citations[0].quote == quote
    silent = opened.ask("Who won the 2022 World Cup?")
    assert {c.article for c in silent.nearest} == {"buses.txt", "rain.txt", "trains.txt"}


def test_an_answer_names_its_library_and_how_long_it_took(engine: Callable[..., QueryEngine]) -> None:
    opened = engine(buses=BUSES)
    answer = opened.ask(HOW_MANY_BUSES)
    assert list(answer.timings) == ["total_ms", "sync_ms", "retrieve_ms", "read_ms", "answer_ms"]
    steps = [answer.timings[step] for step in ("sync_ms", "retrieve_ms", "read_ms", "answer_ms")]
    assert abs(answer.timings["total_ms"] - sum(steps)) <= 2
    assert answer.library == opened.library.fingerprint != ""
    assert opened.ask(HOW_MANY_BUSES).library == answer.library
    add(opened, "rain.txt", RAIN)
    assert opened.ask(HOW_MANY_BUSES).library != answer.library


def test_a_new_file_is_picked_up_between_questions(engine: Callable[..., QueryEngine]) -> None:
    opened = engine(buses=BUSES, rain=RAIN)
    assert opened.ask(HOW_MANY_TRAINS).status is Status.UNANSWERED
    add(opened, "trains.txt", TRAINS)
    assert opened.ask(HOW_MANY_TRAINS).citations[0].article == "trains.txt"
    (opened.library.roots[0] / "trains.txt").unlink()
    assert opened.ask(HOW_MANY_TRAINS).status is Status.UNANSWERED


def test_refresh_says_what_changed(engine: Callable[..., QueryEngine]) -> None:
    opened = engine(buses=BUSES)
    assert opened.articles() == []
    assert opened.refresh().added == 1
    add(opened, "a.txt", RAIN)
    report = opened.refresh(thorough=True)
    assert (report.added, report.unchanged, report.passages) == (1, 1, 2)
    assert [a.article.path for a in opened.articles()] == ["a.txt", "buses.txt"]


def test_the_reporter_is_told_of_progress_and_problems(engine: Callable[..., QueryEngine], listener: Listener) -> None:
    opened = engine(**{"a.txt": BUSES, "b.txt": b"", "c.txt": b"\x00\x00"})
    opened.ask(HOW_MANY_BUSES)
    assert listener.found == [(["b.txt", "c.txt"], 0)]
    assert listener.steps[-1] == (3, 3)
    add(opened, "d.txt", " ")
    opened.ask(HOW_MANY_BUSES)
    assert listener.found[1:] == [(["d.txt"], 2)]
    opened.ask(HOW_MANY_BUSES)
    assert len(listener.found) == 2  # what was said is not said again at every question


def test_without_a_reporter_nothing_is_said(
    embedder: ModelEmbedder, corpus: Callable[..., Path], capfd: pytest.CaptureFixture[str]
) -> None:
    with QueryEngine(load_settings([corpus(**{"a.txt": BUSES, "b.txt": b""})])) as opened:
        opened.ask(HOW_MANY_BUSES)
    assert capfd.readouterr() == ("", "")


def test_search_gives_passages_best_first(engine: Callable[..., QueryEngine]) -> None:
    opened = engine(buses=BUSES, rain=RAIN, trains=TRAINS)
    found = opened.search("  railway\ntrains ", 2)
    assert found[0].stored.article.article.path == "trains.txt"
    assert len(found) == 2
    assert found[0].signals.fused >= found[1].signals.fused


def test_the_limit_is_the_settings_unless_it_is_given(
    engine: Callable[..., QueryEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAG_ANSWER_STATEMENTS", "2")
    towns = ("Springfield", "Shelbyville", "Ogdenville", "Brockway")
    opened = engine(**{town: f"The {town} council owns {n} red buses." for n, town in enumerate(towns, start=5)})
    question = "how many red buses does the council own?"
    assert len(opened.ask(question).statements) == 2
    assert len(opened.ask(question, limit=3).statements) == 3


def test_an_explanation_comes_where_it_is_asked_for(engine: Callable[..., QueryEngine]) -> None:
    opened = engine(buses=BUSES, rain=RAIN)
    assert opened.ask(HOW_MANY_BUSES).explanation is None
    explanation = opened.ask(HOW_MANY_BUSES, explain=True).explanation
    assert explanation is not None
    assert len(explanation.evidence) == 2
    assert explanation.sentences[0].text == BUSES[:53]


def test_an_examination_shows_what_silence_kept_back(engine: Callable[..., QueryEngine]) -> None:
    opened = engine(buses=BUSES, rain=RAIN, trains=TRAINS)
    examined = opened.examine("how many buses flew over Springfield?")
    assert examined.answer.status is Status.UNANSWERED
    assert examined.forced[0] == BUSES[:53]
    assert len(examined.evidence) == 3
    within = opened.examine(HOW_MANY_BUSES, scope=Scope(within=("rain.txt",)))
    assert [e.stored.article.article.path for e in within.evidence] == ["rain.txt"]


DATED = {
    "may.md": "---\npublished: 2023-05-03\npublisher: The Post\n---\n\n"
    "The council of Springfield bought 17 buses on Monday.\n",
    "july.md": "---\npublished: 2023-07-03\npublisher: www.gazette.example\n---\n\n"
    "The council of Springfield bought 23 buses on Monday.\n",
    "undated.txt": "The council of Springfield bought 31 buses on Monday.\n",
}


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(), {"may.md", "july.md", "undated.txt"}),
        (Scope(since=date(2023, 5, 3)), {"may.md", "july.md"}),
        (Scope(since=date(2023, 5, 4)), {"july.md"}),
        (Scope(until=date(2023, 7, 2)), {"may.md"}),
        (Scope(as_of=date(2023, 5, 3)), {"may.md"}),
        (Scope(as_of=date(2023, 8, 1), until=date(2023, 6, 1)), {"may.md"}),
        (Scope(publishers=("gazette",)), {"july.md"}),
        (Scope(publishers=("the post", "Gazette")), {"may.md", "july.md"}),
        (Scope(since=date(2023, 6, 1), publishers=("post",)), set()),
        (Scope(within=("undated.txt",)), {"undated.txt"}),
    ],
)
def test_only_what_the_scope_lets_through_is_used(
    engine: Callable[..., QueryEngine], scope: Scope, expected: set[str]
) -> None:
    found = engine(**DATED).search(HOW_MANY_BUSES, 10, scope)
    assert {e.stored.article.article.path for e in found} == expected


def test_silence_says_whether_it_is_for_the_dates(engine: Callable[..., QueryEngine], listener: Listener) -> None:
    opened = engine(**DATED)
    early = Scope(as_of=date(2023, 1, 1))
    assert opened.ask(HOW_MANY_BUSES, scope=early).reason is Reason.NOT_IN_DATE_RANGE
    assert opened.ask("who painted the Mona Lisa?", scope=early).reason is Reason.NOT_IN_CORPUS
    assert opened.ask(HOW_MANY_BUSES, scope=Scope(as_of=date(2023, 5, 9))).text.startswith("The council")
    # Said once, not at every question.
    assert [m for m in listener.notices if "unknown day" in m] == ["articles of unknown day, which are left out: 1"]


@pytest.mark.parametrize("publisher", ["Post Office", "ost", "Times"])
def test_a_publisher_that_nobody_is_is_refused(engine: Callable[..., QueryEngine], publisher: str) -> None:
    with pytest.raises(UsageError, match=publisher) as caught:
        engine(**DATED).ask(HOW_MANY_BUSES, scope=Scope(publishers=(publisher,)))
    assert "The Post" in str(caught.value.hint)


def test_a_corpus_without_prose_is_trouble(engine: Callable[..., QueryEngine], listener: Listener) -> None:
    opened = engine(a=b"\x00\x00")
    for use in (opened.refresh, lambda: opened.ask("anything?"), lambda: opened.search("anything", 5)):
        with pytest.raises(CorpusError, match=r"none of the files in .* can be used"):
            use()
    assert listener.found[0] == (["a.txt"], 0)


def test_a_corpus_that_is_not_there_is_trouble(embedder: ModelEmbedder) -> None:
    with pytest.raises(CorpusError, match="does not exist"):
        QueryEngine(load_settings([Path("/no/such/folder")]))


def test_a_library_that_cannot_be_made_is_trouble(
    embedder: ModelEmbedder, corpus: Callable[..., Path], cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "models").symlink_to(cache / "models")
    (tmp_path / "cache" / "libraries").write_text("a file", "utf-8")
    monkeypatch.setenv("RAG_CACHE", str(tmp_path / "cache"))
    with pytest.raises(LibraryError, match="cannot be used: not a directory"):
        QueryEngine(load_settings([corpus(a=BUSES)]))


def test_a_damaged_model_is_one_error_and_no_traceback(
    corpus: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAG_CACHE", str(tmp_path / "cache"))
    settings = load_settings([corpus(a=BUSES)])
    folder = export_folder(PACKAGED, settings.models)
    folder.mkdir(parents=True)
    for part in ("model.onnx", "tokenizer.json"):
        (folder / part).write_bytes(b"damaged")
    card = ModelCard("broken@1", PACKAGED, 384, 254, "", "", PACKAGED_SHA256, onnx=True, bulk="", onnx_bytes=7)
    write_card(folder, card)
    unhandled: list[object] = []
    monkeypatch.setattr(threading, "excepthook", unhandled.append)
    with pytest.raises(ModelError, match="is damaged"), QueryEngine(settings) as opened:
        opened.embedder.embed_questions(["anything"])
    assert unhandled == []


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("  how many\tbuses\r\n were bought?\n", "how many buses were bought?"),
        ("7", "7"),
        ("戦車", "戦車"),
        ("word " * MOST_WORDS, ("word " * MOST_WORDS).strip()),
        ("x" * MOST_CHARACTERS, "x" * MOST_CHARACTERS),
        ("caf\udce9?", "caf\ufffd?"),
        ("\ud83d bus", "\ufffd bus"),
    ],
)
def test_a_question_is_one_line(text: str, question: str) -> None:
    assert checked_question(text) == question


@pytest.mark.parametrize("text", ["", " \t\n", "?!", "\x1b", "🙂", "_"])
def test_what_is_no_question_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="there is no question") as caught:
        checked_question(text)
    assert 'ask "' in caught.value.hint


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("word " * (MOST_WORDS + 1), "501 words, 2,504 characters"),
        ("x" * (MOST_CHARACTERS + 1), "5,001 characters"),
    ],
)
def test_what_is_too_long_to_be_a_question_is_refused(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        checked_question(text)
    assert "500 words and 5,000 characters are the most" in caught.value.message
