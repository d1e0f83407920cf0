"""What can be counted and compared of a statement and the sentences that may carry it, for a judge of meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rag.checking.protocol import Source
from rag.embedding.protocol import Embedder
from rag.text.kinship import canonical, holds
from rag.text.parts import parts
from rag.text.polarity import find_denials
from rag.text.terms import content_terms, stems

_MOST_SOURCES = 4
"""Sentences that are looked at: a statement is carried by a few or by none."""
_RUN = 3

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Carrier:
    """A source that may carry a statement: the canonical stems of its words, each with a word that it is of.

    `named` are those of the names that it may lean on: of the sentences before, and of the title.
    """

    source: Source
    terms: Mapping[str, str]
    named: frozenset[str]


def features(statement: str, told: Sequence[Carrier], embedder: Embedder) -> Features:
    """All features by name, each between 0 and 1; 0 where there is nothing to count or compare.

    Args:
        told: what `carriers` finds for the statement.
    """
    mine = _terms(statement)
    held = frozenset(term for one in told for term in one.terms)
    named = frozenset(term for one in told for term in one.named)
    unheld = [t for t in mine if not holds(held, t) and not (mine[t][0].isupper() and holds(named, t))]
    cosines = _cosines(statement, [one.source.text for one in told], embedder)
    return {
        # The share of its words that the carrying sentences have, in any form.
        "covered": 1 - len(unheld) / len(mine) if mine else 0.0,
        # Of the whole statement to the nearest sentence or part of one, and of its parts on average.
        "cosine": cosines[0],
        "mean_cosine": float(np.mean(cosines[1:])),
        # The share of its runs of three words that stand in a sentence too, small words counted.
        "runs": _runs_held(statement, [one.source.text for one in told]),
        # Whether one denies more often than the other.
        "denials": float(len(find_denials(statement)) != len(find_denials(told[0].source.text))) if told else 0.0,
        "figures_unheld": min(1.0, sum(mine[t][0].isdigit() for t in unheld) / 3),
        # Of a statement as long as its nearest sentence .5, of one at least twice as long 1.
        "length_ratio": min(2.0, len(mine) / max(1, len(told[0].terms))) / 2 if told else 0.0,
    }


def carriers(statement: str, sources: Sequence[Source]) -> list[Carrier]:
    """The sentence that holds most of the statement's words, and then those that add most to what these hold."""
    mine = _terms(statement)
    left = [_told(source) for source in sources]
    chosen: list[Carrier] = []
    missing = frozenset(mine)
    while left and len(chosen) < _MOST_SOURCES:
        best = max(left, key=lambda t: (_held(missing, t), _held(mine, t)))
        if chosen and not _held(missing, best):
            break
        chosen.append(best)
        left.remove(best)
        kept = frozenset(best.terms)
        missing = frozenset(term for term in missing if not holds(kept, term))
    return chosen


def _terms(text: str) -> dict[str, str]:
    return {canonical(term): word for term, word in content_terms(text).items()}


def _told(source: Source) -> Carrier:
    named = (t for text in (*source.before, source.title) for t, word in _terms(text).items() if word[0].isupper())
    return Carrier(source, _terms(source.text), frozenset(named))


def _held(terms: Mapping[str, str] | frozenset[str], told: Carrier) -> int:
    kept = frozenset(told.terms)
    return sum(holds(kept, term) for term in terms)


def _cosines(statement: str, texts: Sequence[str], embedder: Embedder) -> list[float]:
    """How near the statement, and then each part of it, is to the nearest of the texts and their parts."""
    theirs = list(dict.fromkeys(piece for text in texts if text for piece in (text, *parts(text))))
    mine = list(dict.fromkeys([statement, *parts(statement)]))
    if not theirs:
        return [0.0, 0.0]
    vectors = embedder.embed_passages([*mine, *theirs])
    nearest = (vectors[: len(mine)] @ vectors[len(mine) :].T).max(axis=1).clip(0.0, 1.0)
    return [float(nearest[0]), *(float(v) for v in (nearest[1:] if len(mine) > 1 else nearest))]


def _runs_held(statement: str, texts: Sequence[str]) -> float:
    mine = _runs(statement)
    held = {run for text in texts for run in _runs(text)}
    return sum(run in held for run in mine) / len(mine) if mine else 0.0


def _runs(text: str) -> list[tuple[str, ...]]:
    found = stems(text)
    return [tuple(found[at : at + _RUN]) for at in range(len(found) - _RUN + 1)]
