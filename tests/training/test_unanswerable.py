"""Questions that their paragraph no longer answers."""

import random

import pytest

from training.unanswerable import with_another_name, with_the_opposite

NEAR = "Springfield bought 17 buses in May."


def test_a_name_is_replaced_by_one_that_stands_elsewhere() -> None:
    made = with_another_name(
        "How many buses did Springfield buy?", "Trams run in Shelbyville and in Springfield.", NEAR, random.Random(0)
    )
    assert made == "How many buses did Shelbyville buy?"


def test_a_figure_is_replaced_by_another_figure() -> None:
    made = with_another_name("Who bought 17 buses?", "They sold 40 trams.", NEAR, random.Random(0))
    assert made == "Who bought 40 buses?"


@pytest.mark.parametrize("elsewhere", ["", "Trams run in Springfield.", "Trams run."])
def test_without_another_name_there_is_no_question(elsewhere: str) -> None:
    assert with_another_name("How many buses did Springfield buy?", elsewhere, NEAR, random.Random(0)) is None


def test_a_word_is_turned_into_its_opposite() -> None:
    assert with_the_opposite("Who was the first to leave?", random.Random(0)) == "Who was the last to leave?"
    assert with_the_opposite("Who paid for it?", random.Random(0)) is None
