"""Negation and opposites: what a statement denies must be denied in the sources, and the other way round."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.text.kinship import canonical, is_kin
from rag.text.opposites import find_opposites
from rag.text.polarity import Denial, find_denials, is_denied
from rag.text.terms import STOPWORDS, stem
from rag.types import Fault, Span

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_HALF_DENIALS = re.compile(
    r"\b(?:too (?:few|small|little|weak|poorly|busy|early)|lack(?:s|ed|ing)?|short of|stop(?:s|ped)?|ceas\w+"
    r"|unable|unknown|unclear|impossible|absent|absence|ruled? out|exclud\w+|avoid\w*|prevent\w*|refus\w+|fail\w*|den(?:y|ies|ied)|unlikely"
    r"|un(?!it|til|der|ion|iv|iq)\w{4,}|in(?:ability|sufficient|adequate|complete|experienced)\w*|no|not|never|nor|neither"
    r"|nothing|nobody|none|without|hardly|barely|rarely|seldom|scarcely|little|few|cannot|far from|instead|rather|only"
    r"|less|resist\w*|reject\w*|dismiss\w*|doubt\w*|yet to|away from|stay\w*|keep\w* out|held back|spar\w+|escap\w+)\b"
    r"|n['’]t\b|-free\b|\w+less\b",
    re.I,
)  # fmt: skip
"""What denies in other words: where a source has one of these, a "not" may be its paraphrase."""
_TOLD_ALIKE = 0.3


@dataclass(frozen=True, slots=True)
class _Word:
    span: Span
    term: str
    denied: bool


def check_negation(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """Where the nearest source denies what the statement says, or says what it denies."""
    mine = _read(statement)
    nearest = max(sources, key=lambda s: _likeness(mine, _read(s.text)), default=None)
    if nearest is None:
        return
    theirs = _read(nearest.text)
    if _likeness(mine, theirs) < _TOLD_ALIKE:
        return
    yield from _flipped(statement, nearest.text, mine, theirs)
    yield from _turned(statement, sources)


def _flipped(statement: str, source: str, mine: list[_Word], theirs: list[_Word]) -> Iterator[Finding]:
    both = [(a, b) for a in mine for b in theirs if is_kin(a.term, b.term)]
    agree = {a.term for a, b in both if a.denied and b.denied}
    if agree:
        return
    if not _HALF_DENIALS.search(source):
        for denial in find_denials(statement):
            if any(a.denied and _in(a, denial) for a, _ in both):
                cue = statement[denial.cue.start : denial.cue.end]
                message = f"the statement denies (“{cue}”) what the source says"
                yield Finding(Fault("negation", message, denial.cue), contradicts=True)
                return
    if not _HALF_DENIALS.search(statement):
        lost = [a for a, b in both if b.denied and not a.denied and not _also_said(a, theirs)]
        denied = [b for b in theirs if b.denied]
        if lost and 2 * len(lost) >= len({b.term for b in denied}):
            span = Span(lost[0].span.start, lost[-1].span.end)
            yield Finding(Fault("negation", "the source denies what the statement says", span), contradicts=True)


def _also_said(word: _Word, theirs: list[_Word]) -> bool:
    return any(is_kin(word.term, b.term) and not b.denied for b in theirs)


def _in(word: _Word, denial: Denial) -> bool:
    return denial.scope.start <= word.span.start < denial.scope.end


def _turned(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """Words with an opposite where every source has only the opposite, or the same word denied."""
    told = {(axis, side) for s in sources for _, axis, side in find_opposites(s.text)}
    has_denials = any(_HALF_DENIALS.search(s.text) for s in sources) or _HALF_DENIALS.search(statement)
    own = {(axis, side) for _, axis, side in find_opposites(statement)}
    for span, axis, side in find_opposites(statement):
        if (axis, side) not in told and (axis, -side) in told and (axis, -side) not in own and not has_denials:
            word = statement[span.start : span.end]
            message = f"“{word}” is the opposite of what is cited"
            yield Finding(Fault("negation", message, span), contradicts=True)
            return


def _read(text: str) -> list[_Word]:
    denials = find_denials(text)
    found = []
    for match in _WORD.finditer(text):
        low = match.group().lower().replace("’", "'")
        if low in STOPWORDS or any(d.cue.start <= match.start() < d.cue.end for d in denials):
            continue
        term = canonical(stem(low))
        found.append(_Word(Span(match.start(), match.end()), term, is_denied(denials, match.start())))
    return found


def _likeness(mine: list[_Word], theirs: list[_Word]) -> float:
    terms = {w.term for w in mine}
    return len(terms & {w.term for w in theirs}) / len(terms) if terms else 0.0
