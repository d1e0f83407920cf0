"""What is checked, against what, and what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from rag.types import Fault, Span, Verdict


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of an article, in one line, with what it leans on.

    `before` are the body sentences right before it, the nearest last; `published` is the day of its article, from
    which "last week" is counted; None where that is unknown.
    """

    text: str
    before: tuple[str, ...] = ()
    title: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check. `support` says how well the sources carry it by meaning, 0 to 1."""

    verdict: Verdict
    faults: tuple[Fault, ...]
    support: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """How far sentences carry a statement, 0 (not at all) to 1, and whether they speak against it: then it is refused.

    `fails` is the stretch of the statement that they do not bear out, where that can be told.
    """

    support: float
    refuted: bool = False
    fails: Span | None = None


class Meaning(Protocol):
    """Weighs a statement by meaning: by likeness of clauses, and a checker where there is one."""

    def weigh(self, statement: str, sources: Sequence[Source]) -> Weighed: ...
