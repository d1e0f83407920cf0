"""Whether two articles tell one story from one hand: as copies, word for word, or as a rewrite.

The bars were set on the nearest pairs of 800 real articles and on rewrites made for the purpose;
benchmarks/origins.py measures what comes of them, and eval/LOG.md has the figures. In doubt two articles stay
apart: a source counted twice is seen, a conflict that is hidden because its two sides were taken for one
source is not.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rag.library.wording import Vectors, Wording
from rag.text.anchors import longest_common_subsequence, share
from rag.text.resemblance import containment, stretch_of_its_own

MOST_LONGER = 2.0
"""A copy is at most so many times as long as the other: a roundup of several stories is no copy of one of them."""

_COPIED = 0.75
"""Of the shorter one's shingles. Later reports by one house reach .73 with what they repeat of earlier ones."""
_COPIED_NAMES = 0.8
_COPIED_FIGURES = 0.75
_STORY = 200
"""Words. With so many of its own in one stretch, a page has a story of its own, whatever gallery it shares."""

_NEAREST = 0.78
"""Cosine of the articles' mean vectors below which nothing is a rewrite."""
_REPEATED = 0.3
"""A rewrite shares hardly any shingle; where more are shared, a later report repeats an earlier one."""
_ALIGNED = 0.68
"""Mean cosine of the shorter one's passages, each with its best counterpart."""
_NAMES, _NAMES_OF_BOTH = 0.6, 0.35
_FIGURES = 0.75
_IN_ORDER = 0.52
_FEW_FIGURES, _NAMES_WITH_FEW_FIGURES = 3, 0.8
"""Fewer figures prove little, so more of the names must agree."""
_FEWEST_ANCHORS = 12

_AKIN_COPIED, _AKIN_NAMES, _AKIN_IN_ORDER = 0.3, 0.5, 0.4


@dataclass(frozen=True, slots=True)
class Contents:
    """What is read of an article when its wording looks like another's."""

    runs: tuple[int, ...]
    passages: Vectors

    @property
    def shingles(self) -> frozenset[int]:
        return frozenset(self.runs)


Read = Callable[[Wording], Contents]


def kinship(a: Wording, b: Wording, read: Read) -> float:
    """How surely the two are copies or rewrites of one another, 0 to 1; 0 when they are not.

    Articles are read only where their wordings look alike.
    """
    if not a.size or not b.size or max(a.size, b.size) > MOST_LONGER * min(a.size, b.size):
        return 0.0
    names, figures = share(a.names, b.names), share(a.figures, b.figures)
    copied = estimated_containment(a, b)
    # An estimate; half the bar is further below it than the estimate is ever off.
    if copied > _COPIED / 2 and names >= _COPIED_NAMES and figures >= _COPIED_FIGURES:
        copied = _copied(read(a), read(b))
        if copied:
            return copied
    return _COPIED * _retold(a, b, names, figures, read)


def _copied(a: Contents, b: Contents) -> float:
    """The share of the shorter one's shingles that the other has, if it is a copy; 0 if not."""
    shorter, longer = (a, b) if len(a.runs) <= len(b.runs) else (b, a)
    there = longer.shingles
    share_of_it = containment(shorter.shingles, there)
    if share_of_it < _COPIED or stretch_of_its_own(shorter.runs, there) >= _STORY:
        return 0.0
    return share_of_it


def _retold(a: Wording, b: Wording, names: float, figures: float, read: Read) -> float:
    """The share of the anchors that come in the same order, if this is a rewrite, sentence by sentence; 0 if not."""
    few = min(len(a.figures), len(b.figures)) < _FEW_FIGURES
    if (
        min(len(a.sequence), len(b.sequence)) < _FEWEST_ANCHORS
        or figures < _FIGURES
        or names < (_NAMES_WITH_FEW_FIGURES if few else _NAMES)
        or len(a.names & b.names) < _NAMES_OF_BOTH * len(a.names | b.names)
        or float(a.vector @ b.vector) < _NEAREST
    ):
        return 0.0
    ordered = in_order(a, b)
    if ordered < _IN_ORDER:
        return 0.0
    one, other = read(a), read(b)
    if alignment(one.passages, other.passages) < _ALIGNED or containment(one.shingles, other.shingles) > _REPEATED:
        return 0.0
    return ordered


def is_akin(a: Wording, b: Wording) -> bool:
    """Whether two kin of one article may pass for kin themselves; never so two stories that a roundup holds."""
    if estimated_containment(a, b) >= _AKIN_COPIED:
        return True
    return share(a.names, b.names) >= _AKIN_NAMES and in_order(a, b) >= _AKIN_IN_ORDER


def estimated_containment(a: Wording, b: Wording) -> float:
    """The share of the smaller wording that is in the larger, from the resemblance that the signatures tell."""
    if not a.size or not b.size:
        return 0.0
    alike = float(np.mean(a.signature == b.signature))
    return alike * (a.size + b.size) / (1 + alike) / min(a.size, b.size)


def in_order(a: Wording, b: Wording) -> float:
    """The share of the fewer anchors that come in both in the same order."""
    fewer = min(len(a.sequence), len(b.sequence))
    return longest_common_subsequence(a.sequence, b.sequence) / fewer if fewer else 0.0


def alignment(a: Vectors, b: Vectors) -> float:
    """How near the best counterpart of each passage of the shorter article is, on the average."""
    cosines = a @ b.T if len(a) <= len(b) else b @ a.T
    return float(cosines.max(axis=1).mean())
