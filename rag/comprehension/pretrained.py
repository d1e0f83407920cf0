"""Readers that somebody else made: models for question answering, and cross-encoders. Imports torch."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import numpy as np
import torch

from rag.comprehension.protocol import Numbers, Reading
from rag.errors import ModelError
from rag.models.hub import Notify
from rag.models.pretrained import load_pretrained, longest_input
from rag.text.sentences import split_sentences

_BATCH = 16
_SETTING = "[reader] model"


class PretrainedReader(Protocol):
    """What both kinds do."""

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]: ...


def open_pretrained_reader(name: str, notify: Notify) -> PretrainedReader:
    """The model of that name or folder, as a reader.

    Raises:
        ModelError: it cannot be loaded, or is neither a model for question answering nor a cross-encoder.
    """
    tokenizer, model = load_pretrained(name, "reader", _SETTING, notify)
    kind = type(model).__name__
    if kind.endswith("ForQuestionAnswering"):
        return _SpanReader(tokenizer, model)
    if kind.endswith("ForSequenceClassification") and model.config.num_labels == 1:
        return _CrossEncoder(tokenizer, model)
    hint = f"a reader is a model for question answering, or a cross-encoder of one label; change {_SETTING}"
    raise ModelError(f"{name} is no reader: it is a {kind}", hint)


class _SpanReader:
    """A model for question answering (Devlin et al. 2019, section 4.3), whose first token stands for "not here"."""

    def __init__(self, tokenizer: Any, model: Any) -> None:
        self._tokenizer = tokenizer
        self._model = model

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        return [self._read(question, text) for text in texts]

    def _read(self, question: str, text: str) -> Reading:
        longest = longest_input(self._tokenizer, self._model)
        asked = self._tokenizer(question, truncation=True, max_length=longest // 4, add_special_tokens=False)
        given = self._tokenizer(
            self._tokenizer.decode(asked["input_ids"]),
            text.replace("\n", " "),
            truncation="only_second",
            max_length=longest,
            stride=longest // 4,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            padding=True,
            return_tensors="pt",
        )
        places = given.pop("offset_mapping").numpy()
        given.pop("overflow_to_sample_mapping")
        inside = [[part == 1 for part in given.sequence_ids(n)] for n in range(len(places))]
        with torch.inference_mode():
            found = self._model(**given)
        logits = torch.stack([found.start_logits, found.end_logits], -1).float().numpy()
        margins = logits - logits[:, :1]
        best: dict[tuple[int, int], np.ndarray] = {}
        for window, where, of_text in zip(margins, places, inside, strict=True):
            for margin, place, is_text in zip(window, where, of_text, strict=True):
                at = _within(text, int(place[0]), int(place[1]))
                if is_text and at[0] < at[1]:  # where windows overlap, the surer one is heard
                    best[at] = np.maximum(best[at], margin) if at in best else margin
        spans = sorted(best)
        values = np.array([best[s] for s in spans], dtype=np.float32).reshape(-1, 2)
        reading = Reading(np.array(spans, dtype=np.int64).reshape(-1, 2), values[:, 0], values[:, 1], 0.0)
        margin = reading.best(0, len(text))
        return Reading(reading.places, reading.start, reading.end, margin[0] if margin else float("-inf"))


class _CrossEncoder:
    """A model that rates a text for a question. It rates each sentence too, which stands for the span of an answer."""

    def __init__(self, tokenizer: Any, model: Any) -> None:
        self._tokenizer = tokenizer
        self._model = model

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        spans = [list(_sentences(text)) for text in texts]
        pieces = [text[a:b] for text, own in zip(texts, spans, strict=True) for a, b in own]
        rated = self._rate(question, [*texts, *pieces])
        readings, at = [], len(texts)
        for n, own in enumerate(spans):
            half = rated[at : at + len(own)] / np.float32(2)  # the score of a span is its start's and its end's
            places = np.array(own, dtype=np.int64).reshape(-1, 2)
            readings.append(Reading(places, half, half, float(rated[n])))
            at += len(own)
        return readings

    def _rate(self, question: str, texts: Sequence[str]) -> Numbers:
        longest = longest_input(self._tokenizer, self._model)
        found = [np.zeros(0, dtype=np.float32)]
        for at in range(0, len(texts), _BATCH):
            some = list(texts[at : at + _BATCH])
            given = self._tokenizer(
                [question] * len(some), some, truncation=True, max_length=longest, padding=True, return_tensors="pt"
            )
            with torch.inference_mode():
                found.append(self._model(**given).logits[:, 0].float().numpy())
        return np.concatenate(found)


def _within(text: str, start: int, end: int) -> tuple[int, int]:
    """A token without the space before it, which some tokenizers count as part of it."""
    return end - len(text[start:end].lstrip()), end


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of each line by itself: a heading ends with its line."""
    for line in re.finditer(r"[^\n]+", text):
        yield from ((s.start, s.end) for s in split_sentences(text, line.start(), line.end()))
