"""Which words of a sentence bear a statement out."""

import pytest

from rag.answering.carrying import carrying_words

QUOTE = "The council, which met on Monday, approved 14 new ferries for the lake route by a vote of nine to two."


@pytest.mark.parametrize(
    ("statement", "carried"),
    [
        ("Councillors approved fourteen ferries.", ["council", "approved", "ferries"]),
        ("The approval of 14 new ferries came on Monday.", ["Monday, approved 14 new ferries"]),
        ("A museum burnt down.", []),
    ],
)
def test_words_that_say_the_same_are_found_in_any_form(statement: str, carried: list[str]) -> None:
    assert [QUOTE[s.start : s.end] for s in carrying_words(statement, QUOTE)] == carried
