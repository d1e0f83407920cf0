"""When things happened that a sentence of news tells."""

import re
from collections.abc import Sequence
from datetime import date

from rag.text.attribution import find_attribution
from rag.text.dates import find_dates
from rag.text.periods import Period, distant, resolve
from rag.text.quoted import FRAGMENT, SPEECH, masked
from rag.text.tokens import DETERMINERS, OTHER_PRONOUNS, PREPOSITIONS, PRONOUNS
from rag.types import Span

__all__ = ["Period", "periods", "resolve", "spoken_of"]

_LOOK_BACK = 10
"""Sentences before, among which the last day told is looked for."""

# Verbs that tell a time to come, and any others that tell one gone by; "will be opened" is one of the former.
_FUTURE = (
    r"(?:will|shall|would|(?:is|are|was|were)\s+(?:due|to|set|scheduled|expected|planned)"
    r"|(?:plan|intend|hope|expect)(?:s|ed)?(?=\s+to\b)|(?:scheduled|planned|due)(?=\s+(?:to|for|in|on|by)\b)|going(?=\s+to\b))"
    r"\b(?!\s+(?:\w+\s+)?have\b)(?:\s+(?:not|to|for|also|be)\b)*(?:\s+\w+)?|\w+[’']ll\s+\w+"
)
_PAST = r"(?:said|told|was|were|had|did|has|have|says|came|went|met|began|fell|held|left|took|gave|made|\w{2,}ed)"
_TENSE = re.compile(rf"\b(?:(?P<future>{_FUTURE})|{_PAST})\b", re.I)
_CLAUSE_END = re.compile(r"[;:.!?“”\"](?=\s|$)|\bthat\b|,\s+(?:and|but|while|which|who)\b")

# "15" in "between 15 and 22 October".
_OPENING = re.compile(r"\b(?:between|from)\s+[0-3]?\d(?:st|nd|rd|th)?\s+(?:and|to)\s+$", re.I)
_FROM = re.compile(r"\b(?:between|from)\s+$", re.I)
_JOIN = re.compile(r"(?<!\s)\s+(?:and|to|until|till|through)\s+", re.I)
_LASTING = re.compile(r"\b(since|earlier|later)\s+$", re.I)
# Where a sentence goes on to another claim.
_NEW_CLAIM = re.compile(r";|:\s|—|,\s+(?:and|but|then|while|yet|though|although)\b")
# "who leads it since May": up to a comma, or the stop.
_RELATIVE = re.compile(r"\b(?:who|which|whose|whom)\b[^,;:.]*")
# "the ferry that sank in May": "that" between a noun and a verb.
_RESTRICTING = re.compile(r"\w\s+that\s+(?P<verb>[a-z]+)[^,;:.]*?(?=\s(?:is|has|will|was|were)\b|[,;:.]|$)")
_BESIDE = re.compile(r"(?:\W|\b(?:on|in|at|late|early|an|a|the|interview|speech|statement|briefing|as)\b)*", re.I)

# What counts from a day told before.
_SAME_DAY = re.compile(
    r"\b(?:(?:later\s+)?that\s+(?:same\s+)?day|the\s+same\s+day|(?:by|since|until|back|just)\s+then)\b", re.I
)
_NEXT_DAY = re.compile(r"\bthe\s+(?:next|following)\s+day\b", re.I)


def periods(text: str, published: date | None) -> list[tuple[Span, Period | None]]:
    """Every expression of time in `text` with the days it means, as `resolve` tells.

    Where the verb nearest to it tells of the future ("will meet on Friday", "is due in May") a bare
    weekday, month or day is the coming one. Both ends of "from March to June", and "22 October" in
    "between 15 and 22 October", stand for all the days between. "Since" makes a time last until
    `published`; so does "earlier this week", and "later this week" begins with it.
    """
    found: list[tuple[Span, Period | None]] = []
    for span in find_dates(text):
        opening = _OPENING.search(text, 0, span.start)
        expression = text[opening.start() if opening else span.start : span.end]
        period = resolve(expression, published, ahead=_is_ahead(text, span))
        found.append((span, period and _lasting(text[: span.start], period, published)))
    for index in range(1, len(found)):
        (one, begin), (other, end) = found[index - 1 : index + 1]
        joined = _JOIN.fullmatch(text, one.end, other.start) and _FROM.search(text, 0, one.start)
        if joined and begin and end and begin.first <= end.last:
            whole = Period(begin.first, end.last)
            found[index - 1 : index + 1] = [(one, whole), (other, whole)]
    return found


