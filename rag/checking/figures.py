"""Figures: each must stand in a source, with its bound, and count the same thing there."""

import re
from collections.abc import Iterator, Sequence

from rag.checking.arithmetic import follows
from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.checking.same_value import is_of_one_unit, is_of_other_units, is_said_by, is_same_value
from rag.text.figures import Bound, Figure, find_figures, told_figures
from rag.text.kinship import are_kin, canonicals
from rag.text.terms import stem
from rag.types import Fault, Span

_POINTS_BACK = re.compile(r"\b(?:the|these|those|both|all|his|her|their|its) $", re.I)
_FEW = 4
"""Up to here "the two leaders" may count whom the source names."""
_UNITS = canonicals(
    map(stem, "second minute hour day week month year decade century metre meter kilometre km mile foot feet yard "
        "inch litre liter gallon acre hectare ton tonne kg "
        "dollar euro pound rouble ruble degree point seat vote".split())
)  # fmt: skip
"""Of these one cannot be another way to say the other."""


def check_figures(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """The figures that no source has, has with another bound, or has of another thing, and that do not follow."""
    mine = find_figures(statement)
    by_source = [told_figures(source.text) for source in sources] if mine else []
    theirs = [figure for figures in by_source for figure in figures]
    for figure in mine:
        written = statement[figure.start : figure.end]
        if figure.start and written[0].isupper():
            continue  # "the Big Ten" is a name
        same = [other for other in theirs if is_said_by(figure, other)]
        span = Span(figure.start, figure.end)
        if not same:
            if _POINTS_BACK.search(statement[: figure.start]) and figure.value.high <= _FEW:
                continue
            if not follows(figure, statement, sources):
                yield _unsaid(figure, written, span, theirs)
        elif not any(_counts_same(figure, other, beside) for beside in by_source for other in beside if other in same):
            if follows(figure, statement, sources):
                continue
            message = f"in what is cited “{written}” counts something else"
            yield Finding(Fault("figure", message, span), contradicts=True)


def _unsaid(figure: Figure, written: str, span: Span, theirs: Sequence[Figure]) -> Finding:
    unbounded = [other for other in theirs if is_same_value(figure, other)]
    if unbounded:
        one = unbounded[0]
        message = f"what is cited has “{_shown(one)}”, the statement “{_shown(figure)}”"
        return Finding(Fault("figure", message, span), contradicts=True)
    if rival := next((other for other in theirs if _is_rival(figure, other)), None):
        message = f"“{written}” differs from what is cited: {_shown(rival)}"
        return Finding(Fault("figure", message, span), contradicts=True)
    return Finding(Fault("figure", f"“{written}” is not in what is cited", span))


def _is_rival(figure: Figure, other: Figure) -> bool:
    """Whether it is another figure of the same thing, or the same of another currency or unit."""
    if (figure.value.low, figure.value.high) == (other.value.low, other.value.high):
        is_other_money = figure.money and other.money and not figure.money.codes & other.money.codes
        return bool(is_other_money) or is_of_other_units(figure, other)
    return (figure.value.unit == "%") is (other.value.unit == "%") and are_kin(other.counted, figure.counted)


def _counts_same(figure: Figure, other: Figure, theirs: Sequence[Figure]) -> bool:
    """Whether nothing shows that it counts another thing: a noun that in the source goes with another figure."""
    mine, told = figure.counted, other.counted
    if is_of_other_units(figure, other) or (figure.money and other.money):
        mine, told = figure.things, other.things
    elif (
        (units := mine & _UNITS) and (others := told & _UNITS) and units != others and not is_of_one_unit(figure, other)
    ):
        return False
    if not mine or are_kin(mine, told):
        return True
    return not any(are_kin(mine, rival.counted) and not is_same_value(figure, rival) for rival in theirs)


def _shown(figure: Figure) -> str:
    low, high = figure.value.low, figure.value.high
    number = f"{low:,.10g}" if low == high else f"{low:,.10g} to {high:,.10g}"
    return (f"{figure.bound.value} " if figure.bound is not Bound.EXACT else "") + number + figure.value.unit
