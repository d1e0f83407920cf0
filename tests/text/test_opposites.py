"""Parts of a sentence, and words with opposites."""

import pytest

from rag.text.opposites import find_opposites
from rag.text.parts import parts


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The ferry sank.", ["The ferry sank."]),
        ("The ferry sank; all on board were saved.", ["The ferry sank", "all on board were saved."]),
        ("The ferry sank, but all were saved.", ["The ferry sank", "but all were saved."]),
        ("The ferry sank: in May.", ["The ferry sank, in May."]),
        ("", [""]),
    ],
)
def test_parts(sentence: str, found: list[str]) -> None:
    assert parts(sentence) == found


def test_opposites_share_an_axis() -> None:
    (up,), (down,) = find_opposites("Sales rose."), find_opposites("Sales fell.")
    assert up[1] == down[1]
    assert up[2] == -down[2]
    assert not find_opposites("The ferry is red.")
