"""The days that an expression of time means in a newspaper of a given day.

Weeks run from Monday to Sunday. Seasons are those of the northern hemisphere, in whole months: spring is
March to May. "Early", "mid" and "late" are thirds: of a month its first ten days, the next ten and the rest,
of a year four months each.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from rag.text.dates import MONTHS, ORDINAL, UNTIL, WEEKDAYS, parse_day

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_NUMBERS = {
    word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)
} | {"a": 1, "an": 1}
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_CENTURIES = r"(?:1[89]|20)\d\d"

_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day"
_DAYS = rf"(?P<day>[0-3]?\d){ORDINAL}(?:(?:{UNTIL}|\sand\s)(?P<until>[0-3]?\d){ORDINAL})?"
# Each form an expression may have, in lower case and with single spaces.
_DAY_OF_MONTH = (
    re.compile(rf"^(?:(?:between|from) )?(?:{_WEEKDAY},? )?{_DAYS} (?:of )?{_MONTH}(?:,? (?P<year>{_CENTURIES}))?"),
    re.compile(rf"^(?:(?:between|from) )?(?:{_WEEKDAY},? )?{_MONTH} {_DAYS}(?:,? (?P<year>{_CENTURIES}))?"),
)
_OF_MONTH = re.compile(
    rf"(?:(?P<lead>early|late|mid|the end of|last|this|next|since|by)[ -](?:in )?)?{_MONTH}(?: (?P<year>{_CENTURIES}))?"
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_OF_WEEK = re.compile(rf"(?:(?P<lead>last|this|next) )?{_WEEKDAY}")
_OF_YEAR = re.compile(rf"(?:(?P<lead>early|late|mid|since|in|by)[ -])?(?P<year>{_CENTURIES})")
_SEASON = re.compile(rf"(?P<season>spring|summer|autumn|winter) (?:of )?(?P<year>{_CENTURIES})")
_UNIT = re.compile(r"(?P<lead>last|this|next) (?P<unit>week|month|year|spring|summer|autumn|fall|winter)")
_DISTANCE = re.compile(r"^(?P<number>\w+) (?P<unit>day|week|month|year|decade)s? (?P<way>ago|later|earlier)")


@dataclass(frozen=True, slots=True)
class Period:
    """Both days are in it."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    def is_apart(self, other: "Period") -> bool:
        """Whether no day is in both."""
        return self.last < other.first or other.last < self.first


def resolve(expression: str, published: date | None, *, ahead: bool = False) -> Period | None:
    """The days an expression means in a newspaper of the day `published`; None where that is not clear.

    A bare weekday, month, or day and month is the most recent one that is not after `published`, or with
    `ahead` the first that is not over; a day with its weekday is the nearest that falls on it. "Last Friday" is the
    Friday of the week before, "last May" the May before this month, "last spring" the spring that is over;
    "next Friday" is the first one after `published`, "this Friday" that of the same week. "Since April"
    ends with `published`. "Two weeks ago" is a whole week, "three months ago" a month. What counts from
    `published` is None without it; what is written out with its year does not need it. "Several days ago"
    and "two days later" mean no certain day.
    """
    text = " ".join(expression.lower().split())
    for form in _DAY_OF_MONTH:
        if found := form.fullmatch(text):
            return _days_of_month(found, published, ahead)
    if _ISO.fullmatch(text):
        return None if (day := parse_day(text)) is None else _one(day)
    if found := _OF_MONTH.fullmatch(text):
        return _of_month(found, published, ahead)
    if found := _OF_YEAR.fullmatch(text):
        return _of_year(int(found["year"]), found["lead"], published)
    if published is None:
        return None if (season := _SEASON.fullmatch(text)) is None else _season_of(season, None)
    if text in _NEAR:
        return _one(published + timedelta(_NEAR[text]))
    if found := _OF_WEEK.fullmatch(text):
        return _weekday(WEEKDAYS.index(found["weekday"][:3]), found["lead"], published, ahead)
    if found := _UNIT.fullmatch(text):
        return _unit(found["unit"], found["lead"], published)
    if found := _SEASON.fullmatch(text):
        return _season_of(found, published)
    if (found := _DISTANCE.fullmatch(text)) and found["way"] == "ago":
        return distant(text, published)
    return None


def distant(expression: str, anchor: date) -> Period | None:
    """What is "two days later", "a week earlier" or "three months ago" from the day `anchor`."""
    found = _DISTANCE.fullmatch(" ".join(expression.lower().split()))
    if found is None:
        return None
    number = int(found["number"]) if found["number"].isdigit() else _NUMBERS.get(found["number"])
    if number is None or number > 1000 or found["unit"] == "decade":
        return None
    steps = number if found["way"] == "later" else -number
    if found["unit"] == "day":
        return _one(anchor + timedelta(steps))
    if found["unit"] == "week":
        return _week(anchor + timedelta(weeks=steps))
    if found["unit"] == "year":
        return _of_year(anchor.year + steps, None, anchor)
    month = anchor.year * 12 + anchor.month - 1 + steps
    return _whole_month(month // 12, month % 12 + 1)


def _one(day: date) -> Period:
    return Period(day, day)


def _week(day: date) -> Period:
    monday = day - timedelta(day.weekday())
    return Period(monday, monday + timedelta(6))


def _whole_month(year: int, month: int, part: str | None = None) -> Period:
    length = monthrange(year, month)[1]
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, length), "the end of": (21, length)}.get(
        part or "", (1, length)
    )
    return Period(date(year, month, first), date(year, month, last))


