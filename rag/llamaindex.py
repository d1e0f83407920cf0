"""Our retriever and query engine as LlamaIndex objects, for pipelines of theirs.

Neither touches `Settings.llm` or `Settings.embed_model`, which would resolve to OpenAI's. Nothing else of ours imports
this module.
"""

import asyncio
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import Response
from llama_index.core.callbacks import CallbackManager
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode

from rag.query_engine import EVERYTHING, QueryEngine
from rag.render.json import answer_to_dict
from rag.text.spans import line_of
from rag.types import Answer, Citation, Evidence, Scope

_FOR_MACHINES = ("article", "url", "start", "end", "line", "origin", "citation")
"""Metadata that is not put before a model with the text."""


class RagRetriever(BaseRetriever):  # type: ignore[misc]  # their types are not read
    """The best passages for a question, as nodes.

    A node's id is `ARTICLE:START-END`, its text `article.text[start:end]`, its metadata what is known about the
    article (None where that is unknown), and its score what `rag search` orders by: 0 to 1, and more where recency
    counts.
    """

    def __init__(
        self,
        engine: QueryEngine,
        *,
        limit: int = 5,
        scope: Scope = EVERYTHING,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        """Retrieve from an open engine, which stays its owner's to close.

        Args:
            limit: the most passages.
            scope: which articles may be used.
        """
        self._engine = engine
        self._limit = limit
        self._scope = scope
        super().__init__(callback_manager=callback_manager)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_passage_node(e) for e in self._engine.search(query_bundle.query_str, self._limit, self._scope)]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


class RagQueryEngine(BaseQueryEngine):  # type: ignore[misc]
    """Answers in which every sentence is checked, as `Response`.

    Its text has `[1]` marks; its source nodes are the citations in that order; `metadata["answer"]` is what
    `ask --json` prints. An unanswered question has no source nodes, and a text that says so.
    """

    def __init__(
        self,
        engine: QueryEngine,
        *,
        limit: int | None = None,
        scope: Scope = EVERYTHING,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        """Answer from an open engine, which stays its owner's to close.

        Args:
            limit: the most statements; the settings' number by default.
            scope: which articles may be used.
        """
        self._engine = engine
        self._limit = limit
        self._scope = scope
        super().__init__(callback_manager)

    def _query(self, query_bundle: QueryBundle) -> Response:
        return _response(self._engine.ask(query_bundle.query_str, limit=self._limit, scope=self._scope))

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return await asyncio.to_thread(self._query, query_bundle)

    def retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        """The passages that an answer would be sought in, as `RagRetriever` gives them."""
        nodes: list[NodeWithScore] = RagRetriever(self._engine, scope=self._scope).retrieve(query_bundle)
        return nodes

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}


def _response(answer: Answer) -> Response:
    text = answer.text or f"The articles do not answer this: {answer.reason or 'not in corpus'}."
    return Response(text, [_citation_node(c) for c in answer.citations], {"answer": answer_to_dict(answer)})


def _passage_node(evidence: Evidence) -> NodeWithScore:
    stored, passage = evidence.stored.article, evidence.stored.passage
    article, known = stored.article, stored.article.metadata
    metadata = {
        "article": article.path,
        "title": known.title,
        "publisher": known.publisher,
        "reported_by": known.reported_by,
        "published": known.published.isoformat() if known.published else None,
        "url": known.url,
        "start": passage.start,
        "end": passage.end,
        "line": line_of(article.text, passage.start),
        "origin": stored.origin,
    }
    return NodeWithScore(node=_node(passage.text, metadata), score=evidence.signals.fused)


def _citation_node(citation: Citation) -> NodeWithScore:
    metadata = {
        "article": citation.article,
        "title": citation.title,
        "publisher": citation.publisher,
        "reported_by": citation.reported_by,
        "published": citation.published.isoformat() if citation.published else None,
        "url": citation.url,
        "start": citation.start,
        "end": citation.end,
        "line": citation.line,
        "origin": citation.origin,
        "citation": citation.id,
    }
    return NodeWithScore(node=_node(citation.quote, metadata))


def _node(text: str, metadata: dict[str, Any]) -> TextNode:
    unread = [name for name, value in metadata.items() if name in _FOR_MACHINES or value is None]
    return TextNode(
        id_=f"{metadata['article']}:{metadata['start']}-{metadata['end']}",
        text=text,
        metadata=metadata,
        excluded_llm_metadata_keys=unread,
        excluded_embed_metadata_keys=unread,
        start_char_idx=metadata["start"],
        end_char_idx=metadata["end"],
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=metadata["article"])},
    )
