"""--since, --until, --as-of and --publisher, as a person types them."""

from datetime import date

import pytest

from rag.cli.scoping import scope
from rag.errors import UsageError
from rag.types import Scope


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2022-12-30", date(2022, 12, 30), date(2022, 12, 30)),
        (" 30 December 2022 ", date(2022, 12, 30), date(2022, 12, 30)),
        ("2022-02", date(2022, 2, 1), date(2022, 2, 28)),
        ("2024-2", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_a_day_a_month_or_a_year(typed: str, first: date, last: date) -> None:
    assert scope(typed, None, None, None) == Scope(since=first)
    assert scope(None, typed, None, None) == Scope(until=last)
    assert scope(None, None, typed, None) == Scope(as_of=last)


@pytest.mark.parametrize("typed", ["", "yesterday", "2022-13", "2022-00", "0000", "03/04/2022", "30"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="--until"):
        scope(None, typed, None, None)


def test_a_range_without_a_day_is_refused() -> None:
    assert scope("2022-12", "2022-12", None, None).since == date(2022, 12, 1)
    with pytest.raises(UsageError, match="no day since 2023-01-01 and until 2022-12-31"):
        scope("2023", None, "2022", None)


@pytest.mark.parametrize("publishers", [[""], ["BBC", " – "]])
def test_a_publisher_without_a_name_is_refused(publishers: list[str]) -> None:
    with pytest.raises(UsageError, match="--publisher"):
        scope(None, None, None, publishers)
