"""The verdict on a claim from what a checker reads in an article and what rules find in the nearest sentence.

Two logistic regressions (`weights.py`) tell how surely the claim is borne out, and how surely the articles say
otherwise. Rules see which figure differs in a sentence that says nearly the same, and are blind to one that means
something else; a checker reads what sentences mean together, and misses a digit.
"""

import math
from collections.abc import Mapping, Sequence

from rag.checking.finding import Finding
from rag.checking.weights import (
    AGREED_FROM,
    BORNE_OUT_FROM,
    BORNE_OUT_WEIGHTS,
    CITED_FROM,
    CONTRADICTED_FROM,
    CONTRADICTED_WEIGHTS,
    MUCH_THE_SAME,
    NEARLY_THE_SAME,
    SURE_FROM,
)
from rag.entailment.protocol import Entailment
from rag.types import Verdict

_SUREST = 0.001
"""A probability is taken to be at least this, and at most one less it."""

_FACTS = frozenset({"figure", "date", "name"})
"""Kinds of fault in which a checker is weaker than a rule: it takes 98 for 90."""

Signals = Mapping[str, float]


def signals(read: Entailment, alone: Entailment, like: float, findings: Sequence[Finding]) -> Signals:
    """What the decision weighs, by name.

    Args:
        read: what the checker reads in the nearest sentences of one article together, and `alone` in the nearest.
        like: how like the claim the nearest of these is, 0 to 1.
        findings: what rules find wrong with the claim beside that sentence.
    """
    contradicting = {f.fault.kind for f in findings if f.contradicts}
    is_same = like >= NEARLY_THE_SAME
    is_other = like >= MUCH_THE_SAME and bool(contradicting & _FACTS)
    return {
        "supported": _logit(read.supported),
        "refuted": _logit(read.refuted),
        "alone_supported": _logit(alone.supported),
        "alone_refuted": _logit(alone.refuted),
        # In much the same sentence another figure says otherwise where the checker leans that way too.
        "differs": float(((is_same and bool(contradicting)) or is_other) and read.refuted > read.supported),
        "disputed": float((is_same and bool(findings)) or is_other),
        "agreed": float(is_same and not findings),
        "facts_differ": float(bool(contradicting & _FACTS)),
    }


def decide(found: Signals, *, is_cited: bool = False) -> Verdict:
    """Supported, contradicted or, where neither is sure, unsupported.

    A sentence that is all but the same is never taken to bear the claim out where rules find any fault, nor is one that
    is much the same and has another figure, day or name. Where the checker takes one of these to do so, the two
    disagree, and nothing is said. Where rules find nothing in it, less is asked of the checker.

    Args:
        is_cited: whether whoever made the claim names these sentences: who does so and uses nearly their words mostly
            tells them rightly, and still less is asked; but another figure, day or name than theirs never passes.
    """
    borne_out = probability(found, BORNE_OUT_WEIGHTS)
    if is_cited and found["facts_differ"]:
        return Verdict.UNSUPPORTED if borne_out >= SURE_FROM else Verdict.CONTRADICTED
    if borne_out >= BORNE_OUT_FROM:
        return Verdict.UNSUPPORTED if found["disputed"] else Verdict.SUPPORTED
    if found["agreed"] and borne_out >= (CITED_FROM if is_cited else AGREED_FROM):
        return Verdict.SUPPORTED
    if found["differs"] or probability(found, CONTRADICTED_WEIGHTS) >= CONTRADICTED_FROM:
        return Verdict.CONTRADICTED
    return Verdict.UNSUPPORTED


def probability(found: Signals, weights: Mapping[str, float]) -> float:
    """What a logistic regression with these weights, one of them its bias, makes of the signals."""
    total = weights["bias"] + sum(weight * found[name] for name, weight in weights.items() if name != "bias")
    return 1 / (1 + math.exp(-total))


def _logit(chance: float) -> float:
    bounded = min(max(chance, _SUREST), 1 - _SUREST)
    return math.log(bounded / (1 - bounded))
