"""What an expression of quantity says: an interval of numbers, how firmly it is meant, and its unit.

`find_quantities` marks the expressions; here they become numbers, so that figures can be compared as what they
are: exact, approximate, or a bound.
"""

import math
import re
from dataclasses import dataclass

from rag.text.numerals import SCALES, VAGUE, parse_number, parse_share

ABOUT = 0.10
"""How far from an approximate figure the thing may lie, as a share of it: "about 100" takes in 98, and 110."""
ROUNDED = 0.05
"""The most that rounding may move a figure, as a share of it: "1.6 million" stands for 1,624,000, "3%" not for 3.4."""
WRITTEN_IN_FULL = 1000
"""Whole numbers below this are counted and written in full, so "100" is not a rounded 98."""
ROUND_BOUND = 0.20
"""The farthest from its own figure, as a share of it, that a round bound is still a way to say it: "over 50" and 52."""

_AT_LEAST = r"at least|a minimum of|no fewer than|no less than|not less than|not fewer than|more than|over|upwards of"
_AT_MOST = (
    r"at most|a maximum of|no more than|not more than|fewer than|less than|under|below|up to|as many as|as much as"
)
_ABOUT = (
    r"nearly|almost|about|around|roughly|approximately|some|an estimated|estimated|perhaps|close to|circa|just over"
    r"|just under|or so"
)
_LEAD = re.compile(rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<about>{_ABOUT})|only|between|just)\s+", re.I)
_UNIT_AFTER = re.compile(r"(?:(?<!\s)\s+)?(?:%|percent|per cent)$")
_JOINS = (re.compile(r"\s?[–—-]\s?"), re.compile(r"(?<!\s)\s+to\s+"), re.compile(r"(?<!\s)\s+and\s+"))
_SCALE = "dozen|" + "|".join(SCALES)
_SCALED = re.compile(rf"(?P<number>.*?)(?:[\s-]?(?P<scale>{_SCALE}))?")
_SEVERAL = re.compile(r"(?:several|a few|many)\s+(?P<scale>dozen|hundred|thousand|million)")


@dataclass(frozen=True, slots=True)
class Value:
    """The numbers that an expression allows, ends included.

    `low` or `high` is infinite for a bound on the other side alone. `unit` is "" for a bare number, "%" for shares
    (of fractions too: "half" is 50%), or the sign of a currency.
    """

    low: float
    high: float
    approximate: bool = False
    unit: str = ""

    @property
    def is_exact(self) -> bool:
        return self.low == self.high and not self.approximate


def parse_value(expression: str) -> Value | None:
    """The value of an expression as `find_quantities` marks it, or None where it holds no number."""
    rest = " ".join(expression.lower().split())
    least = most = about = False
    while lead := _LEAD.match(rest):
        least, most = least or bool(lead["least"]), most or bool(lead["most"])
        about = about or bool(lead["about"])
        rest = rest[lead.end() :]
    unit = ""
    if percent := _UNIT_AFTER.search(rest):
        unit, rest = "%", rest[: percent.start()]
    elif sign := re.search(r"[$€£¥]", rest):
        unit, rest = sign.group(), re.sub(r"[$€£¥]\s?", "", rest)
    found = _single(rest) or _range(rest)
    if found is None:
        return None
    low = -math.inf if most else found.low
    high = math.inf if least else found.high
    return Value(low, high, found.approximate or about, unit or found.unit)


def agree(one: Value, other: Value) -> bool:
    """Whether both may be true of one thing at one time.

    A bound allows everything on its side, so exactly 98 agrees with "at least 94". An approximate figure takes in
    what lies within `ABOUT` of it. An exact figure may be the other one rounded (see `is_rounded`). Values in
    different units say nothing of each other, and do not agree.
    """
    return _is_comparable(one, other) and (_overlap(_widened(one), _widened(other)) or _is_same_rounded(one, other))


def differ(one: Value, other: Value) -> bool:
    """Whether a reader should see the two side by side, as figures that are not the same.

    Values that do not agree differ. So do some that agree: a bound that is not a round number is itself a count, so
    "at least 94" is another count than 98. A round bound is a way to say the figure just past it: "over 50" is no
    other figure than 52, nor "at least 10,000" than "10,000 to 15,000", but it is another than 90 (see `_meant`).
    Values in different units cannot be compared, and so do not differ.
    """
    if not _is_comparable(one, other):
        return False
    return not (_overlap(_meant(one), _meant(other)) or _is_same_rounded(one, other))


