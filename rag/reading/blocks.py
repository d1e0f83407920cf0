"""Divides a text into blocks: paragraphs, and the lines that stand by themselves."""

import re
from itertools import pairwise

from rag.reading.boilerplate import classify, is_furniture
from rag.text.spans import trimmed
from rag.types import Block, Kind, Span

_WRAP = 120
"""Nobody wraps lines by hand wider than this; a longer line is a paragraph of its own."""
_SHORT_LINE = 0.6
_BLANK_LINES = re.compile(r"(?:\r\n|\n|\r(?!\n))[^\S\r\n]*(?:\r\n|\n|\r(?!\n))\s*")
_LINE_END = re.compile(r"\r?\n|\r")
_MARKER = re.compile(r"^\s*(?:#{1,6}\s|[-*•]\s|>\s?|\d{1,2}[.)]\s|!\[)")
_TERMINAL = re.compile(r"[.!?…][\"'”’)\]]*\s*$")


def split_blocks(text: str, body: int) -> list[Block]:
    """The blocks of `text[body:]`, in order, without white space at their ends, and what each is."""
    blocks: list[Block] = []
    for span in _paragraphs(text, body):
        piece = text[span.start : span.end]
        kind = classify(piece, first=not blocks)
        blocks.append(Block(span.start, span.end, kind))
    if len(blocks) == 1 and blocks[0].kind is Kind.HEADING:
        return [Block(blocks[0].start, blocks[0].end, Kind.BODY)]
    return blocks


def _paragraphs(text: str, body: int) -> list[Span]:
    edges = [body]
    for gap in _BLANK_LINES.finditer(text, body):
        edges += [gap.start(), gap.end()]
    edges.append(len(text))
    spans = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for span in _divide_at_lines(text, Span(start, end)):
            kept = trimmed(text, span)
            if kept.start < kept.end:
                spans.append(kept)
    return spans


def _divide_at_lines(text: str, span: Span) -> list[Span]:
    """Divide lines that are paragraphs; keep together lines that were only wrapped."""
    ends = list(_LINE_END.finditer(text, span.start, span.end))
    if not ends:
        return [span]
    starts = [span.start, *(e.end() for e in ends)]
    lines = [text[s:e] for s, e in zip(starts, [*(e.start() for e in ends), span.end], strict=True)]
    widest = max(len(line) for line in lines)
    cuts = [ends[i].start() for i in range(len(ends)) if _is_break(lines[i].strip(), lines[i + 1].strip(), widest)]
    edges = [span.start, *cuts, span.end]
    return [Span(s, e) for s, e in pairwise(edges)]


def _is_break(line: str, following: str, widest: int) -> bool:
    if not line or not following or widest > _WRAP:
        return True
    if _MARKER.match(following) or line.startswith("#") or is_furniture(line) or is_furniture(following):
        return True
    starts_anew = not following[0].islower()
    return (
        starts_anew and len(line) < _SHORT_LINE * widest and (bool(_TERMINAL.search(line)) or line[-1] not in ",;:–—-")
    )
