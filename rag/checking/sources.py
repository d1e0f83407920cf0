"""The sentences of an article as what a statement may cite."""

from collections.abc import Sequence
from datetime import date

from rag.checking.protocol import Source
from rag.types import Kind, Sentence

LOOK_BACK = 6
"""Sentences before, at most, that tell what a source leans on."""


def source_of(
    text: str,
    sentences: Sequence[Sentence],
    sentence: Sentence,
    title: str | None = None,
    published: date | None = None,
) -> Source:
    """A sentence of an article as a source.

    Args:
        text: the article's, of which the sentences are spans.
        sentences: in order, those of the passage or of the whole article that it stands in. A heading or a caption
            between two ends what can be leant on.
    """
    before: list[str] = []
    for other in sentences:
        if other.start >= sentence.start:
            break
        before = [*before, in_one_line(text, other)] if other.kind is Kind.BODY else []
    return Source(in_one_line(text, sentence), tuple(before[-LOOK_BACK:]), title or "", published)


def in_one_line(text: str, sentence: Sentence) -> str:
    return " ".join(text[sentence.start : sentence.end].split())
