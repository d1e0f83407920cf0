"""Answers in quotation: the best sentences of the evidence, whole, or none."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from rag.answering import scorer
from rag.answering.mismatch import Mismatch, mismatch
from rag.answering.offers import Offer, find_offer, offered_in
from rag.answering.passages import ReadPassage
from rag.answering.question import Question
from rag.answering.weights import SENTENCE_WEIGHT, THRESHOLD
from rag.comprehension.protocol import Reading
from rag.text.terms import stems
from rag.types import Evidence, Kind, ScoredSentence, Sentence, Span

Vectors = npt.NDArray[np.float32]

_MOST_EMBEDDED = 16
"""Sentences whose meaning is compared; the others share the fewest words with the question."""
_LEANS_ON = 2
"""How many sentences before it a sentence may lean on."""
_CLOSE_TO_BEST = 0.6
"""A further statement must score at least this share of the best."""
_SAME = 0.7
"""Sentences whose words overlap this much (Jaccard) say the same."""
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted: where it stands, its words in one line, what surrounds it."""

    evidence: Evidence
    sentence: Sentence
    text: str
    stems: frozenset[str]
    around: scorer.Surroundings
    offer: Offer
    mismatch: Mismatch
    read: scorer.Read | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence chosen as a statement.

    `mark` is the figure, day or name that was asked for, as a span of `scored.text`; `answer` the words in which a
    reader sees the answer, of whatever kind it is.
    """

    scored: ScoredSentence
    mark: Span | None
    answer: Span | None = None


def rank_sentences(
    question: Question,
    idf: Mapping[str, float],
    vector: Vectors,
    passages: Sequence[ReadPassage],
    embed: Callable[[Sequence[str]], Vectors],
    articles: int,
) -> list[Choice]:
    """Every sentence of the passages that may be quoted, best first.

    Args:
        vector: the question's unit vector, shape (dimension,).
        embed: unit vectors of sentences, shape (number, dimension).
        articles: how many were looked in.
    """
    candidates = _unique([c for p in passages for c in _candidates(question, p, articles)])
    candidates.sort(key=lambda c: -_promise(idf, c))
    candidates = candidates[:_MOST_EMBEDDED]
    if not candidates:
        return []
    meanings = embed([c.text for c in candidates]) @ vector
    candidates = _with_kindred(question, candidates, embed)
    choices = []
    for candidate, meaning in zip(candidates, meanings, strict=True):
        found = scorer.features(
            question,
            idf,
            candidate.text,
            candidate.stems,
            candidate.around,
            float(meaning),
            candidate.offer,
            candidate.evidence.signals.fused,
            candidate.mismatch,
            candidate.read,
        )
        scored = ScoredSentence(
            candidate.evidence,
            candidate.sentence,
            candidate.text,
            found,
            scorer.score(found),
            scorer.confidence(found),
        )
        choices.append(_choice(question, scored, candidate))
    choices.sort(key=lambda c: -c.scored.score)
    return choices


def by_best_sentence(evidence: Sequence[Evidence], ranked: Sequence[Choice]) -> list[Evidence]:
    """The passages in the order of how they were found and of how well their best sentence scores."""
    least = min((choice.scored.score for choice in ranked), default=0.0)
    best: dict[int, float] = {}
    for choice in ranked:
        best.setdefault(choice.scored.evidence.stored.id, choice.scored.score)

    def order(found: Evidence) -> float:
        return found.signals.fused + SENTENCE_WEIGHT * best.get(found.stored.id, least)

    return sorted(evidence, key=order, reverse=True)


def choose(ranked: Sequence[Choice], limit: int, threshold: float = THRESHOLD) -> list[Choice]:
    """The statements of the answer: the best sentence and what comes close to it, or nothing.

    What comes close must be trusted as well, and offer what is asked for no less.
    Nothing is chosen when the best sentence is not trusted; a worse one never takes its place.
    """
    if not ranked or ranked[0].scored.confidence < threshold:
        return []
    best = ranked[0].scored
    chosen: list[Choice] = []
    for choice in ranked:
        scored = choice.scored
        if len(chosen) == limit or scored.score < _CLOSE_TO_BEST * best.score:
            break
        if scored.confidence < threshold or scored.features["offer"] < best.features["offer"]:
            continue
        if not any(_says_the_same(scored.text, c.scored.text) for c in chosen):
            chosen.append(choice)
    return chosen


def _candidates(question: Question, read: ReadPassage, articles: int) -> list[Candidate]:
    article = read.evidence.stored.article.article
    passage = read.evidence.stored.passage
    wide = frozenset(stems(passage.text))
    title = frozenset(stems(article.metadata.title or ""))
    found = []
    before: list[frozenset[str]] = []
    for number, (sentence, text, start) in enumerate(zip(passage.sentences, read.lines, read.starts, strict=True)):
        own = frozenset(stems(text))
        if sentence.kind is Kind.BODY and len(text.split()) >= _FEWEST_WORDS and not text.endswith("?"):
            nearby = frozenset().union(title, *before[-_LEANS_ON:])
            early = scorer.earliness(sentence.start - article.body, articles)
            around = scorer.Surroundings(nearby, wide, early)
            offer = find_offer(text, question)
            wrong = mismatch(question, text, read.lines[:number], offer)
            seen = _seen(read.reading, start, text) if read.reading else None
            found.append(Candidate(read.evidence, sentence, text, own, around, offer, wrong, seen))
        before.append(own)
    return found


def _with_kindred(
    question: Question, candidates: list[Candidate], embed: Callable[[Sequence[str]], Vectors]
) -> list[Candidate]:
    """With how near what the reader takes for the answer is to what is asked for, as mustard is to a condiment."""
    listed = sorted({_answer(c) for c in candidates} - {""}) if question.kind else []
    if not listed:
        return candidates
    vectors = embed([question.kind, *listed])
    likeness = {"": 0.0, **dict(zip(listed, (vectors[1:] @ vectors[0]).tolist(), strict=True))}
    return [replace(c, read=replace(c.read, kindred=likeness[_answer(c)])) if c.read else c for c in candidates]


def _answer(candidate: Candidate) -> str:
    read = candidate.read
    return candidate.text[read.span.start : read.span.end] if read and read.span else ""


def _seen(reading: Reading, start: int, text: str) -> scorer.Read:
    best = reading.best(start, start + len(text))
    if best is None:
        return scorer.Read(-math.inf, reading.relevance)
    margin, span = best
    return scorer.Read(margin, reading.relevance, Span(span.start - start, span.end - start))


def _choice(question: Question, scored: ScoredSentence, candidate: Candidate) -> Choice:
    mark, read = candidate.offer.span, candidate.read
    if read is None or read.span is None or read.margin <= 0:
        return Choice(scored, mark)
    if mark is not None:
        mark = offered_in(read.span, candidate.text, question) or mark
    return Choice(scored, mark, read.span)


def _unique(candidates: Sequence[Candidate]) -> list[Candidate]:
    """One of each text: the first found, so that copies of a story do not fill the answer."""
    return list({candidate.text.casefold(): candidate for candidate in reversed(candidates)}.values())[::-1]


def _promise(idf: Mapping[str, float], candidate: Candidate) -> float:
    """By what it is decided whose meaning is compared: shared words, the passage, and what the reader says."""
    total = sum(idf.values()) or 1.0
    overlap = sum(value for term, value in idf.items() if term in candidate.stems) / total
    read = scorer.margin_share(candidate.read.margin) if candidate.read else 0.0
    return overlap + candidate.evidence.signals.fused + 2 * read


def _says_the_same(one: str, other: str) -> bool:
    a, b = frozenset(stems(one)), frozenset(stems(other))
    return len(a & b) / max(1, len(a | b)) >= _SAME
