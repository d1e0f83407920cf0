"""Figures of a change, a rate or a loss: "by 12" is not "to 12", "a week" not "a month", "minus 5" not "5"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.text.figures import Figure, find_figures, is_change
from rag.types import Fault, Span

_LEAD = re.compile(r"\b(from|to|by)\s+(?:[a-z]+\s+){0,2}$", re.I)
_RATE = re.compile(r"^[\w -]{0,24}?\b(?:a|an|per|each|every) (second|minute|hour|day|week|month|year)\b", re.I)
_MINUS = re.compile(r"(?:\bminus |(?<![\w\d])[−-])$", re.I)


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure, the "from", "to" or "by" of its change, the time of its rate, and whether it is below nought."""

    figure: Figure
    lead: str | None
    rate: str | None
    minus: bool


def check_changes(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """Figures that the sources have, but in another part of a change, by another time, or with another sign."""
    theirs = [told for source in sources for told in _told(source.text)]
    for mine in _told(statement):
        value, span = mine.figure.value, Span(mine.figure.start, mine.figure.end)
        same = [o for o in theirs if o.figure.value == value]
        if not same:
            continue
        if mine.lead and all(o.lead and o.lead != mine.lead for o in same):
            message = f"what is cited has “{same[0].lead}” here, not “{mine.lead}”"
        elif mine.rate and all(o.rate and o.rate != mine.rate for o in same):
            message = f"in what is cited it is so much a {same[0].rate}, not a {mine.rate}"
        elif all(o.minus != mine.minus for o in same):
            message = "what is cited has another sign here"
        else:
            continue
        yield Finding(Fault("figure", message, span), contradicts=True)


def _told(text: str) -> Iterator[_Told]:
    for figure in find_figures(text):
        before, after = text[: figure.start], text[figure.end :]
        lead = _LEAD.search(before) if is_change(text, figure.start) else None
        rate = _RATE.search(after)
        yield _Told(
            figure, lead[1].lower() if lead else None, rate[1].lower() if rate else None, bool(_MINUS.search(before))
        )
