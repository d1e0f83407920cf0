"""Hostile texts: what makes a regular expression slow, read off the expression itself, and what makes any slow."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from re import Pattern
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Items = Sequence[tuple[Any, Any]]

_LETTERS = "aA é0_ \n\t,.-–'’\"“”:;([<>])/|*#`$&@?!~=‘"
"""What a class of characters is tried with, likeliest first."""
_UNBOUNDED = 30
"""A repeat of up to so many is counted as one without end."""
_VARIANTS = 2
_TRIED = 5
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_ASSERTIONS = (codes.ASSERT, codes.ASSERT_NOT)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A text of any length: `unit` again and again between two ends."""

    before: str
    unit: str
    after: str

    def of_length(self, length: int) -> str:
        return self.before + self.unit * max(length // len(self.unit), 1) + self.after

    def repeated(self, times: int) -> str:
        return self.before + self.unit * times + self.after

    def __str__(self) -> str:
        return f"{self.before!r} + {self.unit!r} * n + {self.after!r}"


GENERIC = tuple(
    Hostile("", unit, after)
    for unit in (
        *_LETTERS,
        *(
            "ab ",
            "Ab ",
            "AB ",
            "A. ",
            "a, ",
            "Ab, ",
            "of ",
            "the ",
            "and ",
            "Of the ",
            "1 ",
            "1,",
            "1.",
            "1,000 ",
            "a-",
        ),
        *(
            "a'",
            "a’s ",
            "A.",
            " \n",
            "\n\n",
            "\n ",
            "  a",
            "a\n",
            "- a\n",
            "> ",
            "[1] ",
            "[",
            "<a",
            "<!--",
            "**a",
            "“a” ",
        ),
        *('"a" ', "” said A ", "A said ", "he said that ", "| a |\n", "1 to ", "20 Mar 2020 ", "$1 ", "not ", "Mr. A "),
    )
    for after in (("", "!") if len(unit) == 1 else ("!",))
)
"""What articles may hold much of, by design or by accident."""


def against(pattern: Pattern[str], most: int = 120) -> list[Hostile]:
    """Texts that go wrong late for each repeat of `pattern`: what may stand before it once, or again and again.

    At most so many: large patterns hold the same smaller ones many times. Which is always the same.
    """
    has_lines = pattern.flags & re.MULTILINE or r"\n" in pattern.pattern
    gaps = ("", " ", "\n") if has_lines else ("", " ")
    ends = ("", "!", "\n!") if has_lines else ("", "!")
    # Of a tree of repeats the same text comes up often.
    found: dict[Hostile, None] = {}
    for before, body in _repeats(parser.parse(pattern.pattern, pattern.flags), [""]):
        for unit in body:
            for head in before:
                for after in ends:
                    found[Hostile(head, unit, after)] = None
                for gap in gaps:
                    found[Hostile("", head + unit + gap, "")] = None
                    found[Hostile("", head + gap, "!")] = None
    kept = [hostile for hostile in found if hostile.unit]
    return kept if len(kept) <= most else random.Random(most).sample(kept, most)


def _repeats(items: Items, before: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """For each repeat among `items`: samples of what may stand before it, and of what it repeats.

    What stands at the end comes as a repeat too, for a pattern that is found again and again.
    """
    previous: list[str] = []
    for code, value in items:
        if code in _REPEATS:
            _, most, body = value
            yield from _repeats(body, before)
            units = _units(body)
            if most > _UNBOUNDED:
                yield before, units
                if previous:
                    yield before, [previous[0] + units[0], units[-1] + previous[-1]]
            previous = units
        elif code is not codes.AT:
            yield from (found for part in _parts(code, value) for found in _repeats(part, before))
            previous = []
        looks_ahead = code is codes.ASSERT_NOT or (code is codes.ASSERT and value[0] > 0)
        if not looks_ahead and code is not codes.AT:
            before = _extended(before, (code, value))
    yield before, [""]


def _parts(code: Any, value: Any) -> list[Items]:
    """The sequences within an item that is not a repeat."""
    if code is codes.SUBPATTERN:
        return [value[-1]]
    if code is codes.BRANCH:
        return list(value[1])
    if code in _ASSERTIONS:
        return [value[1]]
    if code is codes.ATOMIC_GROUP:
        return [value]
    return []


def _units(body: Items) -> list[str]:
    """Samples of what is repeated; of a single class of characters every one that it is tried with."""
    if len(body) == 1 and (members := _members(*body[0])):
        return members[:_TRIED]
    return list(dict.fromkeys(s for n in range(_VARIANTS) if (s := _sample(body, n)))) or ["a"]


def _extended(before: list[str], item: tuple[Any, Any]) -> list[str]:
    item = (codes.SUBPATTERN, item[1]) if item[0] is codes.ASSERT else item  # what must stand before this place
    longer = (head + _sample([item], n) for n in range(_VARIANTS) for head in before)
    return list(dict.fromkeys(longer))[:_VARIANTS]


def _sample(items: Items, variant: int) -> str:
    """A text that `items` match, but for what they look around at."""
    return "".join(_sample_of(code, value, variant) for code, value in items)


def _sample_of(code: Any, value: Any, variant: int) -> str:
    if members := _members(code, value):
        return members[variant % len(members)]
    if code in _REPEATS:
        least, most, body = value
        return _sample(body, variant) * min(max(least, 1 if variant else 0), most)
    if code is codes.BRANCH:
        ways = value[1]
        return _sample(ways[variant % len(ways)], variant)
    if code in _ASSERTIONS:
        return ""
    return "".join(_sample(part, variant) for part in _parts(code, value))


def _members(code: Any, value: Any) -> list[str]:
    """The characters that one item matches, of those that are tried; empty for what is no single character."""
    if code is codes.LITERAL:
        return [chr(value)]
    if code is codes.NOT_LITERAL:
        return [c for c in _LETTERS if ord(c) != value]
    if code is codes.ANY:
        return list(_LETTERS)
    if code is codes.IN:
        negated = value[0][0] is codes.NEGATE
        listed = value[1:] if negated else value
        found = [c for c in _LETTERS if any(_is_in(c, *one) for one in listed) != negated]
        return (
            found
            or [chr(one) for kind, one in listed if kind is codes.LITERAL]
            or [chr(one[0]) for kind, one in listed if kind is codes.RANGE]
        )
    return []


def _is_in(character: str, kind: Any, value: Any) -> bool:
    if kind is codes.LITERAL:
        return ord(character) == value
    if kind is codes.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    is_word = character.isalnum() or character == "_"
    return {
        codes.CATEGORY_DIGIT: character.isdecimal(),
        codes.CATEGORY_NOT_DIGIT: not character.isdecimal(),
        codes.CATEGORY_SPACE: character.isspace(),
        codes.CATEGORY_NOT_SPACE: not character.isspace(),
        codes.CATEGORY_WORD: is_word,
        codes.CATEGORY_NOT_WORD: not is_word,
    }[value]
