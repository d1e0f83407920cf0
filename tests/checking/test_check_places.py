"""Places in an order, and times of the clock however they are written."""

import pytest

from rag.checking.places import check_places
from rag.checking.protocol import Source


def is_faulty(statement: str, source: str) -> bool:
    return bool(list(check_places(statement, [Source(source)])))


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("It sailed at 9 p.m.", "It sailed at 21:00."),
        ("It sailed at 12:00.", "It sailed at noon."),
        ("It sailed at midnight.", "It sailed at 12 a.m."),
        ("It sailed at 8:30.", "It sailed at 8.30am."),
        ("She came 3rd in the race.", "She came third in the race."),
        ("Sales rose by a third to 900.", "Sales rose by a third to 900, in the second month."),
    ],
)
def test_the_same(statement: str, source: str) -> None:
    assert not is_faulty(statement, source)


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("It sailed at 9 p.m.", "It sailed at 9:00."),
        ("It sailed at 8:30.", "It sailed at 9:30."),
        ("It sailed at noon.", "It sailed at midnight."),
        ("She came 2nd in the race.", "She came third in the race."),
    ],
)
def test_another(statement: str, source: str) -> None:
    assert is_faulty(statement, source)
