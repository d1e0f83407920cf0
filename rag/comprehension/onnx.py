"""Reads with an exported model. Imports onnxruntime."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.comprehension.protocol import Reading
from rag.models.pair_session import LONGEST, PairSession

LONGEST_QUESTION = 64
"""In tokens, as in training."""
_BATCH = 4


@dataclass(frozen=True, slots=True)
class _Window:
    """Tokens `first` to `last` of text number `text`."""

    text: int
    first: int
    last: int


class OnnxReader:
    """A reader over a model with the outputs `spans` and `relevance` (see `PairSession` for its inputs).

    `spans` has the start's and the end's logit of each token, shape (rows, tokens, 2); the first token stands for
    "not here". `relevance` has the shape (rows,).

    A few texts are read at a time, and activations of 8 bits are scaled by all of them: the same text gives logits that
    differ by some tenths beside others.
    """

    def __init__(self, name: str, model: bytes, tokenizer: Path) -> None:
        self.name = name
        self._session = PairSession(model, tokenizer)

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        asked = self._session.tokens([question])[0].ids[:LONGEST_QUESTION]
        head = len(asked) + 2
        room = LONGEST - head - 1
        encoded = self._session.tokens(texts)
        windows = [w for n, text in enumerate(encoded) for w in _windows(n, len(text.ids), room)]
        windows.sort(key=lambda w: w.last - w.first)  # so that little of a batch is padding
        spans = [np.full((len(text.ids), 2), -np.inf, dtype=np.float32) for text in encoded]
        depth = [np.full(len(text.ids), -1) for text in encoded]
        relevance = np.full(len(encoded), -np.inf, dtype=np.float32)
        for at in range(0, len(windows), _BATCH):
            batch = windows[at : at + _BATCH]
            pairs = [(asked, encoded[w.text].ids[w.first : w.last]) for w in batch]
            logits, relevant = self._session.run(pairs, ["spans", "relevance"])
            for window, found, how_relevant in zip(batch, logits, relevant, strict=True):
                size = window.last - window.first
                margins = found[head : head + size] - found[0]
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


def _windows(text: int, tokens: int, room: int) -> Iterator[_Window]:
    """Stretches of at most `room` tokens that together hold all, each overlapping the next by half."""
    first = 0
    while True:
        yield _Window(text, first, min(first + room, tokens))
        if first + room >= tokens:
            return
        first += room // 2
