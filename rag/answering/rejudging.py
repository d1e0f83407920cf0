"""A draft's claim before the judge: the verdict that its sentences gave it, and what a language model makes of them."""

from dataclasses import replace

from rag.answering.candidates import Candidate
from rag.answering.judged import Judged
from rag.checking.judging import Judge, second_opinion
from rag.types import Verdict

_SHOWN = 4
"""Sentences that a judge is shown: those that decided, then the nearest."""
_CLOSEST = 2
"""Of these, the ones that are named as nearest where they do not bear it out."""


def rejudged(words: str, judged: Judged, judge: Judge | None) -> Judged:
    """What came of a claim once the judge was asked, where there is one.

    Where its word changes the verdict, the sentences that it was shown are those that decided.

    Raises:
        ModelError: see `Judge`.
    """
    shown = _shown(judged)
    ruled = second_opinion(words, [c.source for c in shown], judged.verdict, judged.faults, judge)
    if ruled.ruling is None:
        return judged
    by = judged.by
    if ruled.ruling.changed:
        by = shown[:_CLOSEST] if ruled.verdict is Verdict.UNSUPPORTED else shown
    return replace(judged, verdict=ruled.verdict, faults=ruled.faults, by=by, ruling=ruled.ruling)


def _shown(judged: Judged) -> tuple[Candidate, ...]:
    """Each sentence once, however many articles have it."""
    found: dict[str, Candidate] = {}
    for candidate in (*judged.by, *judged.near):
        found.setdefault(candidate.source.text.casefold(), candidate)
    return tuple(found.values())[:_SHOWN]
