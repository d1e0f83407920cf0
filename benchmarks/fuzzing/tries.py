"""Tries each kind of input at the seams that it comes in through, and says what became of it."""

import json
import random
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self
from xml.etree import ElementTree

from benchmarks.fuzzing import inputs
from benchmarks.fuzzing.mutate import NASTY
from benchmarks.fuzzing.watching import TooSlowError, changes_outside, commands_in, screen, within
from rag.asked import checked_draft
from rag.chat.conversation import Conversation
from rag.chat.session import Session
from rag.chat.store import SessionStore
from rag.cli.chat_view import ConsoleView
from rag.cli.chatting import to_scope
from rag.errors import AskError, Exit
from rag.evaluation.baseline import compare, load_baseline
from rag.evaluation.figures import all_figures
from rag.evaluation.gates import breaches, load_thresholds
from rag.evaluation.outcome import Figure
from rag.evaluation.report import to_report
from rag.evaluation.runner import run_suite
from rag.evaluation.suite import load_suite, sampled
from rag.query_engine import QueryEngine
from rag.reading.decode import NotTextError
from rag.reading.drafts import read_draft, split_draft
from rag.reading.formats import read_article
from rag.render.answer import print_answer
from rag.render.check import checked_to_dict, print_checked
from rag.render.console import out
from rag.render.html import to_html
from rag.render.json import answer_to_dict, articles_to_list, dumps
from rag.render.junit import to_junit
from rag.render.library import print_article, print_articles, print_passages, print_problems
from rag.settings import Settings, load_settings
from rag.types import Answer, Citation, Scope

SECONDS = 5.0
KINDS = ("articles", "frontmatter", "settings", "suites", "questions", "drafts", "chat")
_BATCH = 100
_FIGURES = (Figure("auroc", 0.5, None, None, 4, ""), Figure("answer_any", 1.0, 0.4, 1.0, 4, "", values={"q1": 1.0}))
_REFUSED = (Exit.USAGE, Exit.CORPUS)
_CHECKED = 8
"""Sentences: a draft of more is only taken apart, for each costs the embedding of what it is held against."""


@dataclass(slots=True)
class Tally:
    """What became of the tries of one kind; `failures` begin with the seed that makes each again."""

    tries: int = 0
    skipped: int = 0
    refused: int = 0
    tracebacks: int = 0
    slow: int = 0
    lost: int = 0
    failures: list[str] = field(default_factory=list)


class WrongError(Exception):
    """Something that must hold does not."""


