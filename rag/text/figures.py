"""Figures with how firmly they are meant and what they count: "at least 94 tanks", "up to 30,000", "half"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from rag.text.dates import find_dates
from rag.text.halves import Measured, find_halves, find_single
from rag.text.kinship import canonical
from rag.text.money import CODES, Money, money_at
from rag.text.quantities import QUANTITY, find_quantities
from rag.text.shares import Told, find_shares
from rag.text.terms import STOPWORDS, stem, words
from rag.text.units import Unit, unit_at
from rag.text.values import Value, parse_value
from rag.types import Span

_COUNTS = 3
"""A figure counts the first nouns within this many words after it."""
_NEAR = 200
"""In characters: where these words are looked for."""


class Bound(StrEnum):
    EXACT = "exactly"
    LEAST = "at least"
    MOST = "at most"
    ABOUT = "about"


_LEAST = (
    r"at (?:the very )?least|a minimum of|no (?:fewer|less) than|not (?:fewer|less) than|more than|over|upwards of"
    r"|above|exceed(?:s|ed|ing)?|in excess of|a good|well over|greater than|north of"
)
_MOST = (
    r"at (?:the very )?most|a maximum of|no more than|not more than|(?<!no )(?<!not )(?:fewer|less) than|under|below"
    r"|up to|as many as|as much as|not (?:above|over)|no(?:t)? (?:larger|greater|bigger) than|a ceiling of|capped at"
    r"|just under"
)
_ABOUT = (
    r"near|nearly|almost|about|around|roughly|approximately|some|an? (?:estimated|approximate)|estimated|perhaps"
    r"|close to|circa|or so|something like|in the region of|on the order of|approaching|maybe|possibly"
)
_BEFORE = {
    Bound.MOST: re.compile(rf"\b(?:{_MOST})\s+(?:(?:the|its|some|a total of)\s+)?$", re.I),
    Bound.LEAST: re.compile(rf"\b(?:{_LEAST})\s+(?:(?:the|its|some|a total of)\s+)?$", re.I),
    Bound.ABOUT: re.compile(rf"\b(?:{_ABOUT})\s+(?:the\s+)?$", re.I),
}
_AFTER = {
    Bound.LEAST: re.compile(r"^[\w\s-]{0,24}?(?:\s(?:or|and) (?:more|over|above)|,? at (?:the )?least)\b", re.I),
    Bound.MOST: re.compile(r"^[\w\s-]{0,24}?(?:\s(?:or|and) (?:fewer|less|under)|,? at (?:the )?most)\b", re.I),
    Bound.ABOUT: re.compile(r"^[\w\s-]{0,16}?\sor so\b|^-odd\b", re.I),
}  # fmt: skip
_DIVIDES = re.compile(r"[,;:.()?!“”\"]|\s—\s")
_OF = re.compile(r"^\s*(?:of\s+(?:(?:the|its|his|their|our|these|those)\s+)?|-\s?)?", re.I)
_TO = re.compile(r"(?<!\s)\s+to\s+")
_SUFFIX = re.compile(
    r"(?<=\d)\s?(?:(?:hundred|thousand|million|billion|trillion|bn|mn|m|k)\b)?(?:\s?(?:%|percent|per cent))?$"
)
_SCORE = re.compile(r"^(\d+)[-–](\d+)")
_CHANGE = re.compile(
    r"\b(?:r(?:ise|ises|ising|ose|isen)|rais(?:e[ds]?|ing)|increas\w+|gr(?:ow|ows|owing|ew|own|owth)|climb\w*|jump\w*"
    r"|surg\w+|soar\w*|f(?:all|alls|alling|ell|allen)|drop\w*|declin\w+|decreas\w+|shr[iau]nk\w*|cut|cuts|cutting"
    r"|lower(?:s|ed|ing)?|reduc\w+|slid|slip\w*|tumbl\w+|plung\w+|sank|dip\w*|narrow\w*|widen\w*|chang\w+|revis\w+"
    r"|up|down|went|improv\w+|slow\w*|doubl\w+)\b[^,;:.]{0,60}\b(?:from|to|by)\s+(?:[a-z]+\s+){0,2}$",
    re.I,
)
_GROUPED = re.compile(r"(?<![\w.,$€£¥-])\d{1,3}(?:,\d{3})+(?![\w,-])")
"""Of figures only: the rule that leaves days out takes "February 40,000" for one."""
_BARE = re.compile(r"\b(?:a|one) (?:half|third|quarter|fifth)(?= of\b)|\bhalf\b(?!-)|\ba dozen\b|\btwice\b", re.I)


_SPACED = re.compile(r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\w,.]*\d)")
_GLUED = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?=\d)")
_METRES = re.compile(r"(?<=\d)\s?m$")
_LONG = re.compile(
    r"[\s-](?:tall|long|high|wide|deep|thick|away|above|below|from|off|north|south|east|west|underwater|across|sprint"
    r"|freestyle|hurdles|relay|dash)\b"
)
_NO_NOUN = re.compile(r"\s{0,2}(?:[,.;:)(]|$)|\s(?:and|at|to|or|by)\b")
_JOINED = re.compile(r"\s?(?:–|-|—)\s?|\s(?:to|and)\s")
_YEAR_LIKE = re.compile(
    r"(?<![\w.,-])(?:1[89]|20)\d\d(?=\s(?:[a-z]{3,}s|people|men|women|children|police|staff|cattle|sheep)\b)"
)
_WHOLE = re.compile(r"^\W*[\w,]+")
"""The 12 of "all but one of the 12 boats"."""
_MINUS = re.compile(r"(?:\bminus |(?<![\w\d])[−-])$", re.I)
_OF_DEGREE = re.compile(r"\s(?:warmer|hotter|cooler|colder|above|below|higher|lower|more|less)\b")


@dataclass(frozen=True, slots=True)
class Figure:
    """`text[start:end]` is the figure without its bound; `value` is what it says, the bound left out.

    `money` and `unit` are what it is of, where a currency or a unit of measure stands beside it, and `things` what it
    counts besides: "long" of "12 km long". `in_words` are shares told so: "a third"; `is_ratio` those of so many: "two
    in five". `is_minus` is below nought, and `is_change` a difference: "5 degrees warmer".
    """

    start: int
    end: int
    value: Value
    bound: Bound
    counted: frozenset[str]
    """The canonical stems of the words right after it."""
    things: frozenset[str] = frozenset()
    money: Money | None = None
    unit: Unit | None = None
    in_words: bool = False
    is_ratio: bool = False
    is_minus: bool = False
    is_change: bool = False

    @property
    def whole(self) -> Span:
        """Where it stands with its currency or unit."""
        spans = [one.span for one in (self.money, self.unit) if one is not None]
        return Span(min([self.start, *(s.start for s in spans)]), max([self.end, *(s.end for s in spans)]))


def find_figures(text: str) -> list[Figure]:
    """The figures of a sentence, days and years left out, in order."""
    return list(_figures(text))


def told_figures(text: str) -> list[Figure]:
    """The figures of a sentence as what may bear others out: in every sense that they have.

    Of "nine in ten" nine and ten too, of "a decade" ten years, and of "1940 crates" the number, which may be a year.
    """
    return [*_figures(text), *_other_senses(text)]


@lru_cache(maxsize=2048)
def _figures(text: str) -> tuple[Figure, ...]:
    plain = _plain(text)
    halves = find_halves(plain)
    shares = [told for told in find_shares(plain) if not any(_overlap(told.span, one.span) for one in halves)]
    taken = [*(one.span for one in halves), *(told.span for told in shares)]
    spans = [
        (start, end, said)
        for start, end, said in _spans(plain)
        if not any(_overlap(Span(start, end), t) for t in taken)
    ]
    found = [_figure(text, plain, *span) for span in spans]
    found += [_of_measure(text, one) for one in halves]
    found += [_of_share(text, told) for told in shares]
    return tuple(_merged(plain, sorted((f for f in found if f is not None), key=lambda f: f.start)))


@lru_cache(maxsize=2048)
def _other_senses(text: str) -> tuple[Figure, ...]:
    plain = _plain(text)
    shares = [told.span for told in find_shares(plain)]
    years = [(m.start(), m.end(), m.group()) for m in _YEAR_LIKE.finditer(plain)]
    inside = [one for one in _spans(plain) if any(_overlap(Span(one[0], one[1]), span) for span in shares)]
    found = [_figure(text, plain, *span) for span in (*inside, *years)]
    found += [_of_measure(text, one) for one in find_single(plain)]
    return tuple(f for f in found if f is not None)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _plain(text: str) -> str:
    """The text with "400 000" as "400,000" and "USD5" as "   5", as long as before."""
    text = _SPACED.sub(lambda m: re.sub(r"\s", ",", m.group()), text)
    return _GLUED.sub(lambda m: "   " if m[1] in CODES else m.group(), text)


def _spans(text: str) -> list[tuple[int, int, str]]:
    """Where figures stand, and what each says."""
    dated = find_dates(text)
    spans: list[tuple[int, int, str]] = []
    for quantity in find_quantities(text):
        match = QUANTITY.match(text, quantity.start)
        start = match.start("value") if match else quantity.start
        is_day = any(d.start < quantity.end and start < d.end for d in dated) or _opens_days(text, quantity.end)
        if not is_day or _GROUPED.search(text, start, quantity.end):
            spans += _apart(text, start, quantity.end)
    for bare in (*_GROUPED.finditer(text), *_BARE.finditer(text)):
        if not any(start < bare.end() and bare.start() < end for start, end, _ in spans):
            spans.append((bare.start(), bare.end(), bare.group()))
    return [_without_metres(text, *span) for span in spans]


def _without_metres(text: str, start: int, end: int, said: str) -> tuple[int, int, str]:
    """Where "m" are metres and no million: "43 m tall"."""
    metres = _METRES.search(text[start:end])
    if metres is None or money_at(text, start, end) is not None:
        return start, end, said
    is_apart = len(metres.group()) > 1 and _NO_NOUN.match(text, end)
    if not (is_apart or _LONG.match(text, end)):
        return start, end, said
    return start, start + metres.start(), re.sub(r"\s?m$", "", said)


def _merged(text: str, figures: list[Figure]) -> Iterator[Figure]:
    """Two figures with a unit each that are the ends of one range as one: "between 25% and 65%"."""
    left = list(figures)
    while left:
        first = left.pop(0)
        if left and _are_ends(text, first, left[0]):
            last = left.pop(0)
            first = replace(last, start=first.start, value=replace(last.value, low=first.value.low), bound=first.bound)
        yield first


def _are_ends(text: str, first: Figure, last: Figure) -> bool:
    joined = _JOINED.fullmatch(text, first.whole.end, last.whole.start) if first.whole.end <= last.whole.start else None
    between = re.search(r"\bbetween\s+$", text[: first.whole.start], re.I) is not None
    units = [(f.value.unit, f.unit and f.unit.names, f.money and f.money.codes) for f in (first, last)]
    return (
        joined is not None
        and units[0] == units[1] != ("", None, None)
        and ("and" not in joined.group() or between)
        and first.value.low == first.value.high < last.value.low == last.value.high
        and not find_change(text, first.start)
    )


def _opens_days(text: str, end: int) -> bool:
    """`15 and 22` in "between 15 and 22 October"."""
    return bool(re.match(r"(?:\s(?:and|to)\s\d{1,2})?\s(?:January|February|March|April|May|June|July|August|September"
                         r"|October|November|December)\b", text[end : end + 24]))  # fmt: skip


def _apart(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Both figures of "rose from 61 to 88 percent", and of "88 to 61", as neither is a range; with what each says."""
    whole = text[start:end]
    to = _TO.search(text, start, end)
    if to is None or not (find_change(text, start) or parse_value(whole) is None):
        return [(start, end, whole)]
    first, last = text[start : to.start()], text[to.end() : end]
    shared = _SUFFIX.search(last)
    has_own = _SUFFIX.search(first)
    if shared and has_own and not has_own.group():
        first += shared.group()
    return [(start, to.start(), first), (to.end(), end, last)]


