"""Names in the place of others: "Russia sent tanks to Belarus" of a source that has it the other way round."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.checking.finding import Finding
from rag.checking.names import name_parts
from rag.checking.protocol import Source
from rag.text.aliases import initials
from rag.text.kinship import canonical, canonicals, holds, with_seats
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
    by_source = [_slots(source.text) for source in sources]
    for mine in _slots(statement):
        places = [[slot for slot in slots if _is_same_place(mine, slot)] for slots in by_source]
        if any(_is_same_name(mine.name, slot.name) for same in places for slot in same):
            continue
        for same, slots in zip(places, by_source, strict=True):
            if same and not _may_share(mine, same[0], slots, statement):
                message = f"what is cited has “{same[0].text}” here, not “{mine.text}”"
                yield Finding(Fault("name", message, mine.span), contradicts=True)
                break


def _may_share(mine: _Slot, other: _Slot, slots: Sequence[_Slot], statement: str) -> bool:
    """Whether a name of the source that stands before this place shares it: "Lazar and Voss are expected to meet"."""
    is_before = any(_is_same_name(mine.name, s.name) and s.span.start < other.span.start for s in slots)
    return is_before and not _is_swapped(mine, other, statement)


def _is_swapped(mine: _Slot, other: _Slot, statement: str) -> bool:
    return any(_is_same_name(slot.name, other.name) for slot in _slots(statement) if slot.span != mine.span)


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


def _is_same_name(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(holds(other, term) for term in one)
