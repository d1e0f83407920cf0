"""Training a model of pairs. Plain torch: losses are over several heads and all rows lie on the device as tensors."""

import random
import sys
import time
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from training.model import M
from training.precision import half_precision
from training.tokens import Encoded, batches, inputs

_AVERAGED = 0.1
"""Training returns a moving average of the weights, over about this share of its steps."""

Loss = Callable[[Any, Tensor, int], Tensor]
"""What a batch costs: of the model's outputs, the indices of its rows, and its tokens."""


@dataclass(frozen=True, slots=True)
class Task:
    """Rows to learn from: which of them each epoch sees, what is asked of the model, and what its word costs."""

    encoded: Encoded[Any]
    epochs: Sequence[Sequence[int]]
    loss: Loss
    forward: Callable[..., Any] | None = None
    """Called with the model and its inputs; the model's own where it is None."""
    group: int = 1
    """How many rows stand together: an epoch names the first of each group."""


def train(
    model: M,
    tasks: Sequence[Task],
    *,
    rate: float,
    batch: int,
    chance: random.Random,
    say: Callable[[str], None] = print,
    keep: Callable[[M], None] = lambda model: None,
) -> M:
    """Train on the rows of each epoch in turn, batches of all tasks in random order; returns the averaged weights.

    `keep` is handed the average twenty times on the way.
    """
    device = tasks[0].encoded.ids.device
    model = model.to(device).train()
    average: M = deepcopy(model).eval()
    plan = [_steps([(t, t.epochs[n]) for t in tasks], batch, chance) for n in range(len(tasks[0].epochs))]
    total = sum(len(p) for p in plan)
    # Half of all weights are those of words; they are good as they are, and a fifth of a step's time on a CPU.
    model.encoder.embeddings.word_embeddings.requires_grad_(False)
    learning = [p for p in model.parameters() if p.requires_grad]
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
        for task, indices, tokens in steps:
            given = inputs(task.encoded, indices, tokens)
            with half_precision(device):
                predicted = task.forward(model, *given) if task.forward else model(*given)
            loss = task.loss(predicted, indices, tokens)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            _follow(average, model, min(1 - 1 / (_AVERAGED * total + 1), step / (step + 10)))
            seen += loss.detach()
            if step % often == 0:
                keep(average)
                say(f"step {step} of {total}, epoch {number}: loss {seen.item() / often:.4f}")
                seen.zero_()
    return average


def told() -> Callable[[str], None]:
    """What prints a line with the seconds since now before it, to the error output."""
    began = time.monotonic()

    def say(line: str) -> None:
        print(f"[{time.monotonic() - began:5.0f} s] {line}", file=sys.stderr, flush=True)

    return say


def _steps(
    tasks: Sequence[tuple[Task, Sequence[int]]], batch: int, chance: random.Random
) -> list[tuple[Task, Tensor, int]]:
    found = [(task, *one) for task, rows in tasks for one in batches(task.encoded, rows, batch, chance, task.group)]
    if len(tasks) > 1:
        chance.shuffle(found)
    return found


@torch.no_grad()
def _follow(average: M, model: M, decay: float) -> None:
    pairs = [(a, b) for a, b in zip(average.parameters(), model.parameters(), strict=True) if b.requires_grad]
    torch._foreach_lerp_([a for a, _ in pairs], [b for _, b in pairs], 1 - decay)
