"""Negation and opposites: what a statement denies must be denied in the sources, and the other way round."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.text.kinship import are_kin, canonical, is_kin
from rag.text.opposites import find_opposites
from rag.text.polarity import Denial, find_denials, is_denied, without_negative_prefix
from rag.text.terms import STOPWORDS, stem
from rag.types import Fault, Span

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DENYING = re.compile(
    r"\b(?:not|no|never|nor|neither|none|nobody|nothing|without|cannot|hardly|barely|lacks?)\b|n['’]t\b", re.I
)
_HALF_DENIALS = re.compile(
    rf"{_DENYING.pattern}"
    r"|\b(?:too (?:few|small|little|weak|poorly|busy|early)|lack(?:ed|ing)|short of|stop(?:s|ped)?|ceas\w+"
    r"|unable|unknown|unclear|impossible|absent|absence|ruled? out|exclud\w+|avoid\w*|prevent\w*|refus\w+|fail\w*"
    r"|den(?:y|ies|ied)|unlikely|un(?!it|til|der|ion|iv|iq)\w{4,}|in(?:ability|sufficient|adequate|complete)\w*"
    r"|rarely|seldom|scarcely|little|few|far from|instead|rather|only|less|resist\w*|reject\w*|dismiss\w*|doubt\w*"
    r"|yet to|declin\w*|barr(?:ed|ing)|bann?(?:ed|ing|s)?|block(?:ed|s|ing)?|prohibit\w*|disqualif\w*"
    r"|turn(?:s|ed|ing)? (?:\w+ ){0,5}down|away from|kept? out|held back|spar\w+|escap\w+|oppos\w+|against|denial"
    r"|scoff\w*|end(?:ed|s)|los[et]\w*)\b"
    r"|-free\b|(?<!\w)\w+less\b",
    re.I,
)
"""What denies in other words: where one of these stands near, a "not" may be its paraphrase."""
_NUMBER = re.compile(r"No\.?\s?\d")
_TOLD_ALIKE = 0.3
_NEAR_BEFORE, _NEAR_AFTER = 36, 14
"""In characters: how far from a word a denial in other words may stand."""
_JUST_BEFORE = 24
_BESIDE = 2
_WITH_NO = re.compile(r"with no\b", re.I)
_WHEN = re.compile(r"(?:before|after)\b", re.I)
_SAYING = frozenset("say says said tell tells told".split())
_TIMES = frozenset("last next week month year day today yesterday tomorrow time now then currently present".split())
_QUOTATION = re.compile(r"[“«\"]")


@dataclass(frozen=True, slots=True)
class _Word:
    span: Span
    term: str
    denied: bool


def check_negation(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """Where the nearest source denies what the statement says, or says what it denies."""
    mine = _read(statement)
    nearest = max(sources, key=lambda s: _likeness(mine, _read(s.text)), default=None)
    if nearest is None or _likeness(mine, _read(nearest.text)) < _TOLD_ALIKE:
        return
    found = _denied_here(statement, nearest.text, sources, mine) or _denied_there(statement, nearest.text, mine)
    if found is not None:
        yield found
    else:
        yield from [*_turned(statement, nearest.text), *_prefixed(statement, sources)][:1]


def _denied_here(statement: str, source: str, sources: Sequence[Source], mine: list[_Word]) -> Finding | None:
    """A denial of the statement that no denial of the nearest source answers to, nor one of the others."""
    theirs = _read(source)
    for denial in _denials(statement):
        words = _scope_of(statement, denial, mine)
        pairs = [(a, b) for a in words for b in theirs if is_kin(a.term, b.term)]
        if not pairs or any(b.denied or _is_near(_HALF_DENIALS, source, b.span) for _, b in pairs):
            continue
        if any(_is_denied_in(other.text, words) for other in sources if other.text != source):
            continue
        cue = statement[denial.cue.start : denial.cue.end]
        message = f"the statement denies (“{cue}”) what the source says"
        return Finding(Fault("negation", message, denial.cue), contradicts=True)
    return None


def _is_denied_in(source: str, words: Sequence[_Word]) -> bool:
    """Whether a source denies most of these words, as one of two sentences that a statement is made of may."""
    denied = [b.term for b in _read(source) if b.denied]
    return 2 * sum(any(is_kin(a.term, term) for term in denied) for a in words) > len(words)


def _denied_there(statement: str, source: str, mine: list[_Word]) -> Finding | None:
    """A denial of the source that is lost in the statement."""
    theirs = _read(source)
    for denial in _denials(source):
        words = _scope_of(source, denial, theirs)
        pairs = [(a, b) for b in words for a in mine if is_kin(a.term, b.term)]
        if not pairs or 2 * len({b.term for _, b in pairs}) < len({b.term for b in words}):
            continue
        if any(a.denied or _is_near(_HALF_DENIALS, statement, a.span) for a, _ in pairs):
            continue
        if any(is_kin(a.term, b.term) and b not in words and not b.denied for a, _ in pairs for b in theirs):
            continue
        span = Span(pairs[0][0].span.start, max(a.span.end for a, _ in pairs))
        message = f"the source denies this: “{source[denial.cue.start : denial.cue.end]}”"
        return Finding(Fault("negation", message, span), contradicts=True)
    return None


def _denials(text: str) -> list[Denial]:
    # "A false-flag operation" and "No. 5" deny nothing.
    return [
        d for d in find_denials(text) if not text.startswith("-", d.cue.end) and not _NUMBER.match(text, d.cue.start)
    ]


def _scope_of(text: str, denial: Denial, words: list[_Word]) -> list[_Word]:
    """The words that are denied; the next two where a preposition cuts the reach of "not" short."""
    quotation = _QUOTATION.search(text, denial.cue.end)
    scope = [w for w in words if denial.scope.start <= w.span.start < denial.scope.end]
    after = [w for w in words if denial.cue.end <= w.span.start < (quotation.start() if quotation else len(text))]
    return scope or after[:2]


def _is_near(pattern: re.Pattern[str], text: str, span: Span) -> bool:
    return pattern.search(text, max(0, span.start - _NEAR_BEFORE), span.end + _NEAR_AFTER) is not None


def _turned(statement: str, source: str) -> Iterator[Finding]:
    """Words with an opposite where the source has only the opposite, neither of the two being denied."""
    told: dict[tuple[int, int], list[Span]] = {}
    for span, axis, side in find_opposites(source):
        told.setdefault((axis, side), []).append(span)
    own = {(axis, side) for _, axis, side in find_opposites(statement)}
    for span, axis, side in find_opposites(statement):
        if (
            _WITH_NO.match(statement, span.start)
            or (axis, side) in told
            or (axis, -side) not in told
            or (axis, -side) in own
        ):
            continue
        beside = _is_before_the_same if _WHEN.match(statement, span.start) else _is_among_the_same
        other = next((o for o in told[axis, -side] if beside(statement, span, source, o)), None)
        if other is None or _is_just_denied(statement, span) or _is_just_denied(source, other):
            continue
        message = f"“{statement[span.start : span.end]}” is the opposite of “{source[other.start : other.end]}”"
        yield Finding(Fault("negation", message, span), contradicts=True)
        return


def _prefixed(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """ "Known" of a source that has "unknown", and the other way round."""
    own = {w.group().lower(): Span(w.start(), w.end()) for w in _WORD.finditer(statement)}
    told = {w.group().lower(): (s.text, Span(w.start(), w.end())) for s in sources for w in _WORD.finditer(s.text)}
    for mine, theirs in ((m, t) for m in own for t in told):
        if without_negative_prefix(mine) != theirs and without_negative_prefix(theirs) != mine:
            continue
        text, span = told[theirs]
        if mine in told or theirs in own or _is_just_denied(statement, own[mine]) or _is_just_denied(text, span):
            continue
        if not _is_among_the_same(statement, own[mine], text, span):
            continue
        message = f"“{statement[own[mine].start : own[mine].end]}” is the opposite of “{theirs}”"
        yield Finding(Fault("negation", message, own[mine]), contradicts=True)
        return


def _is_among_the_same(statement: str, span: Span, text: str, other: Span) -> bool:
    """Whether one of the two words of meaning before or after stands by both."""
    mine, theirs = _neighbours(statement, span), _neighbours(text, other)
    return are_kin(mine, theirs)


def _is_before_the_same(statement: str, span: Span, source: str, other: Span) -> bool:
    """ "A after B" is "B before A", and no opposite of it."""
    mine, theirs = ([w for w in _read(t) if w.span.start >= s.end][:1] for t, s in ((statement, span), (source, other)))
    return any(is_kin(a.term, b.term) for a in mine for b in theirs)


def _neighbours(text: str, span: Span) -> list[str]:
    words = _read(text)
    before = [w.term for w in words if w.span.end <= span.start]
    after = [w.term for w in words if w.span.start >= span.end]
    return [*before[-_BESIDE:], *after[:_BESIDE]]


def _is_just_denied(text: str, span: Span) -> bool:
    return _DENYING.search(text, max(0, span.start - _JUST_BEFORE), span.start) is not None


def _read(text: str) -> list[_Word]:
    denials = _denials(text)
    found = []
    for match in _WORD.finditer(text):
        low = match.group().lower().replace("’", "'")
        is_small = (low in STOPWORDS or low in _TIMES) and low not in _SAYING
        if is_small or any(d.cue.start <= match.start() < d.cue.end for d in denials):
            continue
        term = "say" if low in _SAYING else canonical(stem(low))
        found.append(_Word(Span(match.start(), match.end()), term, is_denied(denials, match.start())))
    return found


def _likeness(mine: list[_Word], theirs: list[_Word]) -> float:
    terms = {w.term for w in mine}
    return len(terms & {w.term for w in theirs}) / len(terms) if terms else 0.0
