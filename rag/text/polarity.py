"""Where a sentence denies rather than says, and which words are the opposites of one another.

In the manner of NegEx (Chapman and others 2001, "A simple algorithm for identifying negated findings"): cues,
each with a reach in words, and expressions that look like cues and are none.
"""

import re
from dataclasses import dataclass

from rag.text.terms import stem
from rag.types import Span

_SHORT_REACH = 5
"""How many words a plain "not" reaches over."""

_NO_CUE = re.compile(
    r"\bnot (?:only|just|merely|simply|least|for the first time|more than|less than|fewer than|necessarily alone)\b"
    r"|\bno (?:later|earlier) than\b|\bno (?:surprise|secret|doubt|wonder|matter|fewer|less|more)\b"
    r"|\b(?:not|never|n['’]t) (?:wait|hesitate|delay|stop|stopped|cease|ceased|give up|fail|failed)\b"
    r"|\bnothing (?:but|less)\b|\bnot without\b|\bwithout (?:a fight|doubt|question)\b|\bno other than\b|\bnone other\b"
    r"|\bcannot but\b|\b(?:cannot|can['’]t|can not|could not|couldn['’]t|not|never) (?:be )?"
    r"(?:exclude|rule out|ruled out|deny|denied)\b",
    re.I,
)
# A plain "not" denies what follows next, up to a preposition or a comma.
_PLAIN = re.compile(
    r"\b(?:not|never|no|nor|neither|without|cannot|hardly|barely|nobody|none|no one)\b|n['’]t\b"
    r"|\b(?:refus|fail|declin)(?:e[ds]?|s|ing|ed)? to\b|\bunable to\b|\b(?:has|have|had) yet to\b|\bfar from\b",
    re.I,
)
_BARRIER = re.compile(
    r"^(?:in|at|on|for|with|from|by|of|about|over|under|after|before|during|near|because|if|when)$", re.I
)
# These deny the whole clause that follows.
_FORWARD = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es?|ed|ing)|disput(?:es?|ed|ing)"
    r"|contradict(?:s|ed|ing)?|rebut(?:s|ted)?|disavow(?:s|ed)?|doubt(?:s|ed|ing)?|rul(?:es?|ed|ing) out"
    r"|debunk(?:s|ed)?|resist(?:s|ed|ing)?|scoff(?:s|ed)? at"
    r"|no (?:\w+ )?(?:evidence|signs?|indications?|proof|plans?|intentions?|reason to believe|basis|such)"
    r"|nothing (?:yet )?(?:suggests?|indicates?|shows?|points to)"
    r"|not (?:yet )?(?:concluded|confirmed|established|convinced)"
    r"|(?:less|not|dis)\s?inclined to|sceptical|skeptical|unlikely(?= to| that)|improbable)\b",
    re.I,
)
# And these the clause that they end.
_BACKWARD = re.compile(
    r"\b(?:(?:is|are|was|were|be|been|being|seems?|looks?|remains?)\s+(?:\w+\s+){0,2}?"
    r"(?:unlikely(?! to\b| that\b)|improbable|in doubt|doubtful|false|untrue|baseless|unfounded|unproven|unconfirmed"
    r"|denied|disputed|rejected|dismissed|ruled out|out of the question"
    r"|not (?:true|close|near|in sight|likely|planned|imminent)))\b",
    re.I,
)
_CLAUSE = re.compile(r"[;:]|\s—\s|,?\s(?:but|although|though|whereas|while|yet)\s", re.I)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[,()]")

