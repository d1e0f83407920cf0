"""Our retriever and query engine in pipelines of LlamaIndex's own."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from llama_index.core import QueryBundle, Settings
from llama_index.core.base.base_selector import BaseSelector, SelectorResult, SingleSelection
from llama_index.core.llms import MockLLM
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.prompts.mixin import PromptDictType, PromptMixinType
from llama_index.core.query_engine import RetrieverQueryEngine, RouterQueryEngine
from llama_index.core.response_synthesizers import ResponseMode
from llama_index.core.retrievers import RouterRetriever
from llama_index.core.schema import MetadataMode, NodeWithScore
from llama_index.core.tools import QueryEngineTool, RetrieverTool, ToolMetadata

from conftest import ROOT, TROOPS
from rag.embedding.model import ModelEmbedder
from rag.errors import UsageError
from rag.llamaindex import RagQueryEngine, RagRetriever
from rag.query_engine import QueryEngine
from rag.render.json import answer_to_dict
from rag.settings import load_settings
from rag.types import Scope

CORPUS = ROOT / "corpus"
WORLD_CUP = "Who won the 2022 World Cup?"


@pytest.fixture
def engine(embedder: ModelEmbedder, monkeypatch: pytest.MonkeyPatch) -> Iterator[QueryEngine]:
    """An engine over the sample articles, where nobody may resolve the models of LlamaIndex's settings."""

    def refuse(*_: object) -> None:
        raise AssertionError("this would ask OpenAI")

    monkeypatch.setattr("llama_index.core.settings.resolve_llm", refuse)
    monkeypatch.setattr("llama_index.core.settings.resolve_embed_model", refuse)
    monkeypatch.setattr(Settings, "_llm", None)
    monkeypatch.setattr(Settings, "_embed_model", None)
    with QueryEngine(load_settings([CORPUS])) as opened:
        yield opened


def assert_points_at_its_article(node: NodeWithScore) -> None:
    known = node.metadata
    text = (CORPUS / known["article"]).read_bytes().decode("utf-8")
    assert text[known["start"] : known["end"]] == node.get_content(MetadataMode.NONE)
    assert text[: known["start"]].count("\n") + 1 == known["line"]
    assert (node.node.start_char_idx, node.node.end_char_idx) == (known["start"], known["end"])
    assert node.node_id == f"{known['article']}:{known['start']}-{known['end']}"
    assert node.node.ref_doc_id == known["article"]


def test_passages_are_nodes_that_point_at_their_articles(engine: QueryEngine) -> None:
    nodes = RagRetriever(engine, limit=4).retrieve(QueryBundle(TROOPS))
    found = engine.search(TROOPS, 4)
    assert [n.get_content(MetadataMode.NONE) for n in nodes] == [e.stored.passage.text for e in found]
    assert [n.score for n in nodes] == [e.signals.fused for e in found]
    for node in nodes:
        assert_points_at_its_article(node)
    assert nodes[0].metadata.keys() == {
        "article", "title", "publisher", "reported_by", "published", "url", "start", "end", "line", "origin",
    }  # fmt: skip
    assert [n.node_id for n in RagRetriever(engine, limit=4).retrieve(TROOPS)] == [n.node_id for n in nodes]


def test_a_model_reads_what_is_known_and_nothing_of_offsets(engine: QueryEngine) -> None:
    (node, *_) = RagRetriever(engine, scope=Scope(publishers=("Wall Street Journal",))).retrieve("missile in Belarus")
    read = node.get_content(MetadataMode.LLM)
    assert "published: 2022-12-30" in read
    assert "reported_by: The Wall Street Journal" in read
    assert not any(word in read for word in ("start:", "origin:", "None"))


def test_a_scope_holds(engine: QueryEngine) -> None:
    wsj = Scope(publishers=("Wall Street Journal",))
    nodes = RagRetriever(engine, limit=20, scope=wsj).retrieve(TROOPS)
    assert {n.metadata["article"] for n in nodes} == {"stray-s-300-missile-strains-minsk-and-kyiv.md"}
    assert RagQueryEngine(engine, scope=wsj).query(TROOPS).metadata["answer"]["status"] == "unanswered"


def test_an_answer_is_a_response_with_its_citations(engine: QueryEngine) -> None:
    response = RagQueryEngine(engine).query(TROOPS)
    answer = engine.ask(TROOPS)
    assert str(response) == answer.text
    assert str(response).startswith("Russia now keeps 10,000 to 15,000 troops")
    shown = response.metadata["answer"]
    assert {**shown, "timings": {}} == {**answer_to_dict(answer), "timings": {}}
    assert [n.metadata["citation"] for n in response.source_nodes] == [c["id"] for c in shown["citations"]]
    for node in response.source_nodes:
        assert_points_at_its_article(node)
    assert "10,000 to 15,000" in response.get_formatted_sources()


