"""What is checked, against what, and what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from rag.types import Fault, Verdict


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
    """What came of a check. `support` says how well the sources carry it by likeness, where that was weighed."""

    verdict: Verdict
    faults: tuple[Fault, ...]
    support: float = 0.0


class Verifier(Protocol):
    """Says whether a statement of one sentence is borne out by the sentences that it cites."""

    def check(self, statement: str, sources: Sequence[Source]) -> Checked: ...


class Meaning(Protocol):
    """Weighs by likeness how far sentences carry a statement, 0 (not at all) to 1."""

    def weigh(self, statement: str, sources: Sequence[Source]) -> float: ...