def spoken_of(sentence: str, published: date | None, before: Sequence[str] = ()) -> Period | None:
    """The days that the main claim of a sentence is about, or None where it names none.

    What stands in a relative clause does not count ("the quay that sank in May"). Of several expressions
    one goes first that is not in a quotation and does not only date what was said ("Lee said on Friday
    that …"); then the one in the earlier clause; then the more exact one; then the earlier one. Without one
    of its own, a sentence with "that day", "the next day", "by then" or "two weeks later" counts from
    the last day told in the sentences `before` it.
    """
    own = [(span, period) for span, period in periods(sentence, published) if period is not None]
    if not own:
        return _counted(sentence, published, before)
    said = _saying(sentence)
    bare = masked(sentence)
    relative = _relative_clauses(bare, said)

    def rank(found: tuple[Span, Period]) -> tuple[bool, int, int]:
        span, period = found
        aside = bare[span.start] in FRAGMENT + SPEECH or _dates_the_saying(sentence, span, said)
        return aside, len(_NEW_CLAIM.findall(bare, 0, span.start)), (period.last - period.first).days

    main = [found for found in own if not any(r.start <= found[0].start < r.end for r in relative)]
    return min(main, key=rank)[1] if main else None


def _lasting(before: str, period: Period, published: date | None) -> Period:
    """`since 3 May`, `earlier this week`: until the day of the paper; `later this week`: from then on."""
    lead = _LASTING.search(before)
    if lead is None or published is None:
        return period
    if lead[1].lower() == "later":
        return Period(published, period.last) if period.first <= published <= period.last else period
    return Period(period.first, published) if period.first <= published else period


def _is_ahead(text: str, span: Span) -> bool:
    """Whether the verb nearest to an expression, in its own clause and rather before it, is of the future."""
    begin = max((m.end() for m in _CLAUSE_END.finditer(text, 0, span.start)), default=0)
    closing = _CLAUSE_END.search(text, span.end)
    ahead = list(_TENSE.finditer(text, begin, span.start))
    verb = ahead[-1] if ahead else _TENSE.search(text, span.end, closing.start() if closing else len(text))
    return verb is not None and verb["future"] is not None


def _relative_clauses(bare: str, said: Span | None) -> list[Span]:
    """Those with "who" and the like, and those with "that" which are not what is said."""
    found = list(_RELATIVE.finditer(bare))
    for clause in _RESTRICTING.finditer(bare):
        told = said is not None and said.end <= clause.start() + 1 and "," not in bare[said.end : clause.start()]
        if not told and clause["verb"] not in DETERMINERS | PRONOUNS | PREPOSITIONS | OTHER_PRONOUNS:
            found.append(clause)
    return [Span(m.start(), m.end()) for m in found]


def _saying(sentence: str) -> Span | None:
    found = find_attribution(sentence)
    return Span(found.start, found.end) if found is not None else None


def _dates_the_saying(sentence: str, span: Span, said: Span | None) -> bool:
    """`Lee said on Friday that …`, `On Friday Lee said …`: right beside the attributing words, or within."""
    if said is None:
        return False
    if span.end <= said.start:
        led_in = _BESIDE.fullmatch(sentence, 0, span.start) is not None
        return led_in and _BESIDE.fullmatch(sentence, span.end, said.start) is not None
    return span.start < said.end or _BESIDE.fullmatch(sentence, said.end, span.start) is not None


def _counted(sentence: str, published: date | None, before: Sequence[str]) -> Period | None:
    """What a sentence without a day of its own counts from the last day told before."""
    distances = [sentence[s.start : s.end] for s in find_dates(sentence)]
    same, following = _SAME_DAY.search(sentence), _NEXT_DAY.search(sentence)
    if not (distances or same or following):
        return None
    anchor = _last_day(published, before[-_LOOK_BACK:])
    if anchor is None:
        return None
    if same:
        return Period(anchor, anchor)
    if following:
        return distant("1 day later", anchor)
    return next((p for p in (distant(d, anchor) for d in distances) if p is not None), None)


def _last_day(published: date | None, before: Sequence[str]) -> date | None:
    """The last single day that the sentences tell, by themselves or counted from one before."""
    for index in range(len(before) - 1, -1, -1):
        told = [p for _, p in periods(before[index], published) if p is not None and p.is_day]
        if told:
            return told[-1].first
        counted = _counted(before[index], published, before[:index])
        if counted is not None and counted.is_day:
            return counted.first
    return None
