"""How the value of a figure, its interval and its breach are written, wherever they are shown."""

from typing import Any


def number(value: float | None, *, timing: bool = False) -> str:
    """Three decimals; whole numbers for what is measured in milliseconds or megabytes; a dash for no value."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if timing else f"{value:.3f}"


def breach_line(breach: dict[str, Any]) -> str:
    """What a threshold that is not kept says of itself."""
    return f"{breach['figure']} is {number(breach['value'])}, and its threshold is {number(breach['threshold'])}"


def interval(figure: dict[str, Any]) -> str:
    """The 95% interval of a figure of a report; a dash where none was drawn."""
    if figure["low"] is None:
        return "–"
    timing = figure.get("timing", False)
    return f"{number(figure['low'], timing=timing)} to {number(figure['high'], timing=timing)}"
