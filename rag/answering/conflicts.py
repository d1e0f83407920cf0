"""Where the sources disagree: values for the same thing, laid side by side."""

import re
from collections.abc import Callable, Mapping, Sequence

from rag.answering.claim import Claim, are_apart, are_two_voices, is_history, is_in_time
from rag.answering.disputes import asks_whether, side_of, two_sides
from rag.answering.question import Asks, Question
from rag.answering.same_thing import are_copies, counts_same, is_one_event, likeness
from rag.answering.told import counted_words, covers, key_terms, tells
from rag.text.moments import exclude, parse_moment
from rag.text.quantities import find_quantities
from rag.text.terms import stem, stems
from rag.text.values import differ, parse_value
from rag.types import Conflict, ConflictValue

__all__ = ["Claim", "find_conflicts"]

_PARALLEL = 0.6
"""Two sentences that share this much besides the marked names tell one thing of two."""
_THE = re.compile(r"\b(?:the|its|his|her|their)\s+$|['’]s\s+$", re.I)
_NOUN = re.compile(r"(?<!\s)\s+[^\W\d_]")
_SHOWN_A_SIDE = 2
"""Sentences for each side of a question: more make a list, not a disagreement."""
# Of things that happen with many, two names do not exclude each other.
_WITH_MANY = frozenset(
    stems("meet met visit visited join joined attend attended include included ask asked thank told urge speak spoke"
          " call called back support support say said play played work worked appear appeared star")
)  # fmt: skip


def find_conflicts(question: Question, claims: Sequence[Claim]) -> tuple[Conflict, ...]:
    """What the claims disagree about, the first of them being the answer; at most one conflict for each kind.

    The first two values of a conflict are at odds.
    """
    if not claims:
        return ()
    answer = claims[0]
    if answer.mark is not None and (found := _of_values(question, claims)):
        return (found,)
    found = _within_one(question, claims) or _of_sides(question, claims)
    return (found,) if found else ()


def _of_values(question: Question, claims: Sequence[Claim]) -> Conflict | None:
    """Claims whose marks differ from the answer's, and those that give the same as one of these."""
    answer = claims[0]
    differs = _comparison(question, answer)
    if differs is None:
        return None
    groups: list[list[Claim]] = [[answer]]
    for claim in claims[1:]:
        verdict = differs(answer, claim)
        if verdict is None:
            continue
        if not verdict:
            groups[0].append(claim)
        elif are_two_voices(answer, claim) and not _is_value_of(claim, answer):
            # What cannot be compared is not the same.
            same = next((g for g in groups[1:] if _is_value_of(claim, g[0]) or differs(g[0], claim) is False), None)
            if same is None:
                groups.append([claim])
            else:
                same.append(claim)
    if len(groups) == 1:
        return None
    return Conflict(_about(question, answer), tuple(_value(g[0].marked, g) for g in groups))


def _is_value_of(one: Claim, other: Claim) -> bool:
    return one.marked.casefold() == other.marked.casefold()


Comparison = Callable[[Claim, Claim], "bool | None"]
"""Whether two claims differ; None where they are not about one thing, or not comparable."""


def _comparison(question: Question, answer: Claim) -> Comparison | None:
    if question.asks is Asks.DATE:
        return lambda one, other: _days_differ(question, one, other)
    if find_quantities(answer.marked) and question.asks is Asks.COUNT:
        return lambda one, other: _figures_differ(question, one, other)
    if question.asks in {Asks.COUNT, Asks.REASON} or asks_whether(question):
        return None
    return lambda one, other: _names_differ(question, one, other)


def _figures_differ(question: Question, one: Claim, other: Claim) -> bool | None:
    values = [parse_value(_figure(c)) for c in (one, other)]
    if values[0] is None or values[1] is None or not counts_same(question, one.told, other.told):
        return None
    if is_history(question, one, other) or not all(is_in_time(question, c) for c in (one, other)):
        return None
    return differ(values[0], values[1])


def _figure(claim: Claim) -> str:
    found = find_quantities(claim.marked)
    return claim.marked[found[0].start : found[0].end] if found else ""


