"""Sentences of one paragraph of news prose, as true offsets.

A rule-based splitter in the manner of Grefenstette and Tapanainen (1994, "What is a word, what is a
sentence?"): every stop is a boundary unless an abbreviation, an initial, a list number or a lower-case
continuation says otherwise. A quotation is kept in one piece, so that its speaker stays with it,
unless it is longer than `LONGEST_QUOTATION`.
"""

import re
from bisect import bisect_left

from rag.text.spans import trimmed
from rag.types import Span

LONGEST_QUOTATION = 400
"""In characters. A longer quotation is divided like any other prose."""

# Always followed by what they belong to, so never the end of a sentence.
_LEADING = frozenset(
    "mr mrs ms mx dr prof rev hon gen lt col maj capt cmdr sgt cpl pvt brig adm sen rep gov pres amb sec "
    "supt det insp st mt ft vs cf fig al approx gens sens reps messrs".split()
)
# May end a sentence; then the next word looks like the start of one.
_TRAILING = frozenset("inc corp co ltd jr sr etc dept univ bros no vol est ave blvd rd".split())
_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
_STARTERS = frozenset(
    "the a an he she it they we i you this that these those there his her its their our my in on at by for "
    "from with as but and or so if when while after before although though however since because about "
    "according what who where why how no not some many most several one two both all another earlier later "
    "meanwhile last next now today yesterday also still yet then".split()
)
_SPEECH = re.compile(
    r"(?<=[\"”»])\s*(?:[\w.’'-]+\s+){0,5}?(?:said|says|asked|told|added|replied|wrote|tweeted|shouted|warned|continued)\b"
)
_STOP = re.compile(r"[.!?…]+[\"'”’)\]»]*(?=\s|$)|(?<=[a-z0-9”\"’)])\.(?=[A-Z][a-z])")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+")
_MARK = re.compile("[“”«»]")
# Straight marks by twos; single ones where a stop or comma closes them, for elsewhere they are apostrophes.
_PLAIN_QUOTATION = re.compile(r'"[^"]*"|‘[^‘]*?[,.!?…]’')
_LONGEST_TOKEN = 40
_TOKEN = re.compile(rf"\S{{1,{_LONGEST_TOKEN}}}+$")
_NEXT = re.compile(r"\s*([\"'“‘(\[«—–-]*\s?)([^\W_]\w*|\S)?")


def split_sentences(text: str, start: int, end: int) -> list[Span]:
    """Divide `text[start:end]`, one paragraph, into sentences.

    The spans are in order, do not overlap, have no white space at their ends, and leave out nothing
    but white space.
    """
    paragraph = text[start:end]
    quoted = _quotations(paragraph)
    spans: list[Span] = []
    begin = 0
    for stop in _STOP.finditer(paragraph):
        cut = stop.end()
        if _is_inside(cut, quoted) or not _is_boundary(paragraph, begin, stop):
            continue
        spans.append(Span(start + begin, start + cut))
        begin = cut
    spans.append(Span(start + begin, end))
    kept = (trimmed(text, span) for span in spans)
    return [span for span in kept if span.start < span.end]


def _is_boundary(paragraph: str, begin: int, stop: re.Match[str]) -> bool:
    after = _NEXT.match(paragraph, stop.end())
    opening, word = (after.group(1).strip(), after.group(2)) if after else ("", None)
    if word is None:
        return True
    if word[0].islower():
        return False
    mark = stop.group()
    closes_quotation = mark[-1] in '"”’»'
    if mark[0] in "!?" and closes_quotation and _SPEECH.match(paragraph, stop.end()):
        return False
    if mark != ".":
        return True
    return not _is_abbreviation(paragraph, begin, stop.start(), word, bool(opening))


def _is_abbreviation(paragraph: str, begin: int, dot: int, following: str, opened: bool) -> bool:
    """Whether the full stop at `dot` belongs to the word before it and ends no sentence."""
    before = _TOKEN.search(paragraph, max(begin, dot - _LONGEST_TOKEN), dot)
    if before is None:
        return False
    token = before.group().lstrip("\"'“‘([«—–-")
    bare = token.lower()
    if bare.isdigit() and len(bare) <= 2:
        # "were: 1. The first" numbers a list; "in the year 12. The" does not.
        lead = paragraph[begin : before.start()].rstrip()
        return not lead or lead[-1] in ":;"
    if bare in _LEADING:
        return True
    if bare in _MONTHS or bare == "no":
        return following[0].isdigit()
    starts_sentence = opened or following.lower() in _STARTERS
    if bare in _TRAILING or _DOTTED.fullmatch(token + "."):
        return not starts_sentence
    return False


def _is_inside(position: int, quoted: list[Span]) -> bool:
    """Whether `position` is within one of the spans, which are in order and disjoint."""
    at = bisect_left(quoted, position, key=lambda q: q.start) - 1
    return at >= 0 and position < quoted[at].end


def _quotations(paragraph: str) -> list[Span]:
    """Outermost quotations that close in this paragraph and are short enough to stay whole; in order, disjoint."""
    found = [*_nested(paragraph), *(Span(m.start(), m.end()) for m in _PLAIN_QUOTATION.finditer(paragraph))]
    kept: list[Span] = []
    for quotation in sorted((q for q in found if q.end - q.start <= LONGEST_QUOTATION), key=lambda q: q.start):
        if kept and quotation.start < kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, quotation.end))
        else:
            kept.append(quotation)
    return kept


def _nested(paragraph: str) -> list[Span]:
    """Outermost pairs of marks that tell opening from closing."""
    found: list[Span] = []
    depth, opened = 0, 0
    for mark in _MARK.finditer(paragraph):
        if mark.group() in "“«":
            opened = opened if depth else mark.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                found.append(Span(opened, mark.end()))
    return found
