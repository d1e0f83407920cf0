import random

import pytest

from rag.text.names import find_names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Pentagon said Gen. Valery Marsh flew to Minsk.",
            ["Pentagon", "Gen. Valery Marsh", "Minsk"],
        ),
        ("the Ministry of Defense and the Bank of England’s chief", ["Ministry of Defense", "Bank of England"]),
        ("J. K. Rowe and George W. Bushnell wrote", ["J. K. Rowe", "George W. Bushnell"]),
        ("Mr. Okafor left St. Petersburg", ["Mr. Okafor", "St. Petersburg"]),
        (
            "Jean-Luc O’Neill, Ahmed bin Salem, Vincent van Gogh",
            ["Jean-Luc O’Neill", "Ahmed bin Salem", "Vincent van Gogh"],
        ),
        ("the U.S. Army at the U.N.", ["U.S. Army", "U.N."]),
        ("NATO sent F-16s and an S-300", ["NATO", "F-16s", "S-300"]),
        ("the iPhone and eBay’s shop", ["iPhone", "eBay"]),
        ("Kenya’s army and Ukraine's navy", ["Kenya", "Ukraine"]),
        ("Kyiv, Ukraine", ["Kyiv", "Ukraine"]),
        # the first word of a sentence, and days, are no names by their capitals alone
        ("Although Kenya voted, nobody came.", ["Kenya"]),
        ("Former President Ann Lee came. Thousands marched.", ["President Ann Lee"]),
        ("On Monday, in April, Kenya voted.", ["Kenya"]),
        ("Last Friday Germany said no. It may say yes.", ["Germany"]),
        ("It rained. The dam held.", []),
        ("nothing here", []),
        ("", []),
        ("Élise Dupont met Ángel Díaz", ["Élise Dupont", "Ángel Díaz"]),
        ("Emre Özil and Ivan Šefčík", ["Emre Özil", "Ivan Šefčík"]),
        ("They left Kyiv. Russia stayed.", ["Kyiv", "Russia"]),
    ],
)
def test_find_names(text: str, expected: list[str]) -> None:
    assert [name.text for name in find_names(text)] == expected


@pytest.mark.parametrize("seed", range(30))
def test_offsets_are_true_and_ordered(seed: int) -> None:
    chance = random.Random(seed)
    pieces = (
        "The ",
        "Gen. ",
        "U.S.",
        " ",
        "Kyiv",
        "’s ",
        "of ",
        "Ministry ",
        ". ",
        "O’Neill",
        "-",
        "in ",
        "May ",
        "J. ",
        "“",
    )
    text = "".join(chance.choice(pieces) for _ in range(80))
    at = 0
    for name in find_names(text):
        assert name.start >= at
        assert text[name.start : name.end] == name.text == name.text.strip()
        assert name.text
        at = name.end
