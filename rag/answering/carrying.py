"""Which words of a quoted sentence bear a statement out: those that say what it says, in any form."""

import re

from rag.text.kinship import canonical, canonicals, holds
from rag.text.terms import content_terms, stem, word_spans
from rag.types import Span

_CLOSE = re.compile(r"[\s,–-]+(?:[a-z]{1,4}\s+)?")
"""What may stand between two such words that are shown as one stretch: a small word, at most."""


def carrying_words(statement: str, quote: str) -> tuple[Span, ...]:
    """The stretches of `quote` whose words of meaning the statement has too, in order."""
    mine = canonicals(content_terms(statement))
    found: list[Span] = []
    for span in word_spans(quote):
        word = quote[span.start : span.end]
        if not content_terms(word) or not holds(mine, canonical(stem(word))):
            continue
        if found and _CLOSE.fullmatch(quote, found[-1].end, span.start):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return tuple(found)
