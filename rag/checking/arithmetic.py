"""Figures that follow by one step of arithmetic from two of a sentence, or by counting what a sentence lists.

A figure is only taken to follow where the statement says what was done ("in all", "more than", "the other"), or the
source how the two figures belong together ("nine of the 12 boats"), and where all count the same: two small numbers
give a third too easily.
"""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from rag.checking.protocol import Source
from rag.checking.same_value import is_comparable, is_of_one_unit
from rag.text.figures import Bound, Figure, find_change, told_figures
from rag.text.kinship import are_kin, canonicals
from rag.text.lists import lists_of_names
from rag.text.terms import stem
from rag.text.values import is_rounded, last_place

_SUM = re.compile(
    r"\b(?:total(?:l?ed|l?ing|s)?|altogether|in all|combined|together|overall|both|sum|between them)\b", re.I
)
_DIFFERENCE = re.compile(
    r"\b(?:differences?|gap|more|fewer|less|others?|rest|remain(?:s|ed|ing|der)?|left|margin|lead|by|increase|rise|fall"
    r"|drop|decrease|decline|cut|ahead|behind|above|below|higher|lower|longer|shorter|older|younger|without|not|still"
    r"|surviv\w+|lost|gain(?:s|ed)?|up|down)\b",
    re.I,
)
_PART_OF = re.compile(
    r"^[^.;]{0,24}?\b(?:of|out of)\b(?:\s+(?:the|its|his|her|their|all|a total of))?\s*(?:[\w’'-]+\s+){0,2}$", re.I
)
_INCLUDING = re.compile(r"\b(?:including|of (?:whom|which|them|these|those)|among (?:them|whom|which))\b", re.I)
_AND = re.compile(r"^[^.;]{0,60}(?:\band\b|,|\bplus\b)[^.;]{0,40}$", re.I)
_PERSONS = canonicals(
    map(stem, "people persons men women children boys girls adults residents workers employees staff students pupils"
        " teachers officers soldiers troops police firefighters passengers crew civilians victims patients nurses"
        " doctors members players fans drivers tourists migrants refugees prisoners guards voters councillors".split())
)  # fmt: skip
_PEOPLE = canonicals(map(stem, ("people", "persons")))
_PAIR = 2
_MOST_FIGURES = 8
"""Of a sentence; in a longer list of figures any number follows from two."""
_WHOLE = 100


def follows(figure: Figure, statement: str, sources: Sequence[Source]) -> bool:
    """Whether a figure of the statement follows from two figures of one source, or of two that are held against it."""
    if not _is_single(figure) or figure.bound not in {Bound.EXACT, Bound.ABOUT}:
        return False
    texts = [source.text for source in sources]
    if any(_counts_listed(figure, text) for text in texts):
        return True
    if len(texts) == _PAIR:
        texts.append(" ".join(texts))
    return any(_equals(figure, result) for text in texts for result in _results(figure, statement, text))


def _results(figure: Figure, statement: str, text: str) -> Iterator[float]:
    """What two figures of a text make, by each step that is meant."""
    told = [f for f in told_figures(text) if _is_single(f) and (f.bound is Bound.EXACT or figure.bound is f.bound)]
    if len(told) > _MOST_FIGURES:
        return
    for one, other in permutations(told, 2):
        if one.start >= other.start and one.value == other.value:
            continue
        a, b = one.value.low, other.value.low
        if figure.value.unit == "%":
            yield from _shares(figure, statement, text, one, other)
        if not _are_of_one_kind(one, other) or not _is_of_kind(figure, one, other):
            if (share := _part_of(text, one, other)) and one.value.unit == "%" and _counts_like(figure, other):
                yield a * b / _WHOLE * share
            continue
        if one.start < other.start and _may_add(statement, text, one, other):
            yield a + b
        if a > b and _may_subtract(figure, statement, text, one, other):
            yield a - b


def _shares(figure: Figure, statement: str, text: str, one: Figure, other: Figure) -> Iterator[float]:
    """The share that one is of the other, and by how much of it something changed from the one to the other."""
    a, b = one.value.low, other.value.low
    if one.value.unit or other.value.unit or not _are_of_one_kind(one, other) or a <= 0 or b <= 0:
        return
    if a < b and _part_of(text, one, other) and (not figure.counted or _counts_like(figure, one, other)):
        yield _WHOLE * a / b
    if _goes_from(text, one, other) and (change := find_change(statement, figure.start)):
        rises = re.match(r"(?:ris|ros|grow|gr[eo]w|increas|climb|jump|surg|soar|up|gain|improv|widen)", change, re.I)
        if bool(rises) is (b > a):
            yield _WHOLE * abs(b - a) / a


