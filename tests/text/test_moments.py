"""What an expression of time fixes, and which two cannot be one time."""

import pytest

from rag.text.moments import Moment, exclude, parse_moment


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("4 May 1921", Moment(1921, 5, (4, 4))),
        ("May 4, 1921", Moment(1921, 5, (4, 4))),
        ("2022-12-30", Moment(2022, 12, (30, 30))),
        ("26–27 September", Moment(None, 9, (26, 27))),
        ("Aug. 15 to 18, 2024", Moment(2024, 8, (15, 18))),
        ("3rd until 5th of May", Moment(None, 5, (3, 5))),
        ("since June", Moment(None, 6)),
        ("Sept. 3", Moment(None, 9, (3, 3))),
        ("early 2019", Moment(2019)),
        ("Thursday", Moment(weekday=3)),
        ("last week", Moment()),
    ],
)
def test_parts(expression: str, expected: Moment) -> None:
    assert parse_moment(expression) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("3 May", "4 May", True),
        ("3 May", "3 June", True),
        ("1921", "1923", True),
        ("3 May 1921", "3 May", False),
        ("3 May 1921", "1921", False),
        ("26–27 September", "27 September", False),
        ("Thursday", "3 May", False),
        ("Thursday", "Friday", False),
        ("last week", "3 May", False),
    ],
)
def test_two_times(one: str, other: str, expected: bool) -> None:
    assert exclude(parse_moment(one), parse_moment(other)) is expected


def test_weekdays_exclude_each_other_within_one_week() -> None:
    assert exclude(parse_moment("Thursday"), parse_moment("Friday"), of_one_week=True)