_AXES = (
    "rise rising rose risen raise raised increase increasing grow growing grew growth climb gather gathering"
    "/fall falling fell fallen decrease decline declining drop dropped shrink shrank cut reduce reduced withdraw",
    "accident accidental accidentally mistake error inadvertent unintended chance stray strayed"
    "/deliberate deliberately intentional intentionally provocation sabotage arson purpose staged",
    "safe/dangerous unsafe hazardous contaminated", "guilty/innocent acquitted", "alive survived/dead died killed dies",
    "legal lawful/illegal unlawful",
    "support supports back backs favour favor approve endorse/oppose opposes opposition reject",
    "win won victory/lose lost defeat", "advance advancing/retreat retreating", "true/false untrue fake",
    "success successful succeed/failure unsuccessful fail", "confirm confirmed/deny denied", "accept/refuse rejected",
    "open reopened/closed shut", "strengthen stronger/weaken weaker", "improve improving better/worsen worsening worse",
    "real genuine/bluff feint ruse hoax sham decoy show", "stay remain/leave quit resign",
    "voluntary/forced",
)  # fmt: skip


def _poles() -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for axis, poles in enumerate(_AXES):
        for sign, pole in zip((1, -1), poles.split("/"), strict=True):
            for word in pole.split():
                found.setdefault(stem(word), (axis, sign))
    return found


_POLES = _poles()
_GOING = re.compile(r"\b(?:go|goes|going|gone|went|moved|moving)(?: \w+ or)? (up|down)\b", re.I)
_PREFIX = re.compile(r"^(?:un|in|im|il|ir|non|dis)-?(?=\w{4})", re.I)


@dataclass(frozen=True, slots=True)
class Denial:
    """A cue in `text[cue.start:cue.end]`, and the stretch of the text that it denies."""

    cue: Span
    scope: Span


def find_denials(text: str) -> list[Denial]:
    """Every denial, doubt and negation of the sentence, in the order of its cues."""
    masked = _NO_CUE.sub(lambda m: " " * len(m.group()), text)
    found = [
        Denial(Span(m.start(), m.end()), Span(m.end(), _clause_end(masked, m.end()))) for m in _FORWARD.finditer(masked)
    ]
    found += [
        Denial(Span(m.start(), m.end()), Span(_clause_start(masked, m.start()), m.start()))
        for m in _BACKWARD.finditer(masked)
    ]
    taken = [denial.cue for denial in found]
    reached = 0
    for m in _PLAIN.finditer(masked):
        # "Neither free nor fair" denies once.
        if m.start() < reached or any(cue.start < m.end() and m.start() < cue.end for cue in taken):
            continue
        reached = _short_end(masked, m.end())
        found.append(Denial(Span(m.start(), m.end()), Span(m.end(), reached)))
    return sorted(found, key=lambda denial: denial.cue.start)


def is_denied(denials: list[Denial], position: int) -> bool:
    """Whether what stands at `position` is denied; a denial of a denial is none."""
    return sum(denial.scope.start <= position < denial.scope.end for denial in denials) % 2 == 1


def find_poles(text: str) -> list[tuple[int, int, int]]:
    """Where in the text words with an opposite stand: their offset, axis and side; "going up" is such a word too."""
    found = [(m.start(), *pole) for m in _WORD.finditer(text) if (pole := pole_of(stem(m.group())))]
    return sorted(found + [(m.start(), 0, 1 if m[1].lower() == "up" else -1) for m in _GOING.finditer(text)])


def pole_of(stemmed: str) -> tuple[int, int] | None:
    """The axis on which a stem has an opposite, and its side there, 1 or -1; None for most words."""
    return _POLES.get(stemmed)


def without_negative_prefix(word: str) -> str | None:
    """What "unsafe" negates, or None where the word has no such beginning."""
    bare = _PREFIX.sub("", word.lower())
    return bare if bare != word.lower() else None


def _clause_end(text: str, start: int) -> int:
    end = _CLAUSE.search(text, start)
    return end.start() if end else len(text)


def _clause_start(text: str, end: int) -> int:
    return max((m.end() for m in _CLAUSE.finditer(text, 0, end)), default=0)


def _short_end(text: str, start: int) -> int:
    until = _clause_end(text, start)
    end = start
    for count, word in enumerate(_WORD.finditer(text, start, until)):
        if word.group() in ",()" or count == _SHORT_REACH or (count and _BARRIER.match(word.group())):
            return word.start()
        end = word.end()
    return end
