"""Train one encoder as reader and checker in turns: `python -m training.both --help`.

What people wrote to be refuted is among the checker's rows, and what answers a question among the reader's: each
teaches the other (Caruana 1997, multi-task learning). How much it sees of each is for the shares to say; one that is
exported as a reader or as a checker alone is still the better for the other.
"""

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training.asked import asked_claims
from training.checker import checking_loss, claims_epoch, read_or_make
from training.claim import Claim
from training.figures import on_device
from training.loop import Task, told, train
from training.model import Both, Checker, Reader, load, save, start_from
from training.ranked import ranking_task
from training.reader import rows_of
from training.reading import epoch, reading_loss
from training.rows import Row
from training.tokens import LONGEST, Encoded, encode, encode_claims, not_longer, together

_ASKED = 0.6
"""The share of a reader's epoch of which checker rows are made."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with spans, ranking and claims, all .jsonl")
    parser.add_argument("--rows", type=Path, required=True, help="the reader's rows; made from --data where absent")
    parser.add_argument("--claims", type=Path, required=True, help="the checker's rows; made from --data where absent")
    parser.add_argument("--base", type=Path, required=True, help="folder of the sentence-transformers model")
    parser.add_argument("--reader", type=Path, required=True, help="reader.safetensors that marks wrong answers")
    parser.add_argument("--start", type=Path, nargs="+", default=[], help="to go on from; of several the mean")
    parser.add_argument("--out", type=Path, required=True, help="folder for both.safetensors")
    parser.add_argument("--layers", type=int, default=0, help="of the encoder; default: as many as the base has")
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=192)
    parser.add_argument("--longest", type=int, default=LONGEST, help="leave out rows of more tokens: quicker")
    parser.add_argument("--reading", type=float, default=1.0, help="the share of a reader's epoch that is seen")
    parser.add_argument("--checking", type=float, default=1.0, help="the same of a checker's epoch")
    parser.add_argument("--ranking", type=float, default=0.0, help="of questions seen with texts to choose among")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    say = told()
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    rows = rows_of(given.rows, given.data, given.base)
    claims, _ = read_or_make(given.claims, given.data, given.base)
    reading = not_longer(encode(tokenizer, rows, rows.train), given.longest).to(on_device())
    checking = not_longer(encode_claims(tokenizer, claims), given.longest).to(on_device())
    marks = load(Reader, given.base, given.reader).to(on_device())
    model = Both(given.base, given.layers, given.dropout)
    start_from(model, given.base, given.start or [given.reader])
    shares = Shares(given.reading, given.checking, given.ranking)
    tasks = both_tasks(reading, checking, marks, given.epochs, random.Random(given.seed), shares)
    say(f"epochs of {[[len(e) * task.group for e in task.epochs] for task in tasks]} rows, on {on_device()}")
    given.out.mkdir(parents=True, exist_ok=True)
    file = given.out / "both.safetensors"
    torch.manual_seed(given.seed)
    chance = random.Random(given.seed)
    kept = train(
        model, tasks, rate=given.rate, batch=given.batch, chance=chance, say=say, keep=lambda model: save(model, file)
    )
    save(kept, file)


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of an epoch of each task is seen."""

    reading: float = 1.0
    checking: float = 1.0
    ranking: float = 0.0


def both_tasks(
    reading: Encoded[Row],
    checking: Encoded[Claim],
    marks: Reader,
    epochs: int,
    chance: random.Random,
    shares: Shares,
) -> list[Task]:
    """What one encoder learns in turns: to read, to check claims and answers that `marks` marked, and to choose."""
    whole = [epoch(reading, chance) for _ in range(epochs)]
    asked = [[n for n in rows if chance.random() < _ASKED * shares.checking] for rows in whole]
    checked = [claims_epoch(checking.rows, chance, shares.checking) for _ in range(epochs)]
    for number, rows in enumerate(asked):
        made = asked_claims(reading, rows, marks, chance)
        checked[number] += range(len(checking.rows), len(checking.rows) + len(made.rows))
        checking = together(checking, made)
    seen = [[n for n in rows if chance.random() < shares.reading] for rows in whole]
    tasks = [
        Task(reading, seen, reading_loss(reading, None), Reader.forward),
        Task(checking, checked, checking_loss(checking), Checker.forward),
    ]
    if shares.ranking:
        tasks.append(ranking_task(reading, epochs, chance, shares.ranking))
    return tasks


if __name__ == "__main__":
    main()