def _days_of_month(found: re.Match[str], published: date | None, ahead: bool) -> Period | None:
    month, first = MONTHS.index(found["month"]) + 1, int(found["day"])
    last = int(found["until"] or first)
    weekday = WEEKDAYS.index(found["weekday"][:3]) if found["weekday"] else None

    def in_year(year: int) -> Period | None:
        try:
            days = Period(date(year, month, first), date(year, month, last))
        except ValueError:
            return None
        return days if first <= last and weekday in {None, days.first.weekday()} else None

    if weekday is not None and published and not found["year"]:
        fits = [p for p in map(in_year, range(published.year - 1, published.year + 2)) if p]
        return min(fits, key=lambda p: abs(p.first - published), default=None)
    return _in_its_year(in_year, found["year"], published, ahead)


def _of_month(found: re.Match[str], published: date | None, ahead: bool) -> Period | None:
    month, lead = MONTHS.index(found["month"]) + 1, found["lead"]

    def in_year(year: int) -> Period:
        return _whole_month(year, month, lead)

    if lead == "this" and published:
        return in_year(published.year)
    if lead in {"last", "next"} and published:
        this = in_year(published.year)
        if lead == "last":
            return this if this.last < published else in_year(published.year - 1)
        return this if this.first > published else in_year(published.year + 1)
    whole = _in_its_year(in_year, found["year"], published, ahead and lead != "since")
    if lead == "since":
        return None if whole is None or published is None or whole.first > published else Period(whole.first, published)
    return whole


def _in_its_year(
    in_year: Callable[[int], Period | None], year: str | None, published: date | None, ahead: bool
) -> Period | None:
    """The period in the year that is given, or else in the nearest one before or ahead that has it."""
    if year is not None:
        return in_year(int(year))
    if published is None:
        return None
    # Eight years may pass between two 29ths of February.
    nearest = [in_year(published.year + (step if ahead else -step)) for step in range(9)]
    fits = [p for p in nearest if p and (p.last >= published if ahead else p.first <= published)]
    return fits[0] if fits else None


def _of_year(year: int, lead: str | None, published: date | None) -> Period | None:
    if not date.min.year <= year <= date.max.year:
        return None
    if lead == "since":
        return None if published is None or published.year < year else Period(date(year, 1, 1), published)
    first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}.get(lead or "", (1, 12))
    return Period(date(year, first, 1), _whole_month(year, last).last)


def _weekday(weekday: int, lead: str | None, published: date, ahead: bool) -> Period:
    this = published - timedelta(published.weekday() - weekday)
    if lead == "last":
        return _one(this - timedelta(7))
    if lead == "this":
        return _one(this)
    if lead == "next":
        return _one(this if this > published else this + timedelta(7))
    if ahead:
        return _one(this if this >= published else this + timedelta(7))
    return _one(this if this <= published else this - timedelta(7))


def _unit(unit: str, lead: str, published: date) -> Period | None:
    step = {"last": -1, "this": 0, "next": 1}[lead]
    if unit == "week":
        return _week(published + timedelta(weeks=step))
    if unit == "year":
        return _of_year(published.year + step, None, published)
    if unit == "month":
        month = published.year * 12 + published.month - 1 + step
        return _whole_month(month // 12, month % 12 + 1)
    seasons = [_season(unit, published.year + years) for years in (-2, -1, 0, 1)]
    if lead == "last":
        return next(s for s in reversed(seasons) if s.last < published)
    if lead == "next":
        return next(s for s in seasons if s.first > published)
    # In autumn "this spring" is over, and still of this year.
    this_year = _season(unit, published.year)
    is_near = (s for s in seasons if s.last >= published and (s.first.year == published.year or s.first <= published))
    return next(is_near, this_year)


def _season(name: str, year: int) -> Period:
    """The season that begins in `year`."""
    first = _SEASONS[name]
    ends_in = year + 1 if first == 12 else year
    return Period(date(year, first, 1), _whole_month(ends_in, (first + 1) % 12 + 1).last)


def _season_of(found: re.Match[str], published: date | None) -> Period | None:
    """`summer 2023`. A winter has two years; without the day of the paper it is not known which is meant."""
    year = int(found["year"])
    if found["season"] != "winter":
        return _season(found["season"], year)
    if published is None:
        return None
    return min(
        (_season("winter", year - 1), _season("winter", year)),
        key=lambda w: min(abs(w.first - published), abs(w.last - published)),
    )
