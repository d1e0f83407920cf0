"""Which formats are read, and by what. To add one: a function from bytes to `Reading`, and a row here."""

import math
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rag.reading import text as plain_text
from rag.reading.blocks import split_blocks
from rag.reading.decode import NotTextError
from rag.reading.files import FileEntry
from rag.reading.metadata import from_head, merged
from rag.reading.outline import sentences_of
from rag.types import Article, Metadata, Problem, Sentence

MAX_BYTES = 10_000_000
"""Larger files are passed over: an article of ten megabytes is something else."""

READERS: dict[str, Callable[[bytes], plain_text.Decoded]] = {
    ".txt": plain_text.read,
    ".text": plain_text.read,
    ".md": plain_text.read,
    ".markdown": plain_text.read,
}
SUFFIXES = frozenset(READERS)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file: an article with its sentences, or none, and the problems met."""

    article: Article | None
    sentences: tuple[Sentence, ...] = ()
    problems: tuple[Problem, ...] = ()


def is_worth_opening(entry: FileEntry) -> bool:
    """Whether a file is neither empty nor too large for an article."""
    return 0 < entry.size <= MAX_BYTES


def read_bytes(entry: FileEntry) -> bytes | Problem:
    """The bytes of a file, or the problem that stands in the way."""
    if entry.size > MAX_BYTES:
        size = f"{math.ceil(entry.size / 1e6):,} MB"
        return Problem(entry.path, f"too large for an article: {size}, and {MAX_BYTES // 1_000_000} MB is the most")
    if entry.size == 0:
        return Problem(entry.path, "empty")
    try:
        with open(entry.file, "rb", opener=_open_at_once) as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                return Problem(entry.path, "not a regular file")
            raw = opened.read(MAX_BYTES + 1)
    except OSError as error:
        return Problem(entry.path, f"cannot be read: {(error.strerror or str(error)).lower()}")
    if len(raw) > MAX_BYTES:
        return Problem(entry.path, "grew too large while it was read")
    return raw


def _open_at_once(file: str, flags: int) -> int:
    """Open without waiting: a pipe that took the place of a file since it was listed would have us wait for ever."""
    return os.open(file, flags | getattr(os, "O_NONBLOCK", 0))


def read_article(path: str, raw: bytes) -> Reading:
    """The article in `raw`, by the suffix of `path`."""
    reader = READERS[Path(path).suffix.lower()]
    try:
        decoded = reader(raw)
    except NotTextError as error:
        return Reading(None, (), (Problem(path, str(error)),))
    blocks = split_blocks(decoded.text, decoded.body)
    if not blocks:
        what = "nothing but front matter" if decoded.body else "empty: nothing but white space"
        return Reading(None, (), (Problem(path, what),))
    metadata: Metadata = merged(decoded.metadata, from_head(decoded.text, blocks))
    return Reading(
        Article(path, decoded.text, decoded.body, metadata),
        tuple(sentences_of(decoded.text, blocks)),
        tuple(Problem(path, note, skipped=False) for note in decoded.notes),
    )
