"""A statement and the sentences nearest to it in, what a checker reads in them and what is decided by that out.

The nearest are read together; one that is much like the statement is read by itself too, where those around it do not
bear the statement out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.checking.check import CITES_NOTHING, find_faults, is_quoted
from rag.checking.decision import Signals, decide, signals
from rag.checking.finding import Finding
from rag.checking.likeness import likeness
from rag.checking.protocol import Checked, Source
from rag.checking.stretch import stretch_of
from rag.embedding.protocol import Embedder
from rag.entailment.protocol import Checker, Entailment
from rag.text.terms import content_terms
from rag.types import Fault, Span, Verdict

Reads = Callable[[str, Sequence[Source]], Entailment]
"""Reads a statement with sentences, which stand as in their article, as one text."""

MOST_READ = 4
"""So many sentences are read, with those that they lean on."""
SAME_THING = 0.6
"""From what likeness on a sentence speaks of the same thing: it may carry the claim, or contradict it."""
_BY_ITSELF = 0.7
"""From what likeness on a sentence is read by itself, too: figures of other things beside it lead a checker astray."""
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


@dataclass(frozen=True, slots=True)
class Weighed:
    """What there is to decide a statement by in `read` sentences, the nearest of a group."""

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


def decided_by(statement: str, group: Sequence[Near], reads: Reads) -> Decided:
    """The verdict by sentences of one article, the nearest first."""
    findings = findings_beside(statement, group[0])
    first: Decided | None = None
    for some in (group, group[:1]) if len(group) > 1 and group[0].like >= _BY_ITSELF else (group,):
        decided = _decided(weigh(statement, some, findings, reads))
        if decided.verdict is Verdict.SUPPORTED:
            return decided
        first = first or decided
    assert first is not None
    return first


def findings_beside(statement: str, nearest: Near) -> tuple[Finding, ...]:
    """What rules find wrong with a statement beside a sentence that speaks of the same thing."""
    return find_faults(statement, [nearest.source]) if nearest.like >= SAME_THING else ()


def weigh(statement: str, group: Sequence[Near], findings: tuple[Finding, ...], reads: Reads) -> Weighed:
    """What there is to decide a statement by in sentences, the nearest first, with what rules find there."""
    read = reads(statement, [near.source for near in sorted(group, key=lambda near: near.key)])
    return Weighed(signals(read, group[0].like, findings), len(group), findings, read.fails)


def _decided(weighed: Weighed) -> Decided:
    verdict = decide(weighed.signals)
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
        found = decided_by(statement, self._nearest(statement, sources), self._reads)
        return Checked(found.verdict, found.faults)

    def _nearest(self, statement: str, sources: Sequence[Source]) -> list[_Cited]:
        wanted = dict.fromkeys(content_terms(statement), 1.0)
        vectors = self._embedder.embed_passages([statement, *(source.text for source in sources)])
        near = [
            _Cited(source, likeness(float(vectors[n + 1] @ vectors[0]), wanted, source), (0, n))
            for n, source in enumerate(sources)
        ]
        return sorted(near, key=lambda one: (-one.like, one.key))[:MOST_READ]
