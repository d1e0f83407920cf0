"""Whether a sentence offers the kind of thing that a question asks for, and which of its words that is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.answering.question import Asks, Question, Unit
from rag.text.dates import find_dates
from rag.text.kinship import canonical, is_country, is_kin
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
WEAK_FIGURE = 0.4
"""The strength of a figure of which nothing shows that it counts what is asked about."""
_REACH = 5
"""A figure counts what stands within this many words after it."""
_OF_THEM = re.compile(r"(?<!\s)\s+(?:of|among) (?:them|these|those|which|whom)\b", re.I)
"""After a figure that counts what stands before it: "tanks, at least 94 of them"."""
_REASON = re.compile(
    r"\bbecause(?: of)?\b|\bdue to\b|\bin order to\b|\bso that\b|\bas a result of\b|\bowing to\b|\bthanks to\b"
    r"|\baimed at\b|\bto (?:avoid|prevent|force|divert|distract|help|protect|put|push|draw|stop|ensure|support)\b"
    r"|\bin response to\b|\bout of fear\b|\bthe reason\b|\bsince\b(?! \w*day| (?-i:[A-Z0-9]))|\bafter\b|\bfor fear\b"
    r"|\b(?:cited|citing|blamed|blaming|concerns? (?:about|over|that))\b",
    re.I,
)
_SAYING = re.compile(
    r"[“”\"]|\b(?:said|says|told|added|wrote|warned|claimed|argued|announced|insisted|called|described|believes?"
    r"|denied|stated|suggested|noted|according to)\b",
    re.I,
)
_PLACE_LEAD = re.compile(r"\b(?:in|at|near|to|from|into|over|across|outside|around|inside|on|of)\s+(?:the\s+)?$", re.I)
_TITLE = re.compile(r"[“\"‘']([^”\"’']{2,60})[”\"’']")
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,5}")
_MONEY = re.compile(r"[$€£¥]|(?:(?<!\s)\s+)?(?:dollars?|euros?|pounds?|rubles?|roubles?|yen|cents?)\b", re.I)
_SHARE = re.compile(
    r"%|per ?cent|\bhalf\b|\bthirds?\b|\bquarters?\b|\b\w+-(?:thirds?|quarters?|fifths?|tenths?)\b", re.I
)
_MEASURES = {
    Unit.MONEY: _MONEY,
    Unit.SHARE: _SHARE,
    Unit.TIME: re.compile(
        r"(?:(?<![\s-])[\s-]+)?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur)", re.I
    ),
    Unit.LENGTH: re.compile(
        r"(?:(?<![\s-])[\s-]+)?(?:miles?|kilomet\w+|km|met(?:re|er)s?|feet|foot|ft|inch(?:es)?|yards?|m)\b", re.I
    ),
}


def find_offer(sentence: str, question: Question) -> Offer:
    """What `sentence` offers to `question`. Names that the question itself holds are no offer."""
    match question.asks:
        case Asks.COUNT:
            return _figure(sentence, question)
        case Asks.DATE:
            dates = [d for d in find_dates(sentence) if not _is_asked(sentence[d.start : d.end], question)]
            return Offer(1.0, _nearest(sentence, dates, question)) if dates else NOTHING
        case Asks.PERSON | Asks.PLACE | Asks.ORGANISATION:
            return _name(sentence, question)
        case Asks.THING:
            return _thing(sentence, question)
        case Asks.REASON:
            return Offer(1.0, None) if _REASON.search(sentence) else NOTHING
        case Asks.SAYING:
            return Offer(1.0, None) if _SAYING.search(sentence) else NOTHING
        case Asks.YES_NO | Asks.ANYTHING:
            return _NEUTRAL


_TOLD_APART = frozenset({Asks.COUNT, Asks.DATE, Asks.PERSON, Asks.PLACE, Asks.ORGANISATION})


def answers_in_kind(span: Span, sentence: str, question: Question) -> float:
    """1 where `span` holds a thing of the kind asked for, 0 where not, .5 where that cannot be told by its form."""
    if question.asks not in _TOLD_APART:
        return 0.5
    found = offered_in(span, sentence, question)
    if found is None:
        return 0.0
    if question.asks is Asks.PERSON:
        named = words(sentence[found.start : found.end])
        return float(bool(named) and not is_country(stem(named[-1])))
    return 1.0


def offered_in(span: Span, sentence: str, question: Question) -> Span | None:
    """The figure, day or name of the kind asked for that overlaps `span`, where one does; the first of several."""
    found: Iterable[Span]
    match question.asks:
        case Asks.COUNT:
            found = (Span(q.start, q.end) for q in find_quantities(sentence))
        case Asks.DATE:
            found = find_dates(sentence)
        case Asks.PERSON | Asks.PLACE | Asks.ORGANISATION:
            found = (Span(n.start, n.end) for n in find_names(sentence))
        case _:
            found = ()
    overlapping = (s for s in found if s.start < span.end and span.start < s.end)
    return next((s for s in overlapping if not _is_asked(sentence[s.start : s.end], question)), None)


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
        if _OF_THEM.match(sentence, quantity.end):
            following = [stem(w) for w in words(sentence[: quantity.start])[-_REACH:]]
        strength = WEAK_FIGURE
        if question.counted and _is_counted(question.counted[-1], following):
            strength = 1.0
        elif set(question.counted) & set(following):
            strength = 0.5
        if _is_measured(sentence, quantity.start, quantity.end, question.unit):
            strength = max(strength, 0.9)
        elif question.unit is Unit.SHARE:
            strength = WEAK_FIGURE  # "17 red buses" is no share of them
        if strength > best.strength:
            best = Offer(strength, Span(quantity.start, quantity.end))
    return best


def _is_counted(noun: str, following: Sequence[str]) -> bool:
    """Whether `noun`, or a word that names the same ("soldiers" for "troops"), is among the stems after a figure."""
    return noun in following or any(is_kin(canonical(word), canonical(noun)) for word in following)


def _is_measured(sentence: str, start: int, end: int, unit: Unit) -> bool:
    measure = _MEASURES.get(unit)
    if measure is None:
        return False
    return bool(
        measure.match(sentence, end) or (unit in {Unit.MONEY, Unit.SHARE} and measure.search(sentence[start:end]))
    )


def _name(sentence: str, question: Question) -> Offer:
    """The nearest of the names that fit best."""
    by_strength: dict[float, list[Span]] = {}
    for name in find_names(sentence):
        parts = [stem(w) for w in words(name.text.split(" of ")[0])]
        # "Gen. Sergei Surovikin" is the Surovikin of the question: names go by their last word.
        if not parts or parts[-1] in question.terms or all(part in question.terms for part in parts):
            continue
        match question.asks:
            case Asks.PLACE:
                is_fitting = bool(_PLACE_LEAD.search(sentence[: name.start]))
            case Asks.PERSON if _ACRONYM.fullmatch(name.text):
                continue
            case Asks.PERSON | Asks.ORGANISATION if is_country(parts[-1]):
                continue
            case Asks.PERSON:
                is_fitting = " " in name.text and not name.text.isupper()
            case _:
                is_fitting = True
        by_strength.setdefault(1.0 if is_fitting else 0.6, []).append(Span(name.start, name.end))
    if not by_strength:
        return NOTHING
    strength = max(by_strength)
    return Offer(strength, _nearest(sentence, by_strength[strength], question))


def _thing(sentence: str, question: Question) -> Offer:
    """A title in quotation marks or a name that the question does not hold; which one it is, we cannot tell."""
    if any(not _is_asked(m.group(1), question) for m in _TITLE.finditer(sentence)):
        return Offer(1.0, None)
    named = any(not _is_asked(name.text, question) for name in find_names(sentence))
    return Offer(0.7, None) if named else Offer(0.3, None)


def _nearest(sentence: str, spans: Sequence[Span], question: Question) -> Span:
    """The span nearest to the question's words in the sentence; the first of several."""
    places = [m.start() for m in re.finditer(r"[^\W_]+", sentence) if stem(m.group()) in question.terms]

    def distance(span: Span) -> int:
        return min(_distances(span, places), default=0)

    return min(spans, key=lambda span: (distance(span), span.start))


def _distances(span: Span, places: Iterable[int]) -> Iterable[int]:
    return (max(span.start - place, place - span.end, 0) for place in places if not span.start <= place < span.end)
