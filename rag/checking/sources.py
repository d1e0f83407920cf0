"""The sentences of an article as what a statement may cite.

Their words are folded, as those of a draft are; what is shown of an article is cut from the article itself.
"""

from collections.abc import Sequence
from datetime import date

from rag.checking.protocol import Source
from rag.text.folding import fold
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
        sentences: in order, those of the passage or of the whole article that it stands in.
    """
    before = tuple(_read(text, other) for other in leant_on(sentences, sentence))
    return Source(_read(text, sentence), before, fold(title or ""), published)


def leant_on(sentences: Sequence[Sentence], sentence: Sentence) -> list[Sentence]:
    """The body sentences right before one, the nearest last."""
    found: list[Sentence] = []
    for other in sentences:
        if other.start >= sentence.start:
            break
        # A heading or a caption between them ends what can be leant on.
        found = [*found, other] if other.kind is Kind.BODY else []
    return found[-LOOK_BACK:]


def in_one_line(text: str, sentence: Sentence) -> str:
    """The sentence as it is shown: its own characters."""
    return " ".join(text[sentence.start : sentence.end].split())


def _read(text: str, sentence: Sentence) -> str:
    """The sentence as it is compared, in one line too: a word that is broken at the end of one is whole."""
    return " ".join(fold(text[sentence.start : sentence.end]).split())
