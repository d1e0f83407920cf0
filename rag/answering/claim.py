"""What a sentence claims in answer to a question, who says it, and of which days it speaks."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rag.answering.question import Question
from rag.answering.told import Told
from rag.text.dates import find_dates
from rag.text.moments import exclude, parse_moment
from rag.text.periods import Period
from rag.text.terms import content_terms, stems
from rag.types import Span

_NOW = re.compile(r"\b(?:now|currently|at present|today)\b", re.I)
_PRONOUNS = frozenset("he she they it we i".split())


@dataclass(frozen=True, slots=True)
class Claim:
    """What a candidate sentence says in answer to the question.

    `mark` is what was asked for, as a span of `text`; `origin` is one for all copies of a story; `citation` the
    number that its citation has; `claimant` who says so, if somebody; `period` the days that it speaks of, where
    the text gives them; `context` what the sentence leans on: the title of its article and the sentences just before.
    """

    text: str
    mark: Span | None
    origin: str
    citation: int
    claimant: str | None = None
    period: Period | None = None
    published: date | None = None
    context: str = ""

    @property
    def told(self) -> Told:
        return _told(self.text, self.mark, self.claimant, self.context)

    @property
    def marked(self) -> str:
        return self.text[self.mark.start : self.mark.end] if self.mark else ""


@lru_cache(maxsize=256)
def _told(text: str, mark: Span | None, claimant: str | None, context: str) -> Told:
    # Each claim is compared with others, and its words are taken apart once.
    return Told(text, mark, claimant, context)


def days_spoken_of(claim: Claim) -> Period | None:
    """The days that a claim is about: those it names, else the day of its article; None where neither is known."""
    if claim.period:
        return claim.period
    return Period(claim.published, claim.published) if claim.published else None


def is_history(question: Question, one: Claim, other: Claim) -> bool:
    """Whether the two speak of different times, so that their values may both have been true.

    Days decide where both are known. Where they are not, words do: "now" against a month, or a time that only one
    of them names and the question does not.
    """
    a, b = days_spoken_of(one), days_spoken_of(other)
    if a and b:
        return a.is_apart(b)
    mine, yours = _times(question, one), _times(question, other)
    if not mine and not yours:
        return False
    if not mine or not yours:
        return True
    return not any(_may_be_one(x, y) for x in mine for y in yours)


def are_two_voices(one: Claim, other: Claim) -> bool:
    """Whether two different sources speak: of different origins, or two claimants within one.

    An article's own words and those of somebody it quotes are two voices.
    """
    if one.origin != other.origin:
        return True
    a, b = (frozenset(stems(c.claimant or "")) for c in (one, other))
    if not a or not b or a & _PRONOUNS or b & _PRONOUNS:
        return bool(a or b) and not (a and b)
    return not a <= b and not b <= a


def _times(question: Question, claim: Claim) -> list[str]:
    """The times that a claim gives its matter, besides the marked one and those of the question."""
    found = [
        claim.text[d.start : d.end]
        for d in find_dates(claim.text)
        if claim.mark is None or d.end <= claim.mark.start or claim.mark.end <= d.start
    ]
    asked = content_terms(question.text).keys()
    kept = [f for f in found if not content_terms(f).keys() <= asked]
    return kept + (["now"] if _NOW.search(claim.text) else [])


def is_in_time(question: Question, claim: Claim) -> bool:
    """Whether the claim may be of the time that the question names: not of October where it asks about November."""
    asked = [question.text[d.start : d.end] for d in find_dates(question.text)]
    told = [claim.text[d.start : d.end] for d in find_dates(claim.text)]
    return not asked or not told or any(_may_be_one(a, t) for a in asked for t in told)


def _may_be_one(one: str, other: str) -> bool:
    if "now" in {one, other}:
        return one == other
    a, b = parse_moment(one), parse_moment(other)
    if a == b == parse_moment("") or one.casefold() == other.casefold():
        return one.casefold() == other.casefold()
    return not exclude(a, b, of_one_week=True)


def are_apart(one: Claim, other: Claim) -> bool:
    """Whether both texts name their days and the days are different; denials are told after the claim."""
    return bool(one.period and other.period and one.period.is_apart(other.period))
