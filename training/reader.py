"""Train the packaged reader: `python -m training.reader --help`."""

import argparse
import random
from functools import partial
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training.figures import figures, on_device
from training.loop import Task, told, train
from training.model import Reader, load, save, start_from
from training.reading import Soft, epoch, read, reading_loss
from training.rows import Rows, read_rows, write_rows
from training.tokens import LONGEST, encode, not_longer

_MOST_HELD_OUT = 6000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with spans.jsonl and ranking.jsonl")
    parser.add_argument("--rows", type=Path, required=True, help="prepared rows; made from --data where absent")
    parser.add_argument("--base", type=Path, help="folder of the sentence-transformers model to start from")
    parser.add_argument("--out", type=Path, help="folder for reader.safetensors; without it rows are only prepared")
    parser.add_argument(
        "--teachers", type=int, default=4, help="readers whose mean teaches the one that is kept; 0: none"
    )
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--batch", type=int, default=192)
    parser.add_argument("--share", type=float, default=1.0, help="of the changed rows of an epoch; less is quicker")
    parser.add_argument("--seed", type=int, default=100)
    parser.add_argument("--most", type=int, default=0, help="train on so many rows only: for a quick run")
    parser.add_argument("--longest", type=int, default=LONGEST, help="leave out rows of more tokens: quicker")
    parser.add_argument(
        "--start", type=Path, nargs="+", default=[], help=".safetensors or .onnx to go on from; of several the mean"
    )
    given = parser.parse_args()
    rows = rows_of(given.rows, given.data, given.base)
    if given.out:
        _train(given, rows)


def rows_of(file: Path, data: Path, base: Path) -> Rows:
    """The rows in the file; made of `data` and written to it where it is absent."""
    if not file.exists():
        from training.prepare import prepare
        from training.similar import similar_names, similar_words

        write_rows(prepare(data, similar_words(base), partial(similar_names, base)), file)
    return read_rows(file)


def _train(given: argparse.Namespace, rows: Rows) -> None:
    say = told()
    given.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    chosen = random.Random(0).sample(rows.train, given.most) if given.most else rows.train
    held = random.Random(1).sample(rows.held_out, min(_MOST_HELD_OUT, len(rows.held_out)))
    learned = not_longer(encode(tokenizer, rows, chosen), given.longest).to(on_device())
    held_out = encode(tokenizer, rows, held).to(on_device())
    say(f"{len(learned.rows)} rows to learn, {len(held)} held out, on {on_device()}")

    def report(name: str, readers: list[Reader]) -> None:
        found = figures(rows, held_out, read(readers, held_out))
        say(name + ": " + ", ".join(f"{key} {value:.3f}" for key, value in found.items()))

    file = given.out / "reader.safetensors"

    def one(seed: int, soft: Soft | None = None) -> Reader:
        torch.manual_seed(seed)
        chance = random.Random(seed)
        reader = Reader(given.base)
        start_from(reader, given.base, given.start)
        epochs = [epoch(learned, chance, given.share) for _ in range(given.epochs)]
        return train(
            reader,
            [Task(learned, epochs, reading_loss(learned, soft))],
            rate=given.rate,
            batch=given.batch,
            chance=chance,
            say=say,
            keep=lambda reader: save(reader, file),
        )

    teachers = []
    for seed in range(given.teachers):
        teachers.append(one(seed))
        report(f"teacher {seed}", teachers[-1:])
    if teachers:
        report("teachers together", teachers)
    save(one(given.seed, read(teachers, learned) if teachers else None), file)
    report("kept", [load(Reader, given.base, file).to(on_device())])


if __name__ == "__main__":
    main()
