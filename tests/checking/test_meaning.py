"""Support by meaning, with the packaged model."""

from collections.abc import Sequence

import pytest

from rag.checking.features import carriers, features
from rag.checking.meaning import ClauseMeaning, open_meaning
from rag.checking.protocol import Source
from rag.checking.weights import SUPPORTED_FROM, WEIGHTS
from rag.embedding.model import ModelEmbedder
from rag.entailment.protocol import Entailment
from rag.types import Span

FERRY = Source("The ferry to the island was taken out of service on Monday because its engine had broken down.")


@pytest.fixture
def meaning(embedder: ModelEmbedder) -> ClauseMeaning:
    return ClauseMeaning(embedder)


def test_a_paraphrase_is_supported(meaning: ClauseMeaning) -> None:
    assert (
        meaning.weigh("The island ferry stopped running since its engine broke down.", [FERRY]).support
        >= SUPPORTED_FROM
    )


@pytest.mark.parametrize(
    "statement",
    ["The mayor opened a new library in the old town.", "The ferry crew won a prize for saving swimmers.", "", "…"],
)
def test_something_else_is_not(meaning: ClauseMeaning, statement: str) -> None:
    assert meaning.weigh(statement, [FERRY]).support < SUPPORTED_FROM


def test_nothing_supports_without_sources(meaning: ClauseMeaning) -> None:
    assert meaning.weigh("The ferry was taken out of service.", []).support == 0.0


def test_support_is_found_among_many_sources_in_any_order(meaning: ClauseMeaning) -> None:
    others = [Source(f"Shop number {n} sells bread, tea and newspapers.") for n in range(40)]
    statement = "The island ferry stopped running since its engine broke down."
    first, last = (meaning.weigh(statement, some).support for some in ([FERRY, *others], [*others, FERRY]))
    assert first == pytest.approx(last)
    assert first >= SUPPORTED_FROM


def test_who_is_meant_by_a_pronoun_counts_as_held(embedder: ModelEmbedder) -> None:
    alone = Source("He has always opposed a bridge to the island.")
    led_in = Source(alone.text, ("Mayor Berg sold the ferry.",))
    statement = "Berg has always opposed a bridge."
    covered = [features(statement, carriers(statement, [one]), embedder)["covered"] for one in (led_in, alone)]
    assert covered[0] > covered[1]


def test_every_feature_has_its_weight(embedder: ModelEmbedder) -> None:
    assert set(features("The ferry sank.", carriers("The ferry sank.", [FERRY]), embedder)) == set(WEIGHTS) - {"bias"}


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


PARAPHRASE = "The island ferry stopped running since its engine broke down."
SUPPORTS = Entailment(0.98, 0.01, 0.01)
REFUTES = Entailment(0.01, 0.98, 0.01, Span(4, 9))
DOUBTS = Entailment(0.01, 0.75, 0.24, Span(4, 9))
UNDECIDED = Entailment(0.15, 0.15, 0.70, Span(4, 9))


def test_a_checker_refuses_what_would_pass_and_marks_where(embedder: ModelEmbedder) -> None:
    without = open_meaning(embedder, None).weigh(PARAPHRASE, [FERRY])
    assert without.support >= SUPPORTED_FROM
    refuted = open_meaning(embedder, Says(REFUTES)).weigh(PARAPHRASE, [FERRY])
    assert (refuted.refuted, refuted.fails) == (True, Span(4, 9))
    assert refuted.support < SUPPORTED_FROM


def test_what_a_checker_hardly_supports_is_refused_and_marked(embedder: ModelEmbedder) -> None:
    statement = "The ferry to the island broke down on Monday because of ice."
    assert open_meaning(embedder, None).weigh(statement, [FERRY]).support >= SUPPORTED_FROM
    doubted = open_meaning(embedder, Says(DOUBTS)).weigh(statement, [FERRY])
    assert (doubted.refuted, doubted.fails) == (False, Span(4, 9))
    assert doubted.support < SUPPORTED_FROM


def test_where_a_checker_is_undecided_likeness_decides(embedder: ModelEmbedder) -> None:
    for statement in (PARAPHRASE, "The crew of the ferry to the island won a prize on Monday."):
        without = open_meaning(embedder, None).weigh(statement, [FERRY])
        assert open_meaning(embedder, Says(UNDECIDED)).weigh(statement, [FERRY]) == without


def test_a_checker_lets_pass_what_is_a_little_alike_and_nothing_else(embedder: ModelEmbedder) -> None:
    other_words = "Engine trouble stopped the boat that sails there."
    assert open_meaning(embedder, None).weigh(other_words, [FERRY]).support < SUPPORTED_FROM
    assert open_meaning(embedder, Says(SUPPORTS)).weigh(other_words, [FERRY]).support >= SUPPORTED_FROM
    unlike = "The mayor opened a new library in the old town."
    assert open_meaning(embedder, Says(SUPPORTS)).weigh(unlike, [FERRY]).support < SUPPORTED_FROM


def test_a_checker_reads_the_carrying_sentences_in_order_and_what_they_lean_on(embedder: ModelEmbedder) -> None:
    checker = Says(SUPPORTS)
    leaning = Source("He sold it in May.", ("It rained.", "Mayor Berg owned a ferry.", "Few knew."))
    others = [Source(f"Shop number {n} sells bread.") for n in range(9)]
    statement = "Berg sold the ferry in May because its engine had broken down."
    meaning = open_meaning(embedder, checker)
    meaning.weigh(statement, [*others, leaning, FERRY])
    ((asked, evidence),) = checker.asked
    assert asked == statement
    assert evidence == f"Mayor Berg owned a ferry. Few knew. {leaning.text} {FERRY.text}"


def test_what_is_leant_on_gives_way_to_what_carries(embedder: ModelEmbedder) -> None:
    checker = Says(SUPPORTS)
    long = "The council met in the old hall, as it had on every first Monday of the month, and heard the public. " * 3
    parts = ["The ferry to the island broke down.", "The ferry was repaired in May.", "The ferry sails again."]
    sources = [Source(part, (f"{part} {long}", f"Few came. {long}")) for part in parts]
    statement = "The ferry to the island broke down, was repaired in May and sails again."
    open_meaning(embedder, checker).weigh(statement, sources)
    ((_, evidence),) = checker.asked
    assert len(evidence) <= 1200
    assert [evidence.index(part) for part in parts] == sorted(evidence.index(part) for part in parts)


def test_a_checker_is_asked_once_for_the_same(embedder: ModelEmbedder) -> None:
    checker = Says(SUPPORTS)
    meaning = open_meaning(embedder, checker)
    for _ in range(3):
        meaning.weigh(PARAPHRASE, [FERRY])
    assert len(checker.asked) == 1
    assert meaning.weigh("", [FERRY]).support == 0.0
    assert meaning.weigh(PARAPHRASE, []).support == 0.0
    assert len(checker.asked) == 1
