"""Both searches together, over a catalog of real files."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from rag.embedding.model import ModelEmbedder
from rag.library.catalog import Catalog
from rag.library.sync import sync
from rag.retrieval.fusion import RECENCY_WEIGHT
from rag.retrieval.lexical import inverse_document_frequencies
from rag.retrieval.retriever import POOL, Vector, gather
from rag.text.terms import content_terms
from rag.types import Evidence

Gather = Callable[..., list[Evidence]]
QUESTION = "how many buses did Springfield buy?"
ARTICLES = {
    "buses": "The council of Springfield bought 17 buses on Monday.",
    "coaches": "Seventeen new vehicles were acquired for public transport by the city.",
    "rain": "It rained in Shelbyville for the whole week, and the river rose.",
    "named": "Springfield is known for its nuclear plant, which stands by a lake.",
}


@pytest.fixture
def catalog(tmp_path: Path, corpus: Callable[..., Path], embedder: ModelEmbedder) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    sync(catalog, [corpus(**ARTICLES)], embedder, 200, lambda done, total: None)
    yield catalog
    catalog.close()


@pytest.fixture
def vector(embedder: ModelEmbedder) -> Vector:
    return embedder.embed_questions([QUESTION])[0]


@pytest.fixture
def nearest(catalog: Catalog, vector: Vector) -> list[tuple[int, float]]:
    """What a vector search would return: every passage, by its cosine."""
    vectors = catalog.vectors(catalog.passage_ids())
    return sorted(((i, float(v @ vector)) for i, v in vectors.items()), key=lambda pair: -pair[1])


def gathered(catalog: Catalog, vector: Vector, nearest: list[tuple[int, float]], limit: int = 10) -> list[Evidence]:
    terms = content_terms(QUESTION)
    return gather(terms, inverse_document_frequencies(terms, catalog), vector, nearest, catalog, limit)


def names(evidence: list[Evidence]) -> list[str]:
    return [e.stored.article.article.path.removesuffix(".txt") for e in evidence]


def test_what_both_searches_find_comes_first(
    catalog: Catalog, vector: Vector, nearest: list[tuple[int, float]]
) -> None:
    evidence = gathered(catalog, vector, nearest)
    assert names(evidence)[0] == "buses"
    assert names(evidence)[-1] == "rain"
    assert sorted(names(evidence)) == sorted(ARTICLES)
    fused = [e.signals.fused for e in evidence]
    assert fused == sorted(fused, reverse=True)
    assert fused[0] == pytest.approx(1.0)  # best in every search
    for found in evidence:
        stored = found.stored
        assert stored.passage.text == stored.article.article.text[stored.passage.start : stored.passage.end]


def test_each_passage_says_how_it_was_found(catalog: Catalog, vector: Vector, nearest: list[tuple[int, float]]) -> None:
    by_name = dict(zip(names(e := gathered(catalog, vector, nearest)), e, strict=True))
    best, missed = by_name["buses"].signals, by_name["rain"].signals
    assert (best.lexical_rank, best.dense_rank) == (1, 1)
    assert by_name["named"].signals.lexical_rank == 2
    assert best.lexical > by_name["named"].signals.lexical > 0
    assert (missed.lexical, missed.lexical_rank) == (0.0, None)
    for rank, (number, cosine) in enumerate(nearest, start=1):
        signals = next(e.signals for e in by_name.values() if e.stored.id == number)
        assert (signals.dense, signals.dense_rank) == (cosine, rank)


def test_what_only_the_words_find_gets_its_cosine_from_the_catalog(
    catalog: Catalog, vector: Vector, nearest: list[tuple[int, float]]
) -> None:
    evidence = gathered(catalog, vector, [])
    assert names(evidence) == ["buses", "named"]
    assert [e.signals.dense_rank for e in evidence] == [None, None]
    assert [e.signals.dense for e in evidence] == pytest.approx([dict(nearest)[e.stored.id] for e in evidence])


def test_a_question_without_words_is_left_to_meaning(
    catalog: Catalog, vector: Vector, nearest: list[tuple[int, float]]
) -> None:
    evidence = gather({}, {}, vector, nearest, catalog, 10)
    assert [e.stored.id for e in evidence] == [number for number, _ in nearest]
    assert {e.signals.lexical_rank for e in evidence} == {None}
    assert gather({}, {}, vector, [], catalog, 10) == []


def test_no_more_than_the_limit(catalog: Catalog, vector: Vector, nearest: list[tuple[int, float]]) -> None:
    evidence = gathered(catalog, vector, nearest)
    assert gathered(catalog, vector, nearest, 2) == evidence[:2]


def test_ties_are_in_the_order_of_the_corpus(catalog: Catalog, vector: Vector) -> None:
    ids = catalog.passage_ids()
    evidence = gather({}, {}, vector, [(i, 0.5) for i in reversed(ids)], catalog, 10)
    assert [e.stored.id for e in evidence] == ids


def test_a_passage_that_is_gone_is_left_out(catalog: Catalog, vector: Vector, nearest: list[tuple[int, float]]) -> None:
    with catalog.writing():
        catalog.drop_article("coaches.txt")
    assert sorted(names(gathered(catalog, vector, nearest))) == ["buses", "named", "rain"]


def test_only_what_is_allowed_is_found(catalog: Catalog, vector: Vector, nearest: list[tuple[int, float]]) -> None:
    by_name = dict(zip(names(e := gathered(catalog, vector, nearest)), e, strict=True))
    articles = {by_name[name].stored.article.id for name in ("named", "rain")}
    similar = [pair for pair in nearest if pair[0] in {by_name[name].stored.id for name in ("named", "rain")}]
    terms = content_terms(QUESTION)
    idf = inverse_document_frequencies(terms, catalog)
    evidence = gather(terms, idf, vector, similar, catalog, 10, allowed=articles)
    assert names(evidence) == ["named", "rain"]
    assert evidence[0].signals.lexical_rank == 1


def test_an_article_speaks_for_its_passages(
    tmp_path: Path, corpus: Callable[..., Path], embedder: ModelEmbedder
) -> None:
    def paragraph(hours: str) -> str:
        line = f"The meeting went on for {hours} hours, and there was coffee for everybody who stayed until the end. "
        return line * 12

    apart = f"{paragraph('two')}\n\nIt was about the harbour of Springfield and its cranes.\n"
    head = "---\ntitle: Cranes for the harbour\n---\n\n"
    folder = corpus(**{"led.md": head + paragraph("six"), "whole.txt": apart, "none.txt": paragraph("ten")})
    catalog = Catalog(tmp_path / "articles.sqlite")
    sync(catalog, [folder], embedder, 60, lambda done, total: None)
    question = "How long did the meeting about the cranes take?"
    terms = content_terms(question)
    vector = embedder.embed_questions([question])[0]
    idf = inverse_document_frequencies(terms, catalog)
    found = {}
    for evidence in gather(terms, idf, vector, [], catalog, 100):
        if "coffee" in evidence.stored.passage.text:
            found.setdefault(evidence.stored.article.article.path, evidence.signals)
    assert found["led.md"].lead > found["none.txt"].lead
    assert found["whole.txt"].article > found["none.txt"].article
    assert min(found["led.md"].fused, found["whole.txt"].fused) > found["none.txt"].fused
    catalog.close()


def test_what_is_near_the_day_comes_first(tmp_path: Path, corpus: Callable[..., Path], embedder: ModelEmbedder) -> None:
    head = "---\npublished: {}\n---\n\n{}"
    days = {"old": "2022-01-03", "near": "2022-12-20", "late": "2023-09-01"}
    folder = corpus(**{f"{name}.md": head.format(day, ARTICLES["buses"]) for name, day in days.items()})
    catalog = Catalog(tmp_path / "dated.sqlite")
    sync(catalog, [folder], embedder, 200, lambda done, total: None)
    terms = content_terms(QUESTION)
    vector = embedder.embed_questions([QUESTION])[0]
    idf = inverse_document_frequencies(terms, catalog)
    evidence = gather(terms, idf, vector, [], catalog, 10, day=date(2022, 12, 30))
    assert evidence[0].stored.article.article.path == "near.md"
    first, second = evidence[0].signals, evidence[1].signals
    assert first.fused - second.fused == pytest.approx(RECENCY_WEIGHT * (first.recency - second.recency), abs=1e-3)
    assert {e.signals.recency for e in gather(terms, idf, vector, [], catalog, 10)} == {0.0}
    catalog.close()


def test_each_search_contributes_its_pool(tmp_path: Path, corpus: Callable[..., Path], embedder: ModelEmbedder) -> None:
    folder = corpus(**{f"n{n}": f"Bus number {n} of the city left the depot on time." for n in range(POOL + 9)})
    catalog = Catalog(tmp_path / "many.sqlite")
    sync(catalog, [folder], embedder, 200, lambda done, total: None)
    flat = np.full(embedder.dimension, embedder.dimension**-0.5, dtype=np.float32)
    assert len(gather({"bu": "bus"}, {"bu": 1.0}, flat, [], catalog, 1000)) == POOL
    catalog.close()
