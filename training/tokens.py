"""Rows as tensors, by length, so that little of a batch is padding."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.claim import Claim
from training.rows import Row, Rows

LONGEST = 320
"""Tokens of question and text together."""
LONGEST_QUESTION = 64
LONGEST_STATEMENT = 96
_STEPS = (64, 96, 128, 160, 192, 224, 256, 288, LONGEST)


R = TypeVar("R", bound=Row | Claim)


@dataclass(frozen=True, slots=True)
class Encoded(Generic[R]):
    """Rows as tokens: ids and types (rows, LONGEST), and lengths (rows).

    `targets` (rows, LONGEST) has, of a question, bit 1 where an answer may start, bit 2 where it may end. Where nothing
    in the text answers, the first token has both. `offsets` (rows, LONGEST, 2) are places in each row's text. Of a
    claim, `targets` has bit 1 at a token of the statement, bit 2 at one of these that fails, and none where it is not
    known which fail.
    """

    rows: Sequence[R]
    ids: Tensor
    types: Tensor
    lengths: Tensor
    targets: Tensor
    offsets: np.ndarray

    def to(self, device: str) -> "Encoded[R]":
        ids, types, lengths, targets = (t.to(device) for t in (self.ids, self.types, self.lengths, self.targets))
        return Encoded(self.rows, ids, types, lengths, targets, self.offsets)


def encode(tokenizer: Tokenizer, rows: Rows, chosen: Sequence[Row]) -> Encoded[Row]:
    """Tokens of the rows; one whose answer is cut off loses its answer spans and becomes unanswered."""
    questions, texts = [r.question for r in chosen], [rows.text(r) for r in chosen]
    made = _pairs(tokenizer, chosen, questions, texts, LONGEST_QUESTION)
    for n, row in enumerate(chosen):
        head = int((made.types[n] == 1).int().argmax())
        places = made.offsets[n, head : int(made.lengths[n]) - 1]
        made.targets[n] = torch.from_numpy(_targets(row, places, head))
    return made


def encode_claims(tokenizer: Tokenizer, claims: Sequence[Claim]) -> Encoded[Claim]:
    """Tokens of statements and their evidence, both cut where they are too long."""
    statements, evidence = [c.statement for c in claims], [c.evidence for c in claims]
    made = _pairs(tokenizer, claims, statements, evidence, LONGEST_STATEMENT)
    for n, (claim, own) in enumerate(
        zip(claims, tokenizer.encode_batch(statements, add_special_tokens=False), strict=True)
    ):
        if claim.fails is None:
            continue
        places = np.array(own.offsets[:LONGEST_STATEMENT]).reshape(-1, 2)
        marks = np.ones(len(places), np.uint8)
        for begin, stop in claim.fails:
            marks[(places[:, 1] > begin) & (places[:, 0] < stop)] |= 2
        made.targets[n, 1 : 1 + len(marks)] = torch.from_numpy(marks)
    return made


def _pairs(
    tokenizer: Tokenizer, rows: Sequence[R], firsts: Sequence[str], texts: Sequence[str], longest_first: int
) -> Encoded[R]:
    tokenizer.no_padding()
    tokenizer.no_truncation()
    first, last = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    ids = np.zeros((len(rows), LONGEST), np.int32)
    types, targets = np.zeros_like(ids, np.uint8), np.zeros_like(ids, np.uint8)
    offsets = np.zeros((len(rows), LONGEST, 2), np.uint16)
    lengths = np.zeros(len(rows), np.int32)
    for at in range(0, len(rows), 20_000):
        heads = tokenizer.encode_batch_fast(firsts[at : at + 20_000], add_special_tokens=False)
        tails = tokenizer.encode_batch(texts[at : at + 20_000], add_special_tokens=False)
        for n, (asked, text) in enumerate(zip(heads, tails, strict=True), at):
            head: list[Any] = [first, *asked.ids[:longest_first], last]
            room = LONGEST - len(head) - 1
            line = [*head, *text.ids[:room], last]
            ids[n, : len(line)] = line
            types[n, len(head) : len(line)] = 1
            lengths[n] = len(line)
            places = np.array(text.offsets[:room], np.uint16).reshape(-1, 2)
            offsets[n, len(head) : len(head) + len(places)] = places
    tensors = [torch.from_numpy(a) for a in (ids, types, lengths, targets)]
    return Encoded(list(rows), tensors[0], tensors[1], tensors[2], tensors[3], offsets)


def together(first: Encoded[R], second: Encoded[R]) -> Encoded[R]:
    """The rows of the one and then those of the other, without their places in texts."""
    pairs = ((getattr(first, name), getattr(second, name)) for name in ("ids", "types", "lengths", "targets"))
    ids, types, lengths, targets = (torch.cat(pair) for pair in pairs)
    nowhere = np.zeros((len(ids), 0, 2), np.uint16)
    return Encoded([*first.rows, *second.rows], ids, types, lengths, targets, nowhere)


def taken(encoded: Encoded[R], chosen: Sequence[int]) -> Encoded[R]:
    """The chosen rows, in that order, without their places in texts."""
    at = torch.tensor(chosen, device=encoded.ids.device)
    ids, types, lengths, targets = (t[at] for t in (encoded.ids, encoded.types, encoded.lengths, encoded.targets))
    nowhere = np.zeros((len(chosen), 0, 2), np.uint16)
    return Encoded([encoded.rows[n] for n in chosen], ids, types, lengths, targets, nowhere)


def not_longer(encoded: Encoded[R], tokens: int) -> Encoded[R]:
    """The rows of at most so many tokens."""
    if tokens >= LONGEST:
        return encoded
    return taken(encoded, [n for n, length in enumerate(encoded.lengths.tolist()) if length <= tokens])


def _targets(row: Row, places: np.ndarray, shift: int) -> np.ndarray:
    marks = np.zeros(LONGEST, np.uint8)
    for begin, stop in row.answers:
        inside = np.flatnonzero((places[:, 1] > begin) & (places[:, 0] < stop))
        if len(inside) and places[inside[-1], 1] >= stop:
            marks[shift + inside[0]] |= 1
            marks[shift + inside[-1]] |= 2
    for begin, stop in row.regions:
        marks[shift + np.flatnonzero((places[:, 1] > begin) & (places[:, 0] < stop))] |= 3
    if not marks.any():
        marks[0] = 3
    return marks


def batches(
    encoded: Encoded[Any], chosen: Sequence[int], size: int, chance: random.Random | None, group: int = 1
) -> Iterator[tuple[Tensor, int]]:
    """Indices of rows of like length, and how many tokens they need; in random order where there is a `chance`.

    Where rows stand together, `group` at a time, `chosen` are the first ones, and the others come with them.
    """
    lengths = encoded.lengths.cpu().numpy()
    by_step: dict[int, list[int]] = {}
    for index in chosen:
        length = lengths[index : index + group].max()
        by_step.setdefault(next(s for s in _STEPS if s >= length), []).append(index)
    found = []
    for step, indices in by_step.items():
        if chance:
            chance.shuffle(indices)
        each = max(1, size // group)
        found += [(indices[at : at + each], step) for at in range(0, len(indices), each)]
    if chance:
        chance.shuffle(found)
    beside = torch.arange(group, device=encoded.ids.device)
    for indices, step in found:
        yield (torch.tensor(indices, device=encoded.ids.device)[:, None] + beside).flatten(), step


def inputs(encoded: Encoded[Any], indices: Tensor, tokens: int) -> tuple[Tensor, Tensor, Tensor]:
    ids = encoded.ids[indices, :tokens].long()
    mask = (torch.arange(tokens, device=ids.device) < encoded.lengths[indices, None]).long()
    return ids, mask, encoded.types[indices, :tokens].long()
