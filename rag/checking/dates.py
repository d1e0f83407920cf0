"""Days, months and years: each must be what a source tells, or hold it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.text.dates import find_dates
from rag.text.days import Period, periods, spoken_of
from rag.text.moments import Moment, exclude, parse_moment
from rag.types import Fault, Span

_SOME_DAY = date(2023, 12, 31)
"""Days are counted from here where the day of the paper is unknown: "a day later" needs a calendar, not a year."""
_SEASON = re.compile(r"\b(?<!last )(?<!this )(?<!next )(spring|summer|autumn|winter)\b(?! \d{4})", re.I)
_AS_OF = re.compile(r"\b(?:as of|published|reported|article of)\s+(?:on\s+)?$", re.I)


def check_dates(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """The expressions of time that no source bears out."""
    spans = find_dates(statement)
    for span in spans:
        written = statement[span.start : span.end]
        if not any(_is_told(statement, span, source) for source in sources):
            yield _untold(written, span, sources)
    told = " ".join(" ".join((*source.before, source.title, source.text)) for source in sources).lower()
    for season in _SEASON.finditer(statement):
        if season[1].lower() not in told and not any(s.start <= season.start() < s.end for s in spans):
            message = f"“{season[1]}” is not in what is cited"
            yield Finding(Fault("date", message, Span(season.start(), season.end())))


def _untold(written: str, span: Span, sources: Sequence[Source]) -> Finding:
    mine = parse_moment(written)
    for source in sources:
        for other in find_dates(source.text):
            told = source.text[other.start : other.end]
            if exclude(mine, parse_moment(told), of_one_week=True):
                message = f"“{written}” differs from what is cited: {told}"
                return Finding(Fault("date", message, span), contradicts=True)
    return Finding(Fault("date", f"“{written}” is not in what is cited", span))


def _is_told(statement: str, span: Span, source: Source) -> bool:
    written = _plain(statement[span.start : span.end])
    texts = (source.text, *reversed(source.before), source.title)
    if any(_plain(t[s.start : s.end]) == written for t in texts for s in find_dates(t)):
        return True
    if source.published and _AS_OF.search(statement[: span.start]):
        return _resolved(statement, span, source.published) == Period(source.published, source.published)
    mine = parse_moment(written)
    if any(_fixes(mine, parse_moment(t[s.start : s.end])) for t in texts for s in find_dates(t)):
        return True
    return _is_within(statement, span, source)


def _plain(written: str) -> str:
    return re.sub(r"^(?:in|by|since|on)\s+", "", " ".join(written.lower().replace(",", "").split()))


def _fixes(mine: Moment, theirs: Moment) -> bool:
    """Whether all that the statement fixes is fixed in the source too, to the same."""
    if mine == Moment():
        return False
    if mine.days is not None and (theirs.days is None or not _holds(mine.days, theirs.days)):
        return False
    pairs = ((mine.year, theirs.year), (mine.month, theirs.month), (mine.weekday, theirs.weekday))
    return all(a is None or a == b for a, b in pairs)


def _holds(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _is_within(statement: str, span: Span, source: Source) -> bool:
    """Whether the days that the source tells of are among those that the statement names."""
    counted_from = source.published or _SOME_DAY
    mine = _resolved(statement, span, counted_from)
    if mine is None or (source.published is None and not _is_of_calendar(statement[span.start : span.end])):
        return False
    theirs = [p for t in (source.text, *source.before) for _, p in periods(t, counted_from) if p is not None]
    spoken = spoken_of(source.text, counted_from, source.before)
    return any(_is_among(p, mine, source.published is None) for p in (*theirs, *((spoken,) if spoken else ())))


def _is_of_calendar(written: str) -> bool:
    """A month, and no year that would have to be taken on trust."""
    moment = parse_moment(written)
    return moment.month is not None and moment.year is None


def _is_among(told: Period, mine: Period, any_year: bool) -> bool:
    if any_year:
        told, mine = _of_one_year(told), _of_one_year(mine)
    return mine.first <= told.first and told.last <= mine.last


def _of_one_year(period: Period) -> Period:
    # 2024 has a 29th of February.
    return Period(period.first.replace(year=2024), period.last.replace(year=2024))


def _resolved(statement: str, span: Span, published: date) -> Period | None:
    return next((p for s, p in periods(statement, published) if s == span), None)
