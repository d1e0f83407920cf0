"""A draft against the articles: evidence for each sentence, the sentences of it that carry it best, a verdict."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rag.answering.candidates import (
    AS_NEAR,
    NEAR,
    Candidate,
    Found,
    Vectors,
    nearest_to,
    promising,
)
from rag.answering.carrying import carrying_words
from rag.answering.checkable import taken_for
from rag.answering.citations import cite
from rag.answering.deciding import decided
from rag.answering.in_part import with_parts
from rag.answering.judged import Judged, of_different_articles
from rag.checking.clauses import clauses
from rag.checking.protocol import Checked, Verifier
from rag.checking.reading import SAME_THING, Reads
from rag.reading.drafts import DraftSentence
from rag.text.leaning import leans
from rag.types import BORNE_OUT, CheckedSentence, Citation, Fault, Verdict

_AT_ONCE = 16
"""Claims whose sentences are embedded together."""
CLOSEST = 6
"""The sentences of the articles that each sentence of a draft is checked against one by one where no checker reads."""
_NEAREST = 2
_HELPS = 0.5
"""From what likeness on a sentence may carry a claim together with the one beside it."""
_LOOKED_UP = frozenset({"figure", "date", "name", "quotation"})
"""Kinds of fault that can be told of a sentence whatever it speaks of."""
_QUOTES = '“”"'
_NOTHING_SAYS_IT = Fault("meaning", "no sentence was found that says this")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a draft that is to be checked: its place among all, and what is looked for.

    `question` begins with the sentence before where this one leans on it.
    """

    place: int
    words: str
    question: str


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
    embed_sentences: Callable[[Sequence[str]], Vectors],
    verifier: Verifier,
    reads: Reads | None = None,
) -> Iterator[Judged]:
    """The verdict on each claim, in order.

    Args:
        verifier: judges single sentences where no checker reads.
        reads: the checker, where there is one.
        embed: unit vectors of claims, shape (number, dimension); called for several claims at once.
        embed_sentences: the same of sentences of the articles.
    """
    # What was looked for is not embedded again.
    vectors: dict[str, Vectors] = {}
    for claim, one in zip(claimed, found, strict=True):
        if one.vector is not None and claim.question == claim.words:
            vectors[claim.words] = one.vector
    # A checker reads a claim whole.
    pools = [
        (claim, [] if reads else _in_clauses(claim.words), promising(one), one)
        for claim, one in zip(claimed, found, strict=True)
    ]
    for at in range(0, len(pools), _AT_ONCE):
        some = pools[at : at + _AT_ONCE]
        mine = dict.fromkeys(text for claim, divided, _, _ in some for text in (claim.words, *divided))
        theirs = dict.fromkeys(c.source.text for _, _, pool, _ in some for c in pool)
        for texts, embedded in ((mine, embed), (theirs, embed_sentences)):
            new = [text for text in texts if text not in vectors]
            vectors.update(zip(new, embedded(new), strict=True))
        for claim, divided, pool, one in some:
            near = nearest_to(claim.words, vectors, one.idf, pool, len(pool) if reads else CLOSEST)
            if reads:
                result = decided(claim.words, near, reads) or Judged(Verdict.UNSUPPORTED, (_NOTHING_SAYS_IT,), ())
                result = with_parts(claim.words, result, near, reads)
            else:
                parts = (_Part(words, nearest_to(words, vectors, one.idf, pool, CLOSEST)) for words in divided)
                result = _judged(_Part(claim.words, near), *parts, verifier=verifier)
            yield replace(result, near=tuple(candidate for candidate in near if candidate.like >= NEAR))


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
        quotes = [citations[n - 1].quote for n in cited] if one.verdict in BORNE_OUT else []
        checked.append(
            CheckedSentence(
                sentence.words,
                sentence.places,
                line,
                one.verdict,
                citations=cited if is_cited else (),
                nearest=() if is_cited else cited,
                faults=one.faults,
                carried_by=tuple(carrying_words(sentence.words, quote) for quote in quotes),
                ruling=one.ruling,
                in_part=() if one.verdict in BORNE_OUT else tuple((part.span, number(part.by)) for part in one.in_part),
            )
        )
    return tuple(checked), tuple(citations)


@dataclass(frozen=True, slots=True)
class _Part:
    """A claim or a clause of it, and the sentences nearest to it, best first."""

    words: str
    near: Sequence[Candidate]


