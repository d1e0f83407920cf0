"""A claim of a draft put to a checker with stretches of the nearest articles, and decided with what the rules find."""

from collections.abc import Sequence

from rag.answering.candidates import AS_NEAR, NEAR, Candidate
from rag.answering.judged import Judged, of_different_articles
from rag.checking.check import is_quoted
from rag.checking.reading import Reads, decided_by
from rag.types import Verdict

_ARTICLES = 2
"""So many articles are read, those with the nearest sentences."""
_CITED = 2


def decided(claim: str, near: Sequence[Candidate], reads: Reads) -> Judged | None:
    """The verdict on a claim by the article nearest to it, or by another that bears it out; None where none is near."""
    if quoted := [c for c in near if is_quoted(claim, [c.source])]:
        return Judged(Verdict.QUOTED, (), of_different_articles(quoted))
    first: Judged | None = None
    for group in by_article(near):
        found = decided_by(claim, group, reads)
        most = 1 if found.verdict is Verdict.CONTRADICTED else _CITED
        judged = Judged(found.verdict, found.faults, tuple(group[: min(found.read, most)]))
        if found.verdict is Verdict.SUPPORTED:
            return judged
        first = first or judged
    return first


def by_article(near: Sequence[Candidate]) -> list[list[Candidate]]:
    """The nearest candidates of each article, those articles first whose sentences are nearest.

    An article is read by itself: what two tell together may be a third story.
    """
    found: dict[int, list[Candidate]] = {}
    for candidate in near:
        found.setdefault(candidate.article.id, []).append(candidate)
    least = max(NEAR, near[0].like - AS_NEAR) if near else NEAR
    return [group for group in found.values() if group[0].like >= least][:_ARTICLES]
