"""A claim, the sentences nearest to it, and what a checker reads in them: which are read together, what comes of it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from doubles import evidence_of
from rag.answering.candidates import Candidate, Found, promising
from rag.answering.deciding import decided
from rag.answering.in_part import with_parts
from rag.checking.protocol import Source
from rag.entailment.protocol import Entailment
from rag.types import Evidence, Span, Verdict

BUSES = "The council of Springfield bought 17 buses on Monday, the mayor said."
SUPPORTS = Entailment(0.99, 0.004, 0.006)
REFUTES = Entailment(0.01, 0.97, 0.02, Span(4, 11))
NEITHER = Entailment(0.05, 0.1, 0.85, Span(4, 11))


class Reads:
    """Says the same of everything, or of what has a word in it; keeps what it was handed."""

    def __init__(self, said: Entailment, other: Entailment = NEITHER, word: str = "") -> None:
        self._said, self._other, self._word = said, other, word
        self.asked: list[list[str]] = []

    def __call__(self, claim: str, sources: Sequence[Source]) -> Entailment:
        self.asked.append([source.text for source in sources])
        return self._said if any(self._word in source.text for source in sources) else self._other


def near(*evidence: Evidence, like: float = 0.7) -> list[Candidate]:
    return [replace(c, like=like) for c in promising(Found({}, evidence))]


def as_another(evidence: Evidence, number: int) -> Evidence:
    stored = replace(evidence.stored.article, id=number)
    return replace(evidence, stored=replace(evidence.stored, article=stored))


def test_what_a_checker_finds_borne_out_is_supported_by_what_it_read() -> None:
    reads = Reads(SUPPORTS)
    result = decided("Springfield has new buses.", near(evidence_of(f"{BUSES} They are red.")), reads)
    assert result is not None
    assert (result.verdict, result.faults) == (Verdict.SUPPORTED, ())
    assert [c.source.text for c in result.by] == reads.asked[0] == [BUSES, "They are red."]


def test_articles_are_read_each_by_itself() -> None:
    one, other = evidence_of("Ann Lee flew to Ogdenville."), evidence_of("Bo Berg came on 3 December.", "b.txt")
    reads = Reads(SUPPORTS, word="Berg")
    result = decided("Bo Berg came in December.", near(one, as_another(other, 2)), reads)
    assert reads.asked[0] == ["Ann Lee flew to Ogdenville."]
    assert reads.asked[-1] == ["Bo Berg came on 3 December."]
    assert all(len(asked) == 1 for asked in reads.asked)
    assert result is not None
    assert [c.article.article.path for c in result.by] == ["b.txt"]


def test_the_nearest_sentence_is_read_by_itself_where_those_around_it_lead_astray() -> None:
    class Astray(Reads):
        def __call__(self, claim: str, sources: Sequence[Source]) -> Entailment:
            super().__call__(claim, sources)
            return SUPPORTS if len(sources) == 1 else Entailment(0.5, 0.3, 0.2)

    reads = Astray(NEITHER)
    result = decided("Springfield has seventeen buses.", near(evidence_of(f"{BUSES} They cost 40,000 dollars.")), reads)
    assert result is not None
    assert (result.verdict, [c.source.text for c in result.by]) == (Verdict.SUPPORTED, [BUSES])
    assert [len(asked) for asked in reads.asked] == [2, 1]


@pytest.mark.parametrize(("said", "verdict"), [(REFUTES, Verdict.CONTRADICTED), (NEITHER, Verdict.UNSUPPORTED)])
def test_what_it_does_not_find_there_says_which_words_fail(said: Entailment, verdict: Verdict) -> None:
    result = decided("The council of Ogdenville bought trams.", near(evidence_of(BUSES), like=0.5), Reads(said))
    assert result is not None
    assert result.verdict is verdict
    assert [(f.kind, f.span) for f in result.faults] == [("meaning", Span(4, 11))]


def test_a_figure_that_differs_in_the_same_sentence_is_no_matter_of_reading() -> None:
    claim = BUSES.replace("17", "90")
    result = decided(claim, near(evidence_of(BUSES), like=0.9), Reads(NEITHER))
    assert result is not None
    assert result.verdict is Verdict.CONTRADICTED
    assert [claim[f.span.start : f.span.end] for f in result.faults if f.span] == ["90"]


def test_word_for_word_is_quoted_unread_and_what_is_far_is_nothing() -> None:
    reads = Reads(NEITHER)
    quoted = decided(BUSES, near(evidence_of(BUSES)), reads)
    assert quoted is not None
    assert quoted.verdict is Verdict.QUOTED
    assert decided("Penguins cannot fly.", near(evidence_of(BUSES), like=0.1), reads) is None
    assert reads.asked == []


def test_of_a_claim_that_does_not_hold_the_clauses_are_told_that_do() -> None:
    class Reads17(Reads):
        def __call__(self, claim: str, sources: Sequence[Source]) -> Entailment:
            super().__call__(claim, sources)
            return NEITHER if "trams" in claim else SUPPORTS

    claim = "The town bought seventeen buses, and the mayor sold all trams."
    found = near(evidence_of(f"It rained. {BUSES} Nobody rode on them."))
    whole = decided(claim, found, Reads17(NEITHER))
    assert whole is not None
    (part,) = with_parts(claim, whole, found, Reads17(NEITHER)).in_part
    assert (claim[part.span.start : part.span.end], part.by.source.text) == ("The town bought seventeen buses", BUSES)
    holds = replace(whole, verdict=Verdict.SUPPORTED)
    assert with_parts(claim, holds, found, Reads17(NEITHER)) == holds
