"""Reads with onnxruntime and tokenizers alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from rag.comprehension.protocol import Numbers, Reading

LONGEST = 320
"""Tokens of question and text together, as in training."""
LONGEST_QUESTION = 64
_BATCH = 4


@dataclass(frozen=True, slots=True)
class _Window:
    """Tokens `first` to `last` of text number `text`."""

    text: int
    first: int
    last: int


class OnnxReader:
    """A reader over an exported model: inputs `ids`, `mask`, `types`, outputs `spans` and `relevance`.

    `spans` has the start's and the end's logit of each token, shape (rows, tokens, 2); the first token stands for
    "not here". `relevance` has the shape (rows,).
    """

    def __init__(self, name: str, model: bytes, tokenizer: Path) -> None:
        onnxruntime.set_default_logger_severity(3)
        self.name = name
        self._session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._first, self._last = self._tokenizer.encode("").ids  # [CLS] and [SEP]

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids[:LONGEST_QUESTION]
        head = [self._first, *asked, self._last]
        room = LONGEST - len(head) - 1
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        windows = [w for n, text in enumerate(encoded) for w in _windows(n, len(text.ids), room)]
        windows.sort(key=lambda w: w.last - w.first)  # so that little of a batch is padding
        spans = [np.full((len(text.ids), 2), -np.inf, dtype=np.float32) for text in encoded]
        depth = [np.full(len(text.ids), -1) for text in encoded]
        relevance = np.full(len(encoded), -np.inf, dtype=np.float32)
        for at in range(0, len(windows), _BATCH):
            batch = windows[at : at + _BATCH]
            lines = [[*head, *encoded[w.text].ids[w.first : w.last], self._last] for w in batch]
            logits, relevant = self._run(lines, len(head))
            for window, found, how_relevant in zip(batch, logits, relevant, strict=True):
                size = window.last - window.first
                margins = found[len(head) : len(head) + size] - found[0]
                # Where windows overlap, a token is best judged by the one that shows more on both its sides.
                deep = np.minimum(np.arange(size), np.arange(size)[::-1])
                better = deep > depth[window.text][window.first : window.last]
                spans[window.text][window.first : window.last][better] = margins[better]
                depth[window.text][window.first : window.last][better] = deep[better]
                relevance[window.text] = max(relevance[window.text], how_relevant)
        return [
            Reading(np.array(text.offsets, dtype=np.int64).reshape(-1, 2), s[:, 0], s[:, 1], float(r))
            for text, s, r in zip(encoded, spans, relevance, strict=True)
        ]

    def _run(self, lines: Sequence[Sequence[int]], head: int) -> tuple[Numbers, Numbers]:
        longest = max(map(len, lines))
        ids, mask, types = (np.zeros((len(lines), longest), dtype=np.int64) for _ in range(3))
        for row, line in enumerate(lines):
            ids[row, : len(line)] = line
            mask[row, : len(line)] = 1
            types[row, head : len(line)] = 1
        spans, relevance = self._session.run(["spans", "relevance"], {"ids": ids, "mask": mask, "types": types})
        return np.asarray(spans, dtype=np.float32), np.asarray(relevance, dtype=np.float32)


def _windows(text: int, tokens: int, room: int) -> Iterator[_Window]:
    """Stretches of at most `room` tokens that together hold all, each overlapping the next by half."""
    first = 0
    while True:
        yield _Window(text, first, min(first + room, tokens))
        if first + room >= tokens:
            return
        first += room // 2
