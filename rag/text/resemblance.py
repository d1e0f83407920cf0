"""How much two texts have in common word for word.

Broder (1997, "On the resemblance and containment of documents"): a text is the set of its runs of a few
words, its shingles; resemblance is the share of all shingles that both texts have, containment the share
of one text's shingles that the other has too.
"""

from collections.abc import Iterable, Set
from hashlib import blake2b

from rag.text.terms import words

SHINGLE = 4
"""In words: shorter runs are shared by chance, of longer ones a single changed word spoils too many."""

_SHARED = 4


def runs(text: str) -> tuple[int, ...]:
    """The runs of `SHINGLE` words of `text`, in order, as numbers of 64 bits; a shorter text is one run."""
    return tuple(int.from_bytes(blake2b(run.encode(), digest_size=8).digest()) for run in _spelt(text))


def run_texts(text: str) -> frozenset[str]:
    """The same as they are spelt, one space between words."""
    return frozenset(_spelt(text))


def in_words(text: str) -> str:
    """The words of a text as runs are spelt, with a space at both ends."""
    return f" {' '.join(word.casefold() for word in words(text))} "


def _spelt(text: str) -> list[str]:
    found = [word.casefold() for word in words(text)]
    if not found:
        return []
    return [" ".join(found[at : at + SHINGLE]) for at in range(max(1, len(found) - SHINGLE + 1))]


def shingles(text: str) -> frozenset[int]:
    """The runs of a text as a set."""
    return frozenset(runs(text))


def resemblance(a: Set[object], b: Set[object]) -> float:
    """The share of the shingles of both that are in both (Jaccard's coefficient)."""
    common = len(a & b)
    return common / (len(a) + len(b) - common) if common else 0.0


def containment(a: Set[int], b: Set[int]) -> float:
    """The share of the smaller set that is in the larger."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def stretch_of_its_own(text: Iterable[int], other: Set[int]) -> int:
    """By how much, in the stretch of a text where most are its own, they outnumber those that the other has too.

    One that the other has too outweighs `_SHARED` of its own, so that copies have no long stretch, and the few
    words that all stories have in common do not divide one (the greatest sum, by Kadane's algorithm).
    """
    longest = length = 0
    for run in text:
        length = max(0, length - _SHARED) if run in other else length + 1
        longest = max(longest, length)
    return longest
