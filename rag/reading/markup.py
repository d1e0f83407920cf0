"""What of a draft is no prose: code, tables, lists of sources, and the marks of Markdown and of citations."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from rag.text.spans import trimmed
from rag.types import Span

DROPPED: Final = "\ue002"
"""Stands for a character that is not read."""
_SOURCES = (
    r"(?:Sources|References|Citations|Footnotes|Endnotes|Notes|Bibliography|Works cited|Further reading"
    r"|Nearest passages|Quellen)"
)
_ENTRY = r"(?:[ \t]*(?:\[\^?\w+\]|\d{1,3}[.)]|[-*•])[ \t][^\n]*|[ \t]+\S[^\n]*|[ \t]*<?https?://[^\n]*|[ \t]*)"
_REGIONS = (
    ("code", re.compile(r"^[ \t]*(?P<fence>```+|~~~+)[^\n]*\n(?:.*?\n)??[ \t]*(?P=fence)[ \t]*$", re.M | re.S)),
    ("a comment", re.compile(r"<!--.*?-->", re.S)),
    # A head that says so, and what is laid out as a list below it; prose after that is prose again.
    (
        "a list of sources",
        re.compile(rf"^[ \t]*(?:#+[ \t]*|\*\*)?{_SOURCES}\b[^\n.]{{0,40}}\n(?:{_ENTRY}(?:\n|\Z))+", re.M | re.I),
    ),
    ("a source", re.compile(r"^[ \t]*\[\^?\w+\]:[^\n]*(?:\n[ \t]+\S[^\n]*)*", re.M)),
    # What our own answers say besides: who disagrees, who said it when, that there is no answer.
    ("a list of values", re.compile(r"^The articles disagree: [^\n]*(?:\n  [^\n]*)*", re.M)),
    ("a note", re.compile(r"(?<=\])\n(?P<self>  \S[^\n]*)(?=\s*(?:\n[ \t]*\n|\Z))")),
    (
        "a silence",
        re.compile(
            r"^(?:The articles do not answer this|No article in this range of dates answers this"
            r"|No statement could be supported by the articles)\.$",
            re.M,
        ),
    ),
    ("a table", re.compile(r"^[ \t]*\|[^\n]*\|[ \t]*(?:\n[ \t]*\|[^\n]*\|[ \t]*)*$", re.M)),
    ("a heading", re.compile(r"(?:\A|(?<=\n\n))(?P<self>[^\s#>|][^\n]*)\n(?:=+|-{2,})[ \t]*$", re.M)),
)
_MARKS = re.compile(
    r"!\[[^\]\n]*\]\([^)\n]*\)"  # a picture
    # Citations, with the space before them.
    r"|[ \t]*(?:\[\^[\w-]+\]|\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\](?!\()|【[^】\n]{1,60}】)"
    r"|(?<=[.,;:!?”\"’)])[⁰¹²³⁴-⁹]+"
    r"|</?[A-Za-z][^<>\n]{0,200}>"
    r"|\*\*|~~|`|(?<!\w)__?(?=\w)|(?<=\w)__?(?!\w)|(?<=[.!?,”\"’)])__?(?!\w)"
    r"|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])"
)
_LINK = re.compile(r"(?P<open>\[)[^\]\n]+(?P<close>\](?:\([^)\s]*(?:\s\"[^\"\n]*\")?\)|\[[^\]\n]*\]))")
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.M)
_MARKER = re.compile(r"^[ \t]*(?:#{1,6}|[-*•+]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?", re.M)


def regions(text: str, body: int) -> list[tuple[Span, str]]:
    """The stretches of `text[body:]` that are no prose, in order and disjoint, each with what it is."""
    found: list[tuple[Span, str]] = []
    for name, pattern in _REGIONS:
        for match in pattern.finditer(text, body):
            span = trimmed(text, Span(*match.span("self" if "self" in pattern.groupindex else 0)))
            if not any(span.start < other.end and other.start < span.end for other, _ in found):
                found.append((span, name))
    return sorted(found, key=lambda region: region[0].start)


def marks(text: str) -> Iterator[Span]:
    """The marks in prose that are not read: emphasis, citations, what is around the words of a link."""
    for match in chain(_MARKS.finditer(text), _QUOTE.finditer(text)):
        yield Span(*match.span())
    for match in _LINK.finditer(text):
        yield Span(*match.span("open"))
        yield Span(*match.span("close"))


def markers(text: str) -> Iterator[Span]:
    """The marks that open a line: of a heading, of an item of a list."""
    return (Span(*match.span()) for match in _MARKER.finditer(text))


def blanked(text: str, spans: Iterable[Span], blank: str = " ") -> str:
    """`text` with these stretches as spaces, or another character, so that offsets stay; line ends are kept."""
    characters = list(text)
    for span in spans:
        for at in range(span.start, span.end):
            if characters[at] not in "\r\n":
                characters[at] = blank
    return "".join(characters)
