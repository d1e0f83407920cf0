"""Days and other expressions of time in English news prose."""

import re
from datetime import date, datetime

from rag.types import Span

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""By their first three letters, in order; of either the first has the index 0."""
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
ORDINAL = r"(?:st|nd|rd|th)?"
UNTIL = r"(?:\s?[–-]\s?|\s+(?:to|through|until)\s+)"
"""What stands between the first and the last day of a range."""
_DAYS = rf"[0-3]?\d{ORDINAL}(?:{UNTIL}[0-3]?\d{ORDINAL}(?![,.]?\d))?"
_YEAR = r"(?:1[89]|20)\d\d"

_BEFORE_MAY = ("[Ii]n", "[Ss]ince", "[Uu]ntil", "[Ll]ast", "[Tt]his", "[Nn]ext", "[Ee]arly", "[Ll]ate")
_MAY = rf"(?:(?:{'|'.join(f'(?<={word} )' for word in _BEFORE_MAY)})May|May(?=\s+{_YEAR}\b))"
"""By itself it may be a name, or a verb at the start of a sentence."""

_WEEKDAY_SHORT = r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
_ISO_DAY = r"\b(?:1[89]|20)\d\d-[01]\d-[0-3]\d\b"
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$")
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\s+(\d{{1,2}}){ORDINAL},?\s+({_YEAR})\b", re.I)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}}){ORDINAL}\s+(?:of\s+)?({_MONTH}),?\s+({_YEAR})\b", re.I)

EXPRESSION = re.compile(
    rf"{_ISO_DAY}"
    rf"|\b(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAYS}(?:,?\s+{_YEAR})?\b"
    rf"|\b(?:{_WEEKDAY},?\s+)?{_DAYS}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?\b"
    rf"|\b(?:(?i:early|late|mid|the end of|last|this|next|since|by)[\s-]+(?:in\s+)?)?"
    rf"(?:January|February|March|April|June|July|August|September|October|November|December|{_MAY})\b"
    r"(?!\s+[0-3]?\d\b)"
    rf"(?:\s+{_YEAR})?"
    rf"|\b(?:(?i:last|this|next)\s)?{_WEEKDAY}\b"
    r"|\b(?i:last|this|next)\s+(?:week|month|year|spring|summer|autumn|fall|winter)\b"
    r"|\b(?i:today|yesterday|tomorrow)\b"
    r"|\b(?i:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|some|few)\s+"
    r"(?:day|week|month|year|decade)s?\s+(?:ago|later|earlier)\b"
    r"|\b(?i:spring|summer|autumn|winter)\s+(?:of\s+)?(?:1[89]|20)\d\d\b"
    rf"|\b(?i:early|late|mid|since|in|by)[\s-]+{_YEAR}\b"
    rf"|(?<![\w-]){_YEAR}\b(?!\s*(?:[–-]\s*)?(?:wagon|troop|soldier|people))"
)


def parse_day(value: object) -> date | None:
    """The day that `value` names, or None where it does not name exactly one.

    Takes dates, datetimes, ISO 8601 and spelt-out English days. A day like 03/04/2022, which two
    continents read differently, names none.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    text = value.strip()
    if (iso := _ISO.match(text)) or (iso := re.search(r"\b(\d{4})-(\d{2})-(\d{2})\b", text)):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if found := _MONTH_FIRST.search(text):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    if found := _DAY_FIRST.search(text):
        return _day(int(found[3]), _month(found[2]), int(found[1]))
    return None


def is_dateline(line: str) -> bool:
    """Whether a line holds a day and next to nothing besides: `Dec. 30, 2022`, `Published 3 May 2023`."""
    match = _MONTH_FIRST.search(line) or _DAY_FIRST.search(line) or re.search(_ISO_DAY, line)
    if match is None:
        return False
    rest = line[: match.start()] + line[match.end() :]
    rest = re.sub(r"\b\d{1,2}[:.]\d\d\b|\b[A-Z]{2,4}\b|\b[ap]\.?m\.?", " ", rest)
    rest = re.sub(
        rf"\b(?:published|updated|posted|last|modified|on|at|date|{_WEEKDAY}|{_WEEKDAY_SHORT})\b",
        " ",
        rest,
        flags=re.I,
    )
    return not re.search(r"\w{2}", rest)


def find_dates(text: str) -> list[Span]:
    """Every expression of time: days, months, years, weekdays, "last week"."""
    return [Span(m.start(), m.end()) for m in EXPRESSION.finditer(text)]


def _month(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
