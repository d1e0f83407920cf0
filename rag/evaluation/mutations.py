"""True sentences with one thing changed, and faithful paraphrases: what a checker must catch and what it must let pass.

One JSON object a line: `{"id", "kind", "statement", "sources": [{"article", "quote"}]}`. `kind` is what was changed
(figure, bound, date, name, negation, speaker, hedge), or "faithful".
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from rag.checking.protocol import Source
from rag.checking.sources import in_one_line, source_of
from rag.reading.blocks import split_blocks
from rag.reading.metadata import split_front_matter
from rag.reading.outline import sentences_of
from rag.types import Metadata, Sentence

FAITHFUL = "faithful"


@dataclass(frozen=True, slots=True)
class Mutation:
    id: str
    kind: str
    statement: str
    sources: tuple[Source, ...]

    @property
    def is_kept_back(self) -> bool:
        """Whether it belongs to the third that no rule was written for."""
        return int(sha256(self.id.encode()).hexdigest(), 16) % 3 == 0


def load_mutations(file: Path, corpus: Path) -> Iterator[Mutation]:
    """The rows of `file`, their quotations looked up in the articles of `corpus`.

    Raises:
        ValueError: a quotation is no sentence of its article.
    """
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        sources = tuple(_source(corpus / s["article"], s["quote"]) for s in row["sources"])
        yield Mutation(row["id"], row["kind"], row["statement"], sources)


def _source(article: Path, quote: str) -> Source:
    text, metadata, sentences = _read(article)
    wanted = " ".join(quote.split())
    found = next((s for s in sentences if in_one_line(text, s) == wanted), None)
    if found is None:
        raise ValueError(f"{article.name} has no such sentence: {quote}")
    return source_of(text, sentences, found, metadata.title, metadata.published)


@cache
def _read(article: Path) -> tuple[str, Metadata, list[Sentence]]:
    text = article.read_text("utf-8")
    metadata, body, _ = split_front_matter(text)
    return text, metadata, sentences_of(text, split_blocks(text, body))
