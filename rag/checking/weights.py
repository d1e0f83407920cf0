"""Every weight and threshold of the checker that is a matter of measuring.

Fitted by `benchmarks/claims.py fit` on open training rows, none of which is reported on; see `eval/LOG.md`.
"""

SUPPORTED_FROM = 0.5
"""From what support by meaning on a statement without a fault is supported."""

WEIGHTS = {
    "bias": -2.8,
    "covered": 0.55,
    "covered_by_one": -0.21,
    "least_covered_part": 0.29,
    "cosine": 2.64,
    "least_cosine": -1.15,
    "mean_cosine": 2.14,
    "pairs": -0.16,
    "unheld": -1.28,
    "soft_least": 0.28,
    "soft_mean": 1.25,
    "soft_lost": 0.36,
    "names_unheld": 0.06,
    "figures_unheld": -2.59,
    "denials": -0.79,
    "length": 1.13,
    "length_ratio": -1.2,
}
"""Of a logistic regression: what each feature adds to the logarithm of the odds that the sources carry a statement."""
