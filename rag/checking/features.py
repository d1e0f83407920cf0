"""What can be counted and compared of a statement and the sentences that may carry it, for a judge of meaning."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from rag.checking.protocol import Source
from rag.embedding.protocol import Embedder
from rag.text.kinship import canonical, holds
from rag.text.parts import parts
from rag.text.polarity import find_denials
from rag.text.terms import content_terms, stem, stems, words

_MOST_SOURCES = 4
"""Sentences that are looked at: a statement is carried by a few or by none."""
_MOST_WORDS = 5
"""Words of the statement that no source has, at most, whose nearest words are looked for, among `_MOST_OTHERS`."""
_MOST_OTHERS = 12
_RUN = 3
_WEAK = frozenset(map(stem, "new also just make made use used get one two first time year day way people".split()))

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence that may carry: the canonical stems of its words, each with a word that it is of.

    `named` are those of the names that it may lean on: of the sentences before, and of the title.
    """

    text: str
    terms: Mapping[str, str]
    named: frozenset[str]


def features(statement: str, sources: Sequence[Source], embedder: Embedder) -> Features:
    """All features by name; most are between 0 and 1. Zero where there is nothing to count."""
    mine = _terms(statement)
    told = _carriers(mine, sources)
    united = {term: word for one in told for term, word in one.terms.items()}
    named = frozenset(term for one in told for term in one.named)
    held = frozenset(united) | frozenset(t for t in mine if mine[t][0].isupper() and holds(named, t))
    unheld = [term for term in mine if not holds(held, term)]
    pieces = parts(statement)
    texts = list(dict.fromkeys([*(t.text for t in told), *(p for t in told for p in parts(t.text))]))
    texts += [joined] if (joined := " ".join(t.text for t in told)) not in texts else []
    own = list(dict.fromkeys([statement, *pieces]))
    vectors = embedder.embed_passages([*own, *texts])
    likeness = vectors[: len(own)] @ vectors[len(own) :].T
    best = likeness.max(axis=1) if texts else np.zeros(len(own))
    by_piece = best[1:] if len(own) > 1 else best
    others = [word for term, word in united.items() if not holds(frozenset(mine), term)]
    soft = _soft_matches([mine[t] for t in unheld[:_MOST_WORDS]], others[:_MOST_OTHERS], embedder)
    size = max(1, len(mine))
    shares = [1 - len([t for t in _terms(p) if not holds(held, t)]) / max(1, len(_terms(p))) for p in pieces]
    by_one = (frozenset(t.terms) | (held - frozenset(united)) for t in told)
    return {
        "covered": 1 - len(unheld) / size,
        "covered_by_one": max((_share(mine, one) for one in by_one), default=0.0),
        "least_covered_part": min(shares, default=0.0),
        "letters_covered": _letters(t for t in mine if t not in unheld) / max(1, _letters(mine)),
        "runs": _runs_held(statement, [t.text for t in told]),
        "longest_run": _longest_run(statement, [t.text for t in told]),
        "joined_cosine": float(likeness[0, texts.index(joined)]) if texts else 0.0,
        "carriers": len(told) / _MOST_SOURCES,
        "cosine": float(best[0]),
        "least_cosine": float(by_piece.min()),
        "mean_cosine": float(by_piece.mean()),
        "pairs": _pairs_held(statement, told),
        "unheld": min(1.0, len(unheld) / 8),
        "soft_least": min(soft, default=1.0),
        "soft_mean": float(np.mean(soft)) if soft else 1.0,
        "soft_lost": min(1.0, sum(1 - s for s in soft) / 4),
        "names_unheld": _share_of_unheld(statement, unheld, mine, re.compile(r"[A-Z]")),
        "figures_unheld": _share_of_unheld(statement, unheld, mine, re.compile(r"\d")),
        "denials": float(abs(len(find_denials(statement)) - (len(find_denials(told[0].text)) if told else 0)) > 0),
        "length": min(1.0, size / 20),
        "length_ratio": min(2.0, size / max(1, len(told[0].terms) if told else 1)) / 2,
    }


def _terms(text: str) -> dict[str, str]:
    return {canonical(term): word for term, word in content_terms(text).items() if term not in _WEAK}


def _carriers(mine: Mapping[str, str], sources: Sequence[Source]) -> list[_Told]:
    """The sentences that hold most of the statement, and then those that add most to what these hold."""
    left = [_told(s) for s in sources]
    chosen: list[_Told] = []
    missing = set(mine)
    while left and len(chosen) < _MOST_SOURCES:
        best = max(left, key=lambda t: (_held(missing, t), _held(mine, t)))
        if chosen and not _held(missing, best):
            break
        chosen.append(best)
        left.remove(best)
        kept = frozenset(best.terms)
        missing = {term for term in missing if not holds(kept, term)}
    return chosen


def _told(source: Source) -> _Told:
    named = (t for text in (*source.before, source.title) for t, word in _terms(text).items() if word[0].isupper())
    return _Told(source.text, _terms(source.text), frozenset(named))


def _held(terms: Mapping[str, str] | set[str], told: _Told) -> int:
    kept = frozenset(told.terms)
    return sum(holds(kept, term) for term in terms)


def _share(mine: Mapping[str, str], kept: frozenset[str]) -> float:
    return sum(holds(kept, t) for t in mine) / len(mine) if mine else 0.0


def _pairs_held(statement: str, told: Sequence[_Told]) -> float:
    """The share of neighbouring words of meaning that are near each other in one sentence too."""
    mine = list(_terms(statement))
    pairs = list(pairwise(mine))
    if not pairs:
        return 1.0
    orders = [{term: at for at, term in enumerate(t.terms)} for t in told]
    return sum(any(a in o and b in o and abs(o[a] - o[b]) <= 2 for o in orders) for a, b in pairs) / len(pairs)


def _letters(terms: Iterable[str]) -> int:
    """Of words, the rare ones are long."""
    return sum(len(term) for term in terms)


def _runs_held(statement: str, texts: Sequence[str]) -> float:
    """The share of its runs of three words that a sentence has too, small words counted."""
    mine = _runs(statement)
    held = {run for text in texts for run in _runs(text)}
    return sum(run in held for run in mine) / len(mine) if mine else 0.0


def _runs(text: str) -> list[tuple[str, ...]]:
    found = stems(text)
    return [tuple(found[at : at + _RUN]) for at in range(len(found) - _RUN + 1)]


def _longest_run(statement: str, texts: Sequence[str]) -> float:
    """The longest stretch that a sentence has word for word, as a share of the statement."""
    mine = stems(statement)
    longest = 0
    for text in texts:
        theirs = stems(text)
        row = [0] * (len(theirs) + 1)
        for word in mine:
            row = [0, *(row[at] + 1 if word == other else 0 for at, other in enumerate(theirs))]
            longest = max(longest, *row)
    return longest / len(mine) if mine else 0.0


def _share_of_unheld(statement: str, unheld: Sequence[str], mine: Mapping[str, str], pattern: re.Pattern[str]) -> float:
    first = next(iter(words(statement)), "")
    found = [t for t in unheld if pattern.match(mine[t]) and mine[t] != first]
    return min(1.0, len(found) / 3)


def _soft_matches(unheld: Sequence[str], told: Sequence[str], embedder: Embedder) -> list[float]:
    """How near the nearest word of the sources is to each word that they do not have."""
    if not unheld or not told:
        return [0.0] * len(unheld)
    vectors = embedder.embed_passages([word.lower() for word in (*unheld, *told)])
    return [float(v) for v in (vectors[: len(unheld)] @ vectors[len(unheld) :].T).max(axis=1)]
