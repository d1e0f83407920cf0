"""Training rows: a question, a text made of pieces of paragraphs, and where in it the answer stands."""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

Span = tuple[int, int]
Piece = tuple[int, int, int]
"""Which paragraph, and from where to where in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """`kind` says how the row was made. `answers` are spans of the text; `regions` wider ones that hold an answer."""

    kind: str
    question: str
    pieces: list[Piece]
    answers: list[Span] = field(default_factory=list)
    regions: list[Span] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        return bool(self.answers or self.regions)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows over shared paragraphs, divided for good: no paragraph is on both sides."""

    paragraphs: list[str]
    train: list[Row]
    held_out: list[Row]

    def text(self, row: Row) -> str:
        return " ".join(self.paragraphs[p][start:end] for p, start, end in row.pieces)


def is_held_out(paragraph: str) -> bool:
    """One paragraph in 20 is never trained on; the choice depends on its text alone."""
    return int(sha256(paragraph.encode()).hexdigest(), 16) % 20 == 0


def read_lines(file: Path) -> Iterator[dict[str, object]]:
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def write_rows(rows: Rows, file: Path) -> None:
    def packed(side: Iterable[Row]) -> list[list[object]]:
        return [[r.kind, r.question, r.pieces, r.answers, r.regions] for r in side]

    whole = {"paragraphs": rows.paragraphs, "train": packed(rows.train), "held_out": packed(rows.held_out)}
    with gzip.open(file, "wt", encoding="utf-8") as out:
        json.dump(whole, out, ensure_ascii=False)


def read_rows(file: Path) -> Rows:
    with gzip.open(file, "rt", encoding="utf-8") as opened:
        whole = json.load(opened)

    def unpacked(side: list[list[Any]]) -> list[Row]:
        return [
            Row(kind, question, [tuple(p) for p in pieces], [tuple(a) for a in answers], [tuple(r) for r in regions])
            for kind, question, pieces, answers, regions in side
        ]

    return Rows(whole["paragraphs"], unpacked(whole["train"]), unpacked(whole["held_out"]))
