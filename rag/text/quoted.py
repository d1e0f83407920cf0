"""What stands inside quotation marks, and a text without it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

FRAGMENT: Final = "\ue000"
"""Stands for each character of a quoted fragment: `a “collective response” to it`."""
SPEECH: Final = "\ue001"
"""Stands for each character of a quotation that ends with a stop of its own: `“We are ready,”`."""

# A straight mark opens before a word and closes after one; curly ones and guillemets say which they do.
_OPENING = r'[“«„]|(?<![\w.,!?…—–”-])"(?=\S)|(?:^|(?<=\s))"(?=\S)'
_CLOSING = r'[”»]|"'
_MARK = re.compile(rf"(?P<opening>{_OPENING})|(?P<closing>{_CLOSING})")
# Single marks quote where the curly one opens or a stop stands before the closing one; elsewhere they are apostrophes.
_SINGLE = re.compile(r"(?<!\w)‘[^‘“”]{2,300}?’(?!\w)|(?<!\w)'(?=\w)[^'\"]{2,300}?[,.!?]'(?!\w)")
_STOP = re.compile(r"[,.!?…—–-][’'\"]?\s*$")
_REMEMBERED = 3


def masked(text: str, *, begins_inside: bool = False) -> str:
    """`text` with its quotations, marks included, blotted out. Offsets stay as they are.

    A quotation that is not closed runs to the end, one that is not opened began before the text.
    """
    pieces: list[str] = []
    done = 0
    opened = -1
    first = _MARK.search(text)
    if begins_inside and (first is None or not first["opening"]):
        opened = 0
    for mark in _MARK.finditer(text):
        if mark["opening"]:
            opened = mark.start() if opened < 0 else opened
            continue
        begin = max(opened, 0) if opened >= 0 else _unopened(text, done, mark.group())
        opened = -1
        if begin >= 0:
            pieces += [text[done:begin], _blot(text[begin : mark.start()], mark.end() - begin)]
            done = mark.end()
    if opened >= 0:
        pieces += [text[done:opened], SPEECH * (len(text) - max(opened, done))]
        done = len(text)
    pieces.append(text[done:])
    return _SINGLE.sub(lambda single: _blot(single.group()[:-1], len(single.group())), "".join(pieces))


def has_marks(text: str) -> bool:
    return _MARK.search(text) is not None


def ends_inside(before: Sequence[str]) -> bool:
    """Whether the last of the sentences leaves a quotation open."""
    left = (_leaves_open(sentence) for sentence in reversed(before[-_REMEMBERED:]))
    return next((is_open for is_open in left if is_open is not None), False)


@lru_cache(maxsize=4096)
def _leaves_open(sentence: str) -> bool | None:
    """Whether the last mark of the sentence opens; None where it has none."""
    marks = [bool(mark["opening"]) for mark in _MARK.finditer(sentence)]
    return marks[-1] if marks else None


def _unopened(text: str, done: int, mark: str) -> int:
    """Where the quotation began that a lone closing mark ends: at the start, unless another was closed since."""
    return 0 if done == 0 and mark in "”»" and _STOP.search(text[: text.index(mark)]) else -1


def _blot(quotation: str, length: int) -> str:
    return (SPEECH if _STOP.search(quotation) else FRAGMENT) * length
