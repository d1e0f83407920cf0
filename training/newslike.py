"""Paragraphs told as news is: what somebody said, on which day, under a dateline."""

import random
from collections.abc import Sequence

from training.joined import lowered
from training.rows import Span

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SAYS = (
    ("“", ",” {who} said on {day}."),
    ("“", ",” said {who}."),
    ("", ", {who} said."),
    ("", ", according to {who}."),
    ("", ", {who} told reporters on {day}."),
    ("{who} said on {day} that ", "."),
    ("According to {who}, ", "."),
    ("{who} said: “", ".”"),
)
_WRAPPED = 0.35
"""The share of sentences that are put into somebody's mouth."""
_FEWEST_WORDS = 6


def newslike(
    text: str, sentences: Sequence[Span], answers: Sequence[Span], names: Sequence[str], chance: random.Random
) -> tuple[str, list[Span]]:
    """The text as news, and where the answers stand in it.

    Args:
        sentences: spans of the text, in order. An answer that is in none of them whole is lost.
        names: speakers, and the place of the dateline; at least one.
    """
    made = f"{chance.choice(names).upper()} — " if chance.random() < 0.3 else ""
    moved: list[Span] = []
    for start, end in sentences:
        told = text[start:end]
        before, after = "", ""
        if chance.random() < _WRAPPED and told.rstrip().endswith(".") and len(told.split()) >= _FEWEST_WORDS:
            before, after = (
                part.format(who=chance.choice(names), day=chance.choice(_DAYS)) for part in chance.choice(_SAYS)
            )
            told = told.rstrip(" .")
            told = lowered(told) if before.endswith((" ", ",")) else told
        made += before
        shift = len(made) - start
        moved += [(s + shift, e + shift) for s, e in answers if s >= start and e <= start + len(told)]
        made += told + after + " "
    return made.rstrip(), moved
