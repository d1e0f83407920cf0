"""Every weight and threshold of the checker that is a matter of measuring.

Fitted by `benchmarks/claims.py fit` on open training rows, none of which is reported on; see `eval/LOG.md`.
"""

SUPPORTED_FROM = 0.5
"""From what support by meaning on a statement without a fault is supported."""

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

MUCH_THE_SAME, NEARLY_THE_SAME = 0.75, 0.85
"""From what likeness on a figure, day or name that differs keeps a sentence from bearing a claim out, and from what
anything that rules find to differ says otherwise."""

BORNE_OUT_FROM = 0.76
BORNE_OUT_WEIGHTS = {"bias": 0.68, "supported": 0.67, "refuted": -0.24}
"""Of how surely the articles bear a claim out (`decision.py`); fitted by `benchmarks/deciding.py`, as are the next."""

CONTRADICTED_FROM = 0.72
CONTRADICTED_WEIGHTS = {"bias": -0.91, "supported": -0.26, "refuted": 0.55}
"""Of how surely they say otherwise."""
