"""Plain text and Markdown, both with optional YAML front matter. The text is the file, decoded."""

from dataclasses import dataclass

from rag.reading.decode import decode
from rag.reading.metadata import split_front_matter
from rag.types import Metadata


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a format reader returns: the text, where its body begins, what is known, what was odd."""

    text: str
    body: int
    metadata: Metadata
    notes: tuple[str, ...]


def read(raw: bytes) -> Decoded:
    """Decode `raw` and take its front matter apart.

    Raises:
        NotTextError: the bytes are no text.
    """
    text, encoding = decode(raw)
    metadata, body, notes = split_front_matter(text)
    if encoding:
        notes = [f"not UTF-8: read as {encoding}", *notes]
    return Decoded(text, body, metadata, tuple(notes))