def _days_differ(question: Question, one: Claim, other: Claim) -> bool | None:
    if not one.mark or not other.mark or not is_one_event(question, one.told, other.told):
        return None
    if any(_tells_one_of_many(claim) for claim in (one, other)):
        return None
    is_one_week = one.origin == other.origin or (one.published is not None and one.published == other.published)
    return exclude(parse_moment(one.marked), parse_moment(other.marked), of_one_week=is_one_week)


def _tells_one_of_many(claim: Claim) -> bool:
    """Whether its year does not date an event but tells it from others of its kind: "the 1953 coronation"."""
    if claim.mark is None or not claim.marked.isdigit():
        return False
    return bool(_THE.search(claim.text[: claim.mark.start])) and bool(_NOUN.match(claim.text, claim.mark.end))


def _names_differ(question: Question, one: Claim, other: Claim) -> bool | None:
    """Only of sentences that are nearly parallel: anything else has too many ways to tell of two things."""
    if not one.mark or not other.mark:
        return None
    keys = key_terms(question)
    a, b = frozenset(stems(one.marked)), frozenset(stems(other.marked))
    mine, yours = frozenset(stems(one.text)), frozenset(stems(other.text))
    if a & b:
        return False
    if b <= mine or a <= yours or keys & _WITH_MANY:
        return None
    if not all(covers(question, c.told) for c in (one, other)) or is_history(question, one, other):
        return None
    if are_copies(one.told, other.told):
        return True
    is_told = all(tells(keys, c.told, 1.0) for c in (one, other))
    return True if is_told and likeness(one.told, other.told) >= _PARALLEL else None


def _within_one(question: Question, claims: Sequence[Claim]) -> Conflict | None:
    """A sentence that itself reports a claim and its denial."""
    for claim in claims:
        if sides := two_sides(question, claim.told, is_answer=claim is claims[0]):
            values = (ConflictValue(claim.text[s.start : s.end], (claim.citation,)) for s in sides)
            return Conflict(_about(question, claim), tuple(values))
    return None


def _of_sides(question: Question, claims: Sequence[Claim]) -> Conflict | None:
    if not asks_whether(question):
        return None
    sides = [(claim, side_of(question, claim.told)) for claim in claims]
    lead = next(((c, s) for c, s in sides if s.sign), None)
    if lead is None:
        return None
    against = [
        c for c, s in sides if s.sign == -lead[1].sign and are_two_voices(lead[0], c) and not are_apart(lead[0], c)
    ]
    if not against:
        return None
    coverage = {id(c): s.coverage for c, s in sides}
    agreeing = [c for c, s in sides if s.sign == lead[1].sign and c is not lead[0]]
    other, *rest = _closest(against, coverage, _SHOWN_A_SIDE)
    shown = [lead[0], other, *_closest(agreeing, coverage, _SHOWN_A_SIDE - 1), *rest]
    return Conflict(_about(question, lead[0]), tuple(ConflictValue(c.text, (c.citation,)) for c in shown))


def _closest(claims: Sequence[Claim], coverage: Mapping[int, float], most: int) -> list[Claim]:
    """Those that hold most of the question; in their own order where they hold as much."""
    return sorted(claims, key=lambda c: -coverage[id(c)])[:most]


def _value(text: str, claims: Sequence[Claim]) -> ConflictValue:
    return ConflictValue(text, tuple(dict.fromkeys(claim.citation for claim in claims)))


def _about(question: Question, answer: Claim) -> str:
    """What is counted, as the answer writes it; else the question itself."""
    counted = counted_words(answer.told) if question.asks is Asks.COUNT else []
    heads = [n for n, word in enumerate(counted, start=1) if stem(word) in question.counted]
    if heads:
        as_written = re.search(r"[\s-]+".join(map(re.escape, counted[: heads[-1]])), answer.text)
        return as_written.group() if as_written else " ".join(counted[: heads[-1]])
    return question.text.strip().rstrip("?").rstrip()
