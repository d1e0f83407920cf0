"""What comes of a claim of a draft."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.candidates import Candidate
from rag.types import Fault, Ruling, Verdict

_MOST_CITED = 3


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


def of_different_articles(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The first of each article, at most as many as are cited."""
    return tuple({c.article.id: c for c in reversed(candidates)}.values())[::-1][:_MOST_CITED]
