from datetime import date, timedelta
from itertools import product

import pytest

from rag.text.days import Period, periods, resolve, spoken_of

FRIDAY = date(2022, 12, 30)
TUESDAY = date(2022, 11, 8)


def of(first: str, last: str | None = None) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last or first))


JUNE = of("2022-06-01", "2022-06-30")


@pytest.mark.parametrize(
    ("expression", "period"),
    [
        # Written out
        ("2022-12-30", of("2022-12-30")),
        ("Dec. 30, 2022", of("2022-12-30")),
        ("30th of December, 2022", of("2022-12-30")),
        ("Friday, Dec. 30, 2022", of("2022-12-30")),
        ("26–27 September 2021", of("2021-09-26", "2021-09-27")),
        ("Sept. 26-27, 2021", of("2021-09-26", "2021-09-27")),
        ("October 2021", of("2021-10-01", "2021-10-31")),
        ("early October 2021", of("2021-10-01", "2021-10-10")),
        ("mid-October 2021", of("2021-10-11", "2021-10-20")),
        ("late in October 2021", of("2021-10-21", "2021-10-31")),
        ("the end of February 2024", of("2024-02-21", "2024-02-29")),
        ("in 2021", of("2021-01-01", "2021-12-31")),
        ("2021", of("2021-01-01", "2021-12-31")),
        ("early 2023", of("2023-01-01", "2023-04-30")),
        ("late-2021", of("2021-09-01", "2021-12-31")),
        ("spring of 2024", of("2024-03-01", "2024-05-31")),
        ("summer 2021", of("2021-06-01", "2021-08-31")),
        ("between 15 and 22 October 2021", of("2021-10-15", "2021-10-22")),
        ("Aug. 15 to 18, 2024", of("2024-08-15", "2024-08-18")),
        ("15 to 18 August 2024", of("2024-08-15", "2024-08-18")),
        ("June 9 through 13, 2023", of("2023-06-09", "2023-06-13")),
        ("Friday,\n Dec.\t30,  2022", of("2022-12-30")),
    ],
)
def test_what_is_written_out_needs_no_day_of_the_paper(expression: str, period: Period) -> None:
    assert resolve(expression, None) == period
    assert resolve(expression, FRIDAY) == resolve(expression, date(1999, 1, 1)) == period


@pytest.mark.parametrize(
    ("expression", "published", "period"),
    [
        ("3 November", TUESDAY, of("2022-11-03")),
        ("8 November", TUESDAY, of("2022-11-08")),
        ("9 November", TUESDAY, of("2021-11-09")),
        ("Nov. 3", TUESDAY, of("2022-11-03")),
        ("Thursday, 3 November", TUESDAY, of("2022-11-03")),
        ("Thursday, 10 November", TUESDAY, of("2022-11-10")),
        ("29 February", TUESDAY, of("2020-02-29")),
        ("26–27 September", TUESDAY, of("2022-09-26", "2022-09-27")),
        ("between 15 and 22 October", TUESDAY, of("2022-10-15", "2022-10-22")),
        ("from 15 to 22 October", TUESDAY, of("2022-10-15", "2022-10-22")),
        ("October", TUESDAY, of("2022-10-01", "2022-10-31")),
        ("November", TUESDAY, of("2022-11-01", "2022-11-30")),
        ("December", TUESDAY, of("2021-12-01", "2021-12-31")),
        ("early October", TUESDAY, of("2022-10-01", "2022-10-10")),
        ("late November", TUESDAY, of("2021-11-21", "2021-11-30")),
        ("last October", TUESDAY, of("2022-10-01", "2022-10-31")),
        ("last November", TUESDAY, of("2021-11-01", "2021-11-30")),
        ("next November", TUESDAY, of("2023-11-01", "2023-11-30")),
        ("this December", TUESDAY, of("2022-12-01", "2022-12-31")),
        ("since April", TUESDAY, of("2022-04-01", "2022-11-08")),
        ("since 2016", TUESDAY, of("2016-01-01", "2022-11-08")),
        ("Tuesday", TUESDAY, of("2022-11-08")),
        ("Monday", TUESDAY, of("2022-11-07")),
        ("Wednesday", TUESDAY, of("2022-11-02")),
        ("last Tuesday", TUESDAY, of("2022-11-01")),
        ("last Friday", TUESDAY, of("2022-11-04")),
        ("last Friday", FRIDAY, of("2022-12-23")),
        ("next Tuesday", TUESDAY, of("2022-11-15")),
        ("next Friday", TUESDAY, of("2022-11-11")),
        ("this Friday", TUESDAY, of("2022-11-11")),
        ("last week", TUESDAY, of("2022-10-31", "2022-11-06")),
        ("This week", TUESDAY, of("2022-11-07", "2022-11-13")),
        ("next week", FRIDAY, of("2023-01-02", "2023-01-08")),
        ("last month", TUESDAY, of("2022-10-01", "2022-10-31")),
        ("next month", FRIDAY, of("2023-01-01", "2023-01-31")),
        ("last month", date(2023, 1, 5), of("2022-12-01", "2022-12-31")),
        ("this year", TUESDAY, of("2022-01-01", "2022-12-31")),
        ("last year", TUESDAY, of("2021-01-01", "2021-12-31")),
        ("last spring", FRIDAY, of("2022-03-01", "2022-05-31")),
        ("last spring", date(2022, 4, 1), of("2021-03-01", "2021-05-31")),
        ("this spring", date(2022, 4, 1), of("2022-03-01", "2022-05-31")),
        ("this winter", date(2023, 1, 5), of("2022-12-01", "2023-02-28")),
        ("next summer", FRIDAY, of("2023-06-01", "2023-08-31")),
        ("last winter", FRIDAY, of("2021-12-01", "2022-02-28")),
        ("last fall", FRIDAY, of("2022-09-01", "2022-11-30")),
        ("winter 2023", FRIDAY, of("2022-12-01", "2023-02-28")),
        ("winter of 2023", date(2023, 11, 20), of("2023-12-01", "2024-02-29")),
        ("today", TUESDAY, of("2022-11-08")),
        ("Yesterday", TUESDAY, of("2022-11-07")),
        ("tomorrow", FRIDAY, of("2022-12-31")),
        ("three days ago", TUESDAY, of("2022-11-05")),
        ("a day ago", TUESDAY, of("2022-11-07")),
        ("12 days ago", TUESDAY, of("2022-10-27")),
        ("two weeks ago", TUESDAY, of("2022-10-24", "2022-10-30")),
        ("three months ago", date(2022, 2, 10), of("2021-11-01", "2021-11-30")),
        ("Three years ago", TUESDAY, of("2019-01-01", "2019-12-31")),
    ],
)
def test_what_counts_from_the_day_of_the_paper(expression: str, published: date, period: Period) -> None:
    assert resolve(expression, published) == period
    assert resolve(expression, None) is None


