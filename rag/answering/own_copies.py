"""The text that is checked is no evidence for itself: which of the articles found are that text, or copies of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rag.answering.candidates import Found
from rag.text.resemblance import in_words, resemblance, run_texts
from rag.types import StoredArticle

_ALIKE = 0.8
"""From what share of all runs of words that both have; a story that quotes an article at length has its own as well."""
_FEWEST = 9
"""Runs of words: a shorter text may be said twice without being copied."""


def own_copies(text: str, file: Path | None, found: Sequence[Found]) -> list[StoredArticle]:
    """Of the articles that were found for a text, those that lie in its file or tell the same word for word.

    Args:
        text: its sentences, without marks.
    """
    runs = run_texts(text)
    return [article for article in _articles(found) if _lies_in(article, file) or _is_copy(runs, article)]


def _articles(found: Sequence[Found]) -> Iterator[StoredArticle]:
    yield from {e.stored.article.id: e.stored.article for one in found for e in one.evidence}.values()


def _lies_in(article: StoredArticle, file: Path | None) -> bool:
    try:
        return file is not None and article.file.samefile(file)
    except OSError:
        return False


def _is_copy(runs: frozenset[str], article: StoredArticle) -> bool:
    if len(runs) < _FEWEST:
        return False
    body = article.article.text[article.article.body :]
    return _may_be_copy(runs, body) and resemblance(runs, run_texts(body)) >= _ALIKE


def _may_be_copy(runs: frozenset[str], body: str) -> bool:
    """Whether so many of the runs stand in a text that it may be a copy: of most texts the first few tell."""
    held = in_words(body)
    may_lack = (1 - _ALIKE) * len(runs)
    for run in runs:
        if f" {run} " not in held:
            may_lack -= 1
            if may_lack < 0:
                return False
    return True
