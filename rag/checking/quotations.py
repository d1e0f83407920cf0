"""Quotation marks: what stands in them must stand in a source word for word, or it is no quotation."""

import re
from collections.abc import Iterator, Sequence

from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.types import Fault, Span

_QUOTED = re.compile(
    r"[“«„](?P<curly>[^“”«»]+)[”»]|(?<!\w)\"(?P<plain>[^\"]+)\"|(?<!\w)‘(?P<single>[^‘’]+(?:’\w[^‘’]*)*)’(?!\w)"
)
_LEFT_OUT = re.compile(r"\s*(?:\[…\]|\[\.\.\.\]|…|\.\.\.)\s*")
_MARKS = re.compile(r"\"|(?<!\w)'|'(?!\w)")
_FOLDED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "\u00a0": " "})


def check_quotations(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """The stretches in quotation marks that are in no source."""
    # A quotation may run on from one sentence to the next.
    texts = [_bare(" ".join(s.text for s in sources)), *(_bare(s.title) for s in sources)]
    for match in _QUOTED.finditer(statement):
        inside = match["curly"] or match["plain"] or match["single"]
        pieces = [piece for part in _LEFT_OUT.split(inside) if (piece := _bare(part).strip(" .,;:!?"))]
        if not any(_in_order(pieces, text) for text in texts):
            message = "the words in quotation marks are not those of the source"
            yield Finding(Fault("quotation", message, Span(match.start(), match.end())))


def folded(text: str) -> str:
    """In lower case, with plain marks and single spaces."""
    return " ".join(text.translate(_FOLDED).lower().split())


def _bare(text: str) -> str:
    """Folded, and without the marks of quotations in it."""
    return " ".join(_MARKS.sub("", folded(text)).split())


def _in_order(pieces: Sequence[str], text: str) -> bool:
    at = 0
    for piece in pieces:
        found = re.compile(rf"(?<!\w){re.escape(piece)}(?!\w)").search(text, at)
        if found is None:
            return False
        at = found.end()
    return True
