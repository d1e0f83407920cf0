"""Two runs of one suite, question by question."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import UsageError
from rag.evaluation.bootstrap import paired_p_value
from rag.evaluation.outcome import Figure


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure now and in the baseline. `p` is that of the paired bootstrap; won and lost name questions."""

    figure: str
    before: float
    now: float
    won: tuple[str, ...]
    lost: tuple[str, ...]
    tied: int
    p: float


def load_baseline(file: Path) -> dict[str, Any]:
    """A report that `rag eval --json` wrote.

    Raises:
        UsageError: it is none.
    """
    try:
        report: dict[str, Any] = json.loads(file.read_text("utf-8"))
        _ = (report["suite_fingerprint"], report["corpus_fingerprint"])
        _ = [(question["id"], dict(question["figures"])) for question in report["questions"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"the baseline {file} is no report of rag eval: {error}", "make one with --json") from error
    return report


def require_same(what: str, ours: str, baseline: Mapping[str, Any]) -> None:
    """Refuse a baseline of another `suite` or `corpus`.

    Raises:
        UsageError: its fingerprint differs.
    """
    theirs = baseline[f"{what}_fingerprint"]
    if ours != theirs:
        raise UsageError(
            f"the baseline was made with another {what} ({theirs}, and this one is {ours})",
            "only the same questions on the same articles can be compared; make a new baseline with --json",
        )


def compare(figures: Sequence[Figure], baseline: Mapping[str, Any]) -> list[Comparison]:
    """Every figure that is a mean over questions and stands in both runs, on the questions that have it in both."""
    before: dict[str, dict[str, float]] = {q["id"]: q["figures"] for q in baseline["questions"]}
    found = []
    for figure in figures:
        if figure.timing:
            continue
        pairs = {i: (before[i][figure.name], v) for i, v in figure.values.items() if figure.name in before.get(i, {})}
        if not pairs:
            continue
        found.append(
            Comparison(
                figure.name,
                sum(b for b, _ in pairs.values()) / len(pairs),
                sum(n for _, n in pairs.values()) / len(pairs),
                tuple(i for i, (b, n) in pairs.items() if n > b),
                tuple(i for i, (b, n) in pairs.items() if n < b),
                sum(n == b for b, n in pairs.values()),
                paired_p_value([n - b for b, n in pairs.values()]),
            )
        )
    return found
