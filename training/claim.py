"""A row of the checker: a statement, evidence, and whether it bears the statement out."""

from dataclasses import dataclass

from training.rows import Span

SUPPORTED, REFUTED, NEITHER, NOT_BORNE_OUT = range(4)
"""The last is of rows of which only that is known: they may be refuted, or neither."""
LABELS = {"supported": SUPPORTED, "refuted": REFUTED, "neutral": NEITHER}


@dataclass(frozen=True, slots=True)
class Claim:
    """`fails` are the spans of the statement that the evidence does not bear out; None where that is not known."""

    kind: str
    statement: str
    evidence: str
    label: int
    fails: tuple[Span, ...] | None
