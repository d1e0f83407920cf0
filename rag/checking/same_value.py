"""Whether one figure says what another does, however it is written: in another currency's name, unit or share."""

import math
from collections.abc import Iterator

from rag.text.figures import Bound, Figure
from rag.text.units import in_unit
from rag.text.values import ROUNDED, Value, is_rounded, last_place

_ROUNDED_BY = 0.1
"""How far, as a share of it, an exact figure may lie from the round one that "about" or "more than" makes of it."""
_VAGUE_FROM = 4
"""From so many times its least on a figure is a vague plural: "dozens", "hundreds"."""
_TENS = 10
_NEAR_A_SHARE, _OF_IT = 0.7, 0.025
"""In hundredths, and as a part of it: a third is 33% or 34%."""


def is_same_value(one: Figure, other: Figure) -> bool:
    """Whether both are the same amount, their bounds aside."""
    if not is_comparable(one, other):
        return False
    if is_of_other_units(one, other):
        return any(True for _ in _conversions(one, other))
    a, b = one.value, other.value
    if (a.low, a.high) == (b.low, b.high):
        return True
    if (one.in_words or other.in_words) and a.unit == b.unit == "%":
        near = min(_NEAR_A_SHARE, _OF_IT * abs(a.low))
        return abs(a.low - b.low) <= near and abs(a.high - b.high) <= near
    # "A dozen" is 11 to 13 and "12" is one of them; "dozens" and "40" are not the same.
    narrow = all(v.high <= 1.25 * v.low for v in (a, b))
    return narrow and (a.approximate or b.approximate) and a.low <= b.high and b.low <= a.high


def is_said_by(figure: Figure, other: Figure) -> bool:
    """Whether a figure is borne out by another: the same, with the same bound, or a rounder way to say it."""
    if is_same_value(figure, other):
        return figure.bound is other.bound or _is_loose(figure, other)
    if other.bound in {Bound.EXACT, Bound.ABOUT, Bound.LEAST} and _is_one_of_many(figure, other):
        return True
    return other.bound is Bound.EXACT and _is_rounding(figure, other)


def is_comparable(one: Figure, other: Figure) -> bool:
    """Whether both are shares or neither is, and, where both are money, it may be the same."""
    if (one.value.unit == "%") is not (other.value.unit == "%"):
        return False
    return one.money is None or other.money is None or one.money.may_be(other.money)


def is_of_other_units(one: Figure, other: Figure) -> bool:
    """Whether both measure one thing in units that are not the same: in miles and in kilometres."""
    if one.unit is None or other.unit is None or one.unit.kind != other.unit.kind:
        return False
    return not is_of_one_unit(one, other)


def is_of_one_unit(one: Figure, other: Figure) -> bool:
    """Whether both may be in the same unit; tons may be tonnes."""
    return one.unit is not None and other.unit is not None and bool(set(one.unit.names) & set(other.unit.names))


def _conversions(one: Figure, other: Figure) -> Iterator[tuple[float, float]]:
    """The ways to read the units of both in which each is the other, to the place to which one of them is told."""
    assert one.unit and other.unit
    for mine, theirs in ((one, other), (other, one)):
        assert mine.unit and theirs.unit
        lows = in_unit(_signed(theirs, theirs.value.low), theirs.unit, mine.unit, is_change=theirs.is_change)
        highs = in_unit(_signed(theirs, theirs.value.high), theirs.unit, mine.unit, is_change=theirs.is_change)
        for low, high in zip(lows, highs, strict=True):
            if _is_near(_signed(mine, mine.value.low), low) and _is_near(_signed(mine, mine.value.high), high):
                yield low, high


def _signed(figure: Figure, number: float) -> float:
    return -number if figure.is_minus else number


def _is_near(told: float, converted: float) -> bool:
    """Whether a number is what is told, rounded to the last place of that."""
    if told == converted or not (math.isfinite(told) and math.isfinite(converted)):
        return told == converted
    return abs(told - converted) <= min(last_place(told) / 2, max(ROUNDED * abs(told), 0.5 if told else 0.0)) + 1e-9


def _is_one_of_many(figure: Figure, other: Figure) -> bool:
    """ "Dozens" for 44, "hundreds" for at least 350: less is said than is known. Never the other way round."""
    a, b = figure.value, other.value
    is_plural = figure.bound is Bound.EXACT and a.approximate and a.high > _VAGUE_FROM * a.low
    return is_plural and is_comparable(figure, other) and a.low <= b.low and b.high <= a.high


def _is_loose(figure: Figure, other: Figure) -> bool:
    """Whether "about" makes no difference.

    "About a dozen" for "a dozen": what is vague by itself is not made vaguer. "Two thirds" for "some 67 percent": the
    words are the rounder, as "one in five" is by itself. "About 15%" for 15%: of what is measured, or round, no less is
    said by it; of a count of 98 there is. "15%" for "about 15%" says more than is known.
    """
    if {figure.bound, other.bound} != {Bound.ABOUT, Bound.EXACT}:
        return False
    if figure.value.approximate and figure.value.low < figure.value.high:
        return True
    if figure.is_ratio or (figure.in_words and not other.in_words):
        return True
    return figure.bound is Bound.ABOUT and (_is_measured(other) or last_place(other.value.low) >= _TENS)


def _is_measured(figure: Figure) -> bool:
    return bool(figure.value.unit or figure.money or figure.unit)


def _is_rounding(figure: Figure, exact: Figure) -> bool:
    """ "About 65,000" and "more than 65,000" for 65,089, "about 15%" for 14.8%."""
    a, b = figure.value, exact.value
    if not is_comparable(figure, exact) or is_of_other_units(figure, exact) or not _are_single(a, b):
        return False
    if not abs(a.low - b.low) <= _ROUNDED_BY * abs(b.low):
        return False
    if figure.bound is Bound.LEAST:
        return a.low <= b.low
    if figure.bound is Bound.MOST:
        return a.low >= b.low
    if figure.bound is not Bound.ABOUT:
        return False
    if b.low != int(b.low) and abs(a.low) < _TENS * _TENS:
        return is_rounded(a.low, b.low) or abs(a.low - b.low) <= last_place(a.low) / 2 > last_place(b.low) / 2
    return len(str(int(a.low)).rstrip("0")) < len(str(int(b.low)).rstrip("0"))


def _are_single(*values: Value) -> bool:
    return all(value.low == value.high and math.isfinite(value.low) for value in values)
