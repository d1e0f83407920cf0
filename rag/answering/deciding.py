"""A claim of a draft put to a checker with stretches of the nearest articles, and decided with what the rules find."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.answering.candidates import AS_NEAR, NEAR, SAME_THING, Candidate
from rag.answering.judged import Judged, of_different_articles
from rag.checking.check import find_faults, is_quoted
from rag.checking.decision import Signals, decide, signals
from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.checking.stretch import stretch_of
from rag.entailment.protocol import Checker, Entailment
from rag.types import Fault, Span, Verdict

Reads = Callable[[str, Sequence[Source]], Entailment]
"""Reads a claim with sentences of one article, as one text."""

_ARTICLES = 2
"""So many articles are read, those with the nearest sentences."""
_READ = 4
"""So many sentences of an article are read, with those that they lean on."""
_BY_ITSELF = 0.7
"""From what likeness on a sentence is read by itself, too, where those around it do not bear the claim out: figures of
other things beside it lead a checker astray."""
_CITED = 2
_OTHERWISE = "the articles say otherwise"
_NOT_SAID = "the articles do not say this"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What there is to decide a claim by in one article; `group` are the sentences read, the nearest first."""

    signals: Signals
    group: tuple[Candidate, ...]
    findings: tuple[Finding, ...]
    fails: Span | None


def reads_with(checker: Checker) -> Reads:
    def reads(claim: str, sources: Sequence[Source]) -> Entailment:
        (read,) = checker.entail([(claim, stretch_of(claim, sources))])
        return read

    return reads


def decided(claim: str, near: Sequence[Candidate], reads: Reads) -> Judged | None:
    """The verdict on a claim by the article nearest to it, or by another that bears it out; None where none is near."""
    if quoted := [c for c in near if is_quoted(claim, [c.source])]:
        return Judged(Verdict.QUOTED, (), of_different_articles(quoted))
    first: Judged | None = None
    for group in by_article(near):
        findings = findings_beside(claim, group[0])
        for some in (group, group[:1]) if len(group) > 1 and group[0].like >= _BY_ITSELF else (group,):
            judged = _judged(weigh(claim, some, findings, reads))
            if judged.verdict is Verdict.SUPPORTED:
                return judged
            first = first or judged
    return first


def findings_beside(claim: str, nearest: Candidate) -> tuple[Finding, ...]:
    """What rules find wrong with a claim beside a sentence that speaks of the same thing."""
    return find_faults(claim, [nearest.source]) if nearest.like >= SAME_THING else ()


def weigh(claim: str, group: Sequence[Candidate], findings: tuple[Finding, ...], reads: Reads) -> Weighed:
    """What there is to decide a claim by in sentences of one article, the nearest first, with what rules find there."""
    read = reads(claim, [c.source for c in sorted(group, key=lambda c: c.key)])
    return Weighed(signals(read, group[0].like, findings), tuple(group), findings, read.fails)


def by_article(near: Sequence[Candidate]) -> list[list[Candidate]]:
    """The nearest candidates of each article, those articles first whose sentences are nearest.

    An article is read by itself: what two tell together may be a third story.
    """
    found: dict[int, list[Candidate]] = {}
    for candidate in near:
        found.setdefault(candidate.article.id, []).append(candidate)
    least = max(NEAR, near[0].like - AS_NEAR) if near else NEAR
    return [group[:_READ] for group in found.values() if group[0].like >= least][:_ARTICLES]


def _judged(weighed: Weighed) -> Judged:
    verdict = decide(weighed.signals)
    if verdict is Verdict.SUPPORTED:
        return Judged(verdict, (), weighed.group[:_CITED])
    against = tuple(f.fault for f in weighed.findings if f.contradicts)
    told = against if against and verdict is Verdict.CONTRADICTED else tuple(f.fault for f in weighed.findings)
    if not told:
        told = (Fault("meaning", _OTHERWISE if verdict is Verdict.CONTRADICTED else _NOT_SAID, weighed.fails),)
    return Judged(verdict, told, weighed.group[: 1 if verdict is Verdict.CONTRADICTED else _CITED])
