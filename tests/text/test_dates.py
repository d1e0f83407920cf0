from datetime import date, datetime

import pytest

from rag.text.dates import find_dates, is_dateline, parse_day

DAY = date(2022, 12, 30)


@pytest.mark.parametrize(
    "value",
    [
        DAY,
        datetime(2022, 12, 30, 23, 59),
        "2022-12-30",
        " 2022-12-30\n",
        "2022-12-30T23:59:00Z",
        "2022-12-30 10:00",
        "30 December 2022",
        "30 dec 2022",
        "the 30th of December, 2022",
        "Dec. 30, 2022",
        "December 30th 2022",
        "Fri, 30 Dec 2022 10:00:00 GMT",
        "Published at 10:05 a.m. on Friday, December 30, 2022",
    ],
)
def test_parse_day(value: object) -> None:
    assert parse_day(value) == DAY
    assert type(parse_day(value)) is date


@pytest.mark.parametrize(
    "value",
    [
        "03/04/2022",
        "30/12/2022",
        "2022-02-30",
        "2022-13-01",
        "31 April 2022",
        "Dec. 32, 2022",
        "December 2022",
        "2022",
        "yesterday",
        "Jan. 5-6, 2022",
        "2022-12-301",
        "",
        20221230,
        12.5,
        None,
        ["2022-12-30"],
        "to his dismay 5, 2022",
    ],
)
def test_what_names_no_one_day_is_no_day(value: object) -> None:
    assert parse_day(value) is None


@pytest.mark.parametrize(
    ("name", "month"),
    [("Sept.", 9), ("Sep", 9), ("jan", 1), ("JUNE", 6), ("Mar.", 3), ("May", 5), ("Aug.", 8), ("october", 10)],
)
def test_months(name: str, month: int) -> None:
    assert parse_day(f"{name} 5, 2023") == parse_day(f"5 {name} 2023") == date(2023, month, 5)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Dec. 30, 2022", True),
        ("30 December 2022, 10:05", True),
        ("Published 3 May 2023", True),
        ("Last updated on Friday, May 3, 2023 at 10.30 a.m. GMT", True),
        ("On May 3, 2023 the bridge fell.", False),
        ("May 2023", False),
        ("The bridge fell.", False),
        ("Updated 10:05 AM EST, Fri December 30, 2022", True),
        ("Published 2023-05-03", True),
    ],
)
def test_is_dateline(line: str, expected: bool) -> None:
    assert is_dateline(line) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge fell on 3 May 2023 and reopened in June.", ["3 May 2023", "June"]),
        ("It fell last week or last Tuesday and was gone yesterday.", ["last week", "last Tuesday", "yesterday"]),
        ("(Friday, Dec. 30, 2022)", ["Friday, Dec. 30, 2022"]),
        ("between 26–27 September and mid-October", ["26–27 September", "mid-October"]),
        ("from Aug. 15 to 18, 2024, or June 9 through 13", ["Aug. 15 to 18, 2024", "June 9 through 13"]),
        ("from 15 to 18 August 2024, and 3rd until 5th of May", ["15 to 18 August 2024", "3rd until 5th of May"]),
        ("they grew from June 9 to 15,000", ["June 9"]),
        ("since May, late May and the end of May 2023", ["since May", "late May", "the end of May 2023"]),
        ("Theresa May resigned last May, said May", ["last May"]),
        ("grew on May 5 to 9,000 tents", ["May 5"]),
        ("since 2016, in early 2023, in the spring of 2024", ["since 2016", "early 2023", "spring of 2024"]),
        ("three years ago and several days later", ["three years ago", "several days later"]),
        ("late in October 2022, by March 2023", ["late in October 2022", "by March 2023"]),
        ("They elect a mayor in May; she may run.", ["May"]),
        ("They may march, or not: 2,022 tanks and 300 men", []),
        ("a column of 2000 troops", []),
        ("It rained all Friday.", ["Friday"]),
        ("the 2020s", []),
        ("", []),
        ("He came on Friday, Dec. 30, 2022.", ["Friday, Dec. 30, 2022"]),
        ("Last week the dam broke.", ["Last week"]),
        ("Yesterday it rained.", ["Yesterday"]),
        ("Three years ago it rained.", ["Three years ago"]),
        ("In May it rained.", ["May"]),
        ("the T-2000 tank", []),
        ("It fell on 2022-12-30 at dawn.", ["2022-12-30"]),
    ],
)
def test_find_dates(text: str, expected: list[str]) -> None:
    spans = find_dates(text)
    assert [text[s.start : s.end] for s in spans] == expected
    assert spans == sorted(spans, key=lambda s: s.start)
