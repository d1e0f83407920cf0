"""Quantities as news writes them: figures, ranges, bounds, money, shares, number words."""

import re
from dataclasses import dataclass

_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ONES = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_NUMBER_WORD = rf"(?:(?:{_ONES})(?:-(?:one|{_ONES}))?|one)\b"
_VAGUE = r"(?:tens|hundreds|dozens|scores|thousands|millions|billions)(?:\s+of\s+(?:thousands|millions))?"
_SCALE = r"(?:[\s-]?(?:hundred|thousand|million|billion|trillion|dozen)|\s?(?:bn|mn|m|k))"
_FRACTION = rf"(?:one|{_ONES})-(?:half|halves|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?)\b"
_SHORT_MONEY = rf"[$€£¥](?:{_FIGURE})\s?[bt]\b"  # "$1B"; of anything else "3B" is a door
_ONE_VALUE = rf"(?:{_SHORT_MONEY}|[$€£¥]?(?:{_FIGURE}|{_FRACTION}|{_NUMBER_WORD}(?:,\d{{3}})?)(?:{_SCALE}\b)?)"
_BOUND = (
    r"(?:at least|a minimum of|at most|no more than|not more than|no fewer than|not less than|more than|over"
    r"|fewer than|less than|up to|as many as|nearly|almost|about|around|roughly|approximately|some|an estimated"
    r"|between|only|perhaps|close to)\s+"
)
_JOIN = r"\s?(?:–|-|—|\bto\b)\s?"

QUANTITY = re.compile(
    rf"(?<![\w.,-])(?P<bound>{_BOUND})?"
    rf"(?P<value>(?<=between ){_ONE_VALUE}\s+and\s+{_ONE_VALUE}"
    rf"|{_ONE_VALUE}(?:{_JOIN}{_ONE_VALUE})?|{_VAGUE}|half(?=\s+(?:of|the)\b)"
    r"|(?:an?|several|a few|many)\s+(?:dozen|hundred|thousand|million)|a\s+(?:third|quarter|fifth)(?=\s+of\b))"
    r"(?P<unit>\s?%|\s+(?:percent|per cent)(?!age))?(?![\w-]*\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d$")
# Of ordinals, decades and clock times, and of names like "72A"; "80km" is a quantity.
_ENDING = re.compile(r"(?:st|nd|rd|th|s|am|pm|[A-Z])\b")
_ORDINAL_OR_DAY = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)\s+$"
)
_MONTH_AFTER = re.compile(
    r"(?<!\s)\s+(?:of\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text[start:end]` is the whole expression: bound, value or range, scale and unit."""

    start: int
    end: int


def find_quantities(text: str) -> list[Quantity]:
    """The quantities in `text`, in order. Years, days of a month and parts of names are none."""
    found = []
    for match in QUANTITY.finditer(text):
        value = match.group("value")
        if value.lower() == "one" or _is_date_part(text, match, value) or _is_name_part(text, match):
            continue
        found.append(Quantity(match.start(), match.end()))
    return found


def _is_date_part(text: str, match: re.Match[str], value: str) -> bool:
    if _ORDINAL_OR_DAY.search(text[max(0, match.start("value") - 12) : match.start("value")]):
        return True
    if _MONTH_AFTER.match(text, match.end("value")) and len(value) <= 6:
        return True
    # "2,022 tanks" has a comma and "2022 tanks" is rare; a bare four-digit year is a year.
    if not _YEAR.search(value) or match.group("unit"):
        return False
    following = re.match(
        r"\s+(wagons?|troops?|soldiers?|people|tanks?|men|women)\b", text[match.end() : match.end() + 12]
    )
    return following is None and not match.group("bound")


def _is_name_part(text: str, match: re.Match[str]) -> bool:
    """`T-72`, `AS-24`, `S-300`, `FR4978`, `No. 5`: digits that belong to a name, or to a clock or a calendar."""
    before = text[max(0, match.start("value") - 2) : match.start("value")]
    after = text[match.end("value") : match.end("value") + 3]
    if re.search(r"[A-Za-z]-$|[A-Za-z]$", before) or _ENDING.match(after):
        return True
    # "No. 5", "12:30", "7 a.m.", "30/12/2022"
    around = (
        text[max(0, match.start("value") - 4) : match.start("value")],
        text[match.end("value") : match.end("value") + 8],
    )
    return bool(re.search(r"\bNo\.\s?$|\d[:/.]$", around[0]) or re.match(r"[:/]\d|\s?[ap]\.?m\b", around[1]))
