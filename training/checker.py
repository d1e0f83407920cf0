"""Train the packaged checker: `python -m training.checker --help`."""

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.claims import SUPPORTED, Claim, prepare_claims, read_claims, write_claims
from training.figures import on_device, told_apart
from training.loop import Loss, Task, told, train
from training.model import Checker, load, save, start_from
from training.precision import half_precision
from training.similar import similar_words
from training.tokens import Encoded, batches, encode_claims, inputs

_MOST_HELD_OUT = 4000
_TOKENS = 2.0
"""The weight of the loss of failing tokens beside that of the verdict."""
_SHARES = {
    "answered": 2.0,
    "taken": 0.7,
    "elsewhere": 0.3,
    "edited": 0.45,
    "counterfactual-nli": 0.25,
    "snli-dev": 0.15,
}
"""Of the rows of a kind, the share that an epoch sees, where not all: captions are far from news, and people's own
paraphrases near. More than all counts where `--share` takes less."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with claims.jsonl and spans.jsonl")
    parser.add_argument("--rows", type=Path, required=True, help="prepared rows; made from --data where absent")
    parser.add_argument("--base", type=Path, required=True, help="folder of the sentence-transformers model")
    parser.add_argument(
        "--start", type=Path, nargs="+", default=[], help="a reader or checker to go on from: it knows pairs of texts"
    )
    parser.add_argument("--out", type=Path, help="folder for checker.safetensors; without it rows are only prepared")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--share", type=float, default=1.0, help="of all rows of an epoch; less is quicker")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    claims = read_or_make(given.rows, given.data, given.base)
    if given.out:
        _train(given, *claims)


def read_or_make(file: Path, data: Path, base: Path) -> tuple[list[Claim], list[Claim]]:
    """The claims in the file; made of `data` and written to it where it is absent."""
    if not file.exists():
        write_claims(prepare_claims(data, similar_words(base)), file)
    return read_claims(file)


def _train(given: argparse.Namespace, learned: list[Claim], held_out: list[Claim]) -> None:
    say = told()
    given.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    chance = random.Random(given.seed)
    torch.manual_seed(given.seed)
    epochs = [claims_epoch(learned, chance, given.share) for _ in range(given.epochs)]
    held_out = random.Random(1).sample(held_out, min(_MOST_HELD_OUT, len(held_out)))
    rows, held = encode_claims(tokenizer, learned).to(on_device()), encode_claims(tokenizer, held_out).to(on_device())
    say(f"epochs of {[len(e) for e in epochs]} of {len(learned)} rows, {len(held_out)} held out, on {on_device()}")
    checker = Checker(given.base)
    start_from(checker, given.base, given.start)
    file = given.out / "checker.safetensors"
    kept = train(
        checker,
        [Task(rows, epochs, checking_loss(rows))],
        rate=given.rate,
        batch=given.batch,
        chance=chance,
        say=say,
        keep=lambda checker: save(checker, file),
    )
    save(kept, file)
    for name, value in checker_figures(load(Checker, given.base, file).to(on_device()), held).items():
        say(f"{name} {value:.3f}")


def claims_epoch(claims: Sequence[Claim], chance: random.Random, share: float) -> list[int]:
    """The rows that one epoch sees; `share` scales how many."""
    return [n for n, c in enumerate(claims) if chance.random() < share * _SHARES.get(c.kind, 1.0)]


def checking_loss(encoded: Encoded[Claim]) -> Loss:
    """Cross-entropy of the verdict, and of each token of a statement whose failing tokens are known."""
    labels = torch.tensor([c.label for c in encoded.rows], device=encoded.ids.device)

    def loss(predicted: tuple[Tensor, Tensor], indices: Tensor, tokens: int) -> Tensor:
        verdict, fails = predicted
        marks = encoded.targets[indices, :tokens]
        known = (marks & 1).float()
        each = F.binary_cross_entropy_with_logits(fails, ((marks & 2) > 0).float(), reduction="none")
        by_token = (each * known).sum() / known.sum().clamp(min=1)
        return F.cross_entropy(verdict, labels[indices]) + _TOKENS * by_token

    return loss


@torch.no_grad()
def checker_figures(checker: Checker, encoded: Encoded[Claim]) -> dict[str, float]:
    """Accuracy and AUROC of "supported" over all rows and each kind, and the F1 of failing tokens."""
    checker.eval()
    odds = np.zeros(len(encoded.rows))
    right = np.zeros(len(encoded.rows))
    labels = np.array([c.label for c in encoded.rows])
    kinds = np.array([c.kind for c in encoded.rows])
    counts: Counter[str] = Counter()
    for indices, tokens in batches(encoded, range(len(encoded.rows)), 64, None):
        with half_precision(encoded.ids.device):
            verdict, fails = checker(*inputs(encoded, indices, tokens))
        at = indices.cpu().numpy()
        odds[at] = F.log_softmax(verdict, -1)[:, SUPPORTED].cpu().numpy()
        right[at] = verdict.argmax(-1).cpu().numpy() == labels[at]
        marks = encoded.targets[indices, :tokens]
        said, true, known = fails > 0, (marks & 2) > 0, (marks & 1) > 0
        counts["hit"] += int((said & true & known).sum())
        counts["said"] += int((said & known).sum())
        counts["true"] += int((true & known).sum())
    found = {"failing tokens F1": 2 * counts["hit"] / max(1, counts["said"] + counts["true"])}
    for kind in ("all", *sorted(set(kinds))):
        mine = np.ones(len(kinds), bool) if kind == "all" else kinds == kind
        found[f"{kind} accuracy"] = float(right[mine].mean())
        yes, no = odds[mine & (labels == SUPPORTED)], odds[mine & (labels != SUPPORTED)]
        if len(yes) and len(no):
            found[f"{kind} AUROC"] = told_apart(yes, no)
    return found


if __name__ == "__main__":
    main()
