"""A language model as judge: it is shown a statement and sentences, and answers with one of three words."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence

from rag.answering.offering import BYTES_A_TOKEN, harmless
from rag.answering.rulings import Rulings
from rag.checking.protocol import Source
from rag.errors import ModelError
from rag.generation.clients import MOST_TOKENS
from rag.generation.prompts import load_prompt, version_of
from rag.generation.protocol import JUDGEMENTS, LanguageModel, Prompt
from rag.text.instructions import speaks_to_a_machine
from rag.types import Verdict

INSTEAD = JUDGEMENTS.instead
_WORDS = {verdict.value: verdict for verdict in (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.UNSUPPORTED)}
_THOUGHT = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>", re.S)
_AROUND = " \t\r\n\"'“”‘’`*_.!"
"""What models put around a word."""
_SHOWN = 60


class LanguageJudge:
    """A `Judge` that asks a language model, and asks nothing twice."""

    def __init__(self, model: LanguageModel, window: int, rulings: Rulings, notify: Callable[[str], None]) -> None:
        """
        Args:
            window: how many tokens the model reads and writes in all.
            rulings: where its words are kept.
            notify: told, in a line, what the user should know.

        Raises:
            ModelError: the prompt cannot be used.
        """
        self._model, self._window, self._rulings, self._notify = model, window, rulings, notify
        self._prompt = load_prompt("judge")

    @property
    def name(self) -> str:
        return f"{self._model.name} prompt:{version_of((self._prompt,))}"

    def verdict(self, statement: str, sources: Sequence[Source]) -> Verdict | None:
        """See `Judge`. A statement that speaks to a machine is not shown to one, nor is such a source.

        Raises:
            ModelError: the model fails, has no room for them, or answers with something else.
        """
        shown = self._may_be_shown(sources)
        if not shown or speaks_to_a_machine(statement):
            return None
        key = self._key(statement, shown)
        said = self._rulings.recall(key)
        if said is None:
            said = self._asked(self._filled(statement, shown, key))
            self._rulings.keep(key, said)
        return said

    def _may_be_shown(self, sources: Sequence[Source]) -> list[Source]:
        kept = [s for s in sources if not any(map(speaks_to_a_machine, (s.title, *s.before, s.text)))]
        if len(kept) < len(sources):
            self._notify("a sentence that speaks to whatever machine reads it is not shown to the judge")
        return kept

    def _key(self, statement: str, sources: Sequence[Source]) -> str:
        """A digest of all that decides what is said."""
        told = [[s.text, s.before, s.title, s.published.isoformat() if s.published else ""] for s in sources]
        return hashlib.sha256(json.dumps([statement, told, self._model.name, self._prompt.text]).encode()).hexdigest()

    def _filled(self, statement: str, sources: Sequence[Source], key: str) -> Prompt:
        """The prompt with as many of the sentences, the nearest first, as there is room for.

        The marks are the same for the same texts, and nobody can write a text that holds its own digest.
        """
        for count in range(len(sources), 0, -1):
            prompt = self._prompt.fill(
                statement=harmless(statement),
                sources="\n\n".join(_told(number, s) for number, s in enumerate(sources[:count], start=1)),
                opening=f"<<<DATA {key[:8]}",
                closing=f"DATA {key[:8]}>>>",
            )
            if len((prompt.system + prompt.user).encode()) // BYTES_A_TOKEN + MOST_TOKENS <= self._window:
                return prompt
        raise ModelError(
            f"a window of {self._window:,} tokens has no room for a statement and a sentence to judge it by",
            f"raise [model] window (RAG_MODEL_WINDOW) to what the model can read; {INSTEAD}",
        )

    def _asked(self, prompt: Prompt) -> Verdict:
        reply = "".join(self._model.stream(prompt))
        said = _WORDS.get(_THOUGHT.sub("", reply).strip(_AROUND).casefold())
        if said is None:
            line = " ".join(reply.split())
            wrote = line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
            raise ModelError(
                f"{self._model.name}: the judge did not answer with one of three words, but with “{wrote}”",
                f"another model may keep to them; {INSTEAD}",
            )
        return said


def _told(number: int, source: Source) -> str:
    """A sentence with the title and the day of its article, and the sentences that it leans on."""
    title = f"“{harmless(source.title)}”" if source.title else "an article without a title"
    day = source.published
    lines = [f"Sentence {number}, from {title}, {f'published {day.day} {day:%B %Y}' if day else 'undated'}"]
    if source.before:
        lines.append(f"  before it: {harmless(' '.join(source.before))}")
    return "\n".join([*lines, f"  it says: {harmless(source.text)}"])
