"""Questions that their paragraph no longer answers."""

import random

import pytest

from training.similar import is_another_of_its_kind
from training.unanswerable import denied, with_another_name, with_another_word, with_the_opposite

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


def test_a_word_becomes_another_of_its_kind_that_the_paragraph_does_not_have() -> None:
    def similar(word: str) -> list[str]:
        return {"buses": ["trams", "boats"]}.get(word, [])

    made = with_another_word("Who sold the buses?", "Trams and buses were sold.", similar, random.Random(0))
    assert made == "Who sold the boats?"
    assert with_another_word("Who sold it?", NEAR, similar, random.Random(0)) is None


def test_a_question_is_asked_of_what_was_not() -> None:
    assert denied("How many buses did they buy?", random.Random(0)) == "How many buses didn't they buy?"
    for question in ("Who bought buses?", "Who did not buy buses?", "Who didn't buy any?"):
        assert denied(question, random.Random(0)) is None


def test_words_of_a_kind_end_alike_and_are_no_forms_of_one() -> None:
    assert is_another_of_its_kind("bought", "sold")
    assert is_another_of_its_kind("trams", "buses")
    for other in ("tram", "buying", "busy"):
        assert not is_another_of_its_kind(other, "buses")
