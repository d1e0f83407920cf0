"""The right names and the wrong fact."""

import pytest

from rag.answering.mismatch import Mismatch, is_done_by_another, is_of_another_day, mismatch
from rag.answering.offers import find_offer
from rag.answering.question import analyse


def mismatched(question: str, sentence: str, *before: str) -> bool:
    asked = analyse(question)
    return mismatch(asked, sentence, before, find_offer(sentence, asked)) != Mismatch()


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
        ("What is the name of the ambassador summoned in Oslo?", "Kyiv’s ambassador was summoned in Oslo."),
        ("What’s the name of Riga’s chief adviser?", "Estonia spoke to the chief adviser in Riga."),
        ("What is the name of the power plant?", "Estonia owns a power plant."),
        ("Who led the delegation?", "A delegation of the EU came."),
        ("How many Latvians came?", "Some 300 newly hired Estonians came."),
        ("How many buses did Riga give Oslo?", "Oslo gave Riga 17 buses."),
    ],
)
def test_what_shows_that_it_does_not_answer(question: str, sentence: str) -> None:
    assert mismatched(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many buses were bought?", "The council bought 17 buses."),
        ("How many troops came?", "Some 9,000 soldiers came."),
        ("How many Latvian soldiers came?", "From Riga 300 Latvian troops came."),
        ("How many Latvians came?", "To Estonia came 300 of them."),
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
        ("on June 11", "from June 9 to 13", False),
        ("on 11 June", "on June 9-13, 2023", False),
        ("on June 14", "from 9 to 13 June", True),
        ("since May", "in October", True),
        ("said Theresa May", "in October", False),
        ("who may come?", "in October", False),
        ("in October", "that day", False),
    ],
)
def test_another_day(asked: str, told: str, expected: bool) -> None:
    assert is_of_another_day(asked, told) is expected


def test_it_says_what_it_is() -> None:
    asked = analyse("How many buses did Riga give Oslo in May 2023?")
    sentence = "In June Oslo delivered new buses."
    expected = Mismatch(kind=True, absent=True, day=True, doer=True)
    assert mismatch(asked, sentence, (), find_offer(sentence, asked)) == expected


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("How many tanks did Poland send to Ukraine?", "Belarus has sent 98 tanks.", True),
        ("How many tanks did Poland send to Ukraine?", "In October, Belarus delivered 98 tanks.", True),
        ("How many tanks did Poland send to Ukraine?", "Poland supplied 14 tanks.", False),
        ("How many tanks did Poland send to Ukraine?", "Warsaw has handed over 14 tanks.", False),
        ("How many tanks did Poland send to Ukraine?", "Ukraine was given 14 tanks by Poland.", False),
        ("How many tanks did Poland send to Ukraine?", "It sent 98 tanks.", False),
        ("How many tanks did Poland send to Ukraine?", "Ukraine has 98 tanks.", False),
        ("When did Ann Lee meet Bo Berg?", "Bo Berg met Ann Lee on Monday.", False),
        ("How many tanks were sent to Ukraine?", "Belarus has sent 98 tanks.", False),
    ],
)
def test_who_did_it(question: str, sentence: str, expected: bool) -> None:
    assert is_done_by_another(question, sentence) is expected


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("How many buses came?", "The new buses came at last.", True),
        ("How many buses came?", "Buses came for 3 hours.", False),  # that is no figure of buses, but it is one
        ("How much did the buses cost?", "The 17 buses cost a lot.", True),
        ("How much did the buses cost?", "They cost $3 million.", False),
        ("How long did it take?", "It took all day.", False),
        ("Who was the driver of the bus?", "The driver of the bus left.", True),
        ("Who was the driver of the bus?", "Ann Lee was the driver.", False),
        ("Who drives buses?", "Students drive them.", False),
    ],
)
def test_what_is_asked_for_in_so_many_words_is_absent(question: str, sentence: str, expected: bool) -> None:
    asked = analyse(question)
    assert mismatch(asked, sentence, (), find_offer(sentence, asked)).absent is expected
