"""Shares and counts told in words: "a third of", "two in five", "a quarter more", "all but one of the 12"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.text.numerals import parse_number
from rag.types import Span

_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "twentieth": 20, "hundredth": 100,
}  # fmt: skip
_PART = "|".join(_PARTS)
_FEW = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}}|{_FEW}|twenty|a hundred|hundred|thousand|a thousand)"
_PLURAL = re.compile(
    rf"(?<![\w-])(?<!last )(?<!past )(?<!next )(?<!first )(?<!to )(?P<count>{_FEW})[\s-]"
    rf"(?P<part>{_PART})s?\b(?<![fhdrt])"
    rf"|(?<![\w-])(?P<count2>{_FEW})-(?P<part2>{_PART})\b",
    re.I,
)
_COMPARED = (
    "more|less|fewer|higher|lower|larger|smaller|bigger|greater|faster|slower|cheaper|dearer|longer|shorter|heavier"
    "|lighter|stronger|weaker|above|below|up|down"
)
_ONE_OF = re.compile(rf"\b(?:an?|one)[\s-](?P<part>{_PART})(?=\s+(?:of|{_COMPARED})\b)", re.I)
_CHANGED_BY = re.compile(
    r"\b(?:by|up|down|rose|risen|rises|rise of|grew|grown|fell|fallen|fall of|dropped|drop of|jumped|jump of|climbed"
    r"|cut|increased|increase of|decreased|decrease of|declined|decline of|reduced|reduction of|shrank|surged|soared"
    r"|slumped)\s+"
    r"(?:(?:about|around|nearly|almost|roughly|some|over|more than|less than|at least|up to|as much as|only|just)\s+)?"
    rf"(?P<share>(?:an?|one)[\s-](?P<part>{_PART}))"
    r"(?=\s*(?:[,.;:)—–]|$)|\s+(?:to|in|from|since|on|over|and|but|after|between|compared|last|this|within|during|while"
    r"|when|as|at|year)\b)",
    re.I,
)
_IN = re.compile(
    rf"(?<![\w.,$€£¥-])(?P<some>{_NUMBER})(?P<noun>\s+[a-z]{{3,20}})?\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<all>{_NUMBER})"
    r"(?![\w.,]*\d)(?!-?\s?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|january|february|march|april"
    r"|may|june|july|august|september|october|november|december|per\s?cent|percent|%|million|billion|am|pm)\b)",
    re.I,
)
_BUT = re.compile(
    rf"\ball\s+but\s+(?P<few>{_NUMBER})\s+of\s+(?:(?:the|its|his|her|their|those|these)\s+)?(?:[a-z’'-]+\s+)?(?P<all>{_NUMBER})\b",
    re.I,
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Told:
    """A share, as a number of hundredths, or a count: what `text[span]` says in words."""

    span: Span
    number: float
    is_share: bool
    is_ratio: bool = False


def find_shares(text: str) -> list[Told]:
    """What is told in words, in order; of what overlaps the first."""
    found: list[Told] = []
    for told in sorted((*_fractions(text), *_of_so_many(text), *_all_but(text)), key=lambda t: t.span.start):
        if not found or told.span.start >= found[-1].span.end:
            found.append(told)
    return found


def _fractions(text: str) -> Iterator[Told]:
    for match in _PLURAL.finditer(text):
        count, part = match["count"] or match["count2"], match["part"] or match["part2"]
        number = (parse_number(count.lower()) or 0) / _PARTS[part.lower()]
        if number < 1:
            yield Told(Span(match.start(), match.end()), 100 * number, is_share=True)
    for match in _ONE_OF.finditer(text):
        yield Told(Span(match.start(), match.end("part")), 100 / _PARTS[match["part"].lower()], is_share=True)
    for match in _CHANGED_BY.finditer(text):
        yield Told(Span(match.start("share"), match.end("share")), 100 / _PARTS[match["part"].lower()], is_share=True)


def _of_so_many(text: str) -> Iterator[Told]:
    for match in _IN.finditer(text):
        some, whole = _number(match["some"]), _number(match["all"])
        if match["noun"] and some != 1:
            continue  # "30 people in 40 boats"
        if _YEAR.fullmatch(match["all"]) or not 0 < some < whole:
            continue
        yield Told(Span(match.start(), match.end()), 100 * some / whole, is_share=True, is_ratio=True)


def _all_but(text: str) -> Iterator[Told]:
    for match in _BUT.finditer(text):
        few, whole = _number(match["few"]), _number(match["all"])
        if 0 < few < whole:
            yield Told(Span(match.start(), match.start("all")), whole - few, is_share=False)


def _number(written: str) -> float:
    low = " ".join(written.lower().split())
    return {"hundred": 100.0, "a hundred": 100.0, "thousand": 1000.0, "a thousand": 1000.0}.get(low) or (
        parse_number(low) or 0.0
    )