def _may_add(statement: str, text: str, one: Figure, other: Figure) -> bool:
    between = text[one.whole.end : other.whole.start]
    if _part_of(text, one, other) or _INCLUDING.search(between) or find_change(text, other.start):
        return False
    return _SUM.search(statement) is not None or (_AND.match(between) is not None and _are_counted(one, other))


def _are_counted(one: Figure, other: Figure) -> bool:
    """Whether both are counts of things, of which nobody says "in all": "three men and two women"."""
    return all(not (f.money or f.unit or f.value.unit) and bool(f.counted) for f in (one, other))


def _may_subtract(figure: Figure, statement: str, text: str, whole: Figure, part: Figure) -> bool:
    """Whether the difference is meant: the rest of a whole, or by how much something changed."""
    around = statement[max(0, figure.start - 60) : figure.end + 60]
    if _DIFFERENCE.search(around) is None:
        return False
    first, last = sorted((whole, part), key=lambda f: f.start)
    between = text[first.whole.end : last.whole.start]
    is_part = _part_of(text, part, whole) or _INCLUDING.search(between) is not None
    return (
        bool(is_part)
        or _goes_from(text, whole, part)
        or _goes_from(text, part, whole)
        or _AND.match(between) is not None
    )


def _part_of(text: str, part: Figure, whole: Figure) -> bool:
    """ "Nine of the 12 boats"."""
    return part.whole.end <= whole.whole.start and _PART_OF.match(text[part.whole.end : whole.whole.start]) is not None


def _goes_from(text: str, first: Figure, last: Figure) -> bool:
    """Whether something went from the one to the other."""
    lead, to = (text[max(0, f.whole.start - 12) : f.whole.start] for f in (first, last))
    return bool(re.search(r"\bfrom\s+$", lead, re.I)) and (
        bool(re.search(r"\bto\s+$", to, re.I)) or find_change(text, last.start) is not None or last.start < first.start
    )


def _are_of_one_kind(one: Figure, other: Figure) -> bool:
    if (one.unit is None) is not (other.unit is None) or (one.unit and not is_of_one_unit(one, other)):
        return False
    if (one.money is None) is not (other.money is None):
        return _is_bare(one) or _is_bare(other)
    return is_comparable(one, other)


def _is_of_kind(figure: Figure, one: Figure, other: Figure) -> bool:
    """Whether a figure counts, or measures, what these two do."""
    if figure.value.unit == "%":
        return one.value.unit == "%"
    if one.value.unit == "%":
        return bool(figure.counted & canonicals([stem("points")]))
    if one.money or other.money:
        return figure.money is not None and is_comparable(figure, one) and is_comparable(figure, other)
    if one.unit:
        return is_of_one_unit(figure, one)
    return not (figure.money or figure.unit) and _counts_like(figure, one, other)


def _counts_like(figure: Figure, *others: Figure) -> bool:
    """Whether the noun of a figure is one of theirs, or people, where each of them counts persons."""
    if any(are_kin(figure.counted, other.counted) for other in others):
        return True
    return bool(figure.counted & _PEOPLE) and all(other.counted & _PERSONS for other in others)


def _is_bare(figure: Figure) -> bool:
    return not figure.counted and figure.unit is None and not figure.value.unit


def _is_single(figure: Figure) -> bool:
    value = figure.value
    return value.low == value.high and math.isfinite(value.low)


def _equals(figure: Figure, result: float) -> bool:
    """Whether a result is the figure, to the last place that this has."""
    told = figure.value.low
    if abs(told - result) < 1e-9 * max(1.0, abs(told)):
        return True
    if figure.value.unit == "%" or figure.bound is Bound.ABOUT:
        near = last_place(told) / 2 if told == int(told) or not figure.in_words else 1.0
        return abs(told - result) <= min(near, 0.5 if figure.value.unit == "%" else 0.05 * abs(told)) + 1e-9
    return is_rounded(told, result)


def _counts_listed(figure: Figure, text: str) -> bool:
    """Whether it counts the names that a source lists."""
    if figure.money or figure.unit or figure.value.unit or not figure.counted:
        return False
    return any(len(names) == figure.value.low for names in lists_of_names(text))