def find_change(text: str, start: int) -> str | None:
    """The words by which the figure at `start` is where a change begins or ends, or how large it is: "fell to"."""
    found = _CHANGE.search(text[max(0, start - 60) : start])
    return found.group() if found else None


def _figure(text: str, plain: str, start: int, end: int, said: str) -> Figure | None:
    written = said.lower()
    value = Value(2, 2) if written == "twice" else parse_value(re.sub(r"^a (?=half)", "", written))
    if value is None and (score := _SCORE.fullmatch(written)):
        value = Value(float(score[1]), float(score[2]))  # "3-1": no range runs down
    if value is None:
        return None
    in_words = value.unit == "%" and not any(c.isdigit() for c in said)
    return _described(text, Figure(start, end, value, _bound(plain, start, end), frozenset(), in_words=in_words))


def _of_measure(text: str, one: Measured) -> Figure:
    start, end = one.span.start, one.span.end
    figure = Figure(start, end, Value(one.number, one.number), _bound(text, start, end), counted(text[end:]))
    return replace(figure, unit=one.unit._replace(span=one.span)) if one.unit else _described(text, figure)


def _of_share(text: str, told: Told) -> Figure:
    start, end = told.span.start, told.span.end
    value = Value(told.number, told.number, told.is_share, "%" if told.is_share else "")
    after = text[end:] if told.is_share else _WHOLE.sub("", text[end:])
    return Figure(
        start, end, value, _bound(text, start, end), counted(after), in_words=told.is_share, is_ratio=told.is_ratio
    )