@pytest.mark.parametrize(
    "expression",
    [
        "", "soon", "two days later", "a week earlier", "several days ago", "some years ago", "a decade ago",
        "31 April 2022", "22–15 October", "Dec. 32, 2022", "Monday, Dec. 30, 2022", "32 October", "since 2030",
        "9999 years ago",
    ],
)  # fmt: skip
def test_what_means_no_certain_days(expression: str) -> None:
    assert resolve(expression, FRIDAY) is None


def test_a_period_of_one_day_is_a_day() -> None:
    assert of("2022-12-30").is_day
    assert not of("2022-12-30", "2022-12-31").is_day


@pytest.mark.parametrize("offset", range(14))
def test_weeks_begin_on_monday(offset: int) -> None:
    published = FRIDAY + timedelta(offset)
    weeks = [resolve(f"{which} week", published) for which in ("last", "this", "next")]
    assert all(w is not None and w.first.weekday() == 0 and (w.last - w.first).days == 6 for w in weeks)
    assert weeks[1] is not None and weeks[1].first <= published <= weeks[1].last
    bare = resolve("Wednesday", published)
    assert bare is not None and timedelta(0) <= published - bare.first < timedelta(7) and bare.first.weekday() == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The quay closed on Friday.", [("Friday", of("2022-11-04"))]),
        ("The quay will close on Friday.", [("Friday", of("2022-11-11"))]),
        ("The quay is due to close in December.", [("December", of("2022-12-01", "2022-12-31"))]),
        ("The quay closed in December.", [("December", of("2021-12-01", "2021-12-31"))]),
        ("On Friday the quay will close.", [("Friday", of("2022-11-11"))]),
        ("The board plans to meet on 9 November.", [("9 November", of("2022-11-09"))]),
        ("The quay will be reopened on 9 November.", [("9 November", of("2022-11-09"))]),
        (
            "Lee said on Friday that the quay will close on Thursday.",
            [("Friday", of("2022-11-04")), ("Thursday", of("2022-11-10"))],
        ),
        (
            "The strike will end on Friday, the mayor said Monday.",
            [("Friday", of("2022-11-11")), ("Monday", of("2022-11-07"))],
        ),
        ("It will close on Tuesday.", [("Tuesday", of("2022-11-08"))]),
        ("It sank between 15 and 22 October.", [("22 October", of("2022-10-15", "2022-10-22"))]),
        ("It sank on 26–27  September.", [("26–27  September", of("2022-09-26", "2022-09-27"))]),
        ("Two days later it sank.", [("Two days later", None)]),
        (
            "From March to September it sank.",
            [("March", of("2022-03-01", "2022-09-30")), ("September", of("2022-03-01", "2022-09-30"))],
        ),
        (
            "March and June were wet.",
            [("March", of("2022-03-01", "2022-03-31")), ("June", of("2022-06-01", "2022-06-30"))],
        ),
        ("It has sunk since 3 November.", [("3 November", of("2022-11-03", "2022-11-08"))]),
        ("Earlier this week it sank.", [("this week", of("2022-11-07", "2022-11-08"))]),
        ("It will sink later this week.", [("this week", of("2022-11-08", "2022-11-13"))]),
        ("It sank.", []),
        ("", []),
    ],
)
def test_periods(text: str, expected: list[tuple[str, Period | None]]) -> None:
    assert [(text[s.start : s.end], period) for s, period in periods(text, TUESDAY)] == expected
    assert [s for s, _ in periods(text, None)] == [s for s, _ in periods(text, TUESDAY)]


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("The quay sank on 3 November.", of("2022-11-03")),
        ("The quay sank.", None),
        ("The quay is one that sank in May 2019.", None),
        ("The mayor, who has led it since June, left.", None),
        ("In October it leaked; it sank last week.", of("2022-10-01", "2022-10-31")),
        ("Early in October it leaked, then it sank on 3 November.", of("2022-10-01", "2022-10-10")),
        ("He said: “It sank on 3 November.”", of("2022-11-03")),
        ("Last Tuesday, 1 November, the quay sank.", of("2022-11-01")),
        ("In October, on the 3rd, it sank.", of("2022-10-01", "2022-10-31")),
        ("Since April the quay has sunk on 3 November twice.", of("2022-11-03")),
        ("The quay, which opened on 3 May 2019, sank last week.", of("2022-10-31", "2022-11-06")),
        ("Bob Day, who has led it since 1 June, left in October.", of("2022-10-01", "2022-10-31")),
        ("The ferry that sank on 3 May 2019 was raised last week.", of("2022-10-31", "2022-11-06")),
        ("He called it “the storm of 3 May 2019” last week.", of("2022-10-31", "2022-11-06")),
        ('He called it "the storm of 3 May 2019" last week.', of("2022-10-31", "2022-11-06")),
        ("Ann Lee said on Friday that the quay sank in October.", of("2022-10-01", "2022-10-31")),
        ("On Friday Ann Lee said the quay sank in October.", of("2022-10-01", "2022-10-31")),
        ("The quay sank in October, Ann Lee said on Friday.", of("2022-10-01", "2022-10-31")),
        ("The quay sank in October, Ann Lee said in an interview on Friday.", of("2022-10-01", "2022-10-31")),
        ("Ann Lee said on Friday that the quay sank.", of("2022-11-04")),
        ("The quay will sink by December, said Ann Lee.", of("2022-12-01", "2022-12-31")),
        ("Two days later it sank.", None),
        ("That day it sank.", None),
    ],
)
def test_spoken_of(sentence: str, period: Period | None) -> None:
    assert spoken_of(sentence, TUESDAY) == period
    assert spoken_of(sentence.replace(" ", "\n  "), TUESDAY) == period


