"""Questions asked as a news quiz asks them: with the gap where the answer stood, after a lead, of "this week"."""

import random
import re

from training.edits import shortened
from training.faithful import told_otherwise
from training.rows import Span

_GAP = "Qxgap"
"""Stands for the answer while the sentence around it is told otherwise."""
_NOT_A_KIND = frozenset(
    "is are was were did does do has have had can could will would should the a an in on at to of for by it they "
    "he she kind type sort percentage made led caused happened".split()
)
_ASKED = re.compile(
    r"(?:^|\b(?:In|On|At|To|For|From|By|With|Of|During) )(who|what|which|when|where|how many|how much)\b", re.I
)
_YEAR = re.compile(r"\d{4}")
_WHEN = (" this week", " last week", " this month", " recently", " this year", " on Tuesday", " earlier this week")
_MOST_WORDS = 32
_FEWEST_WORDS = 6


def with_the_gap_in_place(question: str, sentence: str, answer: Span, chance: random.Random) -> str | None:
    """ "He moved to which town in 1990?" of "He moved to Rome in 1990"; None where the sentence will not do.

    Args:
        question: what people asked, for the kind of thing that is asked for.
        answer: where in the sentence the answer stands.
    """
    gap = _gap(question, sentence[slice(*answer)], sentence[: answer[0]], chance)
    if gap is None:
        return None
    told = sentence[: answer[0]] + _GAP + sentence[answer[1] :]
    told = told_otherwise(shortened(told) if chance.random() < 0.6 else told, chance).rstrip(" .!;:")
    if told.count(_GAP) != 1:
        return None
    if chance.random() < 0.4:  # what comes after the gap is cut short
        told = re.sub(rf"({_GAP}[^,;]*)[,;].*", r"\1", told)
    if not _FEWEST_WORDS <= len(told.split()) <= _MOST_WORDS:
        return None
    asked = told.replace(_GAP, gap)
    return asked[0].upper() + asked[1:] + "?"


def after_a_lead(question: str, lead: str, chance: random.Random) -> str | None:
    """The question after a sentence that says what it is about; None where that is too long."""
    told = told_otherwise(shortened(lead), chance)
    return f"{told} {question}" if len(told.split()) + len(question.split()) <= _MOST_WORDS else None


def of_late(question: str, chance: random.Random) -> str:
    """The question about what happened lately."""
    return question.rstrip(" ?") + chance.choice(_WHEN) + "?"


def in_other_words(question: str, chance: random.Random) -> str:
    return told_otherwise(question, chance)


def _gap(question: str, answer: str, before: str, chance: random.Random) -> str | None:
    found = _ASKED.search(question)
    if not found:
        return None
    word = found[1].lower()
    following = re.match(r" ([a-z]+)\b", question[found.end() :])
    kind = following[1] if following and following[1] not in _NOT_A_KIND else None
    after_a_preposition = re.search(r"\b(?:in|on|at|since|by|until|from|of|during)\s$", before) is not None
    if word == "when":
        if not after_a_preposition:
            return None
        return chance.choice(("what year", "which year")) if _YEAR.fullmatch(answer) else "what date"
    if word == "where":
        return chance.choice(("which place", "where")) if after_a_preposition else None
    if word in ("how many", "how much"):
        return word
    if word == "who":
        return "who"
    return f"{chance.choice(('what', 'which'))} {kind}" if kind else "what"
