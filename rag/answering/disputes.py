"""Claim against denial: which side of a question a sentence takes, and sentences that report both sides."""

import re
from dataclasses import dataclass

from rag.answering.question import YES_NO, Question
from rag.answering.told import Told, key_terms
from rag.text.kinship import canonical, canonicals, holds, is_kin, with_seats
from rag.text.polarity import find_denials, find_poles, is_denied, pole_of, without_negative_prefix
from rag.text.spans import trimmed
from rag.text.terms import stem
from rag.types import Span

_COVERED = 0.5
"""The share of the question's words that a sentence and its context must hold."""
_KEYS_HELD = 0.6
"""The share of what the question says happens that a sentence must hold itself to say or to deny it."""
_SELF_COVERED = 0.75
"""The same for a sentence that disputes itself and is not the answer: it must be about just this."""
_POLAR = re.compile(rf"{YES_NO}|^\W*how (?:likely|probable|certain)\b|\bwhether\b", re.I)
_WHO = re.compile(r"^\W*(?:who|whom|whose|which)\b", re.I)
# "Who denied it?" asks for the saying, not for what is so.
_ASKS_FOR_SAYING = re.compile(
    r"\b(?:say|says|said|tell|told|claim\w*|den(?:y|ies|ied)|reject\w*|accus\w+|warn\w*|contradict\w*|disput\w+|announc\w+"
    r"|doubt\w*|call(?:s|ed)?|suggest\w*|threaten\w*|respond\w*|react\w*|blam\w+|predict\w*|comment\w*)\b",
    re.I,
)
_CLAIM = r"(?:claim|said|say|insist|assert|announc|report|maintain|believ|argu|alleg|accus|suggest|warn|boast)\w*"
_ANSWERED = (
    r"(?:den(?:y|ies|ied)|reject(?:s|ed)|disput(?:es?|ed)|contradict(?:s|ed)|dismiss(?:es|ed)|refut(?:es?|ed)"
    r"|rebut(?:s|ted)|call(?:s|ed) (?:it|this|that)(?: claim)? (?:false|a lie|untrue|nonsense))"
)
# "… claimed X, which Y denied"; "… said X, but Y disputed that"; "… said X; Y had no such information".
_JOINT = r",\s+(?:which|but|although|though|while|a claim(?: that)?)\b|[;,]\s|\s(?:but|while)\s"
_OBJECT = r"it|this|that|the (?:claim|report|charge|account)s?|him|her|them"
_BOTH_SIDES = re.compile(
    rf"\b{_CLAIM}\b(?P<claim>.{{8,220}}?)(?P<joint>{_JOINT})"
    rf"(?P<denial>.{{0,160}}?\b(?=[cdhkr])"  # quicker than to try every word everywhere
    rf"(?:{_ANSWERED}(?:\s+(?:{_OBJECT}))?(?=\W*$|[,;])|had no such \w+|knew of no such \w+))",
    re.I,
)
_ANY_DENIAL = re.compile(rf"\b(?:{_ANSWERED}|no such)\b", re.I)
_OPEN = re.compile(
    r"\b(?:not (?:\w+ ){0,2}clear|unclear|uncertain|unknown)\b[^:;]{0,60}?\b(?:who|whether|which|if)\b[^:;]*[:;]\s*",
    re.I,
)
_TWO_SAY = re.compile(
    rf"^(?>(?P<claim>(?>.*?\b{_CLAIM}\b).*?),?\s(?:and|but|while)\s)(?P<denial>.*?\b{_CLAIM}\b.*)$", re.I
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Side:
    """Which side a sentence takes: 1 says yes, -1 says no, 0 neither; `coverage` of the question by its own words."""

    sign: int
    coverage: float = 0.0


_NEITHER = Side(0)


def asks_whether(question: Question) -> bool:
    """Whether the question is about something being so, which can be claimed and denied."""
    return bool(_POLAR.search(question.text)) and not _ASKS_FOR_SAYING.search(question.text)


def may_be_disputed(question: Question) -> bool:
    """Whether a sentence with two sides may answer it: yes-no questions, and who does or holds something."""
    is_open = _POLAR.search(question.text) or _WHO.search(question.text)
    return bool(is_open) and not _ASKS_FOR_SAYING.search(question.text)


def side_of(question: Question, told: Told) -> Side:
    """The side that a sentence takes in a yes-no question.

    Where the question has a word with an opposite ("accident", "rising"), the sentence must have it or the opposite.
    Elsewhere it must hold half of what the question says happens, and denies it if a denial reaches a word of that.
    """
    keys = key_terms(question)
    if _coverage(question, told.wide) < _COVERED:
        return _NEITHER
    # Of "rising or falling" the first is what "yes" would say.
    axes = {axis: sign for _, axis, sign in reversed(find_poles(question.text))}
    sign = _sign_on_axes(keys, axes, told) if axes else _sign_of_predicate(keys, told)
    return Side(sign, _coverage(question, told.canon))


def _coverage(question: Question, canon: frozenset[str]) -> float:
    """The share of the question's words that are held, in any form."""
    terms, held = with_seats(canonicals(question.terms)), with_seats(canon)
    return sum(holds(held, term) for term in terms) / len(terms) if terms else 0.0


def _sign_on_axes(keys: frozenset[str], axes: dict[int, int], told: Told) -> int:
    matter = {key for key in keys if (known := pole_of(key)) is None or known[0] not in axes}
    if matter and sum(holds(told.wide, key) for key in matter) < _COVERED * len(matter):
        return 0
    denials = find_denials(told.text)
    signs = []
    for start, axis, pole in find_poles(told.text):
        if axis in axes:
            sign = pole * axes[axis]
            signs.append(-sign if is_denied(denials, start) else sign)
    # A sentence with both poles weighs them; it takes no side.
    return signs[0] if signs and len(set(signs)) == 1 else 0


def _sign_of_predicate(keys: frozenset[str], told: Told) -> int:
    denials = find_denials(told.text)
    held: set[str] = set()
    denied = 0
    for word in _WORD.finditer(told.text):
        stemmed = canonical(stem(word.group()))
        found = {key for key in keys if is_kin(stemmed, key)}
        bare = without_negative_prefix(word.group())
        opposed = set() if found or bare is None else {k for k in keys if k == canonical(stem(bare))}
        held |= found | opposed
        denied += bool(opposed) or (bool(found) and is_denied(denials, word.start()))
    if not keys or len(held) < _KEYS_HELD * len(keys):
        return 0
    return -1 if denied else 1


def two_sides(question: Question, told: Told, *, is_answer: bool) -> tuple[Span, Span] | None:
    """The claim and the denial of a sentence that reports both, or None.

    Only a denial of what was claimed counts: one without an object of its own, or "it", "that", "no such plan".
    """
    least = _COVERED if is_answer else _SELF_COVERED
    if not may_be_disputed(question) or _coverage(question, told.canon) < least:
        return None
    if not is_answer and not all(holds(told.canon, key) for key in key_terms(question)):
        return None
    # The longer pattern is slow where it has nothing to find.
    if _ANY_DENIAL.search(told.text) and (found := _BOTH_SIDES.search(told.text)):
        start = max(told.text.rfind(mark, 0, found.start()) for mark in ";:") + 1
        denial = max(found.start("denial"), told.text.rfind(";", 0, found.end("denial")) + 1)
        start += len(told.text[start:]) - len(told.text[start:].lstrip())
        return Span(start, found.start("joint")), trimmed(told.text, Span(denial, found.end("denial")))
    if (opened := _OPEN.search(told.text)) and (both := _TWO_SAY.search(told.text[opened.end() :])):
        by = opened.end()
        return Span(by + both.start("claim"), by + both.end("claim")), Span(
            by + both.start("denial"), by + both.end("denial")
        )
    return None
