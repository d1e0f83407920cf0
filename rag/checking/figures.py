"""Figures: each must stand in a source, with its bound, and count the same thing there."""

import math
import re
from collections.abc import Iterator, Sequence

from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.text.figures import Bound, Figure, find_figures
from rag.text.kinship import are_kin, canonicals
from rag.text.terms import stem
from rag.types import Fault, Span

_POINTS_BACK = re.compile(r"\b(?:the|these|those|both|all|his|her|their|its) $", re.I)
_FEW = 4
"""Up to here "the two leaders" may count whom the source names."""
_ROUNDED_BY = 0.1
"""How far, as a share of it, an exact figure may lie from the round one that "about" or "more than" makes of it."""
_VAGUE_FROM = 4
"""From so many times its least on a figure is a vague plural: "dozens", "hundreds"."""
_UNITS = canonicals(
    map(stem, "second minute hour day week month year decade century metre meter kilometre km mile foot feet yard "
        "inch litre liter gallon acre hectare ton tonne kg "
        "dollar euro pound rouble ruble degree point seat vote".split())
)  # fmt: skip
"""Of these one cannot be another way to say the other."""


def check_figures(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """The figures that no source has, has with another bound, or has of another thing."""
    mine = find_figures(statement)
    by_source = [find_figures(source.text) for source in sources] if mine else []
    theirs = [figure for figures in by_source for figure in figures]
    for figure in mine:
        written = statement[figure.start : figure.end]
        if figure.start and written[0].isupper():
            continue  # "the Big Ten" is a name
        same = [other for other in theirs if _is_said_by(figure, other)]
        span = Span(figure.start, figure.end)
        if not same:
            if _POINTS_BACK.search(statement[: figure.start]) and figure.value.high <= _FEW:
                continue
            yield _unsaid(figure, written, span, theirs)
        elif not any(_counts_same(figure, other, beside) for beside in by_source for other in beside if other in same):
            message = f"in what is cited “{written}” counts something else"
            yield Finding(Fault("figure", message, span), contradicts=True)


def _unsaid(figure: Figure, written: str, span: Span, theirs: Sequence[Figure]) -> Finding:
    unbounded = [other for other in theirs if _is_same_value(figure, other)]
    if unbounded:
        one = unbounded[0]
        message = f"what is cited has “{_shown(one)}”, the statement “{_shown(figure)}”"
        return Finding(Fault("figure", message, span), contradicts=True)
    rivals = [o for o in theirs if o.value.unit == figure.value.unit and are_kin(o.counted, figure.counted)]
    if rivals:
        message = f"“{written}” differs from what is cited: {_shown(rivals[0])}"
        return Finding(Fault("figure", message, span), contradicts=True)
    return Finding(Fault("figure", f"“{written}” is not in what is cited", span))


def _is_same_value(one: Figure, other: Figure) -> bool:
    a, b = one.value, other.value
    units = {a.unit, b.unit}
    comparable = len(units) == 1 or ("" in units and "%" not in units)
    if not comparable:
        return False
    if (a.low, a.high) == (b.low, b.high):
        return True
    # "A dozen" is 11 to 13 and "12" is one of them; "dozens" and "40" are not the same.
    narrow = all(v.high <= 1.25 * v.low for v in (a, b))
    return narrow and (a.approximate or b.approximate) and a.low <= b.high and b.low <= a.high


def _is_said_by(figure: Figure, other: Figure) -> bool:
    if _is_same_value(figure, other):
        return figure.bound is other.bound or _is_loose(figure, other)
    if other.bound in {Bound.EXACT, Bound.ABOUT, Bound.LEAST} and _is_one_of_many(figure, other):
        return True
    return other.bound is Bound.EXACT and _is_rounding(figure, other)


def _is_one_of_many(figure: Figure, other: Figure) -> bool:
    """ "Dozens" for 44, "hundreds" for at least 350: less is said than is known. Never the other way round."""
    a, b = figure.value, other.value
    is_plural = figure.bound is Bound.EXACT and a.approximate and a.high > _VAGUE_FROM * a.low
    return is_plural and a.unit == b.unit and a.low <= b.low and b.high <= a.high


def _is_loose(figure: Figure, other: Figure) -> bool:
    """ "About a dozen" for "a dozen": what is vague by itself is not made vaguer."""
    vague = figure.value.approximate and figure.value.low < figure.value.high
    return vague and {figure.bound, other.bound} == {Bound.ABOUT, Bound.EXACT}


def _is_rounding(figure: Figure, exact: Figure) -> bool:
    """ "About 65,000" and "more than 65,000" for 65,089."""
    a, b = figure.value, exact.value
    if a.unit != b.unit or a.low != a.high or b.low != b.high or not math.isfinite(b.low):
        return False
    if not abs(a.low - b.low) <= _ROUNDED_BY * abs(b.low):
        return False
    if figure.bound is Bound.LEAST:
        return a.low <= b.low
    if figure.bound is Bound.MOST:
        return a.low >= b.low
    return figure.bound is Bound.ABOUT and len(str(int(a.low)).rstrip("0")) < len(str(int(b.low)).rstrip("0"))


def _counts_same(figure: Figure, other: Figure, theirs: Sequence[Figure]) -> bool:
    """Whether nothing shows that it counts another thing: a noun that in the source goes with another figure."""
    if (mine := figure.counted & _UNITS) and (others := other.counted & _UNITS) and mine != others:
        return False
    if not figure.counted or are_kin(figure.counted, other.counted):
        return True
    return not any(are_kin(figure.counted, rival.counted) and not _is_same_value(figure, rival) for rival in theirs)


def _shown(figure: Figure) -> str:
    low, high = figure.value.low, figure.value.high
    number = f"{low:,.10g}" if low == high else f"{low:,.10g} to {high:,.10g}"
    return (f"{figure.bound.value} " if figure.bound is not Bound.EXACT else "") + number + figure.value.unit
