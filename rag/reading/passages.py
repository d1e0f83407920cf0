"""Divides an article into passages: whole sentences, as many as the embedding model reads at once."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from rag.text.spans import trimmed
from rag.types import Kind, Passage, Sentence, Span

_INDEXED = frozenset({Kind.BODY, Kind.HEADING, Kind.CAPTION})
_FULL_ENOUGH = 0.6
"""A passage this full ends at the next paragraph rather than in the middle of it."""


def split_passages(
    text: str, sentences: Sequence[Sentence], token_starts: Sequence[int], max_tokens: int
) -> list[Passage]:
    """The passages of an article; `passage.text == text[passage.start:passage.end]`.

    Args:
        token_starts: the offset of each token of `text`, ascending, by the embedding model's tokenizer.
        max_tokens: no passage holds more. A sentence that does is divided, never cut off.

    Bylines and calls to subscribe are in no passage. A heading opens the passage it heads.
    """

    def tokens(start: int, end: int) -> int:
        return bisect_left(token_starts, end) - bisect_left(token_starts, start)

    passages: list[Passage] = []
    current: list[Sentence] = []

    def close() -> None:
        if any(s.kind is not Kind.HEADING for s in current):
            start, end = current[0].start, current[-1].end
            passages.append(Passage(start, end, text[start:end], tuple(current)))
        current.clear()

    for whole in sentences:
        if whole.kind not in _INDEXED:
            close()
            continue
        for sentence in _fitting(text, whole, token_starts, max_tokens):
            if current:
                held = tokens(current[0].start, current[-1].end)
                over = tokens(current[0].start, sentence.end) > max_tokens
                new_paragraph = sentence.block != current[-1].block
                if over or (new_paragraph and held >= _FULL_ENOUGH * max_tokens):
                    headings = _trailing_headings(current)
                    close()
                    fits = headings and tokens(headings[0].start, sentence.end) <= max_tokens
                    current.extend(headings if fits else [])
            current.append(sentence)
    close()
    return passages


def _trailing_headings(current: list[Sentence]) -> list[Sentence]:
    """Take the headings at the end of `current` out of it: they belong to what follows."""
    headings: list[Sentence] = []
    while len(current) > 1 and current[-1].kind is Kind.HEADING:
        headings.insert(0, current.pop())
    return headings


def _fitting(text: str, sentence: Sentence, token_starts: Sequence[int], max_tokens: int) -> list[Sentence]:
    """The sentence itself or, where it alone is over the limit, its pieces of `max_tokens` tokens."""
    first, last = bisect_left(token_starts, sentence.start), bisect_left(token_starts, sentence.end)
    if last - first <= max_tokens:
        return [sentence]
    # A character that is several tokens is never cut: the piece ends before it.
    cuts, at = [sentence.start], first
    while at + max_tokens < last:
        at = max(bisect_left(token_starts, token_starts[at + max_tokens]), at + 1)
        cuts.append(token_starts[at])
    cuts.append(sentence.end)
    spans = [trimmed(text, Span(s, e)) for s, e in pairwise(cuts)]
    return [Sentence(s.start, s.end, sentence.kind, sentence.block) for s in spans if s.start < s.end]
