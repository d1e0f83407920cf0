"""A sentence in its parts: what semicolons, dashes and conjunctions divide."""

import re

_BREAK = re.compile(
    r"[;:]\s+|\s[—–]\s|,\s+(?=(?:and|but|while|which|who|whose|as|after|when|where|with|before)\b)|\sbut\s", re.I
)
_FEWEST = 3


def parts(sentence: str) -> list[str]:
    """Its parts in order; one of fewer than three words goes with the part before it."""
    found: list[str] = []
    for piece in _BREAK.split(sentence):
        if not piece.strip():
            continue
        if found and len(piece.split()) < _FEWEST:
            found[-1] = f"{found[-1]}, {piece.strip()}"
        else:
            found.append(piece.strip())
    return found or [sentence]