BEFORE = ["It sank on 3 November.", "Nobody saw it.", "Last month was cold."]


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("That day it rained.", of("2022-11-03")),
        ("It rained the same day.", of("2022-11-03")),
        ("By then it had rained.", of("2022-11-03")),
        ("Then it rained.", None),
        ("It rained.", None),
        ("The next day it rained.", of("2022-11-04")),
        ("It rained on the following day.", of("2022-11-04")),
        ("Two days later it rained.", of("2022-11-05")),
        ("A day earlier it rained.", of("2022-11-02")),
        ("Two weeks later it rained.", of("2022-11-14", "2022-11-20")),
        ("Several days later it rained.", None),
        ("Three days later, on 7 November, it rained.", of("2022-11-07")),
    ],
)
def test_what_counts_from_the_sentences_before(sentence: str, period: Period | None) -> None:
    assert spoken_of(sentence, TUESDAY, BEFORE) == period


def test_a_day_may_be_counted_from_one_that_was_counted() -> None:
    assert spoken_of("The next day it rained.", TUESDAY, [*BEFORE, "Two days later it sank."]) == of("2022-11-06")
    assert spoken_of("The next day it rained.", None, ["It sank on 3 May 2019."]) == of("2019-05-04")
    assert spoken_of("The next day it rained.", TUESDAY, ["It sank in October."]) is None


@pytest.mark.parametrize(
    ("expression", "published", "first"),
    [
        ("this spring", date(2022, 10, 3), date(2022, 3, 1)),
        ("this summer", date(2022, 12, 30), date(2022, 6, 1)),
        ("this autumn", date(2022, 12, 30), date(2022, 9, 1)),
        ("this spring", date(2022, 1, 3), date(2022, 3, 1)),
        ("this winter", date(2022, 1, 3), date(2021, 12, 1)),
        ("this winter", date(2022, 6, 3), date(2022, 12, 1)),
    ],
)
def test_a_season_of_this_year_may_be_over(expression: str, published: date, first: date) -> None:
    period = resolve(expression, published)
    assert period is not None
    assert period.first == first


def test_every_unit_means_something_on_every_day_of_a_year() -> None:
    units = ("spring", "summer", "autumn", "fall", "winter", "week", "month", "year")
    for days in range(366):
        published = date(2023, 7, 1) + timedelta(days)
        for lead, unit in product(("last", "this", "next"), units):
            period = resolve(f"{lead} {unit}", published)
            assert period is not None
            assert period.first <= period.last
