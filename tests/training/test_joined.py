"""Statements of two sentences, and of more than a text says."""

import random

from training.joined import joined, with_more


def test_two_sentences_become_one_and_each_can_be_found_in_it() -> None:
    for seed in range(10):
        made = joined("The town bought buses.", "The mayor sold them.", random.Random(seed))
        assert made is not None
        text, first, second = made
        assert text[slice(*first)] == "The town bought buses"
        assert text[slice(*second)] == "the mayor sold them."
        assert second[1] == len(text)


def test_a_name_keeps_its_capital() -> None:
    made = joined("The town bought buses.", "Joan sold them.", random.Random(0))
    assert made is not None
    assert made[0].endswith("Joan sold them.")


def test_what_is_too_long_to_read_is_not_joined() -> None:
    assert joined("word " * 30, "word " * 30, random.Random(0)) is None


def test_a_phrase_of_another_text_is_put_at_the_end_and_marked() -> None:
    made = with_more("The town bought buses.", "It rained in the hills of Ogden, and then stopped.", random.Random(0))
    assert made == ("The town bought buses in the hills of Ogden.", (22, 43))
    assert made[0][slice(*made[1])] == "in the hills of Ogden"
    assert with_more("It rained in the hills of Ogden.", "He was in the hills of Ogden, too.", random.Random(0)) is None
    assert with_more("The town bought buses.", "It rained.", random.Random(0)) is None
