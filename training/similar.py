"""Words of one kind, by the likeness of their vectors in the base model: days for days, verbs for verbs."""

from functools import cache
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from training.unanswerable import Similar

_FROM, _TO = 1, 8
"""Which of the nearest: the very nearest are other spellings of the same."""
_SAME_START = 4
"""Words with so many first letters in common are forms of one word."""
_ENDINGS = ("ed", "ing", "s", "ly", "er", "est", "ion", "ian", "al")


def similar_words(base: Path) -> Similar:
    """What gives the other words, from the folder of a sentence-transformers model of BERT's kind."""
    vectors = load_file(base / "model.safetensors")["embeddings.word_embeddings.weight"].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    vocabulary = Tokenizer.from_file(str(base / "tokenizer.json")).get_vocab()
    whole = {word: n for word, n in vocabulary.items() if word.isascii() and word.isalpha() and len(word) > 3}
    words = list(whole)
    matrix = vectors[[whole[w] for w in words]]

    @cache
    def similar(word: str) -> list[str]:
        if word not in whole:
            return []
        near = np.argsort(-(matrix @ vectors[whole[word]]))[: 3 * _TO]
        others = [words[n] for n in near if is_another_of_its_kind(words[n], word)]
        return others[_FROM:_TO]

    return similar


def is_another_of_its_kind(word: str, other: str) -> bool:
    """Whether two words end alike, so that a sentence stays one, and are no forms of one word."""
    return _ending(word) == _ending(other) and word[:_SAME_START] != other[:_SAME_START]


def _ending(word: str) -> str:
    return next((e for e in _ENDINGS if word.endswith(e)), "")
