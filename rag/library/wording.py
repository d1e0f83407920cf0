"""What is kept of an article's words to find its copies and rewrites: far less than the words themselves."""

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rag.text.anchors import find_anchors
from rag.text.resemblance import shingles

if TYPE_CHECKING:
    from datasketch import MinHash

Vectors = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint32]

PERMUTATIONS = 128
_ROWS = 3
"""Hashes in a band. Of pairs with a resemblance of .33, the least that copies have, 79% share a band; of .5, 99.6%."""


@dataclass(frozen=True)
class Wording:
    """One way in which a story is told; articles with the very same words share it.

    `words` names it. `anchors` are its names and figures in order, as numbers, odd for figures.
    `source` is an article that has it: what is not kept here is read from there.
    """

    words: str
    size: int
    """In shingles."""
    signature: Codes
    anchors: Codes
    vector: Vectors
    source: int

    @cached_property
    def names(self) -> frozenset[int]:
        return frozenset(code for code in self.sequence if code % 2 == 0)

    @cached_property
    def figures(self) -> frozenset[int]:
        return frozenset(code for code in self.sequence if code % 2 == 1)

    @cached_property
    def sequence(self) -> tuple[int, ...]:
        return tuple(self.anchors.tolist())


def wording_of(words: str, source: int, body: str, passages: Vectors) -> Wording:
    """The wording of an article from its prose and its passages' vectors."""
    found = shingles(body)
    signature = _signature([run & 0xFFFFFFFF for run in found])
    return Wording(words, len(found), signature, _codes(body), _direction(passages), source)


def wordless(words: str, source: int, passages: Vectors) -> Wording:
    """The wording of an article whose prose cannot be told apart: akin to none."""
    none = np.zeros(0, dtype=np.uint32)
    return Wording(words, 0, np.zeros(PERMUTATIONS, dtype=np.uint32), none, _direction(passages), source)


def _direction(passages: Vectors) -> Vectors:
    mean = passages.mean(axis=0)
    length = float(np.linalg.norm(mean))
    return np.asarray(mean / length if length else mean, dtype=np.float32)


def band_keys(signature: Codes) -> list[int]:
    """Wordings that share one of these are worth comparing (Leskovec, Rajaraman, Ullman, ch. 3.4: banding)."""
    keys = []
    for band in range(len(signature) // _ROWS):
        rows = signature[band * _ROWS : (band + 1) * _ROWS].astype("<u4").tobytes()
        digest = hashlib.blake2b(bytes([band]) + rows, digest_size=8).digest()
        keys.append(struct.unpack("<q", digest)[0])
    return keys


def _codes(body: str) -> Codes:
    anchors = find_anchors(body)
    kinds = ((form, 1 if form in anchors.figures else 0) for form in anchors.sequence)
    return np.array([_code(form) & ~1 | odd for form, odd in kinds], dtype=np.uint32)


def _code(form: str) -> int:
    return int.from_bytes(hashlib.blake2b(form.encode("utf-8", "surrogatepass"), digest_size=4).digest())


def _signature(hashes: Sequence[int]) -> Codes:
    """The MinHash signature of a set of 32-bit numbers (Broder 1997), by datasketch."""
    sketch = _blank().copy()
    sketch.update_batch(hashes)
    return np.asarray(sketch.hashvalues, dtype=np.uint32)


@cache
def _blank() -> "MinHash":
    # Imported when an article is new, and only then: it brings scipy, half a second.
    from datasketch import MinHash  # noqa: PLC0415

    # All are named, as the signatures are kept: a new default must not make them incomparable.
    return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int, scheme="affine32")