def _in_clauses(claim: str) -> list[str]:
    return [claim[span.start : span.end] for span in clauses(claim)]


def _judged(whole: _Part, *clauses: _Part, verifier: Verifier) -> Judged:
    """The verdict of the sentence that carries it best, else of several together, else of what speaks against it."""
    alone = [(verifier.check(whole.words, [c.source]), c) for c in whole.near]
    if carrying := _carrying(alone):
        return Judged(carrying[0][0].verdict, (), of_different_articles([c for _, c in carrying]))
    together = _by_two_in_a_row(whole, verifier) or _by_clauses(clauses, verifier)
    return Judged(Verdict.SUPPORTED, (), together) if together else _against(whole.words, alone)


def _carrying(alone: Sequence[tuple[Checked, Candidate]]) -> list[tuple[Checked, Candidate]]:
    """Those that carry it, best first."""
    found = [(result, c) for result, c in _heard(alone) if result.verdict in BORNE_OUT]
    return sorted(found, key=lambda pair: -_rank(pair[0]))


def _heard(alone: Sequence[tuple[Checked, Candidate]]) -> list[tuple[Checked, Candidate]]:
    """Those that speak of the same thing; a sentence much less like the claim than the nearest is not heard.

    For where the nearest gives another figure, or another speaker, a remote one bears out the rest easily; and where
    the nearest has the figure, a remote one has another.
    """
    bar = max(SAME_THING, alone[0][1].like - AS_NEAR) if alone else 0.0
    return [(result, c) for result, c in alone if c.like >= bar]


def _by_two_in_a_row(whole: _Part, verifier: Verifier) -> tuple[Candidate, ...]:
    """Two sentences that follow one another in an article and carry the claim together, one of them the nearest."""
    best: tuple[float, tuple[Candidate, ...]] = (0.0, ())
    able = [c for c in whole.near if c.like >= _HELPS]
    for pair in pairwise(sorted(able, key=lambda c: c.key)):
        if able[0] not in pair or able[0].like < SAME_THING or not _follow(*pair):
            continue
        result = verifier.check(whole.words, [c.source for c in pair])
        if result.verdict in BORNE_OUT and result.support > best[0]:
            best = result.support, pair
    return best[1]


def _follow(one: Candidate, other: Candidate) -> bool:
    whole = one.article.article.text
    return one.article.id == other.article.id and not whole[one.sentence.end : other.sentence.start].strip()


def _by_clauses(clauses: Sequence[_Part], verifier: Verifier) -> tuple[Candidate, ...]:
    """A sentence for each clause, where every one has one.

    Sentences of different places are never put together over one clause: who did it in the one and what was done in
    the other would make a new story.
    """
    found: dict[tuple[int, int], Candidate] = {}
    for clause in clauses:
        carrying = _carrying([(verifier.check(clause.words, [c.source]), c) for c in clause.near])
        if not carrying:
            return ()
        found[carrying[0][1].key] = carrying[0][1]
    return tuple(found.values()) if len(found) > 1 else ()


def _against(claim: str, alone: Sequence[tuple[Checked, Candidate]]) -> Judged:
    """Contradicted by the nearest sentence that speaks of the same thing and says otherwise, else unsupported."""
    for result, candidate in _heard(alone):
        if result.verdict is Verdict.CONTRADICTED:
            return Judged(Verdict.CONTRADICTED, result.faults, (candidate,))
    near = [(result, candidate) for result, candidate in alone if candidate.like >= NEAR]
    if near and near[0][1].like >= SAME_THING:
        faults = near[0][0].faults
    else:
        faults = (_NOTHING_SAYS_IT, *_in_none(claim, [result for result, _ in alone]))
    return Judged(Verdict.UNSUPPORTED, faults, tuple(candidate for _, candidate in near[:_NEAREST]))


def _in_none(claim: str, results: Sequence[Checked]) -> list[Fault]:
    """What of a claim none of the sentences has that are nearest, and speak of something else all the same."""
    common = [{(f.kind, f.span) for f in result.faults if f.span and f.kind in _LOOKED_UP} for result in results]
    spans = set.intersection(*common) if common else set()
    return [
        Fault(kind, f"“{claim[span.start : span.end].strip(_QUOTES)}” is in none of the nearest sentences", span)
        for kind, span in sorted(spans, key=lambda one: one[1].start)
    ]


def _rank(result: Checked) -> float:
    return result.support + (result.verdict is Verdict.QUOTED)
