"""Days, months and years: each must be what a source tells, or hold it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.text.dates import find_dates
from rag.text.days import Period, periods, spoken_of
from rag.text.figures import find_figures
from rag.text.kinship import canonical, canonicals, holds
from rag.text.moments import Moment, exclude, parse_moment
from rag.text.terms import STOPWORDS, content_terms, stem
from rag.types import Fault, Span

_SOME_DAY = date(2023, 12, 31)
"""Days are counted from here where the day of the paper is unknown: "a day later" needs a calendar, not a year."""
_SEASON = re.compile(r"\b(?<!last )(?<!this )(?<!next )(spring|summer|autumn|winter)\b(?! \d{4})", re.I)
_MAY = re.compile(
    r"(?:\b(?i:from|since|until|till|by|to|between|and|of|early|late|mid|last|next)[\s-])(May)\b(?!\s+\d)"
)
_DECADE = re.compile(r"(?:1[89]|20)\d0['’]?s\b")
_PART = re.compile(r"\b(?:early|mid|late|end)\b")
_NUMBER = re.compile(r"\d{4}")
_AS_OF = re.compile(r"\b(?:as of|published|reported|article of)\s+(?:on\s+)?$", re.I)
_LEAD = re.compile(
    r"\b(?:(?P<begins>after|since|from|following)|by|before|until|till|no later than)\s+(?:the\s+)?$"
    r"|(?:(?P<starts>since)|by)\s",
    re.I,
)
_CAPITAL_OR_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]*")
_CLAUSE = re.compile(r"[,;:]\s|\s—\s|\band\s")


def check_dates(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """The expressions of time that no source bears out."""
    spans = _dates(statement)
    for span in spans:
        written = statement[span.start : span.end]
        if _counts(written, sources):
            continue
        if not any(_is_told(statement, span, source) for source in sources):
            yield _untold(written, span, sources)
        elif len(sources) == 1 and (other := _of_another_clause(statement, span, sources[0].text)):
            message = f"“{written}” dates something else in what is cited, which has {other} here"
            yield Finding(Fault("date", message, span), contradicts=True)
        elif other := _of_other_end(statement, span, sources):
            message = f"“{written}” is the other end in what is cited: {other}"
            yield Finding(Fault("date", message, span), contradicts=True)
    for decade in _DECADE.finditer(statement):
        if not any(decade.group()[:3] in source.text for source in sources):
            message = f"“{decade.group()}” is not in what is cited"
            yield Finding(Fault("date", message, Span(decade.start(), decade.end())))
    told = " ".join(" ".join((*source.before, source.title, source.text)) for source in sources).lower()
    for season in _SEASON.finditer(statement):
        if season[1].lower() not in told and not any(s.start <= season.start() < s.end for s in spans):
            message = f"“{season[1]}” is not in what is cited"
            yield Finding(Fault("date", message, Span(season.start(), season.end())))


def _counts(written: str, sources: Sequence[Source]) -> bool:
    """Whether what looks like a year is a number of things in a source, which writes it as one: "1,940 crates"."""
    if not _NUMBER.fullmatch(written):
        return False
    figures = (figure for source in sources for figure in find_figures(source.text))
    return any(figure.value.low == figure.value.high == float(written) for figure in figures)


def _dates(text: str) -> list[Span]:
    # "The 1980s" are no year.
    found = [s for s in find_dates(text) if not _DECADE.match(text, s.end - 4)]
    may = (Span(m.start(1), m.end(1)) for m in _MAY.finditer(text))
    return found + [m for m in may if not any(s.start <= m.start < s.end for s in found)]


def _untold(written: str, span: Span, sources: Sequence[Source]) -> Finding:
    mine = parse_moment(written)
    for source in sources:
        for other in _dates(source.text):
            told = source.text[other.start : other.end]
            if exclude(mine, parse_moment(told), of_one_week=True):
                message = f"“{written}” differs from what is cited: {told}"
                return Finding(Fault("date", message, span), contradicts=True)
    return Finding(Fault("date", f"“{written}” is not in what is cited", span))


def _is_told(statement: str, span: Span, source: Source) -> bool:
    """Whether a source tells of this time, itself or, where it does not say another, by what it leans on."""
    if source.published and _AS_OF.search(statement[: span.start]):
        return _resolved(statement, span, source.published) == Period(source.published, source.published)
    if any(_is_same(statement, span, source.text, other) for other in _dates(source.text)):
        return True
    mine = _resolved(statement, span, source.published or _SOME_DAY)
    own = [p for _, p in periods(source.text, source.published or _SOME_DAY) if p is not None]
    if mine is not None and _may_count(statement, span, source):
        spoken = spoken_of(source.text, source.published or _SOME_DAY, source.before)
        if any(_is_among(p, mine, source.published is None) for p in (*own, *((spoken,) if spoken else ()))):
            return True
    if _is_of_another_time(statement, span, source):
        return False
    leant_on = [t for t in (*source.before, source.title) if t]
    if any(_is_same(statement, span, text, other) for text in leant_on for other in _dates(text)):
        return True
    if mine is None or not _may_count(statement, span, source):
        return False
    earlier = [p for t in leant_on for _, p in periods(t, source.published or _SOME_DAY) if p is not None]
    return any(_is_among(p, mine, source.published is None) for p in earlier)


def _is_same(statement: str, span: Span, text: str, other: Span) -> bool:
    written, told = _plain(statement[span.start : span.end]), _plain(text[other.start : other.end])
    part, other_part = _PART.search(written), _PART.search(told)
    if part and (other_part is None or part.group() != other_part.group()):
        return False
    return written == told or _fixes(parse_moment(written), parse_moment(told))


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


def _is_of_another_time(statement: str, span: Span, source: Source) -> bool:
    """Whether the source itself has a time in the place of this one: one that the statement does not have."""
    mine = parse_moment(statement[span.start : span.end])
    rest = [statement[s.start : s.end] for s in _dates(statement) if s != span]
    for other in _dates(source.text):
        told = source.text[other.start : other.end]
        theirs = parse_moment(told)
        if any(_plain(told) == _plain(r) or _fixes(parse_moment(r), theirs) for r in rest):
            continue
        if exclude(mine, theirs, of_one_week=True) or (mine != Moment() and theirs.weekday is not None):
            return True
    return False


def _may_count(statement: str, span: Span, source: Source) -> bool:
    """Whether days may be compared: from a known day on, or in a calendar without a year."""
    moment = parse_moment(statement[span.start : span.end])
    return source.published is not None or (moment.month is not None and moment.year is None)


def _is_among(told: Period, mine: Period, any_year: bool) -> bool:
    if any_year:
        told, mine = _of_one_year(told), _of_one_year(mine)
    return mine.first <= told.first and told.last <= mine.last


def _of_one_year(period: Period) -> Period:
    # 2024 has a 29th of February.
    return Period(period.first.replace(year=2024), period.last.replace(year=2024))


def _resolved(statement: str, span: Span, published: date) -> Period | None:
    return next((p for s, p in periods(statement, published) if s == span), None)


def _of_another_clause(statement: str, span: Span, text: str) -> str | None:
    """The time that the source gives for what the statement tells, where it gives this one for something else."""
    others = _dates(text)
    same = [o for o in others if _is_same(statement, span, text, o)]
    rivals = [o for o in others if o not in same and _is_rival(statement, span, text, o)]
    if not same or not rivals or any(_is_same(statement, s, text, r) for s in _dates(statement) for r in rivals):
        return None
    mine = _around(statement, span)
    if not mine:
        return None
    here = max(_shared(mine, _around(text, o)) for o in same)
    best = max(rivals, key=lambda o: _shared(mine, _around(text, o)))
    there = _shared(mine, _around(text, best))
    return text[best.start : best.end] if there >= 2 and not here else None


def _is_rival(statement: str, span: Span, text: str, other: Span) -> bool:
    mine, theirs = parse_moment(statement[span.start : span.end]), parse_moment(text[other.start : other.end])
    return mine == theirs == Moment() or exclude(mine, theirs, of_one_week=True)


def _of_other_end(statement: str, span: Span, sources: Sequence[Source]) -> str | None:
    """How a source writes this day, where what ends with it there begins with it here, or the other way round."""
    mine = _end(statement, span)
    told = [
        (end, source.text[end.start : other.end])
        for source in sources
        for other in _dates(source.text)
        if _is_same(statement, span, source.text, other) and (end := _end(source.text, other))
    ]
    if mine is None or any(end.side == mine.side for end, _ in told):
        return None
    return next((text for end, text in told if end.verb and end.verb == mine.verb), None)


@dataclass(frozen=True, slots=True)
class _End:
    """`side` is 1 where a time begins ("since May") and -1 where it ends; `verb` is the word of meaning before it."""

    side: int
    verb: str
    start: int


def _end(text: str, span: Span) -> _End | None:
    lead = _LEAD.search(text[: span.start]) or _LEAD.match(text, span.start, span.end)
    if lead is None:
        return None
    before = [w for w in _CAPITAL_OR_WORD.findall(text[: lead.start()]) if w.lower() not in STOPWORDS]
    return _End(
        1 if lead["begins"] or lead["starts"] else -1, canonical(stem(before[-1])) if before else "", lead.start()
    )


def _around(text: str, span: Span) -> frozenset[str]:
    """The words of the clause in which an expression stands, without it and without names, which every clause has."""
    begin = max((m.end() for m in _CLAUSE.finditer(text, 0, span.start)), default=0)
    end = _CLAUSE.search(text, span.end)
    stop = end.start() if end else len(text)
    clause = text[begin : span.start] + " " + text[span.end : stop]
    return canonicals(content_terms(_CAPITAL.sub(" ", clause)))


def _shared(mine: frozenset[str], theirs: frozenset[str]) -> int:
    return sum(holds(theirs, term) for term in mine)
