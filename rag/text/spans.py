"""Small arithmetic on spans."""

from rag.types import Span


def trimmed(text: str, span: Span) -> Span:
    """The same span without white space at either end; empty at its start if nothing else is in it."""
    piece = text[span.start : span.end]
    left = len(piece) - len(piece.lstrip())
    if left == len(piece):
        return Span(span.start, span.start)
    return Span(span.start + left, span.start + len(piece.rstrip()))


def line_of(text: str, offset: int) -> int:
    """The line, from 1, that the character at `offset` stands on; lines end with a line feed."""
    return text.count("\n", 0, offset) + 1
