"""What a question asks for, read off its words."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rag.answering import kinds
from rag.text.names import find_names
from rag.text.terms import STOPWORDS, content_terms, stem, words


class Asks(StrEnum):
    """The kind of thing that would answer a question."""

    COUNT = "a figure"
    DATE = "a time"
    PERSON = "a person"
    PLACE = "a place"
    ORGANISATION = "an organisation"
    THING = "a name or a thing"
    REASON = "a reason"
    SAYING = "what somebody said"
    YES_NO = "yes or no"
    ANYTHING = "anything"


class Unit(StrEnum):
    """What a figure that is asked for is measured in."""

    MONEY = "money"
    TIME = "time"
    SHARE = "a share"
    LENGTH = "length"
    NUMBER = "a number"


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    `terms` are its stems, each with a word it stands for; `names` the stems that stand in names;
    `counted` the stems of what is counted ("Russian troops"), its head noun last, and `unit` what a figure is
    measured in; `is_present` is whether it asks how things are now; `kind` is the noun after "which" or "what": the
    airline of "which US airline".
    """

    text: str
    terms: dict[str, str]
    names: frozenset[str]
    asks: Asks
    counted: tuple[str, ...]
    is_present: bool
    unit: Unit = Unit.NUMBER
    kind: str = ""


_COUNT = re.compile(
    r"\bhow (?:many|much)\b"
    r"|\b(?:what|which) (?:is the |was the )?(?:\w+ )?"
    r"(?:number|percentage|percent|share|proportion|amount|sum|figure)\b"
    r"|\bhow (?:large|big|long|far|old|tall|high|fast|heavy|strong|often|soon|deep|wide)\b"
    r"|\bwhat (?:is|was) the (?:number|size|price|cost|strength|age|height|distance)\b",
    re.I,
)
_UNITS = (
    (
        Unit.MONEY,
        re.compile(
            r"\bhow much (?:money|did \w+(?: \w+)? (?:pay|cost|spend|raise|earn)|does .{1,40}\bcost|is .{1,40}\bworth)"
            r"|\b(?:price|cost|worth|salary|sum|paid|pay)\b",
            re.I,
        ),
    ),
    (Unit.SHARE, re.compile(r"\b(?:percentage|percent|share|proportion|what (?:part|fraction))\b", re.I)),
    (
        Unit.TIME,
        re.compile(r"\bhow (?:long|old|soon|often)\b|\bhow (?:many|much) (?:time|years?|months?|days?)\b", re.I),
    ),
    (Unit.LENGTH, re.compile(r"\bhow (?:far|tall|high|deep|wide)\b|\b(?:distance|height)\b", re.I)),
)
_DATE = re.compile(
    r"^\W*(?:(?:by|since|until|from|on) )?when\b|\b(?:since|until|and) when\b"
    r"|\b(?:what|which) (?:year|date|day|month|week|time|season|decade|century)\b",
    re.I,
)
_PERSON = re.compile(r"\b(?:who|whom|whose)\b", re.I)
_DESCRIBES = re.compile(r"^\W*(?i:who|what) (?:is|was|are|were) (?:the )?((?:[A-Z][\w.’'-]*+\s*+)++)\W*$")
_PLACE = re.compile(r"^\W*(?:from |to )?where\b|\bwhere (?:is|was|are|were|did|does|do)\b", re.I)
_REASON = re.compile(r"^\W*why\b|\bwhat (?:is|was|were|are) the (?:\w+ )?reasons?\b|\bwhat caused\b|\bhow come\b", re.I)
_SAYING = re.compile(
    r"^\W*(?:what|how) (?:did|does|do|has|have|had)\b.{2,80}?\b(?:say|said|tell|told|think|comment|respond|react|claim"
    r"|call|warn|announce|describe|put it)\b",
    re.I,
)
YES_NO = r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|am)(?:n['’]t)?\b"
"""A regular expression for how a question begins that is answered by yes or no."""
_YES_NO = re.compile(YES_NO, re.I)
_PRESENT = re.compile(r"\b(?:is|are|am|has|have|does|do|now|currently|today|still)\b", re.I)
_PAST = re.compile(r"\b(?:was|were|did|had|ago|last|yesterday)\b|\b(?:1[89]|20)\d\d\b", re.I)
_SOUGHT = re.compile(
    r"\b(?:which|what)\s+(?!is\b|are\b|was\b|were\b|did\b|does\b|do\b|has\b|have\b|had\b|will\b)", re.I
)
_NAME_OF = re.compile(r"\b(?:what|which)['’]?s?\b.{0,12}\bnames? of (?:the |an? )?|\b(?:name|names) (?:the|an?) ", re.I)
_KIND_OF = re.compile(r"\b(?:kinds?|types?|sorts?) of (?:an? |the )?", re.I)
_WHAT_HAPPENED = re.compile(r"\bwhat \w+ed\b", re.I)
_END_OF_NOUN = re.compile(
    r"\b(?:is|are|was|were|be|been|do|does|did|has|have|had|will|would|can|could|may|might|should|must|in|on|at|of|to"
    r"|from|for|with|by|there|that|who|which|after|before|during|as|about|into|over|when)\b|[,?;:]|['’]s\b",
    re.I,
)


def analyse(text: str) -> Question:
    """Take a question apart. Anything can be asked; what fits no kind asks for anything."""
    names = frozenset(
        stem(w) for name in find_names(text) for w in words(name.text) if w.lower() not in STOPWORDS and w[0].isupper()
    )
    asks = _kind(text)
    first = next(iter(words(text)), "")
    if first and first[0].isupper() and first.lower() not in STOPWORDS and not text.split(first, 1)[0].strip():
        # The first word is capitalised in any case; it counts as a name only with another after it.
        alone = not re.match(rf"\W*{re.escape(first)}\s+[A-Z]", text)
        names -= {stem(first)} if alone and first.lower() != first and not first.isupper() else set()
    return Question(
        text=text,
        terms=content_terms(text),
        names=names,
        asks=asks,
        counted=_counted(text) if asks is Asks.COUNT else (),
        is_present=bool(_PRESENT.search(text)) and not _PAST.search(text),
        unit=_unit(text) if asks is Asks.COUNT else Unit.NUMBER,
        kind="" if _WHAT_HAPPENED.search(text) else kinds.head_of(_sought(_KIND_OF.sub("", text))),
    )


def _kind(text: str) -> Asks:
    for pattern, kind in ((_COUNT, Asks.COUNT), (_REASON, Asks.REASON), (_DATE, Asks.DATE)):
        if pattern.search(text):
            return kind
    if _DESCRIBES.match(text):
        return Asks.ANYTHING
    if _PLACE.search(text):
        return Asks.PLACE
    if _SAYING.search(text):
        return Asks.SAYING
    if _PERSON.search(text):
        return Asks.PERSON
    if sought := _sought(text):
        known = next((kind for kind in map(kinds.of_noun, sought) if kind), None)
        return _KINDS.get(known, Asks.THING)
    if _YES_NO.match(text):
        return Asks.YES_NO
    return Asks.ANYTHING


_KINDS: dict[str | None, Asks] = {
    kinds.PERSON: Asks.PERSON,
    kinds.PLACE: Asks.PLACE,
    kinds.ORGANISATION: Asks.ORGANISATION,
}


def _unit(text: str) -> Unit:
    return next((unit for unit, pattern in _UNITS if pattern.search(text)), Unit.NUMBER)


def _counted(text: str) -> tuple[str, ...]:
    found = _COUNT.search(text)
    if found is None:
        return ()
    rest = re.sub(r"^\s*of\b(?:\s+the\b)?", "", text[found.end() :])
    return tuple(map(stem, _noun(rest)))


def _sought(text: str) -> list[str]:
    """The words of the noun after "which", "what" or "the name of"; none in "what is", "what did"."""
    if found := _NAME_OF.search(text):
        # "The name of Riga's chief adviser" is the adviser's.
        return _noun(re.sub(r"['’]s\b", "", text[found.end() :]))
    found = _SOUGHT.search(text)
    return _noun(text[found.end() :]) if found else []


def _noun(text: str) -> list[str]:
    """The words before the first verb or preposition that we know, four at most."""
    end = _END_OF_NOUN.search(text)
    return words(text[: end.start()] if end else text)[:4]
