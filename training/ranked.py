"""Rows in groups: a question, a text that answers it and others that do not, for a reader that compares texts.

What a reader says of one text is to be held against what it says of another. So relevance is learnt as a choice among
the texts of a group (Karpukhin et al. 2020, section 6.1), and starts and ends over all of them together, each measured
against its text's "not here" (after Clark and Gardner 2018, section 3.2, shared normalisation).
"""

import math
import random
from collections import defaultdict

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.loop import Loss, Task
from training.model import Reader
from training.reading import reading_loss
from training.rows import Row
from training.tokens import Encoded, taken

GROUP = 4
"""Texts of a group, the first of which answers."""
_ANSWERING = {"given": 4, "newslike": 3, "joined": 2, "close": 1}
"""How often a text of each kind is the one that answers."""
_NOT = frozenset({"neighbour", "removed", "moved"})


def ranking_task(encoded: Encoded[Row], epochs: int, chance: random.Random, share: float = 1.0) -> Task:
    """Groups of all questions that have enough texts, drawn anew for every epoch."""
    answering: dict[str, list[int]] = defaultdict(list)
    others: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(encoded.rows):
        if row.kind in _NOT:
            others[row.question].append(n)
        elif row.kind in _ANSWERING and row.answers:
            answering[row.question].append(n)
    lines: list[int] = []
    firsts: list[list[int]] = []
    for _ in range(epochs):
        firsts.append([])
        for question, right in answering.items():
            wrong = others[question]
            if len(wrong) < GROUP - 1 or chance.random() >= share:
                continue
            firsts[-1].append(len(lines))
            weights = [_ANSWERING[encoded.rows[n].kind] for n in right]
            lines += [*chance.choices(right, weights), *chance.sample(wrong, GROUP - 1)]
    groups = taken(encoded, lines)
    return Task(groups, firsts, _loss(groups), Reader.forward, GROUP)


def _loss(groups: Encoded[Row]) -> Loss:
    alone = reading_loss(groups, None)

    def loss(predicted: tuple[Tensor, Tensor, Tensor], indices: Tensor, tokens: int) -> Tensor:
        start, end, relevance = predicted
        chosen = -F.log_softmax(relevance.view(-1, GROUP), -1)[:, 0].mean()
        targets = groups.targets[indices, :tokens]
        spans = sum(_shared(logits, (targets & bit) > 0) for logits, bit in ((start, 1), (end, 2)))
        return 0.5 * (alone(predicted, indices, tokens) + chosen + spans)

    return loss


def _shared(logits: Tensor, right: Tensor) -> Tensor:
    """The negative log likelihood of the right tokens of each group's first text, among those of all its texts."""
    margins = (logits[:, 1:] - logits[:, :1]).reshape(len(logits) // GROUP, -1)
    mine = right[:, 1:].clone().view(-1, GROUP, right.shape[1] - 1)
    mine[:, 1:] = False
    mine = mine.reshape(margins.shape)
    nowhere = torch.zeros_like(margins[:, :1])
    likelihood = F.log_softmax(torch.cat([nowhere, margins], 1), -1)[:, 1:]
    has = mine.any(-1)  # an answer may be cut off; such a group has no part in the sum, but must stay finite
    found = torch.logsumexp(likelihood.masked_fill(~mine & has[:, None], -math.inf), -1)
    return -torch.where(has, found, 0.0).sum() / has.sum().clamp(min=1)
