"""Whether two sentences count the same thing, or tell of the same event.

Everything here would rather say no: a disagreement that is none is worse than one that is not shown.
"""

import re
from collections.abc import Set

from rag.answering.question import Question
from rag.answering.told import NOT_TELLING, Told, counted_words, covers, key_terms, tells
from rag.text.kinship import canonical, canonicals, holds
from rag.text.names import find_names
from rag.text.terms import content_terms, stem, stems, words

_MORE = re.compile(r"\b(?:another|further|additional|other|extra|remaining|first|last|next|of which|of whom)\s+$", re.I)
_PART_OF = re.compile(r"(?:^|[;:]\s|,\s|\band\s)of (?:the|these|those|its|their|that|\d)[^,]{0,300}+,\s+$", re.I)
_MORE_AFTER = re.compile(r"^\s+(?:more|others?|further|additional)\b", re.I)
_FORMERLY = re.compile(
    r"\b(?:up|down|rose|rising|fell|falling|grew|increased|decreased|dropped|cut|reduced|raised)\s+from\s+$|\bfrom\s+$"
    r"|\b(?:compared (?:with|to)|instead of|rather than|as against|against)\s+(?:the\s+)?$",
    re.I,
)
_RATE = re.compile(
    r"^[\w\s-]{0,24}?\b(?:a|an|per|each|every)\s+(?:day|week|month|year|hour|night|person|head)\b|\bdaily\b", re.I
)
_AHEAD = re.compile(
    r"\b(?:expected|planned|planning|plans|aims?|hopes?|hoping|forecast|projected|scheduled|intends?|intended|promised"
    r"|pledged|supposed|capacity|target|maximum|minimum of)\b",
    re.I,
)
_TOLD = re.compile(r"\b(?:said|says|say|told|announced|wrote|according to)\b", re.I)
_ONE_MORE = re.compile(
    r"\b(?:a (?:second|third|separate|different)|another|the (?:second|other))\s+(?:\w+\s+)?(\w+)", re.I
)
_PLACE = re.compile(
    r"\b(?:in|at|near|around|outside|on|off|over|across|along|from|to|into)\s+(?:the\s+)?(?:\w+\s+(?:of|in)\s+)?$", re.I
)
_LETTERS = re.compile(r"[^\W\d_]+")
_FATES = (
    "die injured missing arrest rescue evacuate displaced free",
    "destroy damage repair",
    "send receive lose build buy order",
    "hire cut employ",
    "born marry die",
    "open close build",
    "begin end",
    # And what sets two things of a name apart.
    "old new",
    "north south east west northern southern eastern western",
    "upper lower",
    "men women",
    "male female",
    "import export",
    "military civilian",
    "public private",
    "summer winter",
)
"""What may happen to the same things in one sentence; a figure belongs to the nearest."""
_RIVALS = tuple(canonicals(stems(fates)) for fates in _FATES)
_ANYBODY = frozenset("people persons men women".split())
_TOLD_ALIKE = 0.66
"""The share of what the question says happened that a sentence must tell too: of two things both, of three two."""
_TOLD_OF_EVENT = 0.67
"""The same of events, of which there are more than of counts: of three things all."""
_COPIED = 0.8
"""Copies share this much besides their marks (Jaccard's coefficient)."""
_FEWEST_COPIED = 4
"""Shared stems: shorter sentences are alike by chance."""


def has_rival_fate(question: Question, told: Told) -> bool:
    """Whether the mark stands by another word than the question's for what happened: hurt for killed."""
    if told.mark is None:
        return False
    asked = canonicals(question.terms)
    for rivals in _RIVALS:
        if not rivals & asked:
            continue
        near = [
            (min(abs(told.mark.start - m.end()), abs(m.start() - told.mark.end)), found)
            for m in _LETTERS.finditer(told.text)
            if (found := canonical(stem(m.group()))) in rivals
        ]
        if near and min(near)[1] not in asked:
            return True
    return False


def has_one_more(question: Question, told: Told) -> bool:
    """Whether it speaks of a second thing of the kind that the question asks about, and the question does not."""
    if _ONE_MORE.search(question.text):
        return False
    terms = canonicals(question.terms)
    return any(holds(terms, canonical(stem(m[1]))) for m in _ONE_MORE.finditer(told.text))


def has_rival_name(question: Question, told: Told, other: Told) -> bool:
    """Whether the sentence names somebody else in the place of a name of the question that it lacks."""
    lacks = [name for name in canonicals(question.names) if not holds(told.wide, name)]
    return bool(lacks) and bool(_foreign(question, told, other, places_only=False))


def has_own_place(question: Question, told: Told, other: Told) -> bool:
    """Whether the sentence narrows its figure to a place that neither the question nor the other names."""
    return bool(_foreign(question, told, other, places_only=True))


