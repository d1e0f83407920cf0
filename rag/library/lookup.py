"""Finds the article that somebody means."""

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from rag.errors import UsageError
from rag.paths import expanded
from rag.types import StoredArticle

_LISTED = 5


def find_article(wanted: str, articles: Sequence[StoredArticle]) -> tuple[StoredArticle, int | None]:
    """The article whose path is `wanted`, else whose file name is, else the only one whose path or title holds it.

    A number after a last colon is a line, unless an article is called so.

    Raises:
        UsageError: none or several are meant.
    """
    if not wanted.strip():
        raise UsageError("no article is named", "rag articles lists them all")
    line = None
    if not any(a.article.path == wanted for a in articles) and (found := re.fullmatch(r"(.+?):(\d*)(?::\d*)?", wanted)):
        wanted, line = found[1], int(found[2]) if found[2] else None
    needle = wanted.casefold()
    lies_at = _as_path(wanted)
    tail = max((a.article.path for a in articles if wanted.endswith(f"/{a.article.path}")), key=len, default="")
    tests: tuple[Callable[[StoredArticle], bool], ...] = (
        lambda a: a.article.path == wanted,
        # A path as it was pasted from a source line, from where we are.
        lambda a: a.file == lies_at,
        lambda a: a.article.path.casefold() == needle,
        lambda a: a.article.path == tail,
        lambda a: PurePosixPath(a.article.path).name.casefold() == needle or a.article.path.endswith(f"/{wanted}"),
        lambda a: needle in a.article.path.casefold() or needle in (a.article.metadata.title or "").casefold(),
    )
    for test in tests:
        matches = [a for a in articles if test(a)]
        if len(matches) == 1:
            return matches[0], line
        if matches:
            listed = ", ".join(a.article.path for a in matches[:_LISTED])
            more = f" and {len(matches) - _LISTED} more" if len(matches) > _LISTED else ""
            raise UsageError(f"{wanted!r} may be {listed}{more}", "give more of the path")
    near = get_close_matches(wanted, [a.article.path for a in articles], n=1, cutoff=0.4)
    raise UsageError(
        f"there is no article {wanted!r}", f"did you mean {near[0]}?" if near else "rag articles lists them all"
    )


def _as_path(wanted: str) -> Path | None:
    """Where it lies, if it is a path at all: it may be a part of a title that no path can be."""
    try:
        return expanded(wanted, "rag show").absolute()
    except UsageError:
        return None
