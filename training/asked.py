"""Makes checker rows of a reader's rows: is this the answer to that question?

A statement here is a question and an answer after it, as they stand. That way a checker can be asked of what a reader
marked (after Hu et al. 2019, "Read + Verify"), and claims that people made and refuted teach it what is not answered:

    supported   the answer that is given, or as much of it as a reader marks
    refuted     what the reader marks elsewhere in a text that answers
    neither     what the reader marks in a text that does not answer

The rows are made of tokens: those of an answer are the same in its text and after its question.
"""

import random
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from training.claim import NEITHER, REFUTED, SUPPORTED, Claim
from training.model import Reader
from training.precision import half_precision
from training.reading import best_spans
from training.rows import Row
from training.tokens import LONGEST, Encoded, batches, inputs

KIND = "asked"
_SUPPORTED = 0.6
"""The share of answered rows that stay so; of the others the reader's next best guess is taken."""
_AS_MARKED = 0.5
"""The share of supported answers that are as the reader marks them, where it marks no other ones."""


@torch.no_grad()
def guesses(reader: Reader, encoded: Encoded[Row], chosen: Sequence[int], batch: int = 128) -> tuple[Tensor, Tensor]:
    """The reader's best span of each chosen row, and its best one that shares no token with an answer.

    Both have the shape (rows of `encoded`, 2), first and last token; 0 where a row is not chosen.
    """
    reader.eval()
    device = encoded.ids.device
    best = torch.zeros((len(encoded.rows), 2), dtype=torch.long, device=device)
    other = best.clone()
    for indices, tokens in batches(encoded, chosen, batch, None):
        with half_precision(device):
            start, end, _ = reader(*inputs(encoded, indices, tokens))
        right = answer_tokens(encoded.targets[indices, :tokens])
        best[indices], _ = best_spans(start, end)
        other[indices], _ = best_spans(start, end, right)
    return best, other


def answer_tokens(targets: Tensor) -> Tensor:
    """Which tokens (rows, tokens) lie in an answer, the first token never."""
    marks = targets.clone()
    marks[:, 0] = 0
    started = ((marks & 1) > 0).int().cumsum(1)
    ended = ((marks & 2) > 0).int().cumsum(1) - ((marks & 2) > 0).int()
    return started > ended


def asked_claims(encoded: Encoded[Row], chosen: Sequence[int], reader: Reader, chance: random.Random) -> Encoded[Claim]:
    """One row for each chosen row whose answer, if it has one, is a span."""
    best, other = (g.cpu().numpy() for g in guesses(reader, encoded, chosen))
    ids, types, lengths = encoded.ids.cpu().numpy(), encoded.types.cpu().numpy(), encoded.lengths.cpu().numpy()
    targets = encoded.targets.cpu().numpy()
    claims: list[Claim] = []
    lines: list[np.ndarray] = []
    heads: list[int] = []
    for n in chosen:
        if encoded.rows[n].regions:
            continue
        span, label = _answer(targets[n], best[n], other[n], chance)
        head = int(types[n].argmax())
        answer = ids[n, span[0] : span[1] + 1]
        if span[0] < head or span[1] >= lengths[n] - 1 or len(answer) == 0:
            continue
        line = np.concatenate([ids[n, : head - 1], answer, ids[n, head - 1 : lengths[n]]])
        if len(line) > LONGEST:
            line = np.concatenate([line[: LONGEST - 1], line[-1:]])
        lines.append(line)
        heads.append(head + len(answer))
        claims.append(Claim(KIND, "", "", label, None))
    return _encoded(claims, lines, heads).to(str(encoded.ids.device))


def _answer(targets: np.ndarray, best: np.ndarray, other: np.ndarray, chance: random.Random) -> tuple[np.ndarray, int]:
    if (targets[0] & 3) == 3:
        return best, NEITHER
    if chance.random() >= _SUPPORTED:
        return other, REFUTED
    starts, ends = np.flatnonzero(targets & 1), np.flatnonzero(targets & 2)
    start = int(chance.choice(starts.tolist()))
    right = np.array([start, int(ends[ends >= start].min())])
    shared = min(best[1], right[1]) - max(best[0], right[0]) + 1
    near = shared > 0 and 2 * shared / (best[1] - best[0] + right[1] - right[0] + 2) >= 0.5
    return (best if near and chance.random() < _AS_MARKED else right), SUPPORTED


def _encoded(claims: Sequence[Claim], lines: Sequence[np.ndarray], heads: Sequence[int]) -> Encoded[Claim]:
    ids = np.zeros((len(lines), LONGEST), np.int32)
    types = np.zeros_like(ids, np.uint8)
    for n, (line, head) in enumerate(zip(lines, heads, strict=True)):
        ids[n, : len(line)] = line
        types[n, head : len(line)] = 1
    lengths = np.array([len(line) for line in lines], np.int32)
    tensors = [torch.from_numpy(a) for a in (ids, types, lengths, np.zeros_like(types))]
    return Encoded(
        list(claims), tensors[0], tensors[1], tensors[2], tensors[3], np.zeros((len(lines), 0, 2), np.uint16)
    )
