"""The right names and the wrong fact."""

import pytest

from rag.answering.mismatch import is_of_another_day, mismatch
from rag.answering.offers import find_offer
from rag.answering.question import analyse


def mismatched(question: str, sentence: str, *before: str) -> bool:
    asked = analyse(question)
    return bool(mismatch(asked, sentence, before, find_offer(sentence, asked)))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many buses were bought?", "The council bought new buses in May."),
        ("How many buses were bought?", "The council paid for buses with 9 loans."),
        ("How much did the buses cost?", "They bought 17 buses."),
        ("What percentage of the buses is red?", "They own 17 red buses."),
        ("When did the ferry sink?", "The ferry sank quickly."),
        ("Who bought the buses?", "The old buses were bought cheaply."),
        ("How many buses came in May 2023?", "In June 17 buses came."),
        ("What did Ann Lee say about the buses?", "The buses are red, said Bo Berg, who drives one."),
        ("What did Ann Lee say about the buses?", "The buses are red and have 40 seats."),
    ],
)
def test_what_shows_that_it_does_not_answer(question: str, sentence: str) -> None:
    assert mismatched(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many buses were bought?", "The council bought 17 buses."),
        ("How many troops came?", "Some 9,000 soldiers came."),
        ("How big is the fleet?", "It owns 17 buses."),
        ("How much did the buses cost?", "They cost $3 million."),
        ("When did the ferry sink?", "The ferry sank on 3 May."),
        ("Why did the ferry sink?", "Nobody had closed the doors."),
        ("Is the ferry safe?", "Its doors do not close."),
        ("How many buses came in May 2023?", "On 3 May, 17 buses came."),
        ("How many buses came in May 2023?", "Then 17 buses came."),
        ("What did Ann Lee say about the buses?", "“They are red,” Ann Lee said."),
        ("What did they say about the buses?", "The buses are red, said Bo Berg."),
    ],
)
def test_what_may_answer(question: str, sentence: str) -> None:
    assert not mismatched(question, sentence)


def test_who_speaks_may_stand_in_the_sentence_before() -> None:
    before = "Ann Lee, who runs the harbour, met reporters on Monday."
    assert not mismatched("What did Ann Lee say about the buses?", "“They are red,” she said.", before)


@pytest.mark.parametrize(
    ("asked", "told", "expected"),
    [
        ("on 25 November", "on 27 November", True),
        ("on 25 November", "in November", False),
        ("in October", "in November", True),
        ("in October or November", "on Nov. 3", False),
        ("on 25 November", "on 25 November 2022, not 27 November", False),
        ("on March 3", "on 3 March", False),
        ("who may come?", "in October", False),
        ("in October", "that day", False),
    ],
)
def test_another_day(asked: str, told: str, expected: bool) -> None:
    assert is_of_another_day(asked, told) is expected