def test_silence_is_said_and_has_no_sources(engine: QueryEngine) -> None:
    response = RagQueryEngine(engine).query(WORLD_CUP)
    assert str(response) == "The articles do not answer this: not in corpus."
    assert response.source_nodes == []
    assert response.metadata["answer"]["status"] == "unanswered"
    assert len(response.metadata["answer"]["nearest"]) == 3


def test_our_errors_are_ours_there_too(engine: QueryEngine) -> None:
    with pytest.raises(UsageError, match="no question"):
        RagRetriever(engine).retrieve(" ")


def test_limits_are_kept(engine: QueryEngine) -> None:
    question = "how many T-72A tanks did Russia receive from Belarus in October?"
    assert len(RagQueryEngine(engine, limit=1).query(question).metadata["answer"]["statements"]) == 1
    assert len(RagRetriever(engine, limit=2).retrieve(question)) == 2
    assert (
        RagQueryEngine(engine).retrieve(QueryBundle(question))[0].node_id
        == RagRetriever(engine).retrieve(question)[0].node_id
    )


def test_their_query_engine_reads_our_passages(engine: QueryEngine) -> None:
    nodes = RagRetriever(engine, limit=10).retrieve(TROOPS)
    theirs = RetrieverQueryEngine.from_args(
        RagRetriever(engine, limit=10),
        llm=MockLLM(),  # says what it is given
        response_mode=ResponseMode.COMPACT,
        node_postprocessors=[SimilarityPostprocessor(similarity_cutoff=nodes[3].score)],
    )
    response = theirs.query(TROOPS)
    read = [node.get_content(MetadataMode.NONE) in str(response) for node in nodes]
    assert read == [True] * 4 + [False] * 6
    assert [n.node_id for n in response.source_nodes] == [n.node_id for n in nodes[:4]]


class Second(BaseSelector):
    """Always chooses the second."""

    def _get_prompts(self) -> PromptDictType:
        return {}

    def _update_prompts(self, prompts: PromptDictType) -> None: ...

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}

    def _select(self, choices: object, query: QueryBundle) -> SelectorResult:
        return SelectorResult(selections=[SingleSelection(index=1, reason="it is the second")])

    async def _aselect(self, choices: object, query: QueryBundle) -> SelectorResult:
        return self._select(choices, query)


def test_their_routers_take_ours(engine: QueryEngine) -> None:
    wsj = Scope(publishers=("Wall Street Journal",))
    retrievers = [
        RetrieverTool(RagRetriever(engine, scope=s), ToolMetadata(name=n, description=n))
        for n, s in (("all", Scope()), ("wsj", wsj))
    ]
    routed = RouterRetriever(selector=Second(), retriever_tools=retrievers, llm=MockLLM())
    assert {n.metadata["reported_by"] for n in routed.retrieve(TROOPS)} == {"The Wall Street Journal"}
    engines = [
        QueryEngineTool(RagQueryEngine(engine, scope=s), ToolMetadata(name=n, description=n))
        for n, s in (("wsj", wsj), ("all", Scope()))
    ]
    answered = RouterQueryEngine(selector=Second(), query_engine_tools=engines, llm=MockLLM()).query(TROOPS)
    assert str(answered).startswith("Russia now keeps 10,000 to 15,000 troops")


def test_many_at_once_without_waiting_for_one_another(engine: QueryEngine) -> None:
    async def ask_all() -> list[object]:
        answers, retriever = RagQueryEngine(engine), RagRetriever(engine)
        asked = [answers.aquery(question) for question in (TROOPS, WORLD_CUP, TROOPS)]
        return list(await asyncio.gather(*asked, retriever.aretrieve(QueryBundle(TROOPS)), retriever.aretrieve(TROOPS)))

    first, silent, again, one, other = asyncio.run(ask_all())
    assert str(first) == str(again) == str(RagQueryEngine(engine).query(TROOPS))
    assert silent.metadata["answer"]["status"] == "unanswered"  # type: ignore[attr-defined]
    assert [n.node_id for n in one] == [n.node_id for n in other]  # type: ignore[attr-defined]


def test_a_loop_is_not_held_up_by_an_answer(engine: QueryEngine) -> None:
    async def count_while_asking() -> int:
        asked = asyncio.create_task(RagQueryEngine(engine).aquery(TROOPS))
        turns = 0
        while not asked.done():
            await asyncio.sleep(0.001)
            turns += 1
        return turns

    assert asyncio.run(count_while_asking()) > 3


def test_passages_change_with_the_files(embedder: ModelEmbedder, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "buses.txt").write_text("The council of Springfield bought 17 buses on Monday.", "utf-8")
    with QueryEngine(load_settings([folder])) as engine:
        retriever = RagRetriever(engine)
        assert len(retriever.retrieve("buses")) == 1
        (folder / "trains.txt").write_text("The railway of Springfield bought 3 trains on Monday.", "utf-8")
        assert len(retriever.retrieve("buses")) == 2
