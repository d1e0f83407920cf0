"""A statement and what it cites, with a checker that reads: what it is handed, and what comes of what it says."""

from collections.abc import Sequence

import pytest

from rag.checking.protocol import Source
from rag.checking.verifier import open_verifier
from rag.embedding.model import ModelEmbedder
from rag.entailment.protocol import Entailment
from rag.types import Span, Verdict

FERRY = Source("The ferry to the island was taken out of service on Monday because its engine had broken down.")
PARAPHRASE = "The island ferry stopped running since its engine broke down."
SUPPORTS = Entailment(0.98, 0.01, 0.01)
REFUTES = Entailment(0.01, 0.98, 0.01, Span(4, 9))
UNDECIDED = Entailment(0.15, 0.15, 0.70, Span(4, 9))


class Says:
    """A `Checker` that always says the same, and keeps what it was asked."""

    name = "says"

    def __init__(self, said: Entailment) -> None:
        self.said = said
        self.asked: list[tuple[str, str]] = []

    def warm_up(self) -> None: ...

    def entail(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        self.asked += pairs
        return [self.said] * len(pairs)


@pytest.mark.parametrize(
    ("said", "verdict", "spans"),
    [
        (SUPPORTS, Verdict.SUPPORTED, []),
        (REFUTES, Verdict.CONTRADICTED, [Span(4, 9)]),
        (UNDECIDED, Verdict.UNSUPPORTED, [Span(4, 9)]),
    ],
)
def test_what_it_reads_decides_and_what_fails_is_marked(
    embedder: ModelEmbedder, said: Entailment, verdict: Verdict, spans: list[Span]
) -> None:
    checked = open_verifier(embedder, Says(said)).check(PARAPHRASE, [FERRY])
    assert (checked.verdict, [f.span for f in checked.faults if f.kind == "meaning"]) == (verdict, spans)


def test_another_figure_in_all_but_the_same_sentence_is_no_matter_of_reading(embedder: ModelEmbedder) -> None:
    boats = Source("The town of Ystad bought 12 old boats from Ann Lee in May.")
    checked = open_verifier(embedder, Says(SUPPORTS)).check(boats.text.replace("12", "20"), [boats])
    assert checked.verdict is not Verdict.SUPPORTED
    assert [f.kind for f in checked.faults] == ["figure"]


def test_word_for_word_is_quoted_unread_and_without_sources_nothing_is_cited(embedder: ModelEmbedder) -> None:
    checker = Says(REFUTES)
    verifier = open_verifier(embedder, checker)
    assert verifier.check(FERRY.text, [FERRY]).verdict is Verdict.QUOTED
    uncited = verifier.check(PARAPHRASE, [])
    assert (uncited.verdict, [f.kind for f in uncited.faults]) == (Verdict.UNSUPPORTED, ["citation"])
    assert checker.asked == []


def test_it_reads_the_nearest_sentences_in_their_order_and_what_they_lean_on(embedder: ModelEmbedder) -> None:
    checker = Says(SUPPORTS)
    leaning = Source("He sold it in May.", ("It rained.", "Mayor Berg owned a ferry.", "Few knew."))
    others = [Source(f"Shop number {n} sells bread.") for n in range(9)]
    statement = "Berg sold the ferry in May because its engine had broken down."
    open_verifier(embedder, checker).check(statement, [*others, leaning, FERRY])
    (asked, evidence), (_, alone) = checker.asked
    assert asked == statement
    assert evidence.endswith(f"Mayor Berg owned a ferry. Few knew. {leaning.text} {FERRY.text}")
    assert 0 < evidence.count("Shop number") < len(others)
    assert alone == FERRY.text  # the nearest by itself


def test_each_sentence_that_is_read_adds_what_those_before_lack(embedder: ModelEmbedder) -> None:
    checker = Says(SUPPORTS)
    alike = [Source(f"The ferry to the island sailed with {n} cars on its deck.") for n in range(12)]
    other = Source("Ann Lee has been its captain since spring.")
    statement = "The ferry to the island, whose captain is Ann Lee, sailed with 5 cars on its deck."
    open_verifier(embedder, checker).check(statement, [*alike, other])
    assert other.text in checker.asked[0][1]


def test_what_is_leant_on_gives_way_to_what_carries(embedder: ModelEmbedder) -> None:
    checker = Says(SUPPORTS)
    long = "The council met in the old hall, as it had on every first Monday of the month, and heard the public. " * 3
    parts = ["The ferry to the island broke down.", "The ferry was repaired in May.", "The ferry sails again."]
    sources = [Source(part, (f"{part} {long}", f"Few came. {long}")) for part in parts]
    statement = "The ferry to the island broke down, was repaired in May and sails again."
    open_verifier(embedder, checker).check(statement, sources)
    evidence = checker.asked[0][1]
    assert len(evidence) <= 1200
    assert [evidence.index(part) for part in parts] == sorted(evidence.index(part) for part in parts)


def test_a_checker_is_asked_once_for_the_same(embedder: ModelEmbedder) -> None:
    checker = Says(SUPPORTS)
    verifier = open_verifier(embedder, checker)
    for _ in range(3):
        verifier.check(PARAPHRASE, [FERRY])
    assert len(checker.asked) == len(set(checker.asked))


@pytest.mark.parametrize("text", ["", " ", "…", "12", "“", "?!", "\x1b[31m", "a" * 5000, "„“”«»\"'", "No.", "May"])
def test_any_text_gets_a_verdict(embedder: ModelEmbedder, text: str) -> None:
    verifier = open_verifier(embedder, Says(UNDECIDED))
    for source in ("", "…", "12 boats", "May"):
        assert verifier.check(text, [Source(source)]).verdict in Verdict
