"""What a rewrite keeps of a story: its names and figures, and the order in which it tells them."""

import re
from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass

from rag.text.names import find_names
from rag.text.quantities import find_quantities
from rag.text.terms import stem, words

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Anchors:
    """The words of names, the figures, and both in the order of the text."""

    names: frozenset[str]
    figures: frozenset[str]
    sequence: tuple[str, ...]


def find_anchors(text: str) -> Anchors:
    """The names and figures of `text`, each in a form that another wording shares: stems, and bare digits."""
    found: list[tuple[int, str, bool]] = []
    for name in find_names(text):
        parts = [word for word in words(name.text) if word[0].isupper()]
        found += [(name.start, stem(part), False) for part in parts]
    for quantity in find_quantities(text):
        expression = text[quantity.start : quantity.end]
        if not _FIGURE.search(expression):
            found.append((quantity.start, " ".join(stem(w) for w in words(expression)), True))
    # Days and years are no quantities, but a rewrite keeps them as well.
    found += [(match.start(), match.group().replace(",", ""), True) for match in _FIGURE.finditer(text)]
    found.sort(key=lambda item: item[0])
    return Anchors(
        frozenset(form for _, form, is_figure in found if not is_figure),
        frozenset(form for _, form, is_figure in found if is_figure),
        tuple(form for _, form, _ in found),
    )


def share(a: Set[Hashable], b: Set[Hashable]) -> float:
    """The share of the smaller set that is in the larger; 1 where there is nothing to share."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 1.0


def longest_common_subsequence(a: Sequence[Hashable], b: Sequence[Hashable]) -> int:
    """How many items stand in both, in the same order, others between them allowed.

    In bit vectors (Hyyrö 2004, "Bit-parallel LCS-length computation revisited"): one addition for each item of `b`.
    """
    places: dict[Hashable, int] = {}
    for at, item in enumerate(a):
        places[item] = places.get(item, 0) | 1 << at
    full = (1 << len(a)) - 1
    row = full
    for item in b:
        matched = row & places.get(item, 0)
        row = ((row + matched) | (row - matched)) & full
    return len(a) - row.bit_count()
