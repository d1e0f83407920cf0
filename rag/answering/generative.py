"""Answers that a language model writes from the evidence, and of which every sentence is checked before it is shown."""

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

from rag.answering.citations import cite
from rag.answering.offering import BYTES_A_TOKEN, Offering, harmless, offer
from rag.answering.pace import with_pauses
from rag.answering.question import Question
from rag.answering.replies import Drafted, ReplyReader
from rag.answering.telling import Telling, Watch
from rag.checking.judging import Judge
from rag.checking.protocol import Verifier
from rag.errors import ModelError
from rag.generation.clients import MOST_TOKENS
from rag.generation.failures import FormRefusedError
from rag.generation.prompts import DECLINE, PromptFile, load_prompt, version_of
from rag.generation.protocol import LanguageModel, Prompt
from rag.types import Answer, Citation, Evidence, Reason, Statement, Status

PAUSE_S = 0.08
"""A sentence that has its ids is complete when nothing follows it for so long."""
_NEAREST = 3
_MOST_HEARD = 128
"""After so many sentences, of which too few hold, no more are heard: more than a reply has tokens for."""


class Writer:
    """Has a model write answers. `name` is the model's, with the version of the prompts it was given."""

    def __init__(
        self,
        model: LanguageModel,
        verifier: Verifier,
        window: int,
        notify: Callable[[str], None],
        judge: Judge | None = None,
    ) -> None:
        """
        Args:
            window: how many tokens the model reads and writes in all.
            notify: told, in a line, what the user should know.
            judge: is asked about each sentence that facts leave open.

        Raises:
            ModelError: a prompt cannot be used.
        """
        self._model, self._verifier, self._window, self._notify = model, verifier, window, notify
        self._judge = judge
        self._prompt, self._as_json, self._as_marks = map(load_prompt, ("answer", "reply-json", "reply-marks"))
        self._can_hold_form = True

    @property
    def model(self) -> LanguageModel:
        """The model that writes."""
        return self._model

    @property
    def name(self) -> str:
        return f"{self._model.name} prompt:{version_of((self._prompt, self._as_json, self._as_marks))}"

    def answer(
        self,
        question: Question,
        quoted: Answer,
        evidence: Sequence[Evidence],
        limit: int,
        *,
        strict: bool = False,
        watch: Watch = lambda statement, citations: None,
    ) -> Answer:
        """The answer in the model's words.

        Args:
            quoted: the answer in quotation, whose conflicts are shown with this one.
            evidence: the passages that the model is given, best first.
            limit: the most statements that hold.
            strict: whether statements that do not hold are left out.
            watch: is shown each statement as soon as it has its verdict.

        Raises:
            ModelError: see `LanguageModel.stream` and `Judge`; or the reply is not of the form that was asked for.
        """
        began = time.perf_counter()
        offering = offer(evidence, self._room(question))
        for path in offering.left_out:
            self._notify(f"{path} speaks to whatever machine reads it: what it says there is not shown to the model")
        if offering.is_crowded:
            raise ModelError(
                f"a window of {self._window:,} tokens has no room for the question and its evidence",
                "raise [model] window (RAG_MODEL_WINDOW) to what the model can read, or ask a shorter question",
            )
        telling = Telling(question, offering, self._verifier, strict, watch, self._judge)
        slowest = self._tell(telling, limit) if offering.sentences else 0.0
        timings = {"model_ms": _milliseconds(time.perf_counter() - began), "verdict_ms": _milliseconds(slowest)}
        return self._made(telling, quoted, evidence, timings)

    def _tell(self, telling: Telling, limit: int) -> float:
        """Let the model write. Returns the longest time from a sentence's end to its verdict, in seconds."""
        reader, slowest, restarts, heard = ReplyReader(), 0.0, 0, 0
        arrived = time.perf_counter()

        def add(drafted: Sequence[Drafted]) -> bool:
            """Whether more is wanted."""
            nonlocal slowest, heard
            for one in drafted:
                if is_wanted():
                    heard += 1
                    telling.add(one)
                    slowest = max(slowest, time.perf_counter() - arrived)
            return is_wanted()

        def is_wanted() -> bool:
            return telling.borne_out < limit and not telling.declined and heard < _MOST_HEARD

        with closing(with_pauses(self._pieces(telling, limit), PAUSE_S)) as pieces:
            for piece in pieces:
                if piece is None:
                    found = reader.pause()
                else:
                    arrived = time.perf_counter()
                    found = reader.feed(piece)
                if reader.restarts != restarts:
                    restarts = reader.restarts
                    telling.restart()
                if not add(found):
                    return slowest
        add(reader.end())
        return slowest

    def _pieces(self, telling: Telling, limit: int) -> Generator[str, None, None]:
        offering, question = telling.offering, telling.question.text
        if self._can_hold_form:
            try:
                prompt = self._filled(question, offering, limit, self._as_json)
                yield from self._model.stream(prompt, schema_of(offering))
                return
            except FormRefusedError:
                self._can_hold_form = False
        yield from self._model.stream(self._filled(question, offering, limit, self._as_marks))

    def _filled(self, question: str, offering: Offering, limit: int, form: PromptFile) -> Prompt:
        return self._prompt.fill(
            question=harmless(question),
            evidence=offering.text,
            opening=offering.opening,
            closing=offering.closing,
            most=str(limit),
            decline=DECLINE,
            reply=form.user,
        )

    def _room(self, question: Question) -> int:
        """How many tokens are left for the evidence."""
        told = (self._prompt.text, self._as_json.text, question.text, question.text)
        return self._window - MOST_TOKENS - sum(len(text.encode()) for text in told) // BYTES_A_TOKEN

    def _made(
        self, telling: Telling, quoted: Answer, evidence: Sequence[Evidence], timings: Mapping[str, int]
    ) -> Answer:
        taken = {**quoted.timings, **timings, "total_ms": quoted.timings.get("total_ms", 0) + timings["model_ms"]}
        judge = self._judge.name if self._judge else quoted.judge
        answer = replace(quoted, model=self.name, judge=judge, timings=taken, reason=None, nearest=(), conflicts=())
        if telling.declined or not telling.offering.sentences:
            reason = quoted.reason or Reason.NOT_IN_CORPUS
            return _silent(answer, reason, (), (), evidence)
        if not telling.borne_out:
            return _silent(
                answer, Reason.NO_STATEMENT_SUPPORTED, tuple(telling.statements), tuple(telling.citations), evidence
            )
        conflicts = telling.renumbered(quoted.conflicts, quoted.citations) if quoted.conflicts else ()
        return replace(
            answer,
            status=Status.CONFLICTING if conflicts else Status.ANSWERED,
            statements=tuple(telling.statements),
            citations=tuple(telling.citations),
            conflicts=conflicts,
        )


def schema_of(offering: Offering) -> dict[str, Any]:
    """The JSON that a reply must be: sentences that cite nothing but what was offered."""
    sentence = {
        "type": "object",
        "properties": {
            "text": {"type": "string"},
            "ids": {"type": "array", "items": {"type": "string", "enum": list(offering.sentences)}},
        },
        "required": ["text", "ids"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"sentences": {"type": "array", "items": sentence}},
        "required": ["sentences"],
        "additionalProperties": False,
    }


def _silent(
    answer: Answer,
    reason: Reason,
    statements: tuple[Statement, ...],
    citations: tuple[Citation, ...],
    evidence: Sequence[Evidence],
) -> Answer:
    nearest = tuple(
        cite(number, e.stored.article, e.stored.passage.start, e.stored.passage.end)
        for number, e in enumerate(evidence[:_NEAREST], start=1)
    )
    return replace(
        answer, status=Status.UNANSWERED, reason=reason, statements=statements, citations=citations, nearest=nearest
    )


def _milliseconds(seconds: float) -> int:
    return round(1000 * seconds)
