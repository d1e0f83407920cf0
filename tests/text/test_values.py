"""What expressions of quantity say, which of them agree, and which a reader should see side by side."""

import math

import pytest

from rag.text.quantities import find_quantities
from rag.text.values import Value, agree, differ, parse_value

INF = math.inf


def value(expression: str) -> Value:
    parsed = parse_value(expression)
    assert parsed is not None, expression
    return parsed


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("98", Value(98, 98)),
        ("1,940", Value(1940, 1940)),
        ("fifteen,000", Value(15_000, 15_000)),
        ("twenty-five", Value(25, 25)),
        ("fifteen thousand", Value(15_000, 15_000)),
        ("1.6 million", Value(1_600_000, 1_600_000)),
        ("80m", Value(80e6, 80e6)),
        ("only 5", Value(5, 5)),
        ("$26.5bn", Value(26.5e9, 26.5e9, unit="$")),
        ("€20 billion", Value(20e9, 20e9, unit="€")),
        ("0.5%", Value(0.5, 0.5, unit="%")),
        ("12 per cent", Value(12, 12, unit="%")),
        # bounds
        ("at least 94", Value(94, INF)),
        ("more than 100", Value(100, INF)),
        ("no more than 50,000", Value(-INF, 50_000)),
        ("as many as 98", Value(-INF, 98)),
        ("up to 80 percent", Value(-INF, 80, unit="%")),
        ("over half", Value(50, INF, approximate=True, unit="%")),
        # approximate
        ("some 40,000", Value(40_000, 40_000, approximate=True)),
        ("nearly 30%", Value(30, 30, approximate=True, unit="%")),
        ("an estimated 2,000", Value(2000, 2000, approximate=True)),
        ("a hundred", Value(100, 100, approximate=True)),
        ("a dozen", Value(11, 13, approximate=True)),
        ("several hundred", Value(200, 1000, approximate=True)),
        ("tens of thousands", Value(10_000, 100_000, approximate=True)),
        ("half", Value(50, 50, approximate=True, unit="%")),
        ("three-quarters", Value(75, 75, approximate=True, unit="%")),
        ("half a million", Value(500_000, 500_000, approximate=True)),
        # ranges
        ("10,000 to 15,000", Value(10_000, 15_000)),
        ("10,000-15,000", Value(10_000, 15_000)),
        ("36–44", Value(36, 44)),
        ("between 4 and 6", Value(4, 6)),
        ("between twenty-five and thirty", Value(25, 30)),
        ("Ten-twelve", Value(10, 12)),
        ("5 to 10 million", Value(5e6, 10e6)),
        ("two to three million", Value(2e6, 3e6)),
        ("900 to 1 million", Value(900, 1e6)),
        ("$2bn-$3bn", Value(2e9, 3e9, unit="$")),
        ("$1B", Value(1e9, 1e9, unit="$")),
        ("$1B to $2.5B", Value(1e9, 2.5e9, unit="$")),
        ("€2t", Value(2e12, 2e12, unit="€")),
        ("about 20-30%", Value(20, 30, approximate=True, unit="%")),
    ],
)
def test_what_an_expression_says(expression: str, expected: Value) -> None:
    assert parse_value(expression) == expected


@pytest.mark.parametrize("expression", ["", "a", "troops", "at least", "%", "15,000 to 10,000", "-", "five-and"])
def test_what_holds_no_number(expression: str) -> None:
    assert parse_value(expression) is None


def test_only_one_bare_number_is_exact() -> None:
    assert value("98").is_exact
    assert not any(value(other).is_exact for other in ("at least 98", "about 98", "97 to 98"))


