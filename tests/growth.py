"""How the time of a search grows with the length of its text."""

import time
from collections import deque
from collections.abc import Callable
from itertools import pairwise
from re import Pattern

from attacks import Hostile

_NOISE = 0.0001
"""Seconds: what takes less is not judged."""
_TOO_LONG = 0.02
"""Seconds that no text of so few repeats may take."""
_FEW = (8, 14, 18, 21, 24)
_LENGTH = 1024
_LONGEST = 1 << 15
_ENOUGH = 0.1
"""Seconds by which growth is plain to see."""
_PERHAPS, _CLEARLY = 2.6, 3.0
"""A text of twice the length may take so many times as long, and no more."""


def seconds(run: Callable[[str], object], text: str, tries: int = 1) -> float:
    taken = []
    for _ in range(tries):
        begun = time.process_time()
        run(text)
        taken.append(time.process_time() - begun)
    return min(taken)


def exhausts(pattern: Pattern[str]) -> Callable[[str], object]:
    return lambda text: deque(pattern.finditer(text), maxlen=0)


def grows_faster(pattern: Pattern[str], hostile: Hostile) -> str | None:
    """Says how, where a text of twice the length takes clearly more than twice the time."""
    run = exhausts(pattern)
    for times in _FEW:
        text = hostile.repeated(times)
        if seconds(run, text) > _TOO_LONG and (taken := seconds(run, text, 3)) > _TOO_LONG:
            return f"{taken:.3f} s for {len(text)} characters"
    return grows(run, hostile)


def grows(run: Callable[[str], object], hostile: Hostile) -> str | None:
    """The same of any function of a text, for growth that sets in early."""
    text, half = hostile.of_length(_LENGTH), hostile.of_length(_LENGTH // 2)
    if seconds(run, text) < _NOISE or seconds(run, text, 2) < seconds(run, half, 2) * _PERHAPS:
        return None
    return _confirmed(run, hostile)


def _confirmed(run: Callable[[str], object], hostile: Hostile) -> str | None:
    """Growth that goes on up to lengths that take some time, where nothing else weighs; each is tried again."""
    length = _LENGTH // 2
    times = [seconds(run, hostile.of_length(length), 3)]
    while len(times) < 3 or (times[-1] < _ENOUGH and length < _LONGEST):
        length *= 2
        times.append(seconds(run, hostile.of_length(length), 3))
        if times[-1] < times[-2] * _PERHAPS:
            return None
    if any(later < earlier * _CLEARLY for earlier, later in pairwise(times[-3:])):
        return None
    shown = ", ".join(f"{taken * 1000:.1f}" for taken in times[-3:])
    return f"{shown} ms for {length // 4}, {length // 2} and {length} characters"
