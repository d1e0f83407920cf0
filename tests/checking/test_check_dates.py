"""Days, months, years, and "last week" counted from the day of the paper."""

from datetime import date

import pytest

from rag.checking.dates import check_dates
from rag.checking.protocol import Source

FRIDAY = date(2022, 12, 30)


def is_faulty(statement: str, source: str, *before: str, published: date | None = None) -> bool:
    return bool(list(check_dates(statement, [Source(source, before, "", published)])))


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("It sank on 3 May.", "It sank on May 3."),
        ("It sank in May.", "It sank on 3 May."),
        ("It sank in early October.", "It sank early in October."),
        ("It was open from 15 to 22 October.", "It was open between 15 and 22 October."),
        ("It sank last week.", "Last week it sank."),
        ("The ferry sails from May to July.", "From May to July the ferry sails."),
        ("The 1980s were dull.", "It was a dull time, the 1980's."),
        ("It ends by spring.", "It is to end by spring."),
        ("It sold 1940 crates.", "It sold 1,940 crates."),
    ],
)
def test_times_that_are_borne_out(statement: str, source: str) -> None:
    assert not is_faulty(statement, source)


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("It sank on 13 May.", "It sank on 3 May."),
        ("It sank on 3 June.", "It sank on 3 May."),
        ("It sank on 3 May.", "It sank in May."),
        ("It sank in May 2021.", "It sank in May."),
        ("It sank in 2021.", "It sank in 2022."),
        ("It sank late in October.", "It sank early in October."),
        ("It sank on Monday.", "It sank on Friday."),
        ("It sank last month.", "It sank last week."),
        ("From May to July it sailed.", "From March to July it sailed."),
        ("It ends by autumn.", "It is to end by spring."),
        ("Two boats sank last week.", "Two boats sank last month, and last week the mayor told them to stay."),
        ("The 1990s were dull.", "The 1980s were dull."),
    ],
)
def test_times_that_are_not(statement: str, source: str) -> None:
    assert is_faulty(statement, source)


def test_weekdays_are_counted_from_the_day_of_the_paper() -> None:
    assert not is_faulty("It sank on 29 December.", "It sank on Thursday.", published=FRIDAY)
    assert not is_faulty("It sank in December 2022.", "It sank on Thursday.", published=FRIDAY)
    assert is_faulty("It sank on 30 December.", "It sank on Thursday.", published=FRIDAY)
    assert is_faulty("It sank on 29 December.", "It sank on Thursday.")


def test_a_day_may_be_counted_from_one_told_before() -> None:
    before = "On 1 November the harbour closed."
    assert not is_faulty("On 2 November it sank.", "A day later it sank.", before)
    assert is_faulty("On 5 November it sank.", "A day later it sank.", before)


def test_what_was_told_before_does_not_outweigh_the_sentence() -> None:
    assert not is_faulty("It sank in November.", "It sank.", "On 1 November the harbour closed.")
    assert is_faulty("It sank in November.", "It sank in October.", "On 1 November the harbour closed.")
