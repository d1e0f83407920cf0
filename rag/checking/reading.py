"""A statement and the sentences nearest to it in, what a checker reads in them and what is decided by that out.

The nearest are read together, and the very nearest by itself: figures of other things beside it lead a checker astray.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from rag.checking.check import CITES_NOTHING, find_faults, is_quoted
from rag.checking.decision import Signals, decide, signals
from rag.checking.finding import Finding
from rag.checking.likeness import likeness
from rag.checking.protocol import Checked, Source
from rag.checking.stretch import stretch_of
from rag.embedding.protocol import Embedder
from rag.entailment.protocol import Checker, Entailment
from rag.text.kinship import canonicals, holds
from rag.text.terms import content_terms, stems
from rag.types import Fault, Span, Verdict

Reads = Callable[[str, Sequence[Source]], Entailment]
"""Reads a statement with sentences, which stand as in their article, as one text."""

_MOST_READ = 6
"""So many sentences are read together, with those that they lean on."""
_BY_LIKENESS = 2
"""Of these, so many are the nearest; each other one is to add words of the statement that those before lack."""
_ADDS = 0.7
"""How much of what chooses another is what it adds, and not how like it is."""
SAME_THING = 0.6
"""From what likeness on a sentence speaks of the same thing: it may carry the claim, or contradict it."""
_OTHERWISE = "the articles say otherwise"
_NOT_SAID = "the articles do not say this"


class Near(Protocol):
    """A sentence that is near to a statement: how like it is, and its place in its article."""

    @property
    def source(self) -> Source: ...

    @property
    def like(self) -> float: ...

    @property
    def key(self) -> tuple[int, int]: ...


N = TypeVar("N", bound=Near)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What there is to decide a statement by, and how many sentences, the nearest first, carry it if any do."""

    signals: Signals
    read: int
    findings: tuple[Finding, ...]
    fails: Span | None


@dataclass(frozen=True, slots=True)
class Decided:
    """The verdict on a statement by the `read` nearest sentences of a group, and what is wrong with it."""

    verdict: Verdict
    faults: tuple[Fault, ...]
    read: int


def reads_with(checker: Checker) -> Reads:
    """Reads with a checker, each pair of texts once."""
    known: dict[tuple[str, str], Entailment] = {}

    def reads(statement: str, sources: Sequence[Source]) -> Entailment:
        pair = statement, stretch_of(statement, sources)
        if pair not in known:
            (known[pair],) = checker.entail([pair])
        return known[pair]

    return reads


def decided_by(statement: str, near: Sequence[Near], reads: Reads, *, is_cited: bool = False) -> Decided:
    """The verdict by sentences of one article, the nearest first; for `is_cited` see `decide`."""
    findings = find_faults(statement, [n.source for n in near]) if is_cited else findings_beside(statement, near[0])
    return _decided(weigh(statement, near, findings, reads), is_cited=is_cited)


def findings_beside(statement: str, nearest: Near) -> tuple[Finding, ...]:
    """What rules find wrong with a statement beside a sentence that speaks of the same thing."""
    return find_faults(statement, [nearest.source]) if nearest.like >= SAME_THING else ()


def weigh(statement: str, near: Sequence[Near], findings: tuple[Finding, ...], reads: Reads) -> Weighed:
    """What there is to decide a statement by in sentences, the nearest first, with what rules find there."""
    group = _together(statement, near)
    read = reads(statement, [near.source for near in sorted(group, key=lambda near: near.key)])
    alone = reads(statement, [near[0].source])
    by = 1 if alone.supported > read.supported else len(group)
    return Weighed(signals(read, alone, near[0].like, findings), by, findings, read.fails or alone.fails)


def _together(statement: str, near: Sequence[N]) -> list[N]:
    """The sentences that are read together, the nearest first."""
    chosen, left = list(near[:_BY_LIKENESS]), list(near[_BY_LIKENESS:])
    if not left:
        return chosen
    wanted = canonicals(content_terms(statement))
    held = {id(one): _held(wanted, one.source.text) for one in near}
    missing = wanted.difference(*(held[id(one)] for one in chosen))
    while left and len(chosen) < _MOST_READ:
        best = max(left, key=lambda one: _ADDS * _share(held[id(one)] & missing, wanted) + (1 - _ADDS) * one.like)
        chosen.append(best)
        left.remove(best)
        missing -= held[id(best)]
    return chosen


def _held(wanted: frozenset[str], text: str) -> frozenset[str]:
    terms = canonicals(stems(text))
    return frozenset(term for term in wanted if holds(terms, term))


def _share(some: frozenset[str], every: frozenset[str]) -> float:
    return len(some) / len(every) if every else 0.0


def _decided(weighed: Weighed, *, is_cited: bool) -> Decided:
    verdict = decide(weighed.signals, is_cited=is_cited)
    if verdict is Verdict.SUPPORTED:
        return Decided(verdict, (), weighed.read)
    against = tuple(f.fault for f in weighed.findings if f.contradicts)
    told = against if against and verdict is Verdict.CONTRADICTED else tuple(f.fault for f in weighed.findings)
    if not told:
        told = (Fault("meaning", _OTHERWISE if verdict is Verdict.CONTRADICTED else _NOT_SAID, weighed.fails),)
    return Decided(verdict, told, weighed.read)


@dataclass(frozen=True, slots=True)
class _Cited:
    source: Source
    like: float
    key: tuple[int, int]


class ReadVerifier:
    """A `Verifier` whose checker reads those of the cited sentences that are nearest to the statement."""

    def __init__(self, embedder: Embedder, checker: Checker) -> None:
        self._embedder = embedder
        self._reads = reads_with(checker)

    def check(self, statement: str, sources: Sequence[Source]) -> Checked:
        if not sources:
            return Checked(Verdict.UNSUPPORTED, (CITES_NOTHING,))
        if is_quoted(statement, sources):
            return Checked(Verdict.QUOTED, ())
        found = decided_by(statement, self._nearest(statement, sources), self._reads, is_cited=True)
        return Checked(found.verdict, found.faults)

    def _nearest(self, statement: str, sources: Sequence[Source]) -> list[_Cited]:
        wanted = dict.fromkeys(content_terms(statement), 1.0)
        vectors = self._embedder.embed_passages([statement, *(source.text for source in sources)])
        near = [
            _Cited(source, likeness(float(vectors[n + 1] @ vectors[0]), wanted, source), (0, n))
            for n, source in enumerate(sources)
        ]
        return sorted(near, key=lambda one: (-one.like, one.key))
