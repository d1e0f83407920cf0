"""A draft against the articles: evidence for each sentence, the sentences of it that carry it best, a verdict."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from rag.answering.checkable import taken_for
from rag.answering.citations import cite
from rag.checking.check import check
from rag.checking.protocol import Checked, Meaning, Source
from rag.checking.sources import in_one_line, source_of
from rag.reading.drafts import DraftSentence
from rag.text.kinship import canonical, canonicals, holds
from rag.text.leaning import leans
from rag.text.terms import content_terms, stems
from rag.types import CheckedSentence, Citation, Evidence, Fault, Kind, Sentence, StoredArticle, Verdict

Vectors = npt.NDArray[np.float32]

_MOST_EMBEDDED = 20
"""Of these, the sentences whose meaning is compared; the others share the fewest words."""
_CLOSEST = 6
"""The sentences of the articles that each sentence of a draft is checked against, one by one."""
_CLAUSES = re.compile(r";\s+(?:and\s+|but\s+)?|,\s+(?:and|but|while|whereas)\s+")
_FEWEST_WORDS = 4
"""Of a clause that is checked by itself."""
_MOST_CITED = 3
_NEAREST = 2
_SAME_THING = 0.6
"""From what likeness on a sentence speaks of the same thing: it may carry the claim, or contradict it."""
_AS_NEAR = 0.1
"""How much less alike than the nearest sentence one may be to carry a claim that the nearest does not."""
_HELPS = 0.5
"""From what likeness on a sentence may carry a claim together with the one beside it."""
_NEAR = 0.3
"""From what likeness on a sentence is worth showing as the nearest."""
_CARRIED = frozenset({Verdict.QUOTED, Verdict.SUPPORTED})
_NOTHING_SAYS_IT = Fault("meaning", "no sentence of the articles says this")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a draft that is to be checked: its place among all, and what is looked for.

    `question` begins with the sentence before where this one leans on it.
    """

    place: int
    words: str
    question: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a claim: the idf of its words, its unit vector, the passages, best first."""

    idf: Mapping[str, float]
    vector: Vectors
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of an article that a claim is checked against; `start` is where it is quoted from."""

    article: StoredArticle
    sentence: Sentence
    start: int
    source: Source
    like: float = 0.0

    @property
    def key(self) -> tuple[int, int]:
        return self.article.id, self.sentence.start


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a claim, and the sentences that decided it, or were nearest."""

    verdict: Verdict
    faults: tuple[Fault, ...]
    by: tuple[Candidate, ...]


def claims(sentences: Sequence[DraftSentence]) -> list[Claim]:
    """The sentences that claim something."""
    found = []
    before = ""
    for place, sentence in enumerate(sentences):
        if sentence.taken_for:
            continue
        if taken_for(sentence.words) is None:
            question = f"{before} {sentence.words}" if before and leans(sentence.words) else sentence.words
            found.append(Claim(place, sentence.words, question))
        before = sentence.words
    return found


def judge(
    claimed: Sequence[Claim],
    found: Sequence[Found],
    embed: Callable[[Sequence[str]], Vectors],
    meaning: Meaning,
) -> Iterator[Judged]:
    """The verdict on each claim, in order.

    Args:
        embed: unit vectors of sentences, shape (number, dimension); called once, for the sentences of all claims.
    """
    pools = [_promising(one) for one in found]
    clauses = [_clauses(claim.words) for claim in claimed]
    texts = [c.source.text for pool in pools for c in pool] + [clause for some in clauses for clause in some]
    texts = list(dict.fromkeys(texts))
    vectors = dict(zip(texts, embed(texts), strict=True)) if texts else {}
    for claim, one, pool, some in zip(claimed, found, pools, clauses, strict=True):
        whole = _Part(claim.words, _nearest(claim.words, one.vector, one.idf, pool, vectors))
        parts = [_Part(words, _nearest(words, vectors[words], one.idf, pool, vectors)) for words in some]
        yield _judged(whole, parts, meaning)


def checked_sentences(
    text: str, sentences: Sequence[DraftSentence], judged: Mapping[int, Judged]
) -> tuple[tuple[CheckedSentence, ...], tuple[Citation, ...]]:
    """The sentences of a draft with their verdicts, and everything that they cite.

    Args:
        judged: what came of the claims, by their places in `sentences`.
    """
    numbers: dict[tuple[int, int], int] = {}
    citations: list[Citation] = []

    def number(candidate: Candidate) -> int:
        if candidate.key not in numbers:
            numbers[candidate.key] = len(citations) + 1
            citations.append(cite(len(citations) + 1, candidate.article, candidate.start, candidate.sentence.end))
        return numbers[candidate.key]

    checked = []
    line, counted = 1, 0
    for place, sentence in enumerate(sentences):
        line, counted = line + text.count("\n", counted, sentence.places[0]), sentence.places[0]
        one = judged.get(place)
        if one is None:
            what = sentence.taken_for or taken_for(sentence.words)
            checked.append(CheckedSentence(sentence.words, sentence.places, line, None, what))
            continue
        cited = tuple(number(c) for c in one.by)
        is_cited = one.verdict is not Verdict.UNSUPPORTED
        checked.append(
            CheckedSentence(
                sentence.words,
                sentence.places,
                line,
                one.verdict,
                citations=cited if is_cited else (),
                nearest=() if is_cited else cited,
                faults=one.faults,
            )
        )
    return tuple(checked), tuple(citations)


@dataclass(frozen=True, slots=True)
class _Part:
    """A claim or a clause of it, and the sentences nearest to it, best first."""

    words: str
    near: Sequence[Candidate]


def _clauses(claim: str) -> list[str]:
    """The clauses of a claim that can be checked each by itself; none where it is one."""
    found = _CLAUSES.split(claim)
    return found if len(found) > 1 and all(len(clause.split()) >= _FEWEST_WORDS for clause in found) else []


def _promising(found: Found) -> list[Candidate]:
    """The body sentences of the best passages that share most with the claim."""
    candidates = {c.key: (c, e.signals.fused) for e in found.evidence for c in _candidates(e)}
    scored = [(_overlap(found.idf, c) + fused, c) for c, fused in candidates.values()]
    scored.sort(key=lambda pair: (-pair[0], pair[1].key))
    return [candidate for _, candidate in scored[:_MOST_EMBEDDED]]


def _candidates(evidence: Evidence) -> Iterator[Candidate]:
    stored, passage = evidence.stored.article, evidence.stored.passage
    text, known = stored.article.text, stored.article.metadata
    before: Sentence | None = None
    for sentence in passage.sentences:
        if sentence.kind is Kind.BODY:
            leaning = before is not None and leans(in_one_line(text, sentence))
            start = before.start if before is not None and leaning else sentence.start
            source = source_of(text, passage.sentences, sentence, known.title, known.published)
            yield Candidate(stored, sentence, start, source)
        before = sentence if sentence.kind is Kind.BODY else None


def _nearest(
    words: str, vector: Vectors, idf: Mapping[str, float], pool: Sequence[Candidate], vectors: Mapping[str, Vectors]
) -> list[Candidate]:
    """The candidates most like the words: by the angle between meanings, and the share of words that they hold."""
    wanted = {term: idf.get(term, 0.0) for term in content_terms(words)}
    near = [replace(c, like=0.5 * float(vectors[c.source.text] @ vector) + 0.5 * _overlap(wanted, c)) for c in pool]
    return sorted(near, key=lambda c: (-c.like, c.key))[:_CLOSEST]


def _overlap(wanted: Mapping[str, float], candidate: Candidate) -> float:
    """The share of the words, by their weights, that stand in a candidate, the sentence before it or its title."""
    source = candidate.source
    held = canonicals(stems(" ".join((source.title, *source.before[-1:], source.text))))
    total = sum(wanted.values())
    return sum(value for term, value in wanted.items() if holds(held, canonical(term))) / total if total else 0.0


def _judged(whole: _Part, clauses: Sequence[_Part], meaning: Meaning) -> Judged:
    """The verdict of the sentence that carries it best, else of several together, else of what speaks against it."""
    alone = [(check(whole.words, [c.source], meaning), c) for c in whole.near]
    if carrying := _carrying(alone):
        return Judged(carrying[0][0].verdict, (), _of_different_articles([c for _, c in carrying]))
    together = _by_two_in_a_row(whole, meaning) or _by_clauses(clauses, meaning)
    return Judged(Verdict.SUPPORTED, (), together) if together else _against(alone)


def _carrying(alone: Sequence[tuple[Checked, Candidate]]) -> list[tuple[Checked, Candidate]]:
    """Those that carry it, best first. A sentence much less like it than one that does not carry it is not heard.

    For where the nearest sentence gives another figure, or another speaker, a remote one bears out the rest easily.
    """
    bar = max(_SAME_THING, alone[0][1].like - _AS_NEAR) if alone else 0.0
    found = [(result, c) for result, c in alone if result.verdict in _CARRIED and c.like >= bar]
    return sorted(found, key=lambda pair: -_rank(pair[0]))


def _by_two_in_a_row(whole: _Part, meaning: Meaning) -> tuple[Candidate, ...]:
    """Two sentences that follow one another in an article and carry the claim together, one of them the nearest."""
    best: tuple[float, tuple[Candidate, ...]] = (0.0, ())
    able = [c for c in whole.near if c.like >= _HELPS]
    for pair in pairwise(sorted(able, key=lambda c: c.key)):
        if able[0] not in pair or able[0].like < _SAME_THING or not _follow(*pair):
            continue
        result = check(whole.words, [c.source for c in pair], meaning)
        if result.verdict in _CARRIED and result.support > best[0]:
            best = result.support, pair
    return best[1]


def _follow(one: Candidate, other: Candidate) -> bool:
    whole = one.article.article.text
    return one.article.id == other.article.id and not whole[one.sentence.end : other.sentence.start].strip()


def _by_clauses(clauses: Sequence[_Part], meaning: Meaning) -> tuple[Candidate, ...]:
    """A sentence for each clause, where every one has one.

    Sentences of different places are never put together over one clause: who did it in the one and what was done in
    the other would make a new story.
    """
    found: dict[tuple[int, int], Candidate] = {}
    for clause in clauses:
        carrying = _carrying([(check(clause.words, [c.source], meaning), c) for c in clause.near])
        if not carrying:
            return ()
        found[carrying[0][1].key] = carrying[0][1]
    return tuple(found.values()) if len(found) > 1 else ()


def _against(alone: Sequence[tuple[Checked, Candidate]]) -> Judged:
    for result, candidate in alone:
        if result.verdict is Verdict.CONTRADICTED and candidate.like >= _SAME_THING:
            return Judged(Verdict.CONTRADICTED, result.faults, (candidate,))
    nearest = tuple(candidate for _, candidate in alone if candidate.like >= _NEAR)[:_NEAREST]
    faults = alone[0][0].faults if nearest else (_NOTHING_SAYS_IT,)
    return Judged(Verdict.UNSUPPORTED, faults, nearest)


def _rank(result: Checked) -> float:
    return result.support + (result.verdict is Verdict.QUOTED)


def _of_different_articles(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple({c.article.id: c for c in reversed(candidates)}.values())[::-1][:_MOST_CITED]
