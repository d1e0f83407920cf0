"""Measures with a part told in words: "half an hour", "a year and a half", "a quarter of a century"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from rag.text.numerals import SCALES, parse_number
from rag.text.units import Unit, unit_named
from rag.types import Span

_NUMBER = r"(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|an?)"
_UNIT = r"(?P<unit>[a-z]{3,12})"
_PARTS = {"half": 0.5, "quarter": 0.25, "third": 1 / 3, "three quarters": 0.75, "two thirds": 2 / 3}
_PART_OF = re.compile(
    r"\b(?:(?P<half>half)\s+|(?:an?\s+)?(?P<part>quarter|third|three[ -]quarters|two[ -]thirds)\s+of\s+)"
    rf"an?\s+{_UNIT}\b",
    re.I,
)
_AND_A_HALF = re.compile(
    rf"\b(?P<number>{_NUMBER})\s+(?:and\s+an?\s+(?P<half>half|quarter)\s+{_UNIT}"
    r"|(?P<unit2>[a-z]{3,12})\s+and\s+an?\s+(?P<half2>half|quarter))\b",
    re.I,
)
_ONE = re.compile(rf"(?<!half )(?<!of )(?<!\d )(?<![a-z]s )\b(?:an?|one)\s+{_UNIT}\b(?!\s+and\s+a\b)", re.I)


class Measured(NamedTuple):
    span: Span
    number: float
    unit: Unit | None
    """None of a bare number: "two and a half million"."""


def find_halves(text: str) -> list[Measured]:
    """The measures of which a part is told in words."""
    found: list[Measured] = []
    for match in _PART_OF.finditer(text):
        if unit := unit_named(match["unit"].lower()):
            part = _PARTS[(match["half"] or match["part"]).lower().replace("-", " ")]
            found.append(Measured(Span(match.start(), match.end()), part, unit))
    for match in _AND_A_HALF.finditer(text):
        word = (match["unit"] or match["unit2"]).lower()
        number = (parse_number(match["number"].lower()) or 0) + _PARTS[(match["half"] or match["half2"]).lower()]
        if word in SCALES:
            found.append(Measured(Span(match.start(), match.end()), number * SCALES[word], None))
        elif unit := unit_named(word):
            found.append(Measured(Span(match.start(), match.end()), number, unit))
    return found


def find_single(text: str) -> Iterator[Measured]:
    """ "A decade", "an hour": one of a unit, which is no figure by itself, but bears one out."""
    for match in _ONE.finditer(text):
        if unit := unit_named(match["unit"].lower()):
            yield Measured(Span(match.start(), match.end()), 1.0, unit)
