"""Whether a sentence offers the kind of thing that a question asks for, and which of its words that is."""

import re
from dataclasses import dataclass

from rag.answering.question import Asks, Question
from rag.text.dates import find_dates
from rag.text.names import find_names
from rag.text.quantities import find_quantities
from rag.text.terms import content_terms, stem, words
from rag.types import Span


@dataclass(frozen=True, slots=True)
class Offer:
    """`strength` from 0 (nothing of the kind) to 1 (just that, of the thing asked about)."""

    strength: float
    span: Span | None


NOTHING = Offer(0.0, None)
_NEUTRAL = Offer(0.5, None)
_REACH = 5
"""A figure counts what stands within this many words after it."""
_REASON = re.compile(
    r"\bbecause(?: of)?\b|\bdue to\b|\bin order to\b|\bso that\b|\bas a result of\b|\bowing to\b|\bthanks to\b"
    r"|\baimed at\b|\bto (?:avoid|prevent|force|divert|distract|help|protect|put|push|draw|stop|ensure|support)\b"
    r"|\bin response to\b|\bout of fear\b|\bthe reason\b|\bsince\b(?! \w*day| (?-i:[A-Z0-9]))",
    re.I,
)
_PLACE_LEAD = re.compile(r"\b(?:in|at|near|to|from|into|over|across|outside|around|inside)\s+(?:the\s+)?$", re.I)


def find_offer(sentence: str, question: Question) -> Offer:
    """What `sentence` offers to `question`. Names that the question itself holds are no offer."""
    match question.asks:
        case Asks.COUNT:
            return _figure(sentence, question)
        case Asks.DATE:
            dates = [d for d in find_dates(sentence) if not _is_asked(sentence[d.start : d.end], question)]
            return Offer(1.0, dates[0]) if dates else NOTHING
        case Asks.PERSON:
            return _name(sentence, question, place=False)
        case Asks.PLACE:
            return _name(sentence, question, place=True)
        case Asks.REASON:
            return Offer(1.0, None) if _REASON.search(sentence) else NOTHING
        case Asks.ANYTHING:
            return _NEUTRAL


def _is_asked(expression: str, question: Question) -> bool:
    """Whether the question itself holds every word of it that says something: then it answers nothing."""
    return content_terms(expression).keys() <= question.terms.keys()


def _figure(sentence: str, question: Question) -> Offer:
    best = NOTHING
    quantities = find_quantities(sentence)
    for number, quantity in enumerate(quantities):
        # "98 tanks and 4,000 troops": each figure counts what stands before the next.
        until = quantities[number + 1].start if number + 1 < len(quantities) else len(sentence)
        following = [stem(w) for w in words(sentence[quantity.end : until])[:_REACH]]
        strength = 0.4
        if question.counted and question.counted[-1] in following:
            strength = 1.0
        elif set(question.counted) & set(following):
            strength = 0.5
        if strength > best.strength:
            best = Offer(strength, Span(quantity.start, quantity.end))
    return best


def _name(sentence: str, question: Question, *, place: bool) -> Offer:
    best = NOTHING
    for name in find_names(sentence):
        parts = [stem(w) for w in words(name.text.split(" of ")[0])]
        # "Gen. Sergei Surovikin" is the Surovikin of the question: names go by their last word.
        if not parts or parts[-1] in question.terms or all(part in question.terms for part in parts):
            continue
        is_fitting = bool(_PLACE_LEAD.search(sentence[: name.start])) if place else " " in name.text
        offer = Offer(1.0 if is_fitting else 0.6, Span(name.start, name.end))
        if offer.strength > best.strength:
            best = offer
    return best
