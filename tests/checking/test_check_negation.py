"""Denials and opposites."""

import pytest

from rag.checking.negation import check_negation
from rag.checking.protocol import Source


def is_faulty(statement: str, source: str) -> bool:
    return bool(list(check_negation(statement, [Source(source)])))


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("The boats are not safe.", "The boats are not safe."),
        ("The boats are not enough for the island.", "The boats are far too few for the island."),
        ("The mayor sees no sign of a flood.", "The mayor said there was no sign of a flood."),
        ("The town will not buy boats.", "The town refused to buy boats."),
        ("Sales rose while costs fell.", "Sales rose and costs fell."),
        ("It is a false-flag operation at the quay.", "They planned a false-flag operation at the quay."),
        ("It reached No. 5 on the chart.", "It reached a high place, No. 5 on the chart."),
    ],
)
def test_what_agrees(statement: str, source: str) -> None:
    assert not is_faulty(statement, source)


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("The boats are not safe in storms.", "The boats are safe in storms."),
        ("The boats are safe in storms.", "The boats are not safe in storms."),
        ("The mayor said what she knew.", "What she knew the mayor did not say."),
        ("The town has never been in charge of boats.", "The town has been in charge of boats."),
        ("Ticket sales fell sharply.", "Ticket sales rose sharply."),
        ("The ferry is in a better state.", "The ferry is in a worse state."),
        ("The mayor says the quay will be closed.", "The mayor says there is no plan that the quay will be closed."),
    ],
)
def test_what_does_not(statement: str, source: str) -> None:
    assert is_faulty(statement, source)


def test_an_opposite_of_something_else_is_none() -> None:
    assert not is_faulty("The mayor closed the old quay.", "The town opened a shop, and the mayor shut the old quay.")


def test_the_cue_is_marked() -> None:
    statement = "The boats are not safe in storms."
    (found,) = check_negation(statement, [Source("The boats are safe in storms.")])
    assert found.contradicts
    assert found.fault.span and statement[found.fault.span.start : found.fault.span.end] == "not"


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("What passed between them is known.", "What passed between them is unknown."),
        ("The boats are enough for a rescue.", "The boats are far too few for a rescue."),
        ("Everything suggests a flood.", "Nothing suggests a flood."),
        ("The crew was willing to sail.", "The crew was unwilling to sail."),
    ],
)
def test_words_that_are_opposites_by_themselves(statement: str, source: str) -> None:
    assert is_faulty(statement, source)


def test_a_denial_may_stand_in_another_source_than_the_nearest() -> None:
    statement = "The old boats of the town sank in a storm, and the insurers did not pay."
    nearest = Source("The old boats of the town, for which insurers pay, sank in a storm.")
    assert list(check_negation(statement, [nearest]))
    assert not list(check_negation(statement, [nearest, Source("The insurers did not pay.")]))
