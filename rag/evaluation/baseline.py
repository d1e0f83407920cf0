"""Two runs of one suite, question by question."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import UsageError, shown
from rag.evaluation.bootstrap import paired_p_value
from rag.evaluation.outcome import Figure

_HUGE = 1e300
"""No figure is; larger whole numbers could not be made decimals of."""


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
        if not all(isinstance(report[f"{what}_fingerprint"], str) for what in ("suite", "corpus")):
            raise TypeError("a fingerprint is no text")
        for question in report["questions"]:
            _require_figures(question["id"], question["figures"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError(
            f"the baseline {file} is no report of rag eval: {str(error)[:120]}", "make one with --json"
        ) from error
    return report


def _require_figures(name: object, values: Mapping[str, object]) -> None:
    """Raise a TypeError unless it is the name of a question and the figures of one."""
    if not isinstance(name, str) or not isinstance(values, dict):
        raise TypeError("a question has no name or no figures")
    if not all(isinstance(v, int | float) and abs(v) < _HUGE for v in values.values()):
        raise TypeError(f"a figure of {shown(name)} is no number")


def require_same(what: str, ours: str, baseline: Mapping[str, Any]) -> None:
    """Refuse a baseline of another `suite` or `corpus`.

    Raises:
        UsageError: its fingerprint differs.
    """
    theirs = baseline[f"{what}_fingerprint"]
    if ours != theirs:
        raise UsageError(
            f"the baseline was made with another {what} ({theirs[:40]}, and this one is {ours})",
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
