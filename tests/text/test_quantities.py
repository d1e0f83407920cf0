import random

import pytest

from rag.text.quantities import find_quantities


def found(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The flood took 412 houses and 3 bridges.", ["412", "3"]),
        ("Some 3,000 homes; 1,234,567 people; 18.5 million euros", ["Some 3,000", "1,234,567", "18.5 million"]),
        # bounds
        ("At least 40 people died", ["At least 40"]),
        ("no more than 12 ships, up to 80 per cent", ["no more than 12", "up to 80 per cent"]),
        ("nearly $4.5 million, as many as 100", ["nearly $4.5 million", "as many as 100"]),
        ("an estimated 2,000 and more than one million", ["an estimated 2,000", "more than one million"]),
        ("a $1B budget, €2.5b of it for flat 3B", ["$1B", "€2.5b"]),
        # ranges
        ("from 10,000 to 12,000 soldiers", ["10,000 to 12,000"]),
        ("between two and three months", ["between two and three"]),
        ("10–12 ships, 20-30 percent", ["10–12", "20-30 percent"]),
        # vague
        ("tens of thousands of people fled", ["tens of thousands"]),
        ("hundreds of millions of euros, dozens of cows", ["hundreds of millions", "dozens"]),
        ("thousands more came", ["thousands"]),
        ("half of the crop, half the herd", ["half", "half"]),
        # words
        ("two boats, twenty-five men, fifteen thousand sheep", ["two", "twenty-five", "fifteen thousand"]),
        ("a dozen eggs, three dozen, a hundred", ["a dozen", "three dozen", "a hundred"]),
        ("A 30-year-old ferry", ["30"]),
        ("no one came, not one boat", []),
        ("fell 0.5% after 12 percent", ["0.5%", "12 percent"]),
        ("a €20bn loan", ["€20bn"]),
        ("£3m in aid for 80m people", ["£3m", "80m"]),
        ("two-thirds of the crop", ["two-thirds"]),
        ("several hundred people", ["several hundred"]),
    ],
)
def test_quantities(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A T-72 and an S-300 on flight FR4978 with an AS-24",
        "COVID-19 at the G7",
        "In 2022, since 1991, by 2030",
        "the 1990s and the 2020s",
        "on Jan. 5, on January 5 and on 5 January",
        "between 26–27 September and the 15 of March",
        "the 9th brigade and the 3rd corps",
        "2022-12-30",
        "version v1.5",
        "half a loaf",
        "Reactor No. 5",
        "at 12:30 and 7 a.m.",
        "30/12/2022",
    ],
)
def test_names_years_and_days_are_no_quantities(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2,022 tanks", ["2,022"]),
        ("2022 tanks", ["2022"]),
        ("about 1900 dollars", ["about 1900"]),
        ("up 2000% in 2000", ["2000%"]),
        ("In 2022, 300 S-300 missiles", ["300"]),
    ],
)
def test_what_looks_like_a_year_and_is_counted(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("seed", range(30))
def test_offsets_are_true_and_ordered(seed: int) -> None:
    chance = random.Random(seed)
    pieces = (
        "at least ",
        "40",
        "3,000",
        " to ",
        "-",
        "–",
        " ",
        "million ",
        "T-72 ",
        "May ",
        "2022",
        "%",
        "two",
        "$",
        ",",
    )
    text = "".join(chance.choice(pieces) for _ in range(80))
    at = 0
    for quantity in find_quantities(text):
        piece = text[quantity.start : quantity.end]
        assert at <= quantity.start < quantity.end <= len(text)
        assert piece == piece.strip()
        at = quantity.end
