"""Places in an order and times of the clock, which are no figures: "finished third", "at 9 p.m."."""

import re
from collections.abc import Iterator, Sequence

from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.text.dates import find_dates
from rag.text.figures import find_figures
from rag.text.kinship import are_kin, canonical
from rag.text.terms import STOPWORDS, stem
from rag.types import Fault, Span

_WORDS = "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_ORDINAL = re.compile(
    rf"(?<![\d.,-])(?P<number>\d{{1,3}})(?:st|nd|rd|th)\b|\b(?<!-)(?P<word>first|{'|'.join(_WORDS)})\b", re.I
)
_FRACTION = re.compile(r"(?:\d|\bper|\bsplit|\b(?:two|three|four|five)[ -])\s?$", re.I)
_SHARE = re.compile(r"\b(?:an?|one)[ -]$", re.I)
_WHOLE = re.compile(r"\s(?:of|later|ago)\b|[,.;]|$", re.I)
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap])\.?m\b"
    r"|(?<![\d:.-])(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?![\d:]|\s?[ap]\.?m\b)|\b(?P<word>noon|midnight)\b",
    re.I,
)
_NEAR = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

Place = tuple[Span, object, frozenset[str]]
"""Where it stands, what it says, and the canonical stems of the words beside it."""


def check_places(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """Ordinals and times of the clock that the sources do not have, where they have another of the same thing."""
    for find in (_ordinals, _clocks):
        told = [(source.text, place) for source in sources for place in find(source.text)]
        for span, value, beside in find(statement):
            rivals = [place for place in told if find is _clocks or are_kin(beside, place[1][2])]
            if any(place[1][1] == value for place in rivals or told):
                continue
            rival = next(iter(rivals), None)
            if rival is not None:
                text, (other, _, _) = rival
                written = statement[span.start : span.end]
                message = f"“{written}” differs from what is cited: {text[other.start : other.end]}"
                yield Finding(Fault("figure", message, span), contradicts=True)


def _ordinals(text: str) -> Iterator[Place]:
    taken = [*find_dates(text), *(Span(f.start, f.end) for f in find_figures(text))]
    for match in _ORDINAL.finditer(text):
        before = text[: match.start()]
        if any(t.start <= match.start() < t.end for t in taken) or _FRACTION.search(before):
            continue
        if _SHARE.search(before) and _WHOLE.match(text, match.end()):
            continue  # "a third of", "a second later"
        word = (match["word"] or "").lower()
        value = int(match["number"]) if match["number"] else 1 if word == "first" else _WORDS.index(word) + 2
        span = Span(match.start(), match.end())
        yield span, value, _beside(text, span)


def _clocks(text: str) -> Iterator[Place]:
    for match in _CLOCK.finditer(text):
        if match["word"]:
            value = (12 if match["word"].lower() == "noon" else 0), 0
        elif match["half"]:
            value = int(match["hour"]) % 12 + (12 if match["half"].lower() == "p" else 0), int(match["minute"] or 0)
        else:
            value = int(match["hour24"]), int(match["minute24"])
        yield Span(match.start(), match.end()), value, frozenset()


def _beside(text: str, span: Span) -> frozenset[str]:
    """The nearest word of meaning on either side."""
    before = [w.lower() for w in _NEAR.findall(text[: span.start]) if w.lower() not in STOPWORDS][-1:]
    after = [w.lower() for w in _NEAR.findall(text[span.end :]) if w.lower() not in STOPWORDS][:1]
    return frozenset(canonical(stem(w)) for w in (*before, *after))
