"""The same answer in several articles."""

import pytest

from rag.answering.agreement import Answered, agreement
from rag.types import Span

QUESTION = "Who won the race in Ystad?"


def answered(article: int, text: str, answer: str | None) -> Answered:
    start = text.index(answer) if answer else 0
    return Answered(article, text, Span(start, start + len(answer)) if answer else None)


BERG = answered(1, "Bo Berg won the race on Sunday.", "Bo Berg")
SHORT = answered(2, "On a wet track Berg came in before everybody else.", "Berg")
LEE = answered(3, "The race went to Ann Lee after an appeal.", "Ann Lee")
NOBODY = answered(4, "The race was on Sunday, and wet it was.", None)


def test_a_shorter_name_is_the_same_answer() -> None:
    assert agreement(QUESTION, [BERG, SHORT, LEE, NOBODY]) == [0.5, 0.5, 0.0, 0.0]


@pytest.mark.parametrize(
    "other",
    [
        answered(1, "Later Bo Berg thanked his mother for all that she had done.", "Bo Berg"),
        answered(5, "Bo Berg won the race on Sunday in Ystad.", "Bo Berg"),
        answered(5, "The race in Ystad was his first victory.", "race in Ystad"),
    ],
    ids=["same article", "a copy", "words of the question"],
)
def test_what_does_not_agree(other: Answered) -> None:
    assert agreement(QUESTION, [BERG, other]) == [0.0, 0.0]


def test_two_others_are_enough() -> None:
    third = answered(6, "Nobody beat Bo Berg that afternoon.", "Bo Berg")
    fourth = answered(7, "It was the happiest day in the life of young Bo Berg.", "Bo Berg")
    assert agreement(QUESTION, [BERG, SHORT, third, fourth])[0] == 1.0
