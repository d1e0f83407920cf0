"""What comes of a claim of a draft."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.candidates import Candidate
from rag.types import Fault, Ruling, Span, Verdict

_MOST_CITED = 3


@dataclass(frozen=True, slots=True)
class PartBorneOut:
    """A stretch of a claim that is borne out though the claim is not, and the sentence nearest to it."""

    span: Span
    by: Candidate


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a claim, and the sentences that decided it, or were nearest.

    `near` are all that are near enough to be shown, best first, and `ruling` is the judge's, where one was asked.
    """

    verdict: Verdict
    faults: tuple[Fault, ...]
    by: tuple[Candidate, ...]
    near: tuple[Candidate, ...] = ()
    ruling: Ruling | None = None
    in_part: tuple[PartBorneOut, ...] = ()


def of_different_articles(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The first of each article, at most as many as are cited."""
    return tuple({c.article.id: c for c in reversed(candidates)}.values())[::-1][:_MOST_CITED]
