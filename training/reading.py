"""What a reader learns from its rows, and what it says of them."""

import math
import random
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.loop import Loss
from training.model import NEVER, Reader
from training.precision import half_precision
from training.rows import Row
from training.tokens import LONGEST, Encoded, batches, inputs

EPOCH = {
    "given": 1.0,
    "close": 0.1,
    "joined": 0.25,
    "sentence": 0.2,
    "neighbour": 0.1,
    "newslike": 0.3,
    "quizzed": 0.4,
    "mirrored": 0.5,
    "removed": 0.2,
    "moved": 0.6,
    "renamed": 0.5,
    "opposite": 0.6,
    "altered": 0.35,
    "claim": 0.04,
}
"""The share of each kind of row that an epoch sees; a new choice every epoch."""
_WHOLE = "given"
"""The kind of which an epoch sees all, however small its share of the others."""
_IMPOSSIBLE = 4
"""How often an epoch sees each question that people wrote and nothing answers: they are few, and like no made ones."""
_LONGEST_ANSWER = 30
"""In tokens."""
_RELEVANCE = 0.5
"""The weight of the relevance loss beside that of start and end."""

Soft = tuple[Tensor, Tensor, Tensor]
"""What teachers say of every row: start and end logits (rows, LONGEST), relevance logits (rows)."""


def epoch(encoded: Encoded[Row], chance: random.Random, share: float = 1.0) -> list[int]:
    """The rows that one epoch sees; `share` scales how many of them are changed rows."""
    shares = {kind: part if kind == _WHOLE else part * share for kind, part in EPOCH.items()}
    seen = [n for n, row in enumerate(encoded.rows) if chance.random() < shares[row.kind]]
    impossible = [n for n, row in enumerate(encoded.rows) if row.kind == _WHOLE and not row.is_answered]
    return seen + (_IMPOSSIBLE - 1) * impossible


def reading_loss(encoded: Encoded[Row], soft: Soft | None) -> Loss:
    """The loss of a reader on rows, and, half and half, on the teachers' word where `soft` is given."""

    def loss(predicted: tuple[Tensor, Tensor, Tensor], indices: Tensor, tokens: int) -> Tensor:
        hard = _loss(predicted, encoded.targets[indices, :tokens])
        if soft is None:
            return hard
        return 0.5 * hard + 0.5 * _distillation(predicted, [s[indices] for s in soft], tokens)

    return loss


@torch.no_grad()
def read(
    readers: Sequence[Reader], encoded: Encoded[Row], chosen: Sequence[int] | None = None, batch: int = 512
) -> Soft:
    """The mean logits of the readers for the chosen rows (all by default), in the order of `encoded`."""
    device = encoded.ids.device
    count = len(encoded.rows)
    start = torch.full((count, LONGEST), NEVER, device=device, dtype=torch.float16)
    end, relevance = start.clone(), torch.zeros(count, device=device)
    for indices, tokens in batches(encoded, range(count) if chosen is None else chosen, batch, None):
        given = inputs(encoded, indices, tokens)
        with half_precision(device):
            said = [reader(*given) for reader in readers]
        for whole, part in ((start, 0), (end, 1)):
            mean = sum(F.log_softmax(s[part], -1) for s in said) / len(said)
            whole[indices, :tokens] = mean.clamp(min=-30).half()
        relevance[indices] = sum(s[2] for s in said) / len(said)
    return start, end, relevance


def best_spans(start: Tensor, end: Tensor, without: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """The first and last token (rows, 2) of the likeliest spans, and the sums of their logits (rows).

    The first token, which stands for none, is in no span, nor is a token of `without`; 0, 0 where no span is left.
    """
    tokens = start.shape[1]
    barred = None if without is None else without.int().cumsum(1)
    spans = torch.zeros((len(start), 2), dtype=torch.long, device=start.device)
    best = start.new_full((len(start),), -math.inf)
    for length in range(min(_LONGEST_ANSWER, tokens - 1)):
        score = start[:, 1 : tokens - length] + end[:, 1 + length :]
        if barred is not None:
            score = score.masked_fill(barred[:, 1 + length :] != barred[:, : tokens - 1 - length], -math.inf)
        value, at = score.max(1)
        better = value > best
        best = torch.where(better, value, best)
        spans[better] = torch.stack([at + 1, at + 1 + length], 1)[better]
    return spans, best


def _loss(predicted: tuple[Tensor, Tensor, Tensor], targets: Tensor) -> Tensor:
    """The negative log likelihood of all right starts and ends together, and of there being any."""
    start, end, relevance = predicted
    answered = ((targets[:, 0] & 3) == 0).float()
    likelihoods = [
        torch.logsumexp(F.log_softmax(logits, -1).masked_fill((targets & bit) == 0, -math.inf), -1)
        for logits, bit in ((start, 1), (end, 2))
    ]
    return -(likelihoods[0] + likelihoods[1]).mean() + _RELEVANCE * F.binary_cross_entropy_with_logits(
        relevance, answered
    )


def _distillation(predicted: tuple[Tensor, Tensor, Tensor], soft: Sequence[Tensor], tokens: int) -> Tensor:
    """Cross-entropy with the teachers' distributions (Hinton et al. 2015)."""
    start, end, relevance = predicted
    spans = sum(
        -(F.softmax(taught[:, :tokens].float(), -1) * F.log_softmax(logits, -1)).sum(-1).mean()
        for logits, taught in ((start, soft[0]), (end, soft[1]))
    )
    return spans + _RELEVANCE * F.binary_cross_entropy_with_logits(relevance, torch.sigmoid(soft[2]))
