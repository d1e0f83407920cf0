"""What is possible, likely or alleged stays so."""

import pytest

from rag.checking.hedges import check_hedges
from rag.checking.protocol import Source


def is_faulty(statement: str, source: str) -> bool:
    return bool(list(check_hedges(statement, [Source(source)])))


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("The ferry might sink in a storm.", "The ferry may sink in a storm."),
        ("The ferry is likely to sink.", "The ferry will probably sink."),
        ("Suspected thieves took the boat.", "The boat was taken by suspected thieves."),
        ("Police say thieves took the boat.", "Thieves allegedly took the boat."),
        ("The ferry sails in May.", "The ferry sails in May, and the mayor may come along."),
        ("They asked who did it.", "They asked who might have done it."),
        ("The film is set in Rome.", "It is a comedy, set in Rome."),
        ("The record was set by a swimmer.", "The record was set by a swimmer in May."),
        ("The ferry was late, due to the storm.", "The ferry was late due to the storm."),
        ("Flooding closed the park.", "The park is closed on Wednesday due to dangerous flooding."),
    ],
)
def test_kept(statement: str, source: str) -> None:
    assert not is_faulty(statement, source)


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("The ferry will sink in a storm.", "The ferry may sink in a storm."),
        ("Thieves took the boat.", "Suspected thieves took the boat."),
        ("The ferry sank.", "The ferry reportedly sank."),
        ("The ferry leaves Ystad.", "The ferry is set to leave Ystad."),
        ("The mayor plans to sell the quay, Lee said.", "The mayor might be planning to sell the quay, Lee said."),
        ("The mayor said it is a sign of trouble.", "It could be a sign of trouble, the mayor said."),
        ("The town wants boats and fears a flood.", "The town may want boats, but probably fears a flood."),
    ],
)
def test_dropped(statement: str, source: str) -> None:
    assert is_faulty(statement, source)


def test_what_is_told_as_so_is_marked() -> None:
    statement = "The ferry will sink in a storm."
    (found,) = check_hedges(statement, [Source("The ferry may sink in a storm.")])
    assert found.fault.message == "the source is less sure: “may”"
    assert found.fault.span and statement[found.fault.span.start : found.fault.span.end] == "sink in a storm"
