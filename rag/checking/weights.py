"""Every weight and threshold of the checker that is a matter of measuring.

Fitted by `benchmarks/claims.py fit` on open training rows, none of which is reported on; see `eval/LOG.md`.
"""

SUPPORTED_FROM = 0.5
"""From what support by meaning on a statement without a fault is supported."""

REFUTED_FROM = 0.9
"""From what probability that the sources speak against it a checker refuses what would pass: no more false alarms than
without one on the part of `eval/mutations.jsonl` that rules may be made for."""

WEIGHTS = {
    "bias": -2.5,
    "covered": 1.54,
    "cosine": 1.87,
    "mean_cosine": 0.91,
    "runs": 0.58,
    "denials": -0.95,
    "figures_unheld": -2.73,
    "length_ratio": -0.52,
}
"""Of a logistic regression: what each feature adds to the logarithm of the odds that the sources carry a statement."""
