"""Questions changed so that their paragraph no longer answers them: another name, another figure, the opposite."""

import random
import re
from collections.abc import Callable

Similar = Callable[[str], list[str]]
"""Other words of the kind of a word, in lower case; none where none are known."""

_WORD = r"[A-Z](?:[\w’'.-]*\w)?"
NAME = re.compile(rf"\b{_WORD}(?:\s+(?:of\s+|the\s+)?{_WORD})*")
NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_QUESTION_WORD = re.compile(
    r"(?:What|Which|Who|Whom|Whose|When|Where|Why|How|In|On|At|To|For|From|By|With|Is|Are|Was|Were|Did|Does|Do|The|A|An)\b"
)
PLAIN_WORD = re.compile(r"\b[a-z]{4,}\b")
ASKING = frozenset(
    "what which whom whose when where does have were been many much long this that there from with will would could "
    "should their they them these those into over such than then being after before between during under most also "
    "some other each only while about through".split()
)
"""Words that ask or join, and are not what a question is about."""
_DENIABLE = re.compile(r"\b(?:did|does|do|was|were|is|are|has|have|could|would)\b")
_OPPOSITES = [
    tuple(pair.split("/"))
    for pair in (
        "first/last largest/smallest biggest/smallest most/least highest/lowest more/fewer before/after north/south "
        "northern/southern east/west eastern/western oldest/youngest older/younger longest/shortest won/lost win/lose "
        "begin/end began/ended started/ended start/end born/buried increase/decrease increased/decreased rise/fall "
        "rose/fell male/female men/women boys/girls mother/father son/daughter brother/sister husband/wife bought/sold "
        "buy/sell import/export imports/exports accepted/rejected accept/reject allowed/banned opened/closed "
        "open/close supported/opposed support/oppose early/late earliest/latest best/worst greatest/least "
        "minimum/maximum joined/left arrived/left maternal/paternal domestic/foreign public/private "
        "winter/summer upper/lower major/minor "
        "success/failure successful/failed above/below inside/outside entered/left left/right day/night"
    ).split()
]
OPPOSITES = {a: b for pair in _OPPOSITES for a, b in (pair, pair[::-1])}
_OPPOSITE = re.compile(r"\b(?:" + "|".join(sorted(OPPOSITES, key=len, reverse=True)) + r")\b")


def with_another_name(question: str, elsewhere: str, near: str, chance: random.Random) -> str | None:
    """The question about another name or figure: one of `elsewhere` that the question and `near` do not hold."""
    spots = [m for m in NAME.finditer(question) if not starts_with_question_word(m)]
    kinds = [(spots, NAME), (list(NUMBER.finditer(question)), NUMBER)]
    chance.shuffle(kinds)
    for found, pattern in kinds:
        if not found:
            continue
        spot = chance.choice(found)
        others = sorted(
            {
                m.group()
                for m in pattern.finditer(elsewhere)
                if m.group() not in question
                and m.group() not in near
                and len(m.group()) > 1
                and not starts_a_sentence(elsewhere, m)
            }
        )
        if others:
            return question[: spot.start()] + chance.choice(others) + question[spot.end() :]
    return None


def with_the_opposite(question: str, chance: random.Random) -> str | None:
    """The question with one word turned into its opposite, or None where it has no such word."""
    spots = list(_OPPOSITE.finditer(question))
    if not spots:
        return None
    spot = chance.choice(spots)
    return question[: spot.start()] + OPPOSITES[spot.group()] + question[spot.end() :]


def with_another_word(question: str, paragraph: str, similar: Similar, chance: random.Random) -> str | None:
    """The question with one word turned into another of its kind that the paragraph does not have."""
    spots = [m for m in PLAIN_WORD.finditer(question) if m.group() not in ASKING]
    chance.shuffle(spots)
    told = paragraph.casefold()
    for spot in spots[:4]:
        others = [w for w in similar(spot.group()) if w not in told]
        if others:
            return question[: spot.start()] + chance.choice(others) + question[spot.end() :]
    return None


def denied(question: str, chance: random.Random) -> str | None:
    """The question about what was not: "What didn't he win?"; None where it has no verb to deny."""
    spots = list(_DENIABLE.finditer(question))
    if not spots or " not " in question or "n't" in question:
        return None
    spot = chance.choice(spots)
    return f"{question[: spot.end()]}n't{question[spot.end() :]}"


def starts_with_question_word(match: re.Match[str]) -> bool:
    """Whether what was found in a question starts it, and is no name."""
    return match.start() == 0 and _QUESTION_WORD.match(match.group()) is not None


def starts_a_sentence(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()].rstrip()
    return " " not in match.group() and (not before or before[-1] in '.!?"”“:')
