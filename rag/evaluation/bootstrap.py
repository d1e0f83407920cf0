"""Intervals by resampling questions (Efron and Tibshirani 1993, chapters 13 and 16). Deterministic by seed."""

from collections.abc import Callable, Sequence

import numpy as np

_RESAMPLES = 1000
_SEED = 20221230

Interval = tuple[float, float]


def interval(
    values: Sequence[float], statistic: Callable[[np.ndarray], float] | None = None, resamples: int = _RESAMPLES
) -> Interval:
    """The 95% percentile interval of a statistic (the mean by default) over resampled questions.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("no interval of no values")
    sample = np.asarray(values, dtype=float)
    chosen = np.random.default_rng(_SEED).integers(0, len(sample), size=(resamples, len(sample)))
    drawn = sample[chosen]
    found = drawn.mean(axis=1) if statistic is None else np.array([statistic(row) for row in drawn])
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def interval_of_rows(
    rows: int, statistic: Callable[[Sequence[int]], float | None], resamples: int = _RESAMPLES
) -> Interval | None:
    """The interval of a statistic of whole questions, given as a function of the chosen row numbers.

    Resamples for which it has no value (None) are passed over; None if half of them have none.
    """
    generator = np.random.default_rng(_SEED)
    found = [statistic(generator.integers(0, rows, size=rows).tolist()) for _ in range(resamples)]
    kept = [value for value in found if value is not None]
    if len(kept) < resamples / 2:
        return None
    low, high = np.percentile(kept, [2.5, 97.5])
    return float(low), float(high)


def paired_p_value(differences: Sequence[float], resamples: int = 10_000) -> float:
    """Two-sided p of the mean difference being 0, by resampling the questions' differences (paired bootstrap).

    Koehn 2004, "Statistical significance tests for machine translation evaluation", section 4. 1 for no difference.

    Raises:
        ValueError: there are no differences.
    """
    if not differences:
        raise ValueError("nothing to compare")
    sample = np.asarray(differences, dtype=float)
    if not sample.any():
        return 1.0
    chosen = np.random.default_rng(_SEED).integers(0, len(sample), size=(resamples, len(sample)))
    means = sample[chosen].mean(axis=1)
    # One more on each side: no number of resamples shows a p of 0 (Davison and Hinkley 1997, section 4.2).
    least = (1 + min((means <= 0).sum(), (means >= 0).sum())) / (1 + resamples)
    return float(min(1.0, 2 * least))
