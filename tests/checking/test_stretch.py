"""What a checker reads for a statement."""

from datetime import date

import pytest

from rag.checking.protocol import Source
from rag.checking.stretch import spelt_out, stretch_of

DAY = date(1997, 9, 18)
"""A Thursday."""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Labour kept the seat on Tuesday.", "Labour kept the seat on Tuesday (16 September 1997)."),
        ("It lost one last month.", "It lost one last month (August 1997)."),
        ("The trial will open on Monday.", "The trial will open on Monday (22 September 1997)."),
        ("He came on 3 March, he said today.", "He came on 3 March (3 March 1997), he said today (18 September 1997)."),
        ("It was opened in May 1990.", "It was opened in May 1990."),
        ("They met last week.", "They met last week."),
    ],
)  # fmt: skip
def test_days_told_from_the_day_of_the_article_are_spelt_out(line: str, told: str) -> None:
    assert spelt_out(line, DAY) == told
    assert spelt_out(line, None) == line


def test_it_begins_with_title_and_day_and_tells_each_sentence_once() -> None:
    first = Source("The bridge was shut on Tuesday.", ("It is old.",), "Bridge shut", DAY)
    second = Source("It will open again in May.", ("It is old.", first.text), "Bridge shut", DAY)
    read = stretch_of("The bridge is shut.", [first, second])
    assert read == (
        "Bridge shut. 18 September 1997. It is old. The bridge was shut on Tuesday (16 September 1997). "
        "It will open again in May (May 1998)."
    )


def test_sentences_of_two_articles_have_no_common_heading() -> None:
    one, other = Source("It is shut.", (), "Bridge", DAY), Source("It opened today.", (), "Tunnel", date(1998, 1, 2))
    assert stretch_of("It opened.", [one, other]) == "It is shut. It opened today (2 January 1998)."
    assert stretch_of("It opened.", []) == ""


def test_what_is_leant_on_gives_way_to_what_may_carry_the_statement() -> None:
    long = Source("The mayor resigned.", ("word " * 300, "He was tired."), "Mayor", DAY)
    read = stretch_of("The mayor resigned.", [long])
    assert "He was tired. The mayor resigned." in read
    assert "word word" not in read
