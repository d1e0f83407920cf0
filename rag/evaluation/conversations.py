"""Holds the conversations of a suite: every turn is asked in its order, and the last one is what counts."""

import time
from collections.abc import Sequence

from rag.chat.conversation import Conversation
from rag.chat.turn import Way
from rag.evaluation.outcome import FollowUp, Outcome, Said
from rag.evaluation.suite import Item
from rag.query_engine import Examined, QueryEngine
from rag.types import Answer, Evidence, Scope


def converse(item: Item, engine: QueryEngine, scope: Scope) -> Outcome:
    """Ask all turns of an item, and the last one also alone and as it is meant."""
    conversation = Conversation(engine, scope)
    for text in item.before:
        conversation.ask(text)
    started = time.perf_counter()
    understood = conversation.understand(item.question)
    if understood.way is Way.WHO_SAID:  # read off the answer before, not searched for
        answer = conversation.answer(item.question, understood).answer
        said = _said(answer)
        ranked, forced = tuple(dict.fromkeys(c.article for c in answer.citations)), said.statements
    else:
        examined = engine.examine(understood.question, scope=scope)
        answer, ranked, forced = examined.answer, articles_of(examined.evidence), examined.forced
    milliseconds = 1000 * (time.perf_counter() - started)
    alone = _both(engine.examine(item.question, scope=scope))
    whole = _both(engine.examine(item.standalone, scope=scope)) if item.standalone else None
    return Outcome(item, answer, ranked, forced, milliseconds, follow_up=FollowUp(understood.question, alone, whole))


def scope_of(item: Item) -> Scope:
    """The articles that an item may be answered from."""
    return Scope(as_of=item.as_of, within=item.within)


def articles_of(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The articles of passages, in the order of each one's best passage."""
    return tuple(dict.fromkeys(e.stored.article.article.path for e in evidence))


def _both(examined: Examined) -> Said:
    return Said(_said(examined.answer).statements, examined.forced)


def _said(answer: Answer) -> Said:
    statements = tuple(s.text for s in answer.statements)
    return Said(statements, statements)
