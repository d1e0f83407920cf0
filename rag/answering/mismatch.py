"""Whether a sentence has the right names and the wrong fact: nothing of the kind asked for, another day or doer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answering.offers import WEAK_FIGURE, Offer
from rag.answering.question import Asks, Question, Unit
from rag.answering.told import Told, counted_words
from rag.text.attribution import find_attribution
from rag.text.dates import find_dates
from rag.text.kinship import canonicals, countries, with_seats
from rag.text.moments import Moment, exclude, parse_moment
from rag.text.names import find_names
from rag.text.terms import STOPWORDS, stem, stems, words

_MUST_OFFER = frozenset({Asks.COUNT, Asks.DATE, Asks.PERSON, Asks.PLACE, Asks.ORGANISATION, Asks.SAYING})
"""Kinds of which a sentence that answers holds one. A reason or a yes can be said in any words."""
_SUBJECT = re.compile(r"\b(?:did|does|do|has|have|had)\s+(?:the\s+)?", re.I)
_NAMES_NUMBER = re.compile(r"\bhow many\b", re.I)
_NAMES_NAME = re.compile(r"\bnames? of\b|['’]s names?\b|^\W*who (?:is|was|are|were) (?:the|a|an)\b", re.I)
_DIRECTED = canonicals(
    map(stem, "give send buy attack invade accuse kill beat defeat sue fire arrest win sign build open close".split())
)
"""What one does to another, so that it matters who: kinship counts "deliver" and "supply" as "give"."""
_OPENING = re.compile(r"^\W*(?:(?:on|in|since|by|last|this)\s(?:[^,]{1,30},|[a-z]+(?:\s\d+)?)\s)?(?:the\s)?", re.I)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What shows that a sentence does not answer.

    `kind`: it offers nothing of the kind asked for, which hints at it. `absent`: a number, money or a name is
    asked for in so many words, and it has none. `people`: its figure counts another people. `day`: it speaks of
    another day or month. `speaker`: the words are somebody else's. `doer`: somebody else did it.
    """

    kind: bool = False
    absent: bool = False
    people: bool = False
    day: bool = False
    speaker: bool = False
    doer: bool = False


def mismatch(question: Question, sentence: str, before: Sequence[str], offer: Offer) -> Mismatch:
    """What shows that `sentence` does not answer, where something does.

    Args:
        before: the sentences before it, the nearest last.
    """
    return Mismatch(
        kind=question.asks in _MUST_OFFER and offer.strength <= _least(question),
        absent=_is_absent(question, offer),
        people=question.asks is Asks.COUNT and _counts_another_people(question, sentence, offer),
        day=is_of_another_day(question.text, sentence),
        speaker=_is_of_another(question, sentence, before),
        doer=is_done_by_another(question.text, sentence),
    )


def _is_absent(question: Question, offer: Offer) -> bool:
    """Whether a number, a sum of money or a name is asked for in so many words, and there is none."""
    if question.asks is Asks.COUNT:
        is_money = question.unit is Unit.MONEY and offer.strength <= WEAK_FIGURE
        return is_money or (offer.strength == 0 and bool(_NAMES_NUMBER.search(question.text)))
    return offer.strength == 0 and bool(_NAMES_NAME.search(question.text))


def _counts_another_people(question: Question, sentence: str, offer: Offer) -> bool:
    """Whether "how many Ukrainians" meets "300,000 newly mobilised Russians"."""
    if offer.span is None:
        return False
    told = counted_words(Told(sentence, offer.span))
    asked = countries(question.counted)
    return bool(asked) and bool(counted := countries(map(stem, told))) and not asked & counted


def _least(question: Question) -> float:
    """A figure must be of what is counted, or in the unit that is asked for, where the question names one."""
    return WEAK_FIGURE if question.counted or question.unit is not Unit.NUMBER else 0.0


def is_of_another_day(question: str, sentence: str) -> bool:
    """Whether both name months, or days of one month, and none of them is the same."""
    asked, told = _days(question), _days(sentence)
    return bool(asked and told) and all(exclude(one, other) for one in asked for other in told)


def _days(text: str) -> list[Moment]:
    """The months, and days of months, that are named, of whatever year."""
    found = (parse_moment(text[span.start : span.end]) for span in find_dates(text))
    return [replace(moment, year=None) for moment in found if moment.month]


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


def is_done_by_another(question: str, sentence: str) -> bool:
    """Whether "did Poland send" meets a sentence that begins with Belarus, and says that Belarus sent."""
    asked = _SUBJECT.search(question)
    doer = next(iter(find_names(question[asked.end() :])), None) if asked else None
    if asked is None or doer is None or doer.start > 0:
        return False
    done = canonicals(stems(question[asked.end() + doer.end :])) & _DIRECTED
    opening = _OPENING.match(sentence)
    begin = opening.end() if opening else 0
    told = next((n for n in find_names(sentence) if n.start >= begin), None)
    if told is None or told.start != begin or not done & canonicals(stems(sentence[told.end :])):
        return False
    wanted = with_seats(canonicals(stems(doer.text)))
    if wanted & with_seats(canonicals(stems(told.text))):
        return False
    # "Belarus was given tanks by Russia": whoever else is named after "by" or "from" may have done it.
    return not any(
        wanted & with_seats(canonicals(stems(name.text)))
        for name in find_names(sentence)
        if re.search(r"\b(?:by|from)\s+(?:the\s+)?$", sentence[: name.start])
    )
