"""Of a claim that is not borne out as a whole, the clauses that are: which words, and by which sentences."""

from collections.abc import Sequence
from dataclasses import replace

from rag.answering.candidates import Candidate
from rag.answering.judged import Judged, PartBorneOut
from rag.checking.clauses import clauses
from rag.checking.likeness import words_held
from rag.checking.reading import Reads, decided_by
from rag.text.terms import content_terms
from rag.types import BORNE_OUT


def with_parts(claim: str, judged: Judged, near: Sequence[Candidate], reads: Reads) -> Judged:
    """What came of a claim, with the clauses of it that the article nearest to it bears out."""
    if judged.verdict in BORNE_OUT or not near:
        return judged
    article = [c for c in near if c.article.id == near[0].article.id]
    found = []
    for span in clauses(claim):
        words = claim[span.start : span.end]
        wanted = dict.fromkeys(content_terms(words), 1.0)
        nearest = sorted(article, key=lambda c: (-words_held(wanted, c.source), c.key))
        if decided_by(words, nearest, reads).verdict in BORNE_OUT:
            found.append(PartBorneOut(span, nearest[0]))
    return replace(judged, in_part=tuple(found))
