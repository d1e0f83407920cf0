"""Support by meaning, with the packaged model."""

import pytest

from rag.checking.features import carriers, features
from rag.checking.meaning import ClauseMeaning
from rag.checking.protocol import Source
from rag.checking.weights import SUPPORTED_FROM, WEIGHTS
from rag.embedding.model import ModelEmbedder

FERRY = Source("The ferry to the island was taken out of service on Monday because its engine had broken down.")


@pytest.fixture
def meaning(embedder: ModelEmbedder) -> ClauseMeaning:
    return ClauseMeaning(embedder)


def test_a_paraphrase_is_supported(meaning: ClauseMeaning) -> None:
    assert meaning.weigh("The island ferry stopped running since its engine broke down.", [FERRY]) >= SUPPORTED_FROM


@pytest.mark.parametrize(
    "statement",
    ["The mayor opened a new library in the old town.", "The ferry crew won a prize for saving swimmers.", "", "…"],
)
def test_something_else_is_not(meaning: ClauseMeaning, statement: str) -> None:
    assert meaning.weigh(statement, [FERRY]) < SUPPORTED_FROM


def test_nothing_supports_without_sources(meaning: ClauseMeaning) -> None:
    assert meaning.weigh("The ferry was taken out of service.", []) == 0.0


def test_support_is_found_among_many_sources_in_any_order(meaning: ClauseMeaning) -> None:
    others = [Source(f"Shop number {n} sells bread, tea and newspapers.") for n in range(40)]
    statement = "The island ferry stopped running since its engine broke down."
    first, last = (meaning.weigh(statement, some) for some in ([FERRY, *others], [*others, FERRY]))
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
