"""Words as a reader sees them, whatever characters a PDF or a keyboard left: for comparing, never for showing.

A soft hyphen, a ligature or an accent that stands apart makes another string of the same word.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""The soft hyphen, and characters without a width."""
_LIGATURES = {chr(0xFB00 + at): plain for at, plain in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
_BROKEN = re.compile(r"\u00ad[^\S\n]*\n[^\S\n]*(?=\w)")
"""A soft hyphen at the end of a line: the word goes on in the next."""
_ODD = re.compile(f"[{''.join((*_UNSEEN, *_LIGATURES))}]")
_JAMO = range(0x1160, 0x1200)
"""Vowels and ends of Korean syllables, which join what stands before them and are no marks."""


def fold(text: str) -> str:
    """The text without what is not seen, its ligatures as letters, its letters composed (NFC)."""
    if text.isascii() or (unicodedata.is_normalized("NFC", text) and not _ODD.search(text)):
        return text
    return "".join(character for character, _ in fold_placed([(c, 0) for c in text]))


def fold_placed(placed: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The same of characters that know where they stand; each new one stands where what it is made of begins."""
    text = "".join(character for character, _ in placed)
    if text.isascii():
        return list(placed)
    gone = {at for broken in _BROKEN.finditer(text) for at in range(broken.start(), broken.end())}
    seen = [one for at, one in enumerate(placed) if at not in gone and one[0] not in _UNSEEN]
    plain = [(letter, at) for character, at in seen for letter in _LIGATURES.get(character, character)]
    return [one for cluster in _clusters(plain) for one in _composed(cluster)]


def _clusters(placed: Sequence[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    """Each character with the marks that belong to it."""
    cluster: list[tuple[str, int]] = []
    for character, at in placed:
        if cluster and not (unicodedata.combining(character) or ord(character) in _JAMO):
            yield cluster
            cluster = []
        cluster.append((character, at))
    if cluster:
        yield cluster


def _composed(cluster: list[tuple[str, int]]) -> list[tuple[str, int]]:
    if len(cluster) == 1 and cluster[0][0].isascii():
        return cluster
    composed = unicodedata.normalize("NFC", "".join(character for character, _ in cluster))
    return [(character, cluster[min(at, len(cluster) - 1)][1]) for at, character in enumerate(composed)]
