"""Figures with their bounds and what they count."""

import pytest

from rag.text.figures import Bound, find_figures


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("at least 94 boats", Bound.LEAST),
        ("94 boats or more", Bound.LEAST),
        ("no more than 94 boats", Bound.MOST),
        ("not more than 94 boats", Bound.MOST),
        ("up to 94 boats", Bound.MOST),
        ("fewer than 94 boats", Bound.MOST),
        ("about 94 boats", Bound.ABOUT),
        ("perhaps 94 boats", Bound.ABOUT),
        ("94 boats or so", Bound.ABOUT),
        ("94 boats", Bound.EXACT),
        ("the 94 boats", Bound.EXACT),
    ],
)
def test_bounds(text: str, bound: Bound) -> None:
    (figure,) = find_figures(f"The town has {text}.")
    assert figure.bound is bound
    assert (figure.value.low, figure.value.high) == (94, 94)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("a dozen boats", 11, 13),
        ("1.2 million boats", 1.2e6, 1.2e6),
        ("36 to 44 boats", 36, 44),
        ("between 36 and 44 boats", 36, 44),
        ("half of the boats", 50, 50),
        ("in May 40,000 boats", 40_000, 40_000),
    ],
)
def test_values(text: str, low: float, high: float) -> None:
    (figure,) = find_figures(f"It sold {text}.")
    assert (figure.value.low, figure.value.high) == (low, high)


@pytest.mark.parametrize("text", ["On 3 May it sank.", "It was open between 15 and 22 October.", "It sank in 2022."])
def test_days_are_no_figures(text: str) -> None:
    assert not find_figures(text)


def test_what_is_counted() -> None:
    tents, boats = find_figures("It bought 9 blue tents, and 12 boats of wood.")
    assert tents.counted == {"blue", "tent"}
    assert boats.counted == {"boat"}
