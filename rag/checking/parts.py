"""The whole for a part: "all the staff" of a source that has "most of the staff"."""

import re
from collections.abc import Iterator, Sequence

from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.text.kinship import canonical, canonicals, holds, is_kin
from rag.text.terms import STOPWORDS, stem, stems
from rag.types import Fault, Span

_NUMBER = r"(?:[\d,]{1,20}+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_THE = r"(?:the|its|his|her|their|these|those)"
_WHOLE = re.compile(rf"\b(?P<how>all|every|each|both)\b(?: of)?(?: {_THE})?(?: {_NUMBER})? (?P<noun>[a-z]{{3,}})", re.I)
_MOST = re.compile(
    rf"\b(?P<how>most)\b(?: of)?(?: {_THE})? (?P<noun>[a-z]{{2,}}s|people|men|women|children|staff)\b", re.I
)
_PART = re.compile(
    rf"\b(?:(?P<how>half|most|some|many|several|few|part)(?: of)?(?: {_THE})?"
    rf"|(?P<number>{_NUMBER}) of (?:{_THE} )?(?:other )?{_NUMBER}|one of {_THE}) (?P<noun>[a-z]{{3,}})",
    re.I,
)
_OF_IT = re.compile(r"\b(?P<how>half|most|some|many|several|few|part) of (?:it|them)\b", re.I)
_OF_TIME = frozenset(map(stem, "second minute hour day night week month year decade time morning evening".split()))
_LESS_THAN_MOST = frozenset("some many several few part half".split())


def check_parts(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """What the statement says of all, or most, and the sources of fewer, of no noun but this one."""
    for whole in (_WHOLE, _MOST):
        for mine in whole.finditer(statement):
            noun = _noun(mine)
            if noun is None or any(_is_of(noun, told) for s in sources for told in whole.finditer(s.text)):
                continue
            parts = [told for s in sources for told in _PART.finditer(s.text) if _is_of(noun, told)]
            parts += [told for s in sources for told in _OF_IT.finditer(s.text) if _is_named(noun, s)]
            if whole is _MOST:
                parts = [told for told in parts if (told["how"] or "").lower() in _LESS_THAN_MOST]
            if parts:
                message = f"what is cited has “{parts[0].group()}”"
                yield Finding(Fault("figure", message, Span(mine.start(), mine.end())), contradicts=True)
                return


def _noun(found: re.Match[str]) -> str | None:
    noun = stem(found["noun"])
    return None if found["noun"].lower() in STOPWORDS or noun in _OF_TIME else canonical(noun)


def _is_named(noun: str, source: Source) -> bool:
    """Whether "most of it" may be said of this noun."""
    return holds(canonicals(stems(" ".join((*source.before[-1:], source.text)))), noun)


def _is_of(noun: str, told: re.Match[str]) -> bool:
    return is_kin(noun, canonical(stem(told["noun"])))
