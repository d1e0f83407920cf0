"""What is known of an article besides its text: from front matter, else from its head."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from rag.reading.front_matter import MOST_LISTED, FrontMatterError, Value, keys_of
from rag.text.dates import find_dates, is_dateline, parse_day
from rag.types import Block, Kind, Metadata

_HEAD_BLOCKS = 6
"""Titles, bylines and datelines stand within this many blocks from the top."""
_FENCE = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_OPENED = re.compile(r"---[ \t]*\r?\n(?:[\"']?[\w][\w .-]*+[\"']?\s*:(?:\s|$)|- |#|---|\.\.\.)")
"""A first line that is a key, a list, a comment or the end: only then is what follows --- front matter."""
_KEYS = re.compile(r"---[ \t]*\r?\n(?:[\w.-]+[ \t]*:.*(?:\r?\n|\Z))+")
_LONGEST_FRONT_MATTER = 20_000
_LONGEST_VALUE = 2_000
_LONGEST_NAME = 200
"""In characters. A title stands beside each passage of its article, so that a long one would be stored many times."""
_READ = ("title", "published", "date", "publisher", "reported_by", "authors", "author", "url")


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
    try:
        metadata, notes = _from_keys(keys_of(fence[1], _READ))
    except FrontMatterError as error:
        return Metadata(), fence.end(), [f"broken front matter{error}"]
    return metadata, fence.end(), notes


def from_head(text: str, blocks: Sequence[Block]) -> Metadata:
    """What the first lines of an article say: a title, `By …`, a line that is a day."""
    head = blocks[:_HEAD_BLOCKS]
    title = None
    if head and head[0].kind is Kind.HEADING:
        line = _clean(text[head[0].start : head[0].end].lstrip("#"))
        title = line if len(line) <= _LONGEST_VALUE else None
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


def _from_keys(found: Mapping[str, tuple[Value, str]]) -> tuple[Metadata, list[str]]:
    notes: list[str] = []

    def text_of(key: str) -> str | None:
        value, _ = found.get(key, (None, ""))
        text = _clean(value) if isinstance(value, str) else ""
        if len(text) > _LONGEST_VALUE:
            notes.append(f"front matter: {key} is longer than {_LONGEST_VALUE:,} characters, and left out")
        return text if 0 < len(text) <= _LONGEST_VALUE else None

    key = "published" if "published" in found else "date"
    published = parse_day(text_of(key))
    if key in found and published is None:
        shown = found[key][1][:40]
        notes.append(f"front matter: the day {shown!r} is not one we can read; write 2022-12-30")
    url, publisher = text_of("url"), text_of("publisher")
    host = _host(url) if url and not publisher else None
    listed, _ = found.get("authors", found.get("author", (None, "")))
    listed = listed if isinstance(listed, list) else [listed or ""]
    names = [name for name in map(_clean, listed[:MOST_LISTED]) if name]
    authors = tuple(name for name in names if len(name) <= _LONGEST_NAME)
    if len(listed) > MOST_LISTED or len(authors) < len(names):
        notes.append(f"front matter: authors after {MOST_LISTED}, or longer than {_LONGEST_NAME} characters, left out")
    return Metadata(
        title=text_of("title"),
        publisher=(publisher or host or "").removeprefix("www.") or None,
        reported_by=text_of("reported_by"),
        authors=authors,
        published=published,
        url=url,
    ), notes


def _names(line: str) -> tuple[str, ...]:
    """The names of a byline, without where they write from or whom for; a day is no name."""
    people = re.split(r"(?<!\s)\s+(?:in|for|of|at|from)\s+", line, maxsplit=1)[0]
    names = (part.strip(" .") for part in re.split(r",|\band\b", people))
    return tuple(name for name in names if name and len(name) <= _LONGEST_NAME and not find_dates(name))


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _clean(text: str) -> str:
    return " ".join(text.split())
