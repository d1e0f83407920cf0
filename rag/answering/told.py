"""A sentence as told: its words, what its figure counts, and how much of a question it holds."""

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property

from rag.answering.question import Question
from rag.text.kinship import canonicals, holds
from rag.text.quantities import find_quantities
from rag.text.terms import STOPWORDS, stem, stems, words
from rag.types import Span

_COVERED = 0.5
"""The share of the question's words that a sentence must hold to be about its matter at all."""
NOT_TELLING = frozenset(
    map(
        stem,
        "go going get make do become come many much number figure total amount share percentage percent proportion "
        "size strength long old big large far time year month week day date now currently today still last ago ever "
        "yet january february march april june july august september october november december likely soon "
        "alone aboard keep maintain agree really people person thing".split(),
    )
)
"""Words of a question that do not say what happened."""
_ASIDE = r",\s+(?:(?:most |many |some |\w+ )?of (?:which|whom)|which|who|whose|where)\b"
_RELATIVE = re.compile(_ASIDE, re.I)
_OTHER_TIME = re.compile(rf"{_ASIDE}|\b(?:before|after|when|until|while|once|as soon as)\b", re.I)
_SEGMENT = re.compile(r"[;:]|\s—\s|,?\s(?:but|although|while|whereas)\s", re.I)
_AFTER_FIGURE = re.compile(r"^\s*(?:of\s+(?:(?:the|its|his|their|our)\s+)?|-\s?)?", re.I)
_RUN = 5
"""A figure counts what stands within this many words after it."""


@dataclass(frozen=True)
class Told:
    """A sentence, where in it the answer stands, who says so, and what it leans on."""

    text: str
    mark: Span | None = None
    claimant: str | None = None
    context: str = ""

    @cached_property
    def canon(self) -> frozenset[str]:
        """The canonical stems of its words."""
        return canonicals(stems(self.text))

    @cached_property
    def of_clause(self) -> frozenset[str]:
        """The canonical stems of the words that no relative clause parts from the mark."""
        return self._around_mark(_RELATIVE)

    @cached_property
    def of_moment(self) -> frozenset[str]:
        """And those that no "before", "after" or "when" parts from it either."""
        return self._around_mark(_OTHER_TIME)

    def _around_mark(self, parting: re.Pattern[str]) -> frozenset[str]:
        if self.mark is None or not parting.search(self.text):
            return self.canon
        start = max((m.end() for m in parting.finditer(self.text, 0, self.mark.start)), default=0)
        end = parting.search(self.text, self.mark.end)
        return canonicals(stems(self.text[start : end.start() if end else len(self.text)]))

    @cached_property
    def wide(self) -> frozenset[str]:
        """The canonical stems of its words and of its context."""
        return self.canon | canonicals(stems(self.context))

    @cached_property
    def of_claimant(self) -> frozenset[str]:
        return canonicals(stems(self.claimant or ""))

    @cached_property
    def segment(self) -> Span:
        """The part of the sentence around the mark that no colon, semicolon or "but" cuts off."""
        if self.mark is None:
            return Span(0, len(self.text))
        start = max((m.end() for m in _SEGMENT.finditer(self.text, 0, self.mark.start)), default=0)
        end = _SEGMENT.search(self.text, self.mark.end)
        return Span(start, end.start() if end else len(self.text))


def key_terms(question: Question) -> frozenset[str]:
    """The canonical stems of the question that say what happened: no names, nothing of time or number."""
    counted = question.counted[-1:] if len(question.counted) > 1 else ()
    is_noun = {t for t in question.counted if t not in counted} | set(question.counted[:1])
    return canonicals(
        t
        for t in question.terms
        if t not in question.names and t not in NOT_TELLING and t not in is_noun and not t.isdigit()
    )


def covers(question: Question, told: Told, least: float = _COVERED) -> bool:
    """Whether the sentence, with its context, holds enough of the question's words, in any form."""
    terms = canonicals(question.terms)
    return not terms or sum(holds(told.wide, t) for t in terms) >= least * len(terms)


def tells(keys: Set[str], told: Told, least: float, *, at_its_time: bool = False) -> bool:
    """Whether the clause of the mark holds enough of what the question says happened; `least` is a share of `keys`.

    Args:
        at_its_time: only what no "before" or "when" parts from the mark counts.
    """
    canon = told.of_moment if at_its_time else told.of_clause
    return not keys or sum(holds(canon, key) for key in keys) >= max(least * len(keys), 1)


def counted_words(told: Told) -> list[str]:
    """The words that the marked figure counts, as written: up to a mark of punctuation, a small word, a figure."""
    if told.mark is None:
        return []
    inside = told.text[told.mark.start : told.mark.end]
    later = told.text[told.mark.end :]
    figures = find_quantities(later)
    later = later[: figures[0].start] if figures else later
    later = later[(m.end() if (m := _AFTER_FIGURE.match(later)) else 0) :]
    stretch = re.split(r"[,;:.()?!“”\"]|\s—\s", later, maxsplit=1)[0]
    # A mark may take in what it counts: "98 tanks", "three months".
    own = find_quantities(inside)
    run = words(inside[own[0].end :]) if own else []
    for word in words(stretch):
        if len(run) == _RUN or word.lower().replace("’", "'") in STOPWORDS:
            break
        run.append(word)
    return run
