"""Whether a sentence has the right names and the wrong fact: nothing of the kind asked for, another day or speaker."""

import re
from collections.abc import Sequence

from rag.answering.offers import WEAK_FIGURE, Offer
from rag.answering.question import Asks, Question, Unit
from rag.text.attribution import find_attribution
from rag.text.names import find_names
from rag.text.terms import STOPWORDS, stem, stems, words

_MUST_OFFER = frozenset({Asks.COUNT, Asks.DATE, Asks.PERSON, Asks.PLACE, Asks.ORGANISATION, Asks.SAYING})
"""Kinds of which a sentence that answers holds one. A reason or a yes can be said in any words."""
_MONTHS = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)"
    r"|(?P<short>Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\."
)
_DATED = re.compile(
    rf"(?:(?P<before>\b[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?)?\b(?:{_MONTHS})(?:\s+(?P<after>[0-3]?\d)\b(?!\d))?"
)
_SUBJECT = re.compile(r"\b(?:did|does|do|has|have|had)\s+(?:the\s+)?", re.I)


def mismatch(question: Question, sentence: str, before: Sequence[str], offer: Offer) -> float:
    """1 where something shows that `sentence` does not answer, 0 where nothing does.

    Args:
        before: the sentences before it, the nearest last.
    """
    lacks_kind = question.asks in _MUST_OFFER and offer.strength <= _least(question)
    return float(lacks_kind or is_of_another_day(question.text, sentence) or _is_of_another(question, sentence, before))


def _least(question: Question) -> float:
    """A figure must be of what is counted, or in the unit that is asked for, where the question names one."""
    return WEAK_FIGURE if question.counted or question.unit is not Unit.NUMBER else 0.0


def is_of_another_day(question: str, sentence: str) -> bool:
    """Whether both name months, or days of one month, and none of them is the same."""
    asked, told = _days(question), _days(sentence)
    if not asked or not told:
        return False
    if not {month for month, _ in asked} & {month for month, _ in told}:
        return True
    return not any(
        month == other and (day is None or another is None or day == another)
        for month, day in asked
        for other, another in told
    )


def _days(text: str) -> set[tuple[str, int | None]]:
    found = set()
    for match in _DATED.finditer(text):
        month = (match["month"] or match["short"])[:3]
        day = match["before"] or match["after"]
        found.add((month, int(day) if day else None))
    return found


def _is_of_another(question: Question, sentence: str, before: Sequence[str]) -> bool:
    """Whether a question for what somebody said meets words that are not theirs."""
    if question.asks is not Asks.SAYING:
        return False
    speaker = _speaker(question.text)
    if not speaker:
        return False
    attribution = find_attribution(sentence, before)
    said_by = stems(attribution.claimant) if attribution else stems(sentence)
    return not speaker & set(said_by)


def _speaker(question: str) -> frozenset[str]:
    """The stems of the name right after "did": of whom it is asked what they said."""
    found = _SUBJECT.search(question)
    if found is None:
        return frozenset()
    name = next(iter(find_names(question[found.end() :])), None)
    if name is None or name.start > 0:
        return frozenset()
    return frozenset(stem(w) for w in words(name.text) if w.lower() not in STOPWORDS)
