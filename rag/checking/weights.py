"""Every threshold and weight of the checker that is a matter of measuring."""

SUPPORTED_FROM = 0.5
"""From what support by meaning on a statement without a fault is supported."""
