"""The embedder that is used: an exported model for few texts, sentence-transformers for many."""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock

from rag.embedding.model_files import ModelCard, export_folder, read_card
from rag.embedding.onnx import OnnxRunner, load_tokenizer
from rag.embedding.protocol import Progress, Vectors
from rag.errors import not_writable
from rag.interrupts import held_back
from rag.private import FILE_MODE, make_private

if TYPE_CHECKING:
    from rag.embedding.bulk import SentenceTransformerRunner

_BULK_PAYS_FROM = 600
"""Passages from which starting torch (some 6 s) is won back by its faster batches."""
_BULK_PAYS_WARM_FROM = 150
"""The same where torch is loaded already, as it is after an export."""


def open_model(name: str, models: Path, notify: Callable[[str], None]) -> "ModelEmbedder":
    """The embedder for model `name`, exported below `models` first if it never was.

    Raises:
        ModelError: the model cannot be found, loaded or verified.
    """
    folder = export_folder(name, models)
    card = read_card(folder)
    if card is None:
        try:
            make_private(models)
            with FileLock(folder.with_suffix(".lock"), mode=FILE_MODE):
                card = read_card(folder)
                if card is None:
                    notify(f"preparing the embedding model {name}, this once")
                    from rag.embedding.export import export_model  # noqa: PLC0415  (imports torch)

                    with held_back():
                        card = export_model(name, folder, notify=notify)
                    return ModelEmbedder(folder, card, torch_is_loaded=True)
        except OSError as error:
            raise not_writable(models, error) from error
    return ModelEmbedder(folder, card)


class ModelEmbedder:
    """An `Embedder` over an exported model. Nothing is loaded before it is needed."""

    def __init__(self, folder: Path, card: ModelCard, *, torch_is_loaded: bool = False) -> None:
        self._folder = folder
        self._card = card
        self._bulk_from = _BULK_PAYS_WARM_FROM if torch_is_loaded else _BULK_PAYS_FROM
        self._prefer_bulk = False

    @property
    def name(self) -> str:
        return self._card.name

    @property
    def dimension(self) -> int:
        return self._card.dimension

    @property
    def window(self) -> int:
        return self._card.window

    def warm_up(self) -> None:
        """Load what a question needs; may run in a thread beside other work."""
        _ = self._onnx if self._card.onnx else self._torch

    def expect(self, passages: int) -> None:
        self._prefer_bulk = bool(self._card.bulk) and passages >= self._bulk_from

    def token_starts(self, text: str) -> list[int]:
        if not self._card.onnx:
            return self._torch.token_starts(text)
        return [start for start, _ in self._tokenizer.encode(text, add_special_tokens=False).offsets]

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        prefixed = [self._card.passage_prefix + text for text in texts] if self._card.passage_prefix else texts
        if self._card.onnx and not self._prefer_bulk:
            return self._onnx.embed(prefixed, progress)
        return self._torch.embed(prefixed, progress)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        prefixed = [self._card.question_prefix + text for text in texts]
        return self._onnx.embed(prefixed) if self._card.onnx else self._torch.embed(prefixed)

    @cached_property
    def _onnx(self) -> OnnxRunner:
        return OnnxRunner(self._folder, self._card.max_length)

    @cached_property
    def _tokenizer(self):  # type: ignore[no-untyped-def]  # tokenizers is untyped
        return load_tokenizer(self._folder)

    @cached_property
    def _torch(self) -> "SentenceTransformerRunner":
        from rag.embedding.bulk import SentenceTransformerRunner  # noqa: PLC0415  (imports torch)

        return SentenceTransformerRunner(self._card)
