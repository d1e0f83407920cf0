"""Figures of a change, a rate or a loss: "by 12" is not "to 12", "a week" not "a month", "minus 5" not "5"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.text.figures import Figure, find_change, find_figures
from rag.text.opposites import RISING, find_opposites
from rag.text.terms import words
from rag.types import Fault, Span

_LEAD = re.compile(r"\b(from|to|by)\s+(?:[a-z]+\s+){0,2}$", re.I)
_RATE = re.compile(r"^[\w -]{0,24}?\b(?:a|an|per|each|every) (second|minute|hour|day|week|month|year)\b", re.I)
_UP, _DOWN = "up", "down"
_AFTER_IT = re.compile(r"^,?\s+(?P<way>up|down)\s+(?:from|by|on)\b", re.I)
_BESIDE_IT = re.compile(r"^(?:\s+[\w-]+){0,2}?\s+(?P<way>above|below|ahead of|behind)\b", re.I)
_BENEATH = frozenset({"below", "behind"})
_BELOW_ZERO = re.compile(r"(?:\sdegrees?)?\sbelow (?:zero|freezing|nought)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure, the "from", "to" or "by" of its change, the time of its rate, and whether it is below nought.

    `way` is whether it was reached "up" or "down", and `level` whether it is so much "above" or "below".
    """

    figure: Figure
    way: str | None
    level: str | None
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
        if mine.way and all(o.way and o.way != mine.way for o in same):
            message = f"what is cited has it go {same[0].way}, not {mine.way}"
        elif mine.level and all(o.level and o.level != mine.level for o in same):
            message = f"what is cited has it {same[0].level}, not {mine.level}"
        elif mine.lead and all(o.lead and o.lead != mine.lead for o in same):
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
        change = find_change(text, figure.start)
        lead = _LEAD.search(before) if change else None
        rate, beside = _RATE.search(after), _BESIDE_IT.search(after)
        yield _Told(
            figure,
            way=_way(change or "", after),
            level=None if beside is None else "below" if beside["way"].lower() in _BENEATH else "above",
            lead=lead[1].lower() if lead else None,
            rate=rate[1].lower() if rate else None,
            minus=figure.is_minus or _BELOW_ZERO.match(text, figure.whole.end) is not None,
        )


def _way(change: str, after: str) -> str | None:
    """Whether a figure was reached by rising or falling, as the words before or after it have it."""
    if found := _AFTER_IT.search(after):
        return found["way"].lower()
    first = next((word for word in words(change)), "")
    sides = {side for _, axis, side in find_opposites(first) if axis == RISING} if first else set()
    return (_UP if 1 in sides else _DOWN) if len(sides) == 1 else None
