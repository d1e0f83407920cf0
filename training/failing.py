"""Fit anew which tokens fail, where a checker learned more of verdicts: `python -m training.failing --help`.

Few of the rows of news have a token that is known to fail, so a checker that sees mostly these says that none does. Its
encoder and its verdict are left as they are; only the head of the tokens is fitted, on rows to learn.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.claim import Claim
from training.claims import read_claims
from training.loop import told
from training.model import Checker, load, save
from training.precision import half_precision
from training.tokens import batches, encode_claims, inputs

_STEPS = 300
_RATE = 0.02
_DECAY = 1e-4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=Path, required=True, help="the checker's rows")
    parser.add_argument("--base", type=Path, required=True, help="folder of the sentence-transformers model")
    parser.add_argument("--weights", type=Path, required=True, help="checker.safetensors, which is written anew")
    parser.add_argument("--each", type=int, default=1500, help="rows with a failing token, and rows without")
    given = parser.parse_args()
    say = told()
    claims = chosen(read_claims(given.rows)[0], given.each)
    checker = load(Checker, given.base, given.weights).eval()
    hidden, fails = tokens_of(checker, claims, Tokenizer.from_file(str(given.base / "tokenizer.json")))
    say(f"{len(claims)} rows, {len(fails)} tokens, {int(fails.sum())} of them fail")
    say(f"loss {fit(checker, hidden, fails):.4f}")
    save(checker, given.weights)


def chosen(claims: Sequence[Claim], each: int) -> list[Claim]:
    """As many rows with a failing token as without one, of those where that is known."""
    chance = random.Random(0)
    sides = [[c for c in claims if c.fails is not None and bool(c.fails) == some] for some in (True, False)]
    return [claim for side in sides for claim in chance.sample(side, min(each, len(side)))]


@torch.no_grad()
def tokens_of(checker: Checker, claims: Sequence[Claim], tokenizer: Tokenizer) -> tuple[Tensor, Tensor]:
    """The last hidden state of each token of the statements, and which of them fail."""
    encoded = encode_claims(tokenizer, claims)
    hidden, fails = [], []
    for indices, tokens in batches(encoded, range(len(claims)), 32, None):
        with half_precision(encoded.ids.device):
            state = checker.encoded(*inputs(encoded, indices, tokens)).float()
        marks = encoded.targets[indices, :tokens]
        known = (marks & 1) > 0
        hidden.append(state[known])
        fails.append(((marks & 2) > 0)[known].float())
    return torch.cat(hidden), torch.cat(fails)


def fit(checker: Checker, hidden: Tensor, fails: Tensor) -> float:
    """Fit the head of the failing tokens; returns the loss that is left."""
    optimizer = torch.optim.Adam(checker.fails.parameters(), lr=_RATE, weight_decay=_DECAY)
    loss = torch.zeros(())
    for step in range(_STEPS):
        for group in optimizer.param_groups:
            group["lr"] = _RATE * (1 - step / _STEPS)
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(checker.fails(hidden).squeeze(-1), fails)
        loss.backward()
        optimizer.step()
    return float(loss.detach())


if __name__ == "__main__":
    main()
