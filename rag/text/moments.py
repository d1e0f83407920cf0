"""What an expression of time fixes by itself (a year, a month, a day, a weekday), and when two cannot be one."""

import re
from dataclasses import dataclass

from rag.text.dates import MONTHS, ORDINAL, UNTIL, WEEKDAYS

_MONTH = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:\.|\b|uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)", re.I
)
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?day\b", re.I)
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_DAYS = re.compile(rf"\b([0-3]?\d){ORDINAL}(?:{UNTIL}([0-3]?\d){ORDINAL})?\b")


@dataclass(frozen=True, slots=True)
class Moment:
    """The parts that are fixed; None where one is not. `days` is a range of days of the month, ends included."""

    year: int | None = None
    month: int | None = None
    days: tuple[int, int] | None = None
    weekday: int | None = None


def parse_moment(expression: str) -> Moment:
    """The parts of an expression as `find_dates` marks it; of "last week" there is none."""
    if iso := _ISO.search(expression):
        return Moment(int(iso[1]), int(iso[2]), (int(iso[3]), int(iso[3])))
    year, month, weekday = _YEAR.search(expression), _MONTH.search(expression), _WEEKDAY.search(expression)
    rest = _YEAR.sub(" ", expression)
    days = _DAYS.search(rest) if month else None
    return Moment(
        int(year[1]) if year else None,
        MONTHS.index(month[1].lower()) + 1 if month else None,
        (int(days[1]), int(days[2] or days[1])) if days else None,
        WEEKDAYS.index(weekday[1].lower()) if weekday else None,
    )


def exclude(one: Moment, other: Moment, *, of_one_week: bool = False) -> bool:
    """Whether the two cannot be one time: a part that both fix is different.

    Bare weekdays exclude each other only where both are told from the same day, in `of_one_week`.
    """
    if one.days and other.days and (one.days[0] > other.days[1] or other.days[0] > one.days[1]):
        return True
    pairs = [(one.year, other.year), (one.month, other.month)]
    if of_one_week:
        pairs.append((one.weekday, other.weekday))
    return any(a is not None and b is not None and a != b for a, b in pairs)
