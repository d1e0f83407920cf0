"""True sentences changed by one small edit, so that what they were taken from no longer says them, or still does."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from training.rows import Span
from training.unanswerable import NAME, NUMBER, OPPOSITES, Similar, starts_a_sentence

_NUMBER_WORDS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split()
_NUMBER_WORD = re.compile(r"\b(?:" + "|".join(_NUMBER_WORDS) + r")\b", re.I)
_SERIES = (
    "January February March April May June July August September October November December".split(),
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "hundred thousand million billion".split(),
    "first second third fourth fifth sixth seventh".split(),
    "seconds minutes hours days weeks months years decades".split(),
)
_BOUNDS = (
    ("at least", "at most"),
    ("more than", "less than"),
    ("more than", "fewer than"),
    ("over", "under"),
    ("up to", "at least"),
    ("no more than", "no less than"),
    ("before", "after"),
    ("increased", "decreased"),
    ("rose", "fell"),
    ("all", "some"),
    ("all", "none"),
    ("most", "few"),
    ("many", "few"),
    ("always", "never"),
    ("often", "rarely"),
    ("only", "also"),
    ("with", "without"),
    ("and", "or"),
)
_HEDGES = (
    ("may", "will"),
    ("might", "will"),
    ("could", "will"),
    ("possibly", "certainly"),
    ("probably", "certainly"),
    ("likely", "certain"),
    ("suggests", "proves"),
    ("suggested", "proved"),
    ("believed", "known"),
    ("reportedly", "demonstrably"),
    ("alleged", "proven"),
    ("allegedly", "provably"),
    ("planned to", "managed to"),
    ("plans to", "has begun to"),
    ("tried to", "managed to"),
    ("sometimes", "always"),
    ("some", "all"),
)
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had|can|could|will|would|should|did|does|do)\b(?! not\b)")
_DENIED = re.compile(r"\b(is|are|was|were|has|have|had|can|could|will|would|should|did|does|do) not\b")
_ASIDE = re.compile(r"\s*(?:\([^()]*\)|, (?:which|who|where|including)\b[^,.;]*(?=,))")
_WORD = re.compile(r"\b[a-z]{4,}\b")


@dataclass(frozen=True, slots=True)
class Edit:
    """A changed sentence, and the spans of it that were changed."""

    kind: str
    text: str
    spans: tuple[Span, ...]


def edits(sentence: str, elsewhere: str, similar: Similar, chance: random.Random) -> Iterator[Edit]:
    """At most one edit of each kind, in random order; names come from `elsewhere` or trade places."""
    makers = [_figure, _series, _bound, _hedge, _negation, _opposite, _roles]
    chance.shuffle(makers)
    for maker in makers:
        if made := maker(sentence, chance):
            yield made
    if made := _name(sentence, elsewhere, chance):
        yield made
    if made := _word(sentence, similar, chance):
        yield made


def shortened(sentence: str) -> str:
    """The sentence without what stands in brackets and without its asides: still true."""
    return _ASIDE.sub("", sentence)


def is_of_a_series(word: str) -> bool:
    """Whether it is a month, a day of the week, or of another series of words that stand for each other."""
    return any(word in words for words in _SERIES)


def _put(kind: str, text: str, spot: Span, new: str) -> Edit:
    start, end = spot
    return Edit(kind, text[:start] + new + text[end:], ((start, start + len(new)),))


def _figure(text: str, chance: random.Random) -> Edit | None:
    spots = [*NUMBER.finditer(text), *_NUMBER_WORD.finditer(text)]
    if not spots:
        return None
    spot = chance.choice(spots)
    old = spot.group()
    if old.casefold() in _NUMBER_WORDS:
        new = chance.choice([w for w in _NUMBER_WORDS if w != old.casefold()])
        return _put("figure", text, spot.span(), new.capitalize() if old[0].isupper() else new)
    return _put("figure", text, spot.span(), another_figure(old, chance))


def _series(text: str, chance: random.Random) -> Edit | None:
    spots = [
        (m.span(), words)
        for words in _SERIES
        for m in re.finditer(r"\b(?:" + "|".join(words) + r")\b", text)
        if m.group() != "May" or text[m.end() : m.end() + 2].strip().isdigit()
    ]
    if not spots:
        return None
    (start, end), words = chance.choice(spots)
    return _put("figure", text, (start, end), chance.choice([w for w in words if w != text[start:end]]))


def _pairs(kind: str, pairs: tuple[tuple[str, str], ...], text: str, chance: random.Random) -> Edit | None:
    spots = [(m.span(), new) for old, new in pairs for m in re.finditer(rf"\b{old}\b", text)]
    return _put(kind, text, *chance.choice(spots)) if spots else None


def _bound(text: str, chance: random.Random) -> Edit | None:
    return _pairs("bound", _BOUNDS + tuple((b, a) for a, b in _BOUNDS), text, chance)


def _hedge(text: str, chance: random.Random) -> Edit | None:
    return _pairs("hedge", _HEDGES, text, chance)


def _opposite(text: str, chance: random.Random) -> Edit | None:
    spots = [m for m in re.finditer(r"\b\w+\b", text) if m.group() in OPPOSITES]
    if not spots:
        return None
    spot = chance.choice(spots)
    return _put("word", text, spot.span(), OPPOSITES[spot.group()])


def _negation(text: str, chance: random.Random) -> Edit | None:
    denied = list(_DENIED.finditer(text))
    if denied:
        spot = chance.choice(denied)
        return _put("negation", text, spot.span(), spot.group(1))
    spots = list(_AUXILIARY.finditer(text))
    if not spots:
        return None
    spot = chance.choice(spots)
    new = f"{spot.group()} {chance.choice(['not', 'not', 'never'])}"
    return _put("negation", text, spot.span(), new)


def another_figure(figure: str, chance: random.Random) -> str:
    """The figure with one of its digits changed."""
    at = chance.choice([n for n, c in enumerate(figure) if c.isdigit()])
    digits = [d for d in ("123456789" if at == 0 else "0123456789") if d != figure[at]]
    return figure[:at] + chance.choice(digits) + figure[at + 1 :]


def names_in(text: str) -> list[re.Match[str]]:
    """Names, without single capitalised words that only start a sentence."""
    return [m for m in NAME.finditer(text) if not starts_a_sentence(text, m)]


def _name(text: str, elsewhere: str, chance: random.Random) -> Edit | None:
    spots = names_in(text)
    others = sorted({m.group() for m in names_in(elsewhere) if m.group() not in text and len(m.group()) > 2})
    if not spots or not others:
        return None
    spot = chance.choice(spots)
    # One of as many words is likelier to be one of its kind.
    alike = [o for o in others if len(o.split()) == len(spot.group().split())]
    return _put("name", text, spot.span(), chance.choice(alike or others))


def _roles(text: str, chance: random.Random) -> Edit | None:
    """Two names trade places around a verb."""
    spots = names_in(text)
    pairs = [
        (a, b)
        for a, b in pairwise(spots)
        if a.group() != b.group() and re.search(r" [a-z]{3,}", text[a.end() : b.start()])
    ]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    if re.fullmatch(r"(?:,| and| or|, and)\s*", text[a.end() : b.start()]):
        return None
    between = text[a.end() : b.start()]
    made = text[: a.start()] + b.group() + between + a.group() + text[b.end() :]
    second = a.start() + len(b.group()) + len(between)
    return Edit("roles", made, ((a.start(), a.start() + len(b.group())), (second, second + len(a.group()))))


def _word(text: str, similar: Similar, chance: random.Random) -> Edit | None:
    spots = list(_WORD.finditer(text))
    chance.shuffle(spots)
    for spot in spots[:6]:
        if others := similar(spot.group()):
            return _put("word", text, spot.span(), chance.choice(others))
    return None
