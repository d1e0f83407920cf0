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

from training.claim import NOT_BORNE_OUT, SUPPORTED, Claim
from training.claims import prepare_claims, read_claims, write_claims
from training.figures import on_device, told_apart
from training.gathered import gathered_claims
from training.loop import Loss, Task, told, train
from training.model import Checker, load, save, start_from
from training.news import read_news
from training.precision import half_precision
from training.shares import share_of
from training.similar import similar_words
from training.tokens import LONGEST, Encoded, batches, encode_claims, inputs

_MOST_HELD_OUT = 4000
_TOKENS = 1.0
"""The weight of the loss of failing tokens beside that of the verdict."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with spans, claims and what more there is of claims")
    parser.add_argument("--rows", type=Path, required=True, help="prepared rows; made from --data where absent")
    parser.add_argument("--base", type=Path, required=True, help="folder of the sentence-transformers model")
    parser.add_argument(
        "--start", type=Path, nargs="+", default=[], help="a reader or checker to go on from: it knows pairs of texts"
    )
    parser.add_argument("--out", type=Path, help="folder for checker.safetensors; without it rows are only prepared")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--share", type=float, default=1.0, help="of all rows of an epoch but news; less is quicker")
    parser.add_argument("--news", type=float, default=1.0, help="the same of rows of news")
    parser.add_argument("--layers", type=int, default=0, help="of the encoder; default: as many as the base has")
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--longest", type=int, default=LONGEST, help="leave out rows of more tokens: quicker")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    claims = read_or_make(given.rows, given.data, given.base)
    if given.out:
        _train(given, *claims)


def read_or_make(file: Path, data: Path, base: Path) -> tuple[list[Claim], list[Claim]]:
    """The claims in the file; made of `data` and written to it where it is absent."""
    if not file.exists():
        made = prepare_claims(data, similar_words(base), gathered_claims(data), list(read_news()))
        write_claims(made, file)
    return read_claims(file)


def _train(given: argparse.Namespace, learned: list[Claim], held_out: list[Claim]) -> None:
    say = told()
    given.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    chance = random.Random(given.seed)
    torch.manual_seed(given.seed)
    # Only what is seen is encoded: most rows are not.
    epochs = [claims_epoch(learned, chance, given.share, given.news) for _ in range(given.epochs)]
    learned, epochs = _seen(learned, epochs)
    held_out = random.Random(1).sample(held_out, min(_MOST_HELD_OUT, len(held_out)))
    rows, held = encode_claims(tokenizer, learned).to(on_device()), encode_claims(tokenizer, held_out).to(on_device())
    short = set(np.flatnonzero(rows.lengths.cpu().numpy() <= given.longest).tolist())
    epochs = [[n for n in epoch if n in short] for epoch in epochs]
    say(f"epochs of {[len(e) for e in epochs]} of {len(learned)} rows, {len(held_out)} held out, on {on_device()}")
    checker = Checker(given.base, given.layers, given.dropout)
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


def claims_epoch(claims: Sequence[Claim], chance: random.Random, share: float, news: float = 1.0) -> list[int]:
    """The rows that one epoch sees; `share` scales how many, `news` how many of those of news."""
    return [n for n, c in enumerate(claims) if chance.random() < share_of(c, share, news)]


def checking_loss(encoded: Encoded[Claim]) -> Loss:
    """Cross-entropy of the verdict, and of each token of a statement whose failing tokens are known.

    Of a row that is known only not to be borne out, the verdict is that it is refuted or neither.
    """
    labels = torch.tensor([c.label for c in encoded.rows], device=encoded.ids.device)

    def loss(predicted: tuple[Tensor, Tensor], indices: Tensor, tokens: int) -> Tensor:
        verdict, fails = predicted
        marks = encoded.targets[indices, :tokens]
        known = (marks & 1).float()
        each = F.binary_cross_entropy_with_logits(fails, ((marks & 2) > 0).float(), reduction="none")
        by_token = (each * known).sum() / known.sum().clamp(min=1)
        return F.nll_loss(_with_not_borne_out(verdict), labels[indices]) + _TOKENS * by_token

    return loss


def _with_not_borne_out(verdict: Tensor) -> Tensor:
    """Logarithms of the probabilities of the three verdicts, and that of the last two together."""
    odds = F.log_softmax(verdict, -1)
    return torch.cat([odds, odds[:, SUPPORTED + 1 :].logsumexp(-1, keepdim=True)], -1)


def _seen(claims: Sequence[Claim], epochs: Sequence[Sequence[int]]) -> tuple[list[Claim], list[list[int]]]:
    """The claims that any epoch sees, and the epochs with their numbers among these."""
    numbers = {n: at for at, n in enumerate(sorted({n for epoch in epochs for n in epoch}))}
    return [claims[n] for n in numbers], [[numbers[n] for n in epoch] for epoch in epochs]


@torch.no_grad()
def checker_figures(checker: Checker, encoded: Encoded[Claim]) -> dict[str, float]:
    """Accuracy and AUROC of "supported" over all rows and each kind, and the F1 of failing tokens."""
    checker.eval()
    odds = np.zeros(len(encoded.rows))
    right = np.zeros(len(encoded.rows))
    labels = np.array([c.label for c in encoded.rows])
    kinds = np.array([c.kind.partition("/")[0] for c in encoded.rows])
    counts: Counter[str] = Counter()
    for indices, tokens in batches(encoded, range(len(encoded.rows)), 64, None):
        with half_precision(encoded.ids.device):
            verdict, fails = checker(*inputs(encoded, indices, tokens))
        at = indices.cpu().numpy()
        odds[at] = F.log_softmax(verdict, -1)[:, SUPPORTED].cpu().numpy()
        said = verdict.argmax(-1).cpu().numpy()
        right[at] = (said == labels[at]) | ((labels[at] == NOT_BORNE_OUT) & (said != SUPPORTED))
        marks = encoded.targets[indices, :tokens]
        failing, true, known = fails > 0, (marks & 2) > 0, (marks & 1) > 0
        counts["hit"] += int((failing & true & known).sum())
        counts["said"] += int((failing & known).sum())
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
