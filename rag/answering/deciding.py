"""A claim of a draft put to a checker with stretches of the nearest articles, and decided with what the rules find."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.answering.candidates import Candidate
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
_NEAR = 0.3
"""From what likeness on an article is worth reading."""
_AS_NEAR = 0.1
"""How much less alike than the nearest sentence that of another article may be: where the nearest has another figure, a
remote one bears out the rest easily."""
_BY_ITSELF = 0.7
"""From what likeness on a sentence is read by itself, too, where those around it do not bear the claim out: figures of
other things beside it lead a checker astray."""
_SAME_THING = 0.6
"""From what likeness on a sentence speaks of the same thing, so that what it says otherwise is worth telling."""
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
        for some in (group, group[:1]) if len(group) > 1 and group[0].like >= _BY_ITSELF else (group,):
            judged = _judged(weigh(claim, some, reads))
            if judged.verdict is Verdict.SUPPORTED:
                return judged
            first = first or judged
    return first


def weigh(claim: str, group: Sequence[Candidate], reads: Reads) -> Weighed:
    """What there is to decide a claim by in sentences of one article, the nearest first."""
    read = reads(claim, [c.source for c in sorted(group, key=lambda c: c.key)])
    nearest = group[0]
    findings = find_faults(claim, [nearest.source]) if nearest.like >= _SAME_THING else ()
    return Weighed(signals(read, nearest.like, findings), tuple(group), findings, read.fails)


def by_article(near: Sequence[Candidate]) -> list[list[Candidate]]:
    """The nearest candidates of each article, those articles first whose sentences are nearest.

    An article is read by itself: what two tell together may be a third story.
    """
    found: dict[int, list[Candidate]] = {}
    for candidate in near:
        found.setdefault(candidate.article.id, []).append(candidate)
    least = max(_NEAR, near[0].like - _AS_NEAR) if near else _NEAR
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
