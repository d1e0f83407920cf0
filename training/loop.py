"""Training a reader. Plain torch: the loss is over three heads and all rows lie on the device as tensors."""

import math
import random
from collections.abc import Callable, Sequence
from copy import deepcopy

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from training.model import Reader
from training.tokens import LONGEST, Encoded, batches, inputs

EPOCH = {
    "given": 1.0,
    "close": 0.5,
    "joined": 1.0,
    "sentence": 1.0,
    "neighbour": 0.25,
    "removed": 0.5,
    "renamed": 1.0,
    "opposite": 1.0,
}
"""The share of each kind of row that an epoch sees; a new choice every epoch."""
_WHOLE = "given"
"""The kind of which an epoch sees all, however small its share of the others."""
_RELEVANCE = 0.5
"""The weight of the relevance loss beside that of start and end."""
_AVERAGED = 0.1
"""Training returns a moving average of the weights, over about this share of its steps."""

Soft = tuple[Tensor, Tensor, Tensor]
"""What teachers say of every row: start and end logits (rows, LONGEST), relevance logits (rows)."""


def train(
    reader: Reader,
    encoded: Encoded,
    *,
    epochs: int,
    rate: float,
    batch: int,
    seed: int,
    share: float = 1.0,
    soft: Soft | None = None,
    say: Callable[[str], None] = print,
    keep: Callable[[Reader], None] = lambda reader: None,
) -> Reader:
    """Train on the rows, and on the teachers' word where `soft` is given; returns the averaged weights.

    `share` scales how many changed rows an epoch sees. `keep` is handed the average twenty times on the way.
    """
    device = encoded.ids.device
    chance = random.Random(seed)
    torch.manual_seed(seed)
    reader = reader.to(device).train()
    average = deepcopy(reader).eval()
    plan = [list(batches(encoded, _epoch(encoded, chance, share), batch, chance)) for _ in range(epochs)]
    total = sum(len(p) for p in plan)
    # Half of all weights are those of words; they are good as they are, and a fifth of a step's time on a CPU.
    reader.encoder.embeddings.word_embeddings.requires_grad_(False)
    learning = [p for p in reader.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in learning if p.ndim > 1], "weight_decay": 0.01},
        {"params": [p for p in learning if p.ndim < 2], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.06 * total)) * max(0.0, 1 - step / total)
    )
    say(f"{total} steps")
    often = max(1, total // 20)
    step, seen = 0, torch.zeros((), device=device)
    for number, steps in enumerate(plan, 1):
        for indices, tokens in steps:
            with torch.autocast(device.type, torch.bfloat16):
                predicted = reader(*inputs(encoded, indices, tokens))
            loss = _loss(predicted, encoded.targets[indices, :tokens])
            if soft is not None:
                loss = 0.5 * loss + 0.5 * _distillation(predicted, [s[indices] for s in soft], tokens)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            _follow(average, reader, min(1 - 1 / (_AVERAGED * total + 1), step / (step + 10)))
            seen += loss.detach()
            if step % often == 0:
                keep(average)
                say(f"step {step} of {total}, epoch {number}: loss {seen.item() / often:.4f}")
                seen.zero_()
    return average


@torch.no_grad()
def read(readers: Sequence[Reader], encoded: Encoded, chosen: Sequence[int] | None = None, batch: int = 512) -> Soft:
    """The mean logits of the readers for the chosen rows (all by default), in the order of `encoded`."""
    device = encoded.ids.device
    count = len(encoded.rows)
    start = torch.zeros((count, LONGEST), device=device, dtype=torch.float16)
    end, relevance = torch.zeros_like(start), torch.zeros(count, device=device)
    for indices, tokens in batches(encoded, range(count) if chosen is None else chosen, batch, None):
        given = inputs(encoded, indices, tokens)
        with torch.autocast(device.type, torch.bfloat16):
            said = [reader(*given) for reader in readers]
        for whole, part in ((start, 0), (end, 1)):
            mean = sum(F.log_softmax(s[part], -1) for s in said) / len(said)
            whole[indices, :tokens] = mean.clamp(min=-30).half()
        relevance[indices] = sum(s[2] for s in said) / len(said)
    return start, end, relevance


def _epoch(encoded: Encoded, chance: random.Random, share: float) -> list[int]:
    shares = {kind: part if kind == _WHOLE else part * share for kind, part in EPOCH.items()}
    return [n for n, row in enumerate(encoded.rows) if chance.random() < shares[row.kind]]


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


@torch.no_grad()
def _follow(average: Reader, reader: Reader, decay: float) -> None:
    pairs = [(a, b) for a, b in zip(average.parameters(), reader.parameters(), strict=True) if b.requires_grad]
    torch._foreach_lerp_([a for a, _ in pairs], [b for _, b in pairs], 1 - decay)
