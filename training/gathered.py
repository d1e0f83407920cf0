"""Reads the claims that were gathered from many sources, with the tokens that fail where people marked them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from training.claim import LABELS, NEITHER, NOT_BORNE_OUT, SUPPORTED, Claim
from training.rows import Span, read_lines

_NOT_BORNE_OUT = frozenset("med help scone hans megaveridicality entailment-bank wiki-split".split())
"""Sources whose neutral rows may be refuted as well."""


def gathered_claims(data: Path) -> Iterator[Claim]:
    """The rows of `claims-more.jsonl`, and those of `wice-tokens.jsonl`, where these files are."""
    if (data / "claims-more.jsonl").exists():
        for row in read_lines(data / "claims-more.jsonl"):
            yield _claim(row)
    if (data / "wice-tokens.jsonl").exists():
        for row in read_lines(data / "wice-tokens.jsonl"):
            yield _with_tokens(row)


def _claim(row: dict[str, Any]) -> Claim:
    label = LABELS[row["label"]]
    if label == NEITHER and row["source"] in _NOT_BORNE_OUT:
        label = NOT_BORNE_OUT
    return Claim(row["source"], row["claim"], row["evidence"], label, () if label == SUPPORTED else None)


def _with_tokens(row: dict[str, Any]) -> Claim:
    marked = zip(places_of(row["claim_tokens"], row["claim"]), row["not_supported"], strict=True)
    return Claim("wice-part", row["claim"], row["evidence"], NOT_BORNE_OUT, tuple(p for p, fails in marked if fails))


def places_of(tokens: Sequence[str], text: str) -> list[Span]:
    """Where each token stands in the text; the place right after the one before where it does not."""
    places, at = [], 0
    for token in tokens:
        start = text.find(token, at)
        start, at = (start, start + len(token)) if start >= 0 else (at, at)
        places.append((start, at))
    return places
