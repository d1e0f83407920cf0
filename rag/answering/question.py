"""What a question asks for, read off its words."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rag.text.names import find_names
from rag.text.terms import STOPWORDS, content_terms, stem, words


class Asks(StrEnum):
    """The kind of thing that would answer a question."""

    COUNT = "a figure"
    DATE = "a time"
    PERSON = "a person"
    PLACE = "a place"
    REASON = "a reason"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    `terms` are its stems, each with a word it stands for; `names` the stems that stand in names;
    `counted` the stems of what is counted ("Russian troops"), its head noun last; `is_present` is
    whether it asks how things are now.
    """

    text: str
    terms: dict[str, str]
    names: frozenset[str]
    asks: Asks
    counted: tuple[str, ...]
    is_present: bool


_COUNT = re.compile(
    r"\bhow (?:many|much)\b"
    r"|\b(?:what|which) (?:is the |was the )?(?:\w+ )?"
    r"(?:number|percentage|percent|share|proportion|amount|sum|figure)\b"
    r"|\bhow (?:large|big|long|far|old|tall|high|fast|heavy|strong|often)\b"
    r"|\bwhat (?:is|was) the (?:number|size|price|cost)\b",
    re.I,
)
_DATE = re.compile(r"^\W*(?:when|since when|until when)\b|\b(?:what|which) (?:year|date|day|month|week|time)\b", re.I)
_PERSON = re.compile(r"\b(?:who|whom|whose)\b", re.I)
_PLACE = re.compile(
    r"^\W*where\b|\b(?:what|which) (?:city|country|town|region|state|place|village|province|nation)\b", re.I
)
_REASON = re.compile(r"^\W*why\b|\bwhat (?:is|was|were|are) the reasons?\b|\bwhat caused\b|\bhow come\b", re.I)
_PRESENT = re.compile(r"\b(?:is|are|am|has|have|does|do|now|currently|today|still)\b", re.I)
_PAST = re.compile(r"\b(?:was|were|did|had|ago|last|yesterday)\b|\b(?:1[89]|20)\d\d\b", re.I)
_END_OF_COUNTED = re.compile(
    r"\b(?:is|are|was|were|be|been|do|does|did|has|have|had|will|would|can|could|may|might|should|must|in|on|at|of|to"
    r"|from|for|with|by|there|that|who|which)\b|[,?;:]",
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
    )


def _kind(text: str) -> Asks:
    for pattern, kind in (
        (_COUNT, Asks.COUNT),
        (_REASON, Asks.REASON),
        (_DATE, Asks.DATE),
        (_PLACE, Asks.PLACE),
        (_PERSON, Asks.PERSON),
    ):
        if pattern.search(text):
            return kind
    return Asks.ANYTHING


def _counted(text: str) -> tuple[str, ...]:
    found = _COUNT.search(text)
    if found is None:
        return ()
    rest = re.sub(r"^\s*of\b(?:\s+the\b)?", "", text[found.end() :])
    end = _END_OF_COUNTED.search(rest)
    return tuple(stem(w) for w in words(rest[: end.start()] if end else rest))