def _foreign(question: Question, told: Told, other: Told, *, places_only: bool) -> list[str]:
    known = canonicals(question.terms) | other.canon | told.of_claimant
    segment = told.text[told.segment.start : told.segment.end]
    # Who reports, and where from, is no part of what is reported.
    told_from = _TOLD.search(segment, segment.rstrip().rfind("\n") + 1)
    segment = segment if told_from is None else segment[: told_from.start()].ljust(len(segment))
    at = told.mark.start - told.segment.start if told.mark else len(segment)
    found = []
    for name in find_names(segment):
        is_place = bool(_PLACE.search(segment[: name.start]))
        if (places_only and not is_place) or (not places_only and name.start > at and not is_place):
            continue
        if told.mark and name.start < told.mark.end - told.segment.start and at < name.start + len(name.text):
            continue
        if not any(holds(known, canonical(stem(w))) for w in words(name.text)):
            found.append(name.text)
    return found


def counts_same(question: Question, one: Told, other: Told) -> bool:
    """Whether the marked figures of both sentences count what the question asks about.

    The figure must stand with the question's noun, both with it or with a pronoun for it; neither may be a part,
    a rest, an earlier value, a rate or a forecast where the other is not; neither may be narrowed by words or
    places that the question and the other lack; and both must tell what the question says happened.
    """
    keys = key_terms(question)
    # What is quickly seen comes first.
    return (
        all(covers(question, told) and tells(keys, told, _TOLD_ALIKE) for told in (one, other))
        and _kinds_of_figure(question, one) == _kinds_of_figure(question, other)
        and all(_is_about(question, told, against) for told, against in ((one, other), (other, one)))
        and (bool(question.counted) or _heads_meet(question, one, other))
    )


def _kinds_of_figure(question: Question, told: Told) -> tuple[bool, ...]:
    assert told.mark
    before, after = told.text[: told.mark.start], told.text[told.mark.end :]
    start = told.segment.start
    return (
        bool(_MORE.search(before) or _MORE_AFTER.match(after) or _PART_OF.search(before)),
        bool(_FORMERLY.search(before)),
        bool(_RATE.match(after)),
        any(stem(m.group()) not in question.terms for m in _AHEAD.finditer(told.text, start, told.mark.start)),
    )


def _is_about(question: Question, told: Told, other: Told) -> bool:
    run = counted_words(told)
    wanted = canonicals(question.counted)
    heads = [n for n, word in enumerate(run) if _is_any(word, wanted)]
    if question.counted and run and not heads:
        return False
    if question.counted and not run and not any(holds(told.canon, w) for w in wanted - NOT_TELLING):
        return False
    known = wanted | canonicals(question.terms) | other.canon
    # "60,000 people marched": of demonstrators, "people" narrows nothing.
    narrowing = [word for word in run[: heads[-1]] if word.lower() not in _ANYBODY] if heads else []
    whose = [n for n in canonicals(question.counted) & canonicals(question.names) if not holds(told.canon, n)]
    return (
        not whose
        and all(holds(known, canonical(stem(w))) for w in narrowing)
        and not has_own_place(question, told, other)
        and not has_rival_name(question, told, other)
        and not has_rival_fate(question, told)
        and has_one_more(question, told) == has_one_more(question, other)
    )


def _is_any(word: str, wanted: Set[str]) -> bool:
    return holds(wanted, canonical(stem(word)))


def _heads_meet(question: Question, one: Told, other: Told) -> bool:
    """Without a noun in the question the units must be one: 40 days and 56 days, not 40 days and 56 men."""
    a, b = counted_words(one)[:1], counted_words(other)[:1]
    if not a or not b:
        return not a and not b
    known = canonicals(question.terms)
    return canonical(stem(a[0])) == canonical(stem(b[0])) or (_is_any(a[0], known) and _is_any(b[0], known))


def is_one_event(question: Question, one: Told, other: Told) -> bool:
    """Whether both tell of the event that the question dates: nearly all that happened, and no rival names."""
    keys = key_terms(question)
    return all(
        covers(question, told, 0.6)
        and tells(keys, told, _TOLD_OF_EVENT, at_its_time=True)
        and not has_rival_name(question, told, against)
        and not has_rival_fate(question, told)
        and has_one_more(question, told) == has_one_more(question, other)
        for told, against in ((one, other), (other, one))
    )


def likeness(one: Told, other: Told) -> float:
    """How much two sentences share besides their marks and their claimants (Jaccard's coefficient of stems)."""
    a, b = _rest(one), _rest(other)
    return len(a & b) / len(a | b) if a | b else 0.0


def are_copies(one: Told, other: Told) -> bool:
    """Whether two sentences are word for word one, but for their marks and a word or two."""
    return likeness(one, other) >= _COPIED and len(_rest(one) & _rest(other)) >= _FEWEST_COPIED


def _rest(told: Told) -> frozenset[str]:
    text = told.text
    if told.mark:
        text = text[: told.mark.start] + " " + text[told.mark.end :]
    return canonicals(content_terms(text)) - told.of_claimant - {"gen"}
