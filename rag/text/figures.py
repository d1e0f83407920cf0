"""Figures with how firmly they are meant and what they count: "at least 94 tanks", "up to 30,000", "half"."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rag.text.dates import find_dates
from rag.text.kinship import canonical
from rag.text.quantities import QUANTITY, find_quantities
from rag.text.terms import STOPWORDS, stem, words
from rag.text.values import Value, parse_value

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


@dataclass(frozen=True, slots=True)
class Figure:
    """`text[start:end]` is the figure without its bound; `value` is what it says, the bound left out."""

    start: int
    end: int
    value: Value
    bound: Bound
    counted: frozenset[str]
    """The canonical stems of the words right after it."""


def find_figures(text: str) -> list[Figure]:
    """The figures of a sentence, days and years left out, in order."""
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
    found = (_figure(text, *span) for span in sorted(spans))
    return [figure for figure in found if figure is not None]


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


def _figure(text: str, start: int, end: int, said: str) -> Figure | None:
    written = said.lower()
    value = Value(2, 2) if written == "twice" else parse_value(re.sub(r"^a (?=half)", "", written))
    if value is None and (score := _SCORE.fullmatch(written)):
        value = Value(float(score[1]), float(score[2]))  # "3-1": no range runs down
    if value is None:
        return None
    return Figure(start, end, value, _bound(text, start, end), counted(text[end:]))


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
