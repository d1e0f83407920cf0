"""A statement in clauses that can each be checked by itself: a statement in, their places in it out."""

import re

from rag.text.tokens import DETERMINERS, OTHER_PRONOUNS, PRONOUNS
from rag.types import Span

_DIVIDED = re.compile(r"; (?:and |but )?|, and |(?<![, ])(?:, | )(?:but|while|whereas|although|though) ", re.I)
_FEWEST_WORDS = 4
_FIRST_WORDS = DETERMINERS | PRONOUNS | OTHER_PRONOUNS


def clauses(statement: str) -> tuple[Span, ...]:
    """Its clauses, in order; none where it is one.

    What a conjunction divides is a clause only where it begins as one with a subject of its own does: with a name, a
    number, an article or a pronoun (", and the council bought buses", but not ", and bought buses").
    """
    starts = [0]
    ends = []
    for found in _DIVIDED.finditer(statement):
        if _begins_one(statement[found.end() :]) and _is_long_enough(statement[starts[-1] : found.start()]):
            ends.append(found.start())
            starts.append(found.end())
    spans = tuple(Span(start, end) for start, end in zip(starts, [*ends, len(statement)], strict=True))
    return spans if len(spans) > 1 and all(_is_long_enough(statement[s.start : s.end]) for s in spans) else ()


def _begins_one(text: str) -> bool:
    word = text.split(maxsplit=1)[0].strip("“\"'") if text.strip() else ""
    return word[:1].isupper() or word[:1].isdigit() or word.casefold() in _FIRST_WORDS


def _is_long_enough(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS
