"""A paragraph changed in one thing that its question names, so that an odd word alone tells a reader nothing.

Of questions changed by themselves a reader learns to tell which are odd. The paragraph so changed no longer answers the
question as people asked it, and answers the one changed with it (after the contrast sets of Gardner et al. 2020).
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from training.edits import another_figure
from training.rows import Span
from training.unanswerable import ASKING, NAME, NUMBER, OPPOSITES, PLAIN_WORD, Similar, starts_with_question_word

_SHORTEST_NAME = 3
_STEM = 5
"""Words that begin alike for so many letters are taken for forms of one word."""


@dataclass(frozen=True, slots=True)
class Mirrored:
    """The paragraph tells of `new` where it told of `old`; `question` asks of `new`, `answers` are spans of `text`.

    `is_other` says that the paragraph is surely about something else: nothing of `old` is left in it, and `new` is
    another name or figure, or the opposite; other words of a kind can mean nearly the same.
    """

    question: str
    text: str
    answers: list[Span]
    is_other: bool


def mirrored(
    question: str,
    text: str,
    answers: Sequence[Span],
    holding: str,
    words_like: Similar,
    names_like: Similar,
    chance: random.Random,
) -> Mirrored | None:
    """Change a name, figure or word of the question and paragraph; None where they have none in common.

    Args:
        holding: the sentence of the answer; a plain word must stand in it.
        words_like: other words of a word's kind. `names_like` the same for names.
    """
    told = [text[s:e] for s, e in answers]
    spots = [
        m
        for pattern in (NAME, NUMBER, PLAIN_WORD)
        for m in pattern.finditer(question)
        if _whole(m.group()).search(holding if pattern is PLAIN_WORD else text)
        and len(m.group()) >= (_SHORTEST_NAME if pattern is NAME else 1)
        and m.group() not in ASKING
        and not starts_with_question_word(m)
        and not any(m.group().casefold() in t.casefold() or t.casefold() in m.group().casefold() for t in told)
    ]
    chance.shuffle(spots)
    for spot in spots[:4]:
        old = spot.group()
        others = [w for w in _others(old, words_like, names_like, chance) if w.casefold() not in text.casefold()]
        if not others:
            continue
        new = chance.choice(others)
        changed, spans = _put(text, old, new, answers)
        asked = question[: spot.start()] + new + question[spot.end() :]
        is_other = not old[0].islower() or OPPOSITES.get(old) == new
        return Mirrored(asked, changed, spans, is_other and not _is_left(old, changed))
    return None


def _others(old: str, words_like: Similar, names_like: Similar, chance: random.Random) -> list[str]:
    if old[0].isdigit():
        return [another_figure(old, chance)]
    if old[0].isupper():
        return names_like(old)
    if old in OPPOSITES and chance.random() < 0.7:
        return [OPPOSITES[old]]
    return words_like(old)


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def _put(text: str, old: str, new: str, spans: Sequence[Span]) -> tuple[str, list[Span]]:
    """The text with `new` wherever `old` stood, and where the spans, none of which holds `old`, are then."""
    starts = [m.start() for m in _whole(old).finditer(text)]
    longer = len(new) - len(old)
    moved = [(s + n * longer, e + n * longer) for s, e in spans for n in (sum(at < s for at in starts),)]
    return _whole(old).sub(lambda _: new, text), moved


def _is_left(old: str, text: str) -> bool:
    """Whether a word of `old`, or a form of it, still stands in the text."""
    told = text.casefold()
    return any(
        re.search(rf"(?<!\w){re.escape(word.casefold()[:_STEM])}", told) for word in old.split() if len(word) > 2
    )
