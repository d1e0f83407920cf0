"""Statements that lean on two sentences, or say more than any sentence does."""

import random
import re

from training.rows import Span

_BETWEEN = (", and ", ", and ", ", while ", "; ", " and ", ", but ")
_LOWERED = frozenset(
    "The A An In It He She They This These There On At By For As After When While During His Her Its".split()
)
_PHRASE = re.compile(
    r" (?:in|at|after|before|during|with|without|for|on|from|by|near|because of|due to|despite|under|along with) "
    r"[^,.;:()\"“”]{8,60}(?=[.,;])"
)
_MOST_WORDS = 50


def lowered(sentence: str) -> str:
    """The sentence as it stands within another: its first letter small where the word is no name."""
    first = sentence.split(" ", 1)[0]
    return sentence[0].lower() + sentence[1:] if first in _LOWERED else sentence


def joined(first: str, second: str, chance: random.Random) -> tuple[str, Span, Span] | None:
    """Two sentences as one, and where each of them stands in it; None where that would be too long to read."""
    if len(first.split()) + len(second.split()) > _MOST_WORDS:
        return None
    head, between = first.rstrip(" .!?"), chance.choice(_BETWEEN)
    start = len(head) + len(between)
    text = head + between + lowered(second)
    return text, (0, len(head)), (start, len(text))


def with_more(sentence: str, elsewhere: str, chance: random.Random) -> tuple[str, Span] | None:
    """The sentence with a phrase of another text at its end, and where that stands; None where none can be taken."""
    found = [m.group() for m in _PHRASE.finditer(elsewhere) if m.group().strip().casefold() not in sentence.casefold()]
    if not found:
        return None
    bare, phrase = sentence.rstrip(" .!?"), chance.choice(found)
    return f"{bare}{phrase}.", (len(bare) + 1, len(bare) + len(phrase))
