"""A sentence as it is quoted: with the one before where it leans on it, who says so, and of which days."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rag.checking.sources import in_one_line, leant_on
from rag.text.attribution import Attribution, find_attribution
from rag.text.days import Period, spoken_of
from rag.text.leaning import leans
from rag.types import ScoredSentence, StoredArticle


@dataclass(frozen=True)
class Quotation:
    """What is quoted for a sentence: `article.text[start:end]`, in one line as `text`.

    It begins with the sentence before where the sentence leans on that; `lead` is the length of what is so put
    before it. `before` are the sentences before it in its passage, the nearest last.
    """

    scored: ScoredSentence
    start: int
    text: str
    lead: int
    before: tuple[str, ...]

    @property
    def end(self) -> int:
        return self.scored.sentence.end

    @property
    def article(self) -> StoredArticle:
        return self.scored.evidence.stored.article

    @property
    def published(self) -> date | None:
        return self.article.article.metadata.published

    @cached_property
    def attribution(self) -> Attribution | None:
        return find_attribution(self.scored.text, self.before)

    @cached_property
    def period(self) -> Period | None:
        return spoken_of(self.scored.text, self.published, self.before)

    @property
    def as_of(self) -> date | None:
        """The last day that the sentence speaks of; of a period that was not over, the day of publication."""
        if self.period is None:
            return None
        if self.published and self.period.first <= self.published < self.period.last:
            return self.published
        return self.period.last


def quotation(scored: ScoredSentence) -> Quotation:
    """How a sentence is quoted."""
    text = scored.evidence.stored.article.article.text
    earlier = leant_on(scored.evidence.stored.passage.sentences, scored.sentence)
    before = tuple(in_one_line(text, s) for s in earlier)
    if not earlier or not leans(scored.text):
        return Quotation(scored, scored.sentence.start, scored.text, 0, before)
    lead = f"{before[-1]} "
    return Quotation(scored, earlier[-1].start, lead + scored.text, len(lead), before)
