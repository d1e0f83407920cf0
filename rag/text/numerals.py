"""Numbers in digits and in words, and the words that scale or blur them."""

import re

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBER_WORDS: dict[str, int] = {
    **{word: number for number, word in enumerate(_WORDS)},
    **{word: number * 10 for number, word in enumerate(_TENS, start=2)},
}
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "t": 1e12,
}  # fmt: skip
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10,
}  # fmt: skip
VAGUE: dict[str, tuple[float, float]] = {
    "dozens": (20, 100), "scores": (20, 200), "tens": (10, 100), "hundreds": (100, 1e3),
    # Tens of thousands are still "thousands" to a headline.
    "thousands": (1e3, 1e5), "millions": (1e6, 1e8), "billions": (1e9, 1e11),
    "tens of thousands": (1e4, 1e5), "hundreds of thousands": (1e5, 1e6), "thousands of thousands": (1e6, 1e8),
    "dozens of thousands": (2e4, 1e5), "scores of thousands": (2e4, 2e5), "millions of millions": (1e12, 1e14),
    "tens of millions": (1e7, 1e8), "hundreds of millions": (1e8, 1e9), "dozens of millions": (2e7, 1e8),
    "scores of millions": (2e7, 2e8), "thousands of millions": (1e9, 1e11),
}  # fmt: skip
"""What vague plurals may stand for, from and to."""
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
_IN_WORDS = re.compile(r"(?P<word>[a-z]+)(?:-(?P<ones>[a-z]+))?(?P<more>,\d{3})?")
_FRACTION = re.compile(r"^(?P<count>[a-z]+)[\s-](?P<part>hal(?:f|ves)|third|quarter|fifth|sixth|eighth|tenth)s?")


def parse_number(text: str) -> float | None:
    """A lower-case number without its scale: "1,940", "twenty-five", "a" for one; None where it is no number."""
    if _DIGITS.fullmatch(text):
        return float(text.replace(",", ""))
    if text in {"a", "an"}:
        return 1.0
    match = _IN_WORDS.fullmatch(text)
    if match is None or (number := _NUMBER_WORDS.get(match["word"])) is None:
        return None
    if match["ones"]:
        ones = _NUMBER_WORDS.get(match["ones"], 0)
        # "Twenty-five" is one number, "ten-twelve" are two.
        if number < 20 or not 0 < ones < 10:
            return None
        number += ones
    # Rewriting programs leave "fifteen,000".
    return number * 1000 + float(match["more"][1:]) if match["more"] else float(number)


def parse_share(text: str) -> float | None:
    """A lower-case fraction: "half", "two thirds", "a quarter"."""
    if text == "half":
        return 0.5
    if (match := _FRACTION.fullmatch(text)) is None or (count := parse_number(match["count"])) is None:
        return None
    return count / _PARTS[match["part"]]