class Workshop:
    """One query engine with two good articles, whose folder takes odd ones besides."""

    def __init__(self, folder: Path, cache: Path, *, seconds: float = SECONDS) -> None:
        self.folder, self.cache, self.seconds = folder.resolve(), cache.resolve(), seconds
        self.corpus, self.work = self.folder / "corpus", self.folder / "work"
        for name, text in inputs.GOOD.items():
            file = self.corpus / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        self.work.mkdir()
        self.tallies = {kind: Tally() for kind in KINDS}
        settings = Settings((self.corpus,), "here", self.cache, reader="none", checker="none")
        self.engine = QueryEngine(settings)
        self.engine.refresh()
        self.good = [self._said(question) for question in inputs.QUESTIONS]
        assert all(self.good)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.__exit__()

    def run(self, kind: str, seeds: Sequence[int]) -> None:
        """Try the inputs that these seeds make."""
        if kind in {"articles", "frontmatter"}:
            for at in range(0, len(seeds), _BATCH):
                self._batch(kind, seeds[at : at + _BATCH])
            return
        one: Callable[[random.Random], bool] = getattr(self, f"_one_of_{kind}")
        for seed in seeds:
            self._try(kind, seed, one)

    def _try(self, kind: str, seed: int, one: Callable[[random.Random], bool], together: int = 1) -> None:
        tally = self.tallies[kind]
        tally.tries += 1
        rng = random.Random(f"{kind}:{seed}")
        seconds = self.seconds if together == 1 else 60 + together * self.seconds
        seeds = f"--seed {seed} --tries {together}"
        try:
            with changes_outside(self.cache, self.work) as outside, within(seconds):
                tally.refused += not one(rng)
            if outside:
                raise WrongError(f"outside the cache: {outside[:3]}")
        except AskError as error:
            tally.refused += 1
            if error.code not in _REFUSED or "this is a bug" in error.hint:
                self._failed(kind, seeds, "tracebacks", f"{error.kind}: {error.message[:200]}")
            elif problem := commands_in(dumps({"error": error.message}, ascii_only=False)):
                self._failed(kind, seeds, "lost", problem)
        except TooSlowError as error:
            if (took := _processor_time(lambda: one(random.Random(f"{kind}:{seed}")))) > seconds:
                self._failed(kind, seeds, "slow", f"{took:.0f} s of the processor; stopped at {error}")
        except WrongError as error:
            self._failed(kind, seeds, "lost", str(error))
        except Exception as error:
            self._failed(kind, seeds, "tracebacks", _last_lines(error))

    def _failed(self, kind: str, seeds: str, what: str, message: str) -> None:
        tally = self.tallies[kind]
        setattr(tally, what, getattr(tally, what) + 1)
        tally.failures.append(f"--kind {kind} {seeds}: {what}: {message}")

    # Articles: each is read by itself, then a folder full of them

    def _batch(self, kind: str, seeds: Sequence[int]) -> None:
        make = inputs.article if kind == "articles" else inputs.front_matter
        made: dict[str, bytes] = {}
        for seed in seeds:
            rng = random.Random(f"{kind}:{seed}")
            raw, name = make(rng), _file_name(rng, seed)
            made[name] = raw
            (self.corpus / name).write_bytes(raw)
            self._try(kind, seed, lambda _, name=name, raw=raw: _is_read(name, raw))  # type: ignore[misc]
        self.tallies[kind].tries -= 1  # the folder is no try of its own
        self._try(kind, seeds[0], lambda _: self._whole(kind, made), len(made) + 1)
        for name in made:
            (self.corpus / name).unlink()

    def _whole(self, kind: str, made: dict[str, bytes]) -> bool:
        """The library of all of them: each is there or said to be skipped, and the good ones answer as before."""
        report = self.engine.refresh()
        stored = {a.article.path: a for a in self.engine.articles()}
        skipped = {p.path for p in report.problems if p.skipped}
        self.tallies[kind].skipped += len(skipped)
        if gone := [name for name in (*made, *inputs.GOOD) if _shown(name) not in stored.keys() | skipped]:
            raise WrongError(f"neither read nor skipped: {gone}")
        for name, raw in inputs.GOOD.items():
            if stored[name].article.text != raw:
                raise WrongError(f"{name} is not as it was")
        for question, before in zip(inputs.QUESTIONS, self.good, strict=True):
            if self._said(question) != before:
                raise WrongError(f"another answer to {question!r}: {self._said(question)}")
        words = [a.article.text[a.article.body :].split() for a in stored.values()]
        self._asked(" ".join(word for listed in words for word in listed[3:6])[:300] or "why?")
        with screen() as shown:
            print_articles(out(), list(stored.values()))
            print_problems(out(), report.problems)
            for article in stored.values():
                print_article(out(), article, None)
        _require(commands_in(shown.getvalue()))
        json.loads(dumps(articles_to_list(list(stored.values()))).encode("utf-8"))
        return True

    def _said(self, question: str) -> str:
        """What is answered from the good articles, byte for byte."""
        answer = self.engine.ask(question)
        said = answer_to_dict(replace(answer, library="", timings={}))
        return json.dumps(said) if all(c.article in inputs.GOOD for c in answer.citations) and answer.citations else ""

    def _asked(self, question: str, scope: Scope | None = None, *, explain: bool = True) -> Answer:
        """Ask, and hold the answer to what is promised of any."""
        answer = self.engine.ask(question, explain=explain, scope=scope or Scope())
        self._hold([*answer.citations, *answer.nearest])
        json.loads(dumps(answer_to_dict(answer)).encode("utf-8"))
        with screen() as shown:
            print_answer(out(), answer)
        _require(commands_in(shown.getvalue()))
        return answer

    def _hold(self, citations: Sequence[Citation]) -> None:
        texts = {a.article.path: a.article.text for a in self.engine.articles()}
        for citation in citations:
            if texts[citation.article][citation.start : citation.end] != citation.quote:
                raise WrongError(f"{citation.article} does not say {citation.quote[:80]!r}")

    # The others: one try each; whether it was taken

    def _one_of_settings(self, rng: random.Random) -> bool:
        (self.work / "rag.toml").write_bytes(inputs.settings(rng))
        environ = {"RAG_CACHE": str(self.cache), "RAG_CONFIG": str(self.work / "config")}
        if rng.random() < 0.2:
            names = (
                "RAG_ANSWER_STATEMENTS",
                "RAG_MODEL_NAME",
                "RAG_MODEL_TIMEOUT",
                "RAG_CORPUS",
                "RAG_EMBEDDING_MODEL",
            )
            environ[rng.choice(names)] = rng.choice(NASTY).replace("\0", "")
        settings = load_settings(environ=environ, cwd=self.work)
        json.dumps([str(settings), *settings.notes])
        return True

    def _one_of_suites(self, rng: random.Random) -> bool:
        rng.choice((self._suite, self._suite, self._bars, self._before))(rng)
        return True

    def _suite(self, rng: random.Random) -> None:
        suite = sampled(load_suite(self._written("suite.jsonl", inputs.suite(rng))), 1, 0)
        suite.fingerprint.encode("utf-8")
        if rng.random() < 0.1:
            run = run_suite(suite, self.engine, lambda *_: None, None)
            figures = all_figures(run.outcomes, run.texts)
            report = to_report(run, figures, [], [])
            json.loads(dumps(report).encode("utf-8"))
            to_html(report).encode("utf-8")
            ElementTree.fromstring(to_junit(report))

    def _bars(self, rng: random.Random) -> None:
        breaches(_FIGURES, load_thresholds(self._written("thresholds.toml", inputs.thresholds(rng)), "suite"))

    def _before(self, rng: random.Random) -> None:
        compare(_FIGURES, load_baseline(self._written("baseline.json", inputs.baseline(rng))))

    def _written(self, name: str, raw: bytes) -> Path:
        (self.work / name).write_bytes(raw)
        return self.work / name

    def _one_of_questions(self, rng: random.Random) -> bool:
        question = inputs.question(rng)
        days = rng.choice(({}, {}, {"as-of": "2022-12-30"}, {"since": "2022"}, {"until": rng.choice(NASTY)}))
        self._asked(question, to_scope(days), explain=rng.random() < 0.5)
        found = self.engine.search(question, 5)
        with screen() as shown:
            print_passages(out(), found)
        _require(commands_in(shown.getvalue()))
        return True

    def _one_of_drafts(self, rng: random.Random) -> bool:
        name = rng.choice(("d.md", "d.json", "d.txt", "-"))
        try:
            text = checked_draft(read_draft(name, inputs.draft(rng)))
        except NotTextError:
            return False
        sentences = split_draft(text)
        for sentence in sentences:
            if len(sentence.words) != len(sentence.places):
                raise WrongError("a sentence has lost its places")
        if len(sentences) > _CHECKED:
            return True
        checked = self.engine.check(text)
        self._hold(checked.citations)
        json.loads(dumps(checked_to_dict(checked, name)).encode("utf-8"))
        with screen() as shown:
            print_checked(out(), checked, name)
        _require(commands_in(shown.getvalue()))
        return True

    def _one_of_chat(self, rng: random.Random) -> bool:
        with screen() as shown:
            view = ConsoleView(lambda: "It rained. \x1b[2J", lambda _: None, (self.corpus,))
            store = SessionStore(self.cache / "chat", "fuzz")
            session = Session(Conversation(self.engine), view, to_scope, {}, store)
            refused = list(self._typed(session, inputs.chat_lines(rng), rng))
            if rng.random() < 0.1 and session.conversation.turns:
                Session(Conversation(self.engine), view, to_scope, {}, store).resume()
        _require(commands_in(shown.getvalue()))
        for error in refused:
            _require(commands_in(dumps(error.message)))
        for turn in session.conversation.turns:
            self._hold(turn.answer.citations)
        return not refused

    def _typed(self, session: Session, lines: Sequence[str], rng: random.Random) -> Iterator[AskError]:
        for line in lines:
            try:
                name, _, rest = line.strip().partition(" ")
                typed = (
                    f"/save {self.work / f'{rng.randrange(10**9)}{rest}'}" if name == "/save" and rest.strip() else line
                )
                session.take(typed)
            except AskError as error:
                if error.code not in {*_REFUSED, Exit.MODEL}:
                    raise
                yield error


