"""What a reader gets right on held-out rows."""

from collections import Counter

import numpy as np
import torch

from rag.evaluation.abstention_metrics import auroc
from training.reading import Soft, best_spans
from training.rows import Row, Rows
from training.tokens import Encoded


def figures(rows: Rows, encoded: Encoded[Row], said: Soft) -> dict[str, float]:
    """Span F1 over answered `given` rows, and how well answered rows stand apart from each kind of unanswered ones."""
    start, end, relevance = (s.float().cpu() for s in said)
    spans, score = best_spans(start, end)
    margin = (score - start[:, 0] - end[:, 0]).numpy()
    overlaps, whole = [], []
    for n, row in enumerate(encoded.rows):
        if row.kind == "given" and row.answers:
            a, b = spans[n].tolist()
            text = rows.text(row)
            guess = text[encoded.offsets[n, a, 0] : encoded.offsets[n, b, 1]]
            overlaps.append(max(_f1(guess, text[s:e]) for s, e in row.answers))
            whole.append(float(overlaps[-1] == 1))
    found = {"f1": float(np.mean(overlaps)), "em": float(np.mean(whole))}
    kinds = np.array([r.kind for r in encoded.rows])
    answered = np.array([r.is_answered for r in encoded.rows])
    for name, values in (("span", margin), ("relevance", relevance.numpy()), ("both", margin / 2 + relevance.numpy())):
        for kind in ("neighbour", "removed", "moved", "renamed", "opposite", "altered", "given"):
            other = values[(kinds == kind) & ~answered]
            if len(other):
                found[f"auroc {name} {kind}"] = told_apart(values[(kinds == "given") & answered], other)
    return found


def told_apart(right: np.ndarray, wrong: np.ndarray) -> float:
    """AUROC of scores that right rows have over those that wrong ones have."""
    return auroc([*right.tolist(), *wrong.tolist()], [True] * len(right) + [False] * len(wrong))


def _f1(guess: str, truth: str) -> float:
    a, b = guess.casefold().split(), truth.casefold().split()
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b)) if common else 0.0


def on_device() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"
