"""What the rest of the tool asks of a checker."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.types import Span


@dataclass(frozen=True, slots=True)
class Entailment:
    """How likely it is that evidence bears a statement out, speaks against it, or does neither; together 1.

    `fails` is the stretch of the statement that the evidence does not bear out, where the checker can tell.
    """

    supported: float
    refuted: float
    neither: float
    fails: Span | None = None


class Checker(Protocol):
    """Reads statements together with their evidence."""

    @property
    def name(self) -> str: ...

    def warm_up(self) -> None:
        """Load what checking needs; may run in a thread beside other work."""
        ...

    def entail(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """One verdict for each statement and its evidence, in their order."""
        ...
