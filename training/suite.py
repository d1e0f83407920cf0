"""Held-out rows as a suite for `rag eval` and `benchmarks/weights.py`: `python -m training.suite --help`.

No reader has been trained on these paragraphs, so what it says of them is what it will say of others.
"""

import argparse
import json
import random
from pathlib import Path

from training.rows import Row, Rows, read_rows

_KINDS = ("given", "removed", "renamed", "opposite")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=Path, required=True, help="prepared rows")
    parser.add_argument("--out", type=Path, required=True, help="folder for articles/ and heldout.jsonl")
    parser.add_argument("--most", type=int, default=2000, help="answerable rows, and as many of the others")
    given = parser.parse_args()
    rows = read_rows(given.rows)
    (given.out / "articles").mkdir(parents=True, exist_ok=True)
    names: dict[str, str] = {}
    with (given.out / "heldout.jsonl").open("w", encoding="utf-8") as out:
        for number, row in enumerate(chosen(rows, given.most)):
            text = rows.text(row)
            if text not in names:
                names[text] = f"{len(names):05}.txt"
                (given.out / "articles" / names[text]).write_text(text, "utf-8")
            accepted = sorted({text[start:end] for start, end in row.answers}) or None
            item = {
                "id": f"h{number:05}",
                "question": row.question,
                "answer": accepted,
                "evidence": [{"article": names[text]}] if accepted else [],
                "tags": [row.kind],
                "within": [names[text]],
            }
            out.write(json.dumps(item, ensure_ascii=False) + "\n")


def chosen(rows: Rows, most: int) -> list[Row]:
    """As many answerable rows as others, at random, in the order of the file."""
    kept = []
    for answered in (True, False):
        side = [n for n, r in enumerate(rows.held_out) if r.kind in _KINDS and bool(r.answers) is answered]
        kept += random.Random(0).sample(side, min(most, len(side)))
    return [rows.held_out[n] for n in sorted(kept)]


if __name__ == "__main__":
    main()
