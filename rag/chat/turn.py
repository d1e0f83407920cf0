"""One question of a conversation, what it was taken to mean, and its answer."""

from dataclasses import dataclass
from enum import StrEnum

from rag.types import Answer


class Way(StrEnum):
    """How a question was understood."""

    NEW = "new"
    """It stands by itself."""
    FOLLOW_UP = "follow-up"
    """It leans on what was asked before; `Understood.question` is what it was taken for."""
    WHO_SAID = "who said"
    """It asks who said what was just shown, which no search can tell."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question that stands by itself. `statement`, from 1, is the one of the last answer that "who said" is about."""

    question: str
    way: Way = Way.NEW
    statement: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """`note` goes before the answer to "who said that?": who did, or that nobody is named."""

    asked: str
    understood: Understood
    answer: Answer
    note: str = ""
