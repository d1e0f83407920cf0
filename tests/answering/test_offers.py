"""Whether a sentence has the kind of thing that a question asks for."""

import pytest

from rag.answering.offers import find_offer
from rag.answering.question import analyse

TROOPS = "how many Russian troops are in Belarus?"


def offered(sentence: str, question: str) -> tuple[float, str | None]:
    """How strong the offer is, and the words that it stands in."""
    offer = find_offer(sentence, analyse(question))
    return offer.strength, sentence[offer.span.start : offer.span.end] if offer.span else None


def bug(*values: object, reason: str) -> object:
    return pytest.param(*values)


@pytest.mark.parametrize(
    ("sentence", "question", "expected"),
    [
        ("Russia keeps 10,000 to 15,000 troops there.", TROOPS, (1.0, "10,000 to 15,000")),
        ("At least 9,000 of the Russian troops came.", TROOPS, (1.0, "At least 9,000")),
        ("Some 9,000 Russian soldiers came.", TROOPS, (1.0, "Some 9,000")),
        ("Some 9,000 Russian trucks came.", TROOPS, (0.5, "Some 9,000")),
        ("It lost 98 tanks in the battle for Kyiv, then 4,000 soldiers.", "how many soldiers?", (1.0, "4,000")),
        ("The talks took 3 hours.", TROOPS, (0.4, "3")),
        ("The troops came on May 3, 2022, with T-72 tanks.", TROOPS, (0.0, None)),
        ("Many troops came.", TROOPS, (0.0, None)),
        ("It sent troops, at least 94 of them, and 36 to 44 trucks.", TROOPS, (1.0, "at least 94")),
        ("They left 9,000 empty boxes in the big old halls of the troops.", TROOPS, (0.4, "9,000")),
        ("It paid $3 billion for oil.", "How much did Minsk pay for oil?", (0.9, "$3 billion")),
        bug(
            "Russia sent 98 tanks and 4,000 troops.", TROOPS, (1.0, "4,000"),
            reason="a figure reaches over the next figure, so that 98 counts the troops",
        ),
    ],
)  # fmt: skip
def test_a_figure(sentence: str, question: str, expected: tuple[float, str | None]) -> None:
    assert offered(sentence, question) == expected


@pytest.mark.parametrize(
    ("sentence", "question", "expected"),
    [
        ("The war began on 24 February 2022.", "When did the war begin?", (1.0, "24 February 2022")),
        ("He quit last week.", "When did he quit?", (1.0, "last week")),
        ("Monday was cold, Tuesday was not.", "When after Monday was it warm?", (1.0, "Tuesday")),
        ("Monday was cold.", "When was it Monday?", (0.0, None)),
        ("He quit.", "When did he quit?", (0.0, None)),
        bug(
            "The mayor was elected in 2022.", "When in 2022 was the mayor elected?", (0.0, None),
            reason="a date of several words is not recognised as the question's own",
        ),
    ],
)  # fmt: skip
def test_a_time(sentence: str, question: str, expected: tuple[float, str | None]) -> None:
    assert offered(sentence, question) == expected


_OF_NAME = "`of` joins a person to the question's own place, so that the person is taken for that place"


@pytest.mark.parametrize(
    ("sentence", "question", "expected"),
    [
        ("Gen. Valery Gerasimov replaced him.", "Who replaced Surovikin?", (1.0, "Gen. Valery Gerasimov")),
        ("Gerasimov replaced him.", "Who replaced Surovikin?", (0.6, "Gerasimov")),
        ("Surovikin gave way to Valery Gerasimov.", "Who replaced Surovikin?", (1.0, "Valery Gerasimov")),
        ("Gen. Sergei Surovikin was removed on Monday.", "Who replaced Surovikin?", (0.0, None)),
        ("Sergei Surovikin was removed.", "Who replaced Gen. Sergei Surovikin?", (0.0, None)),
        ("The general was removed on Monday.", "Who replaced Surovikin?", (0.0, None)),
        bug(
            "Mayor Joe Quimby of Springfield resigned.", "Who is the mayor of Springfield?", (1.0, "Joe Quimby"),
            reason=_OF_NAME,
        ),
    ],
)  # fmt: skip
def test_a_person(sentence: str, question: str, expected: tuple[float, str | None]) -> None:
    strength, words = offered(sentence, question)
    assert strength == expected[0]
    assert (expected[1] or "") in (words or "")
    assert (words is None) == (expected[1] is None)


@pytest.mark.parametrize(
    ("sentence", "question", "expected"),
    [
        ("It landed in Przewodow.", "Where did the missile land?", (1.0, "Przewodow")),
        ("Lukashenko met him outside the Kremlin.", "Where did Putin meet him?", (1.0, "Kremlin")),
        ("Przewodow was hit.", "Where did the missile land?", (0.6, "Przewodow")),
        ("It fell in Belarus.", "Where in Belarus did it fall?", (0.0, None)),
        ("It fell in a field.", "Where did it fall?", (0.0, None)),
    ],
)
def test_a_place(sentence: str, question: str, expected: tuple[float, str | None]) -> None:
    assert offered(sentence, question) == expected


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        ("They left because of the rain.", 1.0),
        ("They left to avoid the rain.", 1.0),
        ("The strike was a response to the rain.", 0.0),
        ("They have been away since Monday.", 0.0),
        ("They have been away since 2020.", 0.0),
        ("They left.", 0.0),
        bug("They left, since it rained.", 1.0, reason="under re.I the [A-Z] after `since` forbids any word there"),
    ],
)
def test_a_reason(sentence: str, strength: float) -> None:
    assert offered(sentence, "Why did they leave?") == (strength, None)


def test_a_question_for_anything_is_offered_half_by_all() -> None:
    assert offered("It rained.", "What did they do?") == offered("Gen. Surovikin lost 98 tanks.", "And?") == (0.5, None)
