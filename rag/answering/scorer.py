"""Scores sentences against a question by a few named features, weighed as `weights.py` says."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rag.answering.mismatch import Mismatch
from rag.answering.offers import Offer, answers_in_kind
from rag.answering.question import Asks, Question
from rag.answering.told import key_terms
from rag.answering.weights import WITH_READER, WITHOUT_READER, Weights
from rag.text.kinship import canonical, canonicals, holds
from rag.types import Span

FITTING = Mismatch()
"""Nothing shows that a sentence does not answer."""

_NOW = re.compile(r"\b(?:now|currently|today|at present|at the moment|these days)\b", re.I)
_PRESENT = re.compile(r"\b(?:is|are|has|have|isn['’]t|aren['’]t|remains?|numbers?|keeps?|stands?)\b", re.I)
_THEN = re.compile(r"\b(?:was|were|had|ago|previously|formerly|earlier|last|in the past)\b|\b\w{3,}ed\b", re.I)
_CLAUSE_END = re.compile(r"[,;:–—]\s")
_PERHAPS_LATER = re.compile(r"\b(?:may|might|could|would|will|if)\b")
_PARTIAL = 0.6
"""What a related word counts."""
_LEAD = 600
"""After so many characters of an article earliness has fallen to 1/e."""
_MANY = 200
"""Where so many articles were looked in earliness counts half."""
_MARGIN = 8.0
_RELEVANCE = 2.0
"""The logits beyond which a reader's word counts no more."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The stems of what a sentence leans on: those just before it, its title, and its whole passage.

    `early` is how much it counts that it stands near the start of its article (see `earliness`).
    """

    nearby: frozenset[str]
    passage: frozenset[str]
    early: float = 0.0


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader makes of a sentence: its best answer, its margin over "not here", its passage's relevance.

    `kindred` is the cosine of that answer and the kind of thing asked for.
    """

    margin: float
    relevance: float
    span: Span | None = None
    kindred: float = 0.0


def features(
    question: Question,
    idf: Mapping[str, float],
    sentence: str,
    stems: frozenset[str],
    around: Surroundings,
    meaning: float,
    offer: Offer,
    passage: float,
    mismatch: Mismatch = FITTING,
    read: Read | None = None,
) -> dict[str, float]:
    """The features of one sentence, each between about -1 and 1. The last five are there only where a reader read it.

    coverage: the share of the question's idf that the sentence's own words hold.
    context: the share that only the sentences just before it, or the title, hold.
    meaning: the cosine of sentence and question.
    offer: whether it has the kind of thing asked for (see `offers`).
    currency: for a question about now, whether it says "now" (1), is in the present (0.3) or the past (-1), or has a
        figure of what may yet be (-0.5).
    passage: the fused score of the passage it stands in.
    early: up to 1 at the start of its article, falling with what stands before it (see `earliness`).
    missing_names: the share of the question's names that neither it, its title nor its passage holds.
    unknown: the share of the question's idf that its passage and title do not hold.
    away: the share of the question's names that neither it, the sentences just before it nor its title holds.
    untold: whether neither it nor what it leans on tells any of what the question says happened.
    lacks_kind, absent, other_people, other_day, other_speaker, other_doer: what shows that it does not answer
        (see `Mismatch`).
    span: how far the reader's best answer in it beats "not here", 0 to 1; .5 where they are alike.
    relevance: how far the reader takes its passage to answer, 0 to 1.
    in_kind: whether the reader's best answer holds a thing of the kind asked for; .5 where that cannot be told.
    kindred: how near, in meaning, the reader's best answer is to the kind of thing asked for; 0 where none is named.
    stale: whether a figure of now is asked for and the clause with the reader's answer tells of the past.
    """
    total = sum(idf.values()) or 1.0
    own = {term: held(term, stems) for term in idf}
    near = {term: max(0.0, held(term, around.nearby) - own[term]) for term in idf}
    wide = {term: max(own[term], held(term, around.nearby | around.passage)) for term in idf}
    names = [term for term in question.names if term in idf]
    return {
        "coverage": sum(idf[t] * own[t] for t in idf) / total,
        "context": sum(idf[t] * near[t] for t in idf) / total,
        "meaning": meaning,
        "offer": offer.strength,
        "currency": _currency(question, sentence),
        "passage": passage,
        "early": around.early,
        "missing_names": sum(1 - wide[t] for t in names) / len(names) if names else 0.0,
        "unknown": sum(idf[t] * (1 - wide[t]) for t in idf) / total,
        "away": sum(1 - max(own[t], near[t]) for t in names) / len(names) if names else 0.0,
        "untold": _untold(question, stems | around.nearby),
        "lacks_kind": float(mismatch.kind),
        "absent": float(mismatch.absent),
        "other_people": float(mismatch.people),
        "other_day": float(mismatch.day),
        "other_speaker": float(mismatch.speaker),
        "other_doer": float(mismatch.doer),
        **({} if read is None else _as_read(question, sentence, read)),
    }


