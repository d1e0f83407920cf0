"""Embeds with onnxruntime and tokenizers alone: the path of every question."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from rag.embedding.protocol import Progress, Vectors
from rag.errors import ModelError

_BATCH = 16


def load_tokenizer(folder: Path) -> Tokenizer:
    """The model's tokenizer, set to cut nothing off and to add no padding.

    Raises:
        ModelError: it is damaged.
    """
    try:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:  # tokenizers raises bare Exceptions
        raise _damaged(folder, error) from error
    # The packaged tokenizer.json bakes in truncation and padding at 128 tokens.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _damaged(folder: Path, error: Exception) -> ModelError:
    why = (str(error).splitlines() or [type(error).__name__])[0][:120]
    return ModelError(f"the exported model in {folder} is damaged: {why}", "delete that folder; it is made again")


class OnnxRunner:
    """An exported model and its tokenizer: texts in, unit vectors out."""

    def __init__(self, folder: Path, max_length: int) -> None:
        onnxruntime.set_default_logger_severity(3)
        onnxruntime.disable_telemetry_events()  # where a program imported it before us
        options = onnxruntime.SessionOptions()
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime raises its own, without a common base
            raise _damaged(folder, error) from error
        self._tokenizer = load_tokenizer(folder)
        self._tokenizer.enable_truncation(max_length)
        self._tokenizer.enable_padding()
        self._inputs = [i.name for i in self._session.get_inputs()]

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors in the order of `texts`; batches are of like length."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        rows: list[Vectors] = []
        for at in range(0, len(order), _BATCH):
            rows.append(self._run([texts[i] for i in order[at : at + _BATCH]]))
            if progress:
                progress(min(at + _BATCH, len(order)), len(order))
        vectors = np.concatenate(rows) if rows else np.zeros((0, 1), dtype=np.float32)
        restored = np.empty_like(vectors)
        restored[order] = vectors
        return restored

    def _run(self, texts: list[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(texts)
        columns = {
            "input_ids": [e.ids for e in encoded],
            "attention_mask": [e.attention_mask for e in encoded],
            "token_type_ids": [e.type_ids for e in encoded],
        }
        feed = {name: np.array(columns[name], dtype=np.int64) for name in self._inputs}
        return np.asarray(self._session.run(None, feed)[0], dtype=np.float32)