def _described(text: str, figure: Figure) -> Figure:
    """With what stands beside it: what it counts, its currency or unit, its sign."""
    start, end = figure.start, figure.end
    money = None if figure.value.unit == "%" else money_at(text, start, end)
    unit = None if figure.value.unit or money else unit_at(text, end)
    after = max([end, *(one.span.end for one in (money, unit) if one is not None)])
    change = find_change(text, start)
    return replace(
        figure,
        counted=counted(text[end:]),
        things=counted(text[after:]),
        money=money,
        unit=unit,
        is_minus=_MINUS.search(text[max(0, start - 8) : start]) is not None,
        is_change=(change is not None and re.search(r"\bby\b", change) is not None)
        or _OF_DEGREE.match(text, after) is not None,
    )


def _bound(text: str, start: int, end: int) -> Bound:
    before, after = text[max(0, start - 32) : start], text[end : end + 40]
    for bound, pattern in _BEFORE.items():
        if pattern.search(before):
            return bound
    for bound, pattern in _AFTER.items():
        if pattern.search(after):
            return bound
    return Bound.EXACT


def counted(after: str) -> frozenset[str]:
    """What a figure counts, by the words that follow it: up to a mark, a small word or another figure."""
    after = after[:_NEAR]
    opened = _OF.match(after)
    rest = after[opened.end() :] if opened else after
    is_part = opened is not None and "of" in opened.group().lower()
    run: list[str] = []
    for word in words(_DIVIDES.split(rest, maxsplit=1)[0]):
        low = word.lower().replace("’", "'")
        if low in {"more", "other", "or"} or (is_part and not run and word[0].isdigit()):
            continue  # "seven of 11 drones"
        if len(run) == _COUNTS or low in STOPWORDS or word[0].isdigit():
            break
        run.append(canonical(stem(word)))
    return frozenset(run)
