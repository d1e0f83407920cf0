"""The sentences of an article, each knowing what kind of block it stands in."""

import re
from collections.abc import Sequence

from rag.reading.boilerplate import classify
from rag.text.sentences import split_sentences
from rag.text.spans import trimmed
from rag.types import Block, Kind, Sentence, Span

LONGEST_SENTENCE = 1000
"""In characters. What runs on longer has no sentences we could see, and is divided at a clause."""
_CLAUSE = re.compile(r"[;:,]\s|\s[–—-]\s")


def sentences_of(text: str, blocks: Sequence[Block]) -> list[Sentence]:
    """All sentences of `blocks`, in order. A call to subscribe is told apart from the prose that it stands in."""
    found: list[Sentence] = []
    for number, block in enumerate(blocks):
        if block.kind is not Kind.BODY:
            found.append(Sentence(block.start, block.end, block.kind, number))
            continue
        for whole in split_sentences(text, block.start, block.end):
            for span in _divided(text, whole):
                kind = Kind.PROMO if classify(text[span.start : span.end]) is Kind.PROMO else Kind.BODY
                found.append(Sentence(span.start, span.end, kind, number))
    return found


def _divided(text: str, span: Span) -> list[Span]:
    pieces = []
    start = span.start
    while span.end - start > LONGEST_SENTENCE:
        cut = _last_cut(text, start, start + LONGEST_SENTENCE)
        pieces.append(trimmed(text, Span(start, cut)))
        start = cut
    pieces.append(trimmed(text, Span(start, span.end)))
    return [p for p in pieces if p.start < p.end]


def _last_cut(text: str, start: int, end: int) -> int:
    """The best place to divide `text[start:end]`: after its last clause, else its last word, else its end."""
    floor = start + (end - start) // 2
    clauses = [m.end() for m in _CLAUSE.finditer(text, floor, end)]
    if clauses:
        return clauses[-1]
    space = max(text.rfind(" ", floor, end), text.rfind("\n", floor, end))
    return space + 1 if space > 0 else end
