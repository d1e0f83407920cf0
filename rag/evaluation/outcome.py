"""What came of each question of a suite, and the figures drawn from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rag.evaluation.suite import Item
from rag.types import Answer


@dataclass(frozen=True, slots=True)
class Said:
    """The statements of an answer, and those that would have been given without the bar of silence."""

    statements: tuple[str, ...]
    forced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What the last question of a conversation was taken for, and for comparison: what it gets `alone`, with the turns
    before ignored, and `whole`, asked as it is meant; None where the suite does not say how that is."""

    understood: str
    alone: Said
    whole: Said | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, asked. `ranked` are the retrieved articles, best first, each once; `forced` the statements that
    would have been given without the bar of silence; `support` how well a claim is carried, where it is one."""

    item: Item
    answer: Answer
    ranked: tuple[str, ...]
    forced: tuple[str, ...]
    milliseconds: float
    support: float = 0.0
    follow_up: FollowUp | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95% interval and the number of questions it rests on.

    `value` is None where no question has one. `values` has each question's own, where the figure is their mean.
    A figure gates unless it is a `timing`, which a slow machine can change.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    questions: int
    about: str
    lower_is_better: bool = False
    timing: bool = False
    values: Mapping[str, float] = field(default_factory=dict)