def _is_comparable(one: Value, other: Value) -> bool:
    """In one unit; a bare number may be money too, whose currency follows it in words ("3 billion euros")."""
    units = {one.unit, other.unit}
    return len(units) == 1 or ("" in units and "%" not in units)


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _widened(value: Value) -> tuple[float, float]:
    by = ABOUT if value.approximate else 0.0
    return value.low - by * _size(value.low), value.high + by * _size(value.high)


def _size(number: float) -> float:
    return abs(number) if math.isfinite(number) else 0.0


def _meant(value: Value) -> tuple[float, float]:
    """The interval that the writer has in mind: `_widened`, with the open end of a bound closed.

    Who knows of 60 does not write "over 50": the bound is the figure cut off after its last digit that is not zero.
    So "over 50" reaches to 60, "at least 94" only to 95 and "up to 15,000" down to 14,000, and never further than
    `ROUND_BOUND` of the figure. What lies at the next such figure is not meant any more.
    """
    low, high = _widened(value)
    if math.isinf(high) and math.isfinite(value.low):
        return low, value.low + _reach(value.low)
    if math.isinf(low) and math.isfinite(value.high):
        return value.high - _reach(value.high), high
    return low, high


def _reach(figure: float) -> float:
    # Just short of the next figure, for the intervals are closed.
    return min(0.999 * last_place(figure), ROUND_BOUND * abs(figure))


def _is_same_rounded(one: Value, other: Value) -> bool:
    if not (one.is_exact and other.is_exact):
        return False
    return is_rounded(one.low, other.low) or is_rounded(other.low, one.low)


def is_rounded(round_one: float, full: float) -> bool:
    """Whether `round_one` is `full` rounded to the last place that `round_one` uses.

    Only large numbers and those with decimals are rounded without a word like "about".
    """
    if round_one == full:
        return True
    may_be_rounded = abs(round_one) >= WRITTEN_IN_FULL or full != int(full)
    place = last_place(round_one)
    if not may_be_rounded or place <= last_place(full):
        return False
    return abs(round_one - full) <= min(place / 2, ROUNDED * abs(round_one))


def last_place(number: float) -> float:
    """The value of the last digit that is not zero: 10 for 50, 1,000 for 15,000, 0.1 for 2.5. To three decimals."""
    thousandths = round(abs(number) * 1000)
    if thousandths == 0:
        return 0.001
    place = 1
    while thousandths % (place * 10) == 0:
        place *= 10
    return place / 1000


def _single(text: str) -> Value | None:
    """One figure, fraction or vague plural, without lead and unit."""
    if text in VAGUE:
        return Value(*VAGUE[text], approximate=True)
    if several := _SEVERAL.fullmatch(text):
        size = 12 if several["scale"] == "dozen" else SCALES[several["scale"]]
        return Value(2 * size, 10 * size, approximate=True)
    if (share := parse_share(text)) is not None:
        return Value(100 * share, 100 * share, approximate=True, unit="%")
    if half := re.fullmatch(rf"half (an? (?:{_SCALE}))", text):
        whole = _single(half[1])
        return whole and Value(whole.low / 2, whole.high / 2, approximate=True)
    figure = _SCALED.fullmatch(text)
    if figure is None or text in {"a", "an"} or (number := parse_number(figure["number"])) is None:
        return None
    if figure["scale"] == "dozen":
        # People count to a dozen by eye.
        return Value(11 * number, 13 * number, approximate=True)
    value = _tidy(number * SCALES.get(figure["scale"] or "", 1.0))
    return Value(value, value, approximate=figure["number"] in {"a", "an"})


def _range(text: str) -> Value | None:
    """Two figures joined: "10,000 to 15,000", "4 and 6", "two to three million"."""
    for join in _JOINS:
        for match in join.finditer(text):
            first, second = _single(text[: match.start()]), _single(text[match.end() :])
            if first is None or second is None:
                continue
            low, high = first.low, second.high
            # "5 to 10 million" are millions both.
            scaled = _tidy(low * _scale_of(text))
            if scaled <= high and _scale_of(text[: match.start()]) == 1:
                low = scaled
            if low <= high:
                return Value(low, high, first.approximate or second.approximate, first.unit or second.unit)
    return None


def _scale_of(text: str) -> float:
    ending = re.search(r"(?<![a-z])[a-z]+$", text)
    return SCALES.get(ending.group(), 1.0) if ending else 1.0


def _tidy(number: float) -> float:
    """Without what binary fractions leave behind: 1.1 million is 1,100,000."""
    return round(number, 6)
