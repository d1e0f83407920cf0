"""What of a draft is no prose: code, tables, lists of sources, and the marks of Markdown and of citations."""

import re
from bisect import bisect_left, bisect_right
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
    ("a comment", re.compile(r"<!--.*?(?:-->|(?P<open>\Z))", re.S)),
    # A head that says so, and what is laid out as a list below it; prose after that is prose again.
    (
        "a list of sources",
        re.compile(rf"^[ \t]*(?:#+[ \t]*|\*\*)?{_SOURCES}\b[^\n.]{{0,40}}\n(?:{_ENTRY}(?:\n|\Z))+", re.M | re.I),
    ),
    ("a source", re.compile(r"^[ \t]*\[\^?\w+\]:[^\n]*(?:\n[ \t]+\S[^\n]*)*", re.M)),
    # What our own answers say besides: who disagrees, who said it when, that there is no answer.
    ("a list of values", re.compile(r"^The articles disagree: [^\n]*(?:\n  [^\n]*)*", re.M)),
    ("a note", re.compile(r"(?<=\])\n(?P<self>  \S[^\n]*+)(?=\s*(?:\n[ \t]*\n|\Z))")),
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
_FENCE = re.compile(r"^[ \t]*(?P<fence>`{3,}+|~{3,}+)(?P<more>[^\n]*)$", re.M)
_MARKS = re.compile(
    r"!\[(?:[^\]\n!]|!(?!\[))*+\]\((?:[^)\n!]|!(?!\[))*+\)"  # a picture
    # Citations, with the space before them.
    r"|(?:(?<![ \t])[ \t]+)?(?:\[\^[\w-]+\]|\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\](?!\()|【[^】\n]{1,60}】)"
    r"|(?<=[.,;:!?”\"’)])[⁰¹²³⁴-⁹]+"
    r"|</?[A-Za-z][^<>\n]{0,200}>"
    r"|\*\*|~~|`|(?<!\w)__?(?=\w)|(?<=\w)__?(?!\w)|(?<=[.!?,”\"’)])__?(?!\w)"
    r"|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])"
)
_LINK = re.compile(
    # Few brackets open within its words; an address has an end.
    r"(?P<open>\[)(?=[^\]\n])[^\[\]\n]*+(?:\[[^\[\]\n]*+){0,8}"
    r"(?P<close>\](?:\([^)\s]{0,2000}+(?:\s\"[^\"\n]*\")?\)|\[[^\]\n]*\]))"
)
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.M)
_MARKER = re.compile(r"^[ \t]*(?:#{1,6}|[-*•+]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?", re.M)


def regions(text: str, body: int) -> list[tuple[Span, str]]:
    """The stretches of `text[body:]` that are no prose, in order and disjoint, each with what it is."""
    found = [(trimmed(text, span), "code") for span in _fenced(text, body)]
    for name, pattern in _REGIONS:
        for match in pattern.finditer(text, body):
            if match.groupdict().get("open") is None:
                span = trimmed(text, Span(*match.span("self" if "self" in pattern.groupindex else 0)))
                _add(found, span, name)
    return found


def _add(found: list[tuple[Span, str]], span: Span, name: str) -> None:
    """Puts a region where it belongs, unless it overlaps with one that is known."""
    at = bisect_left(found, span.start, key=lambda region: region[0].start)
    if (at == len(found) or span.end <= found[at][0].start) and (at == 0 or found[at - 1][0].end <= span.start):
        found.insert(at, (span, name))


def _fenced(text: str, body: int) -> Iterator[Span]:
    """Code between fences; one that nothing closes opens none. One pattern for all would try each with every line."""
    fences = list(_FENCE.finditer(text, body))
    closing: dict[str, list[int]] = {}
    for number, fence in enumerate(fences):
        if not fence["more"].strip(" \t"):
            closing.setdefault(fence["fence"], []).append(number)
    after = 0
    for number, fence in enumerate(fences):
        if number >= after and (last := _closed_by(fence["fence"], closing, number)) is not None:
            yield Span(fence.start(), fences[last].end())
            after = last + 1


def _closed_by(fence: str, closing: dict[str, list[int]], number: int) -> int | None:
    """The next fence that is like the `number`th, or else shorter: its other signs are then words behind it."""
    for length in sorted({len(other) for other in closing if fence.startswith(other)}, reverse=True):
        numbers = closing[fence[:length]]
        if (at := bisect_right(numbers, number)) < len(numbers):
            return numbers[at]
    return None


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
