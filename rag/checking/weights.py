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

MUCH_THE_SAME, NEARLY_THE_SAME = 0.75, 0.8
"""From what likeness on a figure, day or name that differs keeps a sentence from bearing a claim out, and from what
anything that rules find to differ says otherwise."""

BORNE_OUT_FROM = 0.6
BORNE_OUT_WEIGHTS = {
    "bias": -0.03,
    "supported": 0.466,
    "refuted": -0.098,
    "alone_supported": 0.119,
    "alone_refuted": -0.138,
}
"""Of how surely the articles bear a claim out (`decision.py`); fitted by `benchmarks/deciding.py`, as are the last."""

AGREED_FROM, CITED_FROM = 0.3, 0.25
"""The same where a sentence is nearly the same and rules find nothing wrong, and where the claim names it besides."""

SURE_FROM = 0.8
"""From where on a checker and a rule that finds another figure in what is cited disagree, and nothing is said."""

CONTRADICTED_FROM = 0.77
CONTRADICTED_WEIGHTS = {
    "bias": -0.047,
    "supported": -0.035,
    "refuted": 0.479,
    "alone_supported": -0.067,
    "alone_refuted": 0.152,
}
"""Of how surely they say otherwise."""
