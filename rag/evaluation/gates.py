"""Thresholds: the figures below which a suite fails."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from rag.errors import UsageError, shown
from rag.evaluation.figures import figure_names
from rag.evaluation.outcome import Figure

_NAMED = 8
_HUGE = 1e300


@dataclass(frozen=True, slots=True)
class Breach:
    """A figure on the wrong side of its threshold, and the questions that did worst in it. Only some fail a run."""

    figure: str
    value: float | None
    threshold: float
    questions: tuple[str, ...]
    fails: bool


def load_thresholds(file: Path, suite: str) -> dict[str, float]:
    """The thresholds of a suite: figure names and numbers, from the table of its name. Empty where it has none.

    Raises:
        UsageError: the file cannot be read, or holds what is no threshold.
    """
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:  # a number of 5,000 digits is a plain ValueError
        raise UsageError(f"the thresholds {file} cannot be read: {error}", "name another with --thresholds") from error
    found = table.get(suite, {})
    if not isinstance(found, dict):
        raise UsageError(f"{suite} in {file} is no table", f"write [{suite}] and figure = number below it")
    for name, value in found.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _HUGE:
            raise UsageError(f"{suite}.{name} in {file} is {shown(value)}, and must be a number")
    return {name: float(value) for name, value in found.items()}


def breaches(figures: Sequence[Figure], thresholds: Mapping[str, float]) -> list[Breach]:
    """The thresholds that are not kept, in the order of the figures.

    A figure that has no value breaches: a gate that cannot be measured must not pass.

    Raises:
        UsageError: a threshold names no figure there is.
    """
    known = {figure.name: figure for figure in figures}
    names = figure_names() | known.keys()
    for name in thresholds:
        if name not in names:
            near = get_close_matches(name, names, n=1)
            raise UsageError(
                f"there is no figure {shown(name)}",
                f"did you mean {near[0]}?" if near else "rag eval lists them",
            )
    found = [Breach(name, None, bar, (), fails=True) for name, bar in thresholds.items() if name not in known]
    for name, figure in known.items():
        if name not in thresholds:
            continue
        bar, value = thresholds[name], figure.value
        kept = value is not None and (value <= bar if figure.lower_is_better else value >= bar)
        if not kept:
            found.append(Breach(name, value, bar, _worst(figure), fails=not figure.timing))
    return found


def _worst(figure: Figure) -> tuple[str, ...]:
    fallen = sorted((v, i) for i, v in figure.values.items() if v < 1)
    return tuple(i for _, i in fallen[:_NAMED])