def _processor_time(again: Callable[[], object]) -> float:
    """Of the same try once more, for other work on the machine may be what was slow; a minute is enough to tell."""
    started = time.process_time()
    with suppress(Exception, TooSlowError), within(60):
        again()
    return time.process_time() - started


def _is_read(name: str, raw: bytes) -> bool:
    reading = read_article(_shown(name), raw)
    if reading.article is None and not any(p.skipped for p in reading.problems):
        raise WrongError("no article, and no line that says so")
    if reading.article is not None:
        values: list[Any] = [reading.article.text, reading.article.metadata]
        repr(values).encode("utf-8")
        str(reading.article.metadata.title).encode("utf-8")
        text = reading.article.text
        if any(not 0 <= s.start < s.end <= len(text) for s in reading.sentences):
            raise WrongError("a sentence lies outside its article")
    return True


def _file_name(rng: random.Random, seed: int) -> str:
    odd = rng.choice(
        ("",) * 12 + ("\x1b[2J", "\u202e", "a\nb", "é", "\udcff", "x" * 150, "[red]", "%s", " ", ":1", "'\"")
    )
    return f"m{seed}{odd}{rng.choice(('.md', '.txt', '.markdown', '.text', '.MD'))}"


def _shown(name: str) -> str:
    from rag.text.printable import printable

    return printable(name)


def _require(problem: str) -> None:
    if problem:
        raise WrongError(problem)


def _last_lines(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    at = next((f for f in reversed(frames) if "/rag/" in f.filename), frames[-1])
    return f"{type(error).__name__}: {str(error)[:160]} (at {Path(at.filename).name}:{at.lineno} in {at.name})"
