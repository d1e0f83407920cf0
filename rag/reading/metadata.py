"""What is known of an article besides its text: from front matter, else from its head."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from rag.text.dates import find_dates, is_dateline, parse_day
from rag.types import Block, Kind, Metadata

_LEFT_AS_TEXT = frozenset({"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})
_HEAD_BLOCKS = 6
"""Titles, bylines and datelines stand within this many blocks from the top."""
_FENCE = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_OPENED = re.compile(r"---[ \t]*\r?\n(?:[\"']?[\w][\w .-]*+[\"']?\s*:(?:\s|$)|- |#|---|\.\.\.)")
"""A first line that is a key, a list, a comment or the end: only then is what follows --- front matter."""
_KEYS = re.compile(r"---[ \t]*\r?\n(?:[\w.-]+[ \t]*:.*(?:\r?\n|\Z))+")
_LONGEST_FRONT_MATTER = 20_000


def split_front_matter(text: str) -> tuple[Metadata, int, list[str]]:
    """The metadata in YAML front matter, where the body begins, and what was wrong with it.

    Unknown keys are passed over. A front matter that is broken costs the metadata, never the article.
    """
    if not text.startswith("---"):
        return Metadata(), 0, []
    if not _OPENED.match(text):
        return Metadata(), 0, []  # a rule above prose
    fence = _FENCE.match(text[:_LONGEST_FRONT_MATTER])
    if fence is None:
        keys = _KEYS.match(text)
        return Metadata(), keys.end() if keys else 0, ["broken front matter: it is opened by --- and never closed"]
    import yaml  # noqa: PLC0415  (only files with front matter pay for it)

    try:
        loaded = yaml.load(fence[1], Loader=_loader())
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 2}" if mark else ""
        return Metadata(), fence.end(), [f"broken front matter{where}: it is not YAML"]
    if loaded is None:
        return Metadata(), fence.end(), []
    if not isinstance(loaded, Mapping):
        return Metadata(), fence.end(), ["broken front matter: it holds no keys"]
    metadata, notes = _from_mapping({str(key).lower(): value for key, value in loaded.items()})
    return metadata, fence.end(), notes


@cache
def _loader() -> Any:
    """A safe YAML loader that leaves days as they are written: an impossible one costs no other key."""
    import yaml  # noqa: PLC0415

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {  # noqa: RUF012  (yaml's own name)
            first: [(tag, pattern) for tag, pattern in resolvers if tag not in _LEFT_AS_TEXT]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    return Loader


def from_head(text: str, blocks: Sequence[Block]) -> Metadata:
    """What the first lines of an article say: a title, `By …`, a line that is a day."""
    head = blocks[:_HEAD_BLOCKS]
    title = None
    if head and head[0].kind is Kind.HEADING:
        title = _clean(text[head[0].start : head[0].end].lstrip("#"))
    authors: tuple[str, ...] = ()
    published = None
    for block in head:
        if block.kind is not Kind.BYLINE:
            continue
        line = text[block.start : block.end]
        if not authors and (by := re.match(r"[Bb][Yy]\s+(\S.*)", line)):
            authors = _names(by[1])
        if published is None and is_dateline(line):
            published = parse_day(line)
    return Metadata(title=title, authors=authors, published=published)


def merged(first: Metadata, second: Metadata) -> Metadata:
    """`first`, with what it does not know taken from `second`."""
    return replace(
        first,
        title=first.title or second.title,
        authors=first.authors or second.authors,
        published=first.published or second.published,
    )


def _from_mapping(loaded: Mapping[str, object]) -> tuple[Metadata, list[str]]:
    notes = []
    day = loaded["date"] if loaded.get("published") is None and "date" in loaded else loaded.get("published")
    published = parse_day(day)
    if day is not None and published is None:
        notes.append(f"front matter: the day {str(day)[:40]!r} is not one we can read; write 2022-12-30")
    url = _text(loaded.get("url"))
    publisher = _text(loaded.get("publisher"))
    host = _host(url) if url and not publisher else None
    authors = loaded.get("authors", loaded.get("author"))
    listed = authors if isinstance(authors, list) else [authors]
    return Metadata(
        title=_text(loaded.get("title")),
        publisher=(publisher or host or "").removeprefix("www.") or None,
        reported_by=_text(loaded.get("reported_by")),
        authors=tuple(name for name in map(_text, listed) if name),
        published=published,
        url=url,
    ), notes


def _names(line: str) -> tuple[str, ...]:
    """The names of a byline, without where they write from or whom for; a day is no name."""
    people = re.split(r"(?<!\s)\s+(?:in|for|of|at|from)\s+", line, maxsplit=1)[0]
    names = (part.strip(" .") for part in re.split(r",|\band\b", people))
    return tuple(name for name in names if name and not find_dates(name))


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _text(value: object) -> str | None:
    is_text = isinstance(value, str | int | float) and not isinstance(value, bool)
    return _clean(str(value)) or None if is_text else None


def _clean(text: str) -> str:
    return " ".join(text.split())
