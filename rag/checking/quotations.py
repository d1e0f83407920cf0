"""Quotation marks: what stands in them must stand in a source word for word, or it is no quotation."""

import re
from collections.abc import Iterator, Sequence

from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.types import Fault, Span

_QUOTED = re.compile(
    r"[“«„](?P<curly>[^“”«»]+)[”»]|(?<!\w)\"(?P<plain>[^\"]+)\"|(?<!\w)‘(?P<single>[^‘’]+(?:’\w[^‘’]*)*)’(?!\w)"
)
_LEFT_OUT = re.compile(r"(?:(?<!\s)\s+)?(?:\[…\]|\[\.\.\.\]|…|\.\.\.)\s*")
_MARKS = re.compile(r"\"|(?<!\w)'|'(?!\w)")
_FOLDED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "\u00a0": " "})


def check_quotations(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """The stretches in quotation marks that are in no source."""
    texts = [_bare(text) for source in sources for text in (_running(source, sources), source.title)]
    for match in _QUOTED.finditer(statement):
        inside = match["curly"] or match["plain"] or match["single"]
        pieces = [piece for part in _LEFT_OUT.split(inside) if (piece := _bare(part).strip(" .,;:!?"))]
        if not any(_in_order(pieces, text) for text in texts):
            message = "the words in quotation marks are not those of the source"
            yield Finding(Fault("quotation", message, Span(match.start(), match.end())))


def _running(source: Source, sources: Sequence[Source]) -> str:
    """A source with those right before it: a quotation may run on from one sentence to the next, of one article."""
    run = [source]
    while earlier := next((s for s in sources if s not in run and run[0].before[-1:] == (s.text,)), None):
        run.insert(0, earlier)
    return " ".join(s.text for s in run)


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
