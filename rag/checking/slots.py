"""Names in the place of others: "Russia sent tanks to Belarus" of a source that has it the other way round."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.checking.finding import Finding
from rag.checking.names import name_parts
from rag.checking.nearest import nearest_source
from rag.checking.protocol import Source
from rag.text.aliases import initials
from rag.text.kinship import canonical, canonicals, holds_any, with_seats
from rag.text.names import find_names
from rag.text.terms import STOPWORDS, stem, words
from rag.types import Fault, Span

_AFTER = 3
"""How many words of meaning after a name make up its place."""
_ALIKE = 2
_END = re.compile(r"[;:()“”\"?!]|\s—\s")
_HELPERS = frozenset("has have had is are was were will would may might could can must should also".split())


@dataclass(frozen=True, slots=True)
class _Slot:
    """A name and the words of meaning after it; `is_followed` where the first of them, or a verb, is next to it."""

    span: Span
    text: str
    name: frozenset[str]
    after: tuple[str, ...]
    is_followed: bool


def check_slots(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """Names that stand where the sources have another."""
    theirs = [slot for source in sources for slot in _slots(source.text)]
    nearest = nearest_source(statement, sources)
    told = _slots(nearest.text) if nearest else []
    for mine in _slots(statement):
        same = [slot for slot in theirs if _is_same_place(mine, slot)]
        if not same or any(holds_any(slot.name, mine.name) for slot in same):
            continue
        here = next((slot for slot in told if slot in same), None)
        if not _is_told_of(mine, same[0], theirs, statement) or (
            here and not _is_told_of(mine, here, [s for s in told if s.span.start < here.span.start], statement)
        ):
            message = f"what is cited has “{(here or same[0]).text}” here, not “{mine.text}”"
            yield Finding(Fault("name", message, mine.span), contradicts=True)


def _is_told_of(mine: _Slot, other: _Slot, slots: Sequence[_Slot], statement: str) -> bool:
    """Whether a name may share the place of another: "Lazar and Voss are expected to meet".

    It is one of these slots of the sources, and has not changed places with the other.
    """
    return any(holds_any(s.name, mine.name) for s in slots) and not _is_swapped(mine, other, statement)


def _is_swapped(mine: _Slot, other: _Slot, statement: str) -> bool:
    return any(holds_any(other.name, slot.name) for slot in _slots(statement) if slot.span != mine.span)


def _slots(text: str) -> list[_Slot]:
    found = []
    names = find_names(text)
    for number, name in enumerate(names):
        terms = [stem(part.group()) for part in name_parts(text, name)]
        if not terms:
            continue
        if len(short := initials(name.text)) > 1:
            terms.append(short)  # "U.S." and "United States" are one
        end = name.start + len(name.text)
        stop = names[number + 1].start if number + 1 < len(names) else len(text)
        closed = _END.search(text, end, stop)
        rest = text[end : closed.start() if closed else stop]
        possessive = re.match(r"['’]s?\b", rest)
        run = words(rest[possessive.end() :] if possessive else rest)
        first = next((w.lower() for w in run), "")
        after = [canonical(stem(w)) for w in run if w.lower().replace("’", "'") not in STOPWORDS | _HELPERS]
        is_followed = bool(first) and (first not in STOPWORDS or first in _HELPERS)
        found.append(
            _Slot(Span(name.start, end), name.text, with_seats(canonicals(terms)), tuple(after[:_AFTER]), is_followed)
        )
    return found


def _is_same_place(one: _Slot, other: _Slot) -> bool:
    """Whether the same word follows, and one more of the next."""
    if (
        not (one.is_followed and other.is_followed)
        or not one.after
        or not other.after
        or one.after[0] != other.after[0]
    ):
        return False
    return len(set(one.after) & set(other.after)) >= _ALIKE