def _untold(question: Question, stems: frozenset[str]) -> float:
    keys = key_terms(question)
    return float(bool(keys) and not any(holds(_canonicals(stems), key) for key in keys))


def _as_read(question: Question, sentence: str, read: Read) -> dict[str, float]:
    return {
        "span": margin_share(read.margin),
        "relevance": relevance_share(read.relevance),
        "in_kind": answers_in_kind(read.span, sentence, question) if read.span else 0.0,
        "kindred": read.kindred,
        "stale": float(_is_stale(question, sentence, read.span)) if read.span else 0.0,
    }


def _is_stale(question: Question, sentence: str, span: Span) -> bool:
    """Like `currency`, of the clause alone: "it is now a base: thousands were there in May" is no figure of now."""
    if question.asks is not Asks.COUNT or not question.is_present:
        return False
    before, after = _CLAUSE_END.split(sentence[: span.start])[-1], _CLAUSE_END.split(sentence[span.end :])[0]
    clause = before + sentence[span.start : span.end] + after
    return bool(_THEN.search(clause)) and not _NOW.search(clause) and not _PRESENT.search(clause)


def earliness(before: int, articles: int) -> float:
    """1 at the start of an article, falling by the characters `before` a sentence: news tells first what it is about.

    Of `articles` that were looked in: where they are few, they are asked for what is deep in them as much as for news.
    """
    return articles / (articles + _MANY) * math.exp(-before / _LEAD)


def score(found: Mapping[str, float]) -> float:
    """The weighted sum by which sentences are ordered."""
    return _sum(_weights(found).ranking, found)


def nearness(found: Mapping[str, float]) -> float:
    """The weighted sum by which sentences are ordered where no reader has read them.

    A sentence that contradicts the answer is about the same things, and a reader need not take it for an answer.
    """
    return _sum(WITHOUT_READER.ranking, found)


def confidence(found: Mapping[str, float]) -> float:
    """How likely it is that the sentence answers the question, 0 to 1."""
    z = _sum(_weights(found).confidence, {**found, "bias": 1.0})
    return 1 / (1 + math.exp(-z))


def _sum(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    return sum(weight * found[name] for name, weight in weights.items())


def _weights(found: Mapping[str, float]) -> Weights:
    return WITH_READER if "span" in found else WITHOUT_READER


def margin_share(logit: float) -> float:
    """The margin of a reader's answer over "not here", as 0 to 1; .5 where they are alike."""
    return _share(logit, _MARGIN)


def relevance_share(logit: float) -> float:
    """The logit of a passage's relevance, as 0 to 1; .5 where it is as likely as not."""
    return _share(logit, _RELEVANCE)


def _share(logit: float, most: float) -> float:
    return (max(-most, min(most, logit)) + most) / (2 * most)


def held(term: str, stems: frozenset[str]) -> float:
    """1 if `term` is among the stems, less if only a related word is: `bought` for `buy`, `Russia` for `Russian`."""
    if term in stems:
        return 1.0
    return _PARTIAL if holds(_canonicals(stems), canonical(term)) else 0.0


_canonicals = lru_cache(maxsize=4096)(canonicals)


def _currency(question: Question, sentence: str) -> float:
    if not question.is_present:
        return 0.0
    if _NOW.search(sentence):
        return 1.0
    if question.asks is Asks.COUNT and _PERHAPS_LATER.search(sentence) and not _PERHAPS_LATER.search(question.text):
        return -0.5
    if _PRESENT.search(sentence):
        return 0.3
    return -1.0 if _THEN.search(sentence) else 0.0
