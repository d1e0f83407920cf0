"""A conversation with one corpus: questions that lean on each other, and their answers."""

from collections.abc import Sequence
from dataclasses import replace

from rag.answering.generative import Writer
from rag.answering.telling import Watch
from rag.asked import checked_question
from rag.chat.attributed import who_said
from rag.chat.condense import condense
from rag.chat.turn import Turn, Understood, Way
from rag.chat.understanding import understand
from rag.errors import ModelError
from rag.query_engine import EVERYTHING, QueryEngine
from rag.types import Answer, Scope

_NOBODY = "Nobody is named for it: the article says so in its own words."


class Conversation:
    """The turns so far, the articles that may be used, and the engine that answers.

    A turn is kept only once its answer is whole: one that is interrupted leaves no trace.
    """

    def __init__(
        self,
        engine: QueryEngine,
        scope: Scope = EVERYTHING,
        turns: Sequence[Turn] = (),
        *,
        strict: bool = False,
        fallback: bool = False,
    ) -> None:
        """`strict` and `fallback` are as in `QueryEngine.ask`."""
        self.engine = engine
        self.scope = scope
        self._strict, self._fallback = strict, fallback
        self.turns: list[Turn] = list(turns)

    def understand(self, text: str) -> Understood:
        """What a question means here: by rules, or as the model takes it where there is one.

        Raises:
            UsageError: there is no question in it, or it is too long to be one.
            ModelError: the model cannot be used at all, and there is no fallback.
        """
        asked = checked_question(text)
        understood = understand(self.turns, asked)
        if not self.turns or understood.way is Way.WHO_SAID or (writer := self._writer()) is None:
            return understood
        return condense(writer.model, self.turns, asked) or understood

    def _writer(self) -> Writer | None:
        try:
            return self.engine.writer
        except ModelError:
            if not self._fallback:
                raise
            return None

    def ask(self, text: str, *, limit: int | None = None) -> Turn:
        """Answer a question as it is understood here. The answer carries how it came about.

        Raises:
            AskError: as `QueryEngine.ask`.
        """
        return self.answer(text, self.understand(text), limit=limit)

    def answer(
        self, text: str, understood: Understood, *, limit: int | None = None, watch: Watch = lambda *_: None
    ) -> Turn:
        """The turn of a question that was understood so; it becomes the last. `watch` is as in `QueryEngine.ask`."""
        turn = self._turn(text, understood, limit, watch=watch)
        self.turns.append(turn)
        return turn

    def more(self, limit: int) -> Turn | None:
        """The last question with up to `limit` statements, in place of the last turn; None where there is none."""
        if not self.turns:
            return None
        last = self.turns[-1]
        turn = self._turn(last.asked, last.understood, limit, self.turns[:-1])
        self.turns[-1] = turn
        return turn

    def explained(self) -> Answer | None:
        """The last answer with how it came about, which a resumed session has not kept."""
        return self._explained(self.turns[-1]) if self.turns else None

    def reset(self) -> None:
        """Forget the turns; the articles that may be used stay."""
        self.turns.clear()

    def _turn(
        self,
        text: str,
        understood: Understood,
        limit: int | None,
        before: Sequence[Turn] | None = None,
        watch: Watch = lambda *_: None,
    ) -> Turn:
        if understood.way is Way.WHO_SAID:
            last = (self.turns if before is None else before)[-1]
            answer = who_said(understood.question, self._explained(last), understood.statement)
            said = "; ".join(dict.fromkeys(s.attribution for s in answer.statements if s.attribution))
            return Turn(text, understood, answer, f"{said[:1].upper()}{said[1:]}:" if said else _NOBODY)
        answer = self.engine.ask(
            understood.question,
            limit=limit,
            explain=True,
            scope=self.scope,
            strict=self._strict,
            fallback=self._fallback,
            watch=watch,
        )
        return Turn(text, understood, answer)

    def _explained(self, turn: Turn) -> Answer:
        if turn.answer.explanation is not None:
            return turn.answer
        again = self.engine.examine(turn.understood.question, scope=self.scope).answer
        return replace(turn.answer, explanation=again.explanation)
