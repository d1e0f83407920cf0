"""Runs an exported model of two texts, with onnxruntime and tokenizers alone."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Encoding, Tokenizer

Numbers = npt.NDArray[np.float32]

LONGEST = 320
"""Tokens of both texts together, as in training."""


class PairSession:
    """A model with inputs `ids`, `mask` and `types`, each of shape (rows, tokens), whose types tell the texts apart."""

    def __init__(self, model: bytes, tokenizer: Path) -> None:
        onnxruntime.set_default_logger_severity(3)
        onnxruntime.disable_telemetry_events()  # where a program imported it before us
        self._session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._first, self._last = self._tokenizer.encode("").ids  # [CLS] and [SEP]

    def tokens(self, texts: Sequence[str]) -> list[Encoding]:
        """The tokens of texts, without special ones."""
        return self._tokenizer.encode_batch(list(texts), add_special_tokens=False)

    def run(self, pairs: Sequence[tuple[Sequence[int], Sequence[int]]], outputs: Sequence[str]) -> list[Numbers]:
        """The outputs of those names for pairs of token ids, padded to the longest pair.

        The first text of a pair begins at token 1, its second at token 2 more than the length of the first.
        """
        longest = max(len(one) + len(other) for one, other in pairs) + 3
        ids, mask, types = (np.zeros((len(pairs), longest), dtype=np.int64) for _ in range(3))
        for row, (one, other) in enumerate(pairs):
            line = [self._first, *one, self._last, *other, self._last]
            ids[row, : len(line)] = line
            mask[row, : len(line)] = 1
            types[row, len(one) + 2 : len(line)] = 1
        found = self._session.run(list(outputs), {"ids": ids, "mask": mask, "types": types})
        return [np.asarray(values, dtype=np.float32) for values in found]
