"""A conversation with one corpus: questions that lean on each other, and their answers."""

from collections.abc import Sequence
from dataclasses import replace

from rag.answering.telling import Watch
from rag.chat.attributed import who_said
from rag.chat.turn import Turn, Understood, Way
from rag.chat.understanding import understand
from rag.query_engine import EVERYTHING, QueryEngine, checked_question
from rag.types import Answer, Scope

_NOBODY = "Nobody is named for it: the article says so in its own words."


class Conversation:
    """The turns so far, the articles that may be used, and the engine that answers.

    A turn is kept only once its answer is whole: one that is interrupted leaves no trace.
    """

    def __init__(self, engine: QueryEngine, scope: Scope = EVERYTHING, turns: Sequence[Turn] = ()) -> None:
        self.engine = engine
        self.scope = scope
        self.turns: list[Turn] = list(turns)

    def understand(self, text: str) -> Understood:
        """What a question means here.

        Raises:
            UsageError: there is no question in it, or it is too long to be one.
        """
        return understand(self.turns, checked_question(text))

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
        if not self.turns:
            return None
        last = self.turns[-1]
        if last.answer.explanation is None:
            last = self._turn(last.asked, last.understood, max(1, len(last.answer.statements)), self.turns[:-1])
        return last.answer

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
            answer = who_said(understood.question, self._last_explained(before), understood.statement)
            said = "; ".join(dict.fromkeys(s.attribution for s in answer.statements if s.attribution))
            return Turn(text, understood, answer, f"{said[:1].upper()}{said[1:]}:" if said else _NOBODY)
        answer = self.engine.ask(understood.question, limit=limit, explain=True, scope=self.scope, watch=watch)
        return Turn(text, understood, answer)

    def _last_explained(self, before: Sequence[Turn] | None) -> Answer:
        last = (self.turns if before is None else before)[-1]
        if last.answer.explanation is not None:
            return last.answer
        again = self.engine.ask(
            last.understood.question, limit=max(1, len(last.answer.statements)), explain=True, scope=self.scope
        )
        return replace(last.answer, explanation=again.explanation)