@pytest.mark.parametrize(
    "text",
    [
        "The flood took 412 houses, some 3,000 homes and nearly $4.5 million; up to 80 per cent, at least 40",
        "between two and three months, 10–12 ships, tens of thousands, hundreds of millions of euros, dozens of cows",
        "half of the crop, two-thirds, a dozen eggs, three dozen, several hundred, a €20bn loan, £3m, as many as 100",
        "no more than 12, an estimated 2,000, close to 5, twenty-five men, fifteen thousand, a third of it, two boats",
    ],
)
def test_every_expression_that_is_found_has_a_value(text: str) -> None:
    expressions = [text[q.start : q.end] for q in find_quantities(text)]
    assert expressions
    assert [e for e in expressions if parse_value(e) is None] == []


SAME = [
    ("40,000", "forty thousand"),
    ("some 40,000", "40,000"),
    ("about 100", "98"),
    ("about 100", "110"),
    ("10,000 to 15,000", "at least 10,000"),
    ("up to 15,000", "10,000 to 15,000"),
    ("10,000 to 15,000", "12,000"),
    ("10,000 to 15,000", "12,000 to 20,000"),
    ("tens of thousands", "40,000"),
    ("thousands", "some 20,000"),
    ("over 50", "52"),
    ("at least 10,000", "11,500"),
    ("no more than 50,000", "48,000"),
    ("more than 100", "over a hundred"),
    ("a dozen", "14"),
    ("1.6 million", "1,624,000"),
    ("65,089", "65,000"),
    ("29.7%", "30%"),
    ("half", "50%"),
    ("a third", "33 percent"),
    ("$3bn", "3 billion"),
    ("half", "some 48%"),
]
COMPATIBLE = [
    ("98", "at least 94"),
    ("at least 94", "at least 98"),
    ("94", "as many as 98"),
    ("over 50", "60"),
    ("more than 100", "150"),
    ("up to 15,000", "10,000"),
    ("more than 1 million", "1.5 million"),
]
OPPOSED = [
    ("98", "94"),
    ("98", "100"),
    ("about 100", "120"),
    ("40,000", "44,000"),
    ("at least 98", "94"),
    ("more than 100", "98"),
    ("up to 80", "at least 94"),
    ("a dozen", "15"),
    ("3%", "3.4%"),
    ("two thirds", "half"),
    ("10,000 to 15,000", "20,000"),
    ("hundreds", "5,000"),
    ("$3bn", "$4bn"),
]
INCOMPARABLE = [("30%", "30"), ("$3bn", "€4bn"), ("half", "150,000"), ("$3", "3%")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_figure_in_other_words(one: str, other: str) -> None:
    assert agree(value(one), value(other))
    assert agree(value(other), value(one))
    assert not differ(value(one), value(other))
    assert not differ(value(other), value(one))


@pytest.mark.parametrize(("one", "other"), COMPATIBLE)
def test_two_counts_that_may_both_be_true(one: str, other: str) -> None:
    assert agree(value(one), value(other))
    assert agree(value(other), value(one))
    assert differ(value(one), value(other))
    assert differ(value(other), value(one))


@pytest.mark.parametrize(("one", "other"), OPPOSED)
def test_two_counts_that_exclude_each_other(one: str, other: str) -> None:
    assert not agree(value(one), value(other))
    assert not agree(value(other), value(one))
    assert differ(value(one), value(other))
    assert differ(value(other), value(one))


@pytest.mark.parametrize(("one", "other"), INCOMPARABLE)
def test_values_in_different_units_say_nothing_of_each_other(one: str, other: str) -> None:
    assert not agree(value(one), value(other))
    assert not differ(value(one), value(other))


EXPRESSIONS = sorted({expression for pair in (*SAME, *COMPATIBLE, *OPPOSED) for expression in pair})


@pytest.mark.parametrize("one", EXPRESSIONS)
def test_no_figure_differs_from_itself_and_what_excludes_differs(one: str) -> None:
    assert agree(value(one), value(one))
    assert not differ(value(one), value(one))
    for other in EXPRESSIONS:
        if value(one).unit == value(other).unit and not agree(value(one), value(other)):
            assert differ(value(one), value(other)), (one, other)
