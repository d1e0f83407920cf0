"""A folder with good articles and odd ones, a query engine on it, and a tally of what became of each try."""

import json
import random
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Self

from benchmarks.fuzzing import inputs
from benchmarks.fuzzing.tries import ONE, REFUSED
from benchmarks.fuzzing.watching import TooSlowError, WrongError, changes_outside, commands_in, require, screen, within
from rag.errors import AskError
from rag.query_engine import QueryEngine
from rag.reading.formats import read_article
from rag.render.answer import print_answer
from rag.render.console import out
from rag.render.json import answer_to_dict, articles_to_list, dumps
from rag.render.library import print_article, print_articles, print_problems
from rag.settings import Settings
from rag.types import Answer, Citation, Scope

SECONDS = 5.0
KINDS = ("articles", "frontmatter", "settings", "suites", "questions", "drafts", "chat")
_BATCH = 100


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
        one = partial(ONE[kind], self)
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
            if error.code not in REFUSED or "this is a bug" in error.hint:
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
        self.asked(" ".join(word for listed in words for word in listed[3:6])[:300] or "why?")
        with screen() as shown:
            print_articles(out(), list(stored.values()))
            print_problems(out(), report.problems)
            for article in stored.values():
                print_article(out(), article, None)
        require(commands_in(shown.getvalue()))
        json.loads(dumps(articles_to_list(list(stored.values()))).encode("utf-8"))
        return True

    def _said(self, question: str) -> str:
        """What is answered from the good articles, byte for byte."""
        answer = self.engine.ask(question)
        said = answer_to_dict(replace(answer, library="", timings={}))
        return json.dumps(said) if all(c.article in inputs.GOOD for c in answer.citations) and answer.citations else ""

    def asked(self, question: str, scope: Scope | None = None, *, explain: bool = True) -> Answer:
        """Ask, and hold the answer to what is promised of any."""
        answer = self.engine.ask(question, explain=explain, scope=scope or Scope())
        self.hold([*answer.citations, *answer.nearest])
        json.loads(dumps(answer_to_dict(answer)).encode("utf-8"))
        with screen() as shown:
            print_answer(out(), answer)
        require(commands_in(shown.getvalue()))
        return answer

    def hold(self, citations: Sequence[Citation]) -> None:
        texts = {a.article.path: a.article.text for a in self.engine.articles()}
        for citation in citations:
            if texts[citation.article][citation.start : citation.end] != citation.quote:
                raise WrongError(f"{citation.article} does not say {citation.quote[:80]!r}")


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
        m = reading.article.metadata
        words = (m.title, m.publisher, m.reported_by, *m.authors, m.url, *(p.message for p in reading.problems))
        " ".join(map(str, words)).encode("utf-8")
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


def _last_lines(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    at = next((f for f in reversed(frames) if "/rag/" in f.filename), frames[-1])
    return f"{type(error).__name__}: {str(error)[:160]} (at {Path(at.filename).name}:{at.lineno} in {at.name})"
