"""Reads one file of a corpus. Whatever it does to us, something comes of it that can be recorded."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.embedding.protocol import Embedder
from rag.library.faults import has_lost_its_model, in_a_line, is_the_machines
from rag.library.file_table import FileState
from rag.reading.files import FileEntry
from rag.reading.formats import Reading, read_article, read_bytes
from rag.reading.passages import split_passages
from rag.types import Article, Passage, Problem


@dataclass(frozen=True, slots=True)
class Intake:
    """What came of a file: an article and its passages, or none and why; `is_known` where it holds what it held.

    `digest` is that of the file's bytes, and empty where they were not read.
    """

    entry: FileEntry
    digest: str = ""
    article: Article | None = None
    passages: Sequence[Passage] = ()
    problems: tuple[Problem, ...] = ()
    is_known: bool = False

    def without_article(self, why: str, *, digest: str) -> "Intake":
        """The same file, passed over."""
        return replace(self, digest=digest, article=None, passages=(), problems=(Problem(self.entry.path, why),))


def take_in(entry: FileEntry, state: FileState | None, embedder: Embedder, max_tokens: int) -> Intake:
    """Read a file that was new or changed when it was listed.

    Raises:
        Exception: only what is not the file's doing, such as a model that cannot be loaded.
    """
    raw = read_bytes(entry)
    if isinstance(raw, Problem):
        return Intake(entry, problems=(raw,))
    digest = hashlib.sha256(raw).hexdigest()
    if state is not None and digest == state[2]:
        return Intake(entry, digest, is_known=True)
    try:
        return _divided(Intake(entry, digest), read_article(entry.path, raw), embedder, max_tokens)
    except MemoryError as error:  # it may be there next time: without a digest the file is read again
        return Intake(entry).without_article(f"cannot be read: {in_a_line(error)}", digest="")
    except Exception as error:
        if is_the_machines(error) or has_lost_its_model(embedder):
            raise
        return Intake(entry).without_article(f"cannot be read: {in_a_line(error)}", digest=digest)


def _divided(intake: Intake, reading: Reading, embedder: Embedder, max_tokens: int) -> Intake:
    article = reading.article
    if article is None:
        return replace(intake, problems=reading.problems)
    passages = split_passages(article.text, reading.sentences, embedder.token_starts(article.text), max_tokens)
    if not passages:
        return intake.without_article("no prose in it: only headings, bylines or furniture", digest=intake.digest)
    return replace(intake, article=article, passages=passages, problems=reading.problems)
