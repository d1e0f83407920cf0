"""Words and names of one kind, by the likeness of their vectors in the base model: days for days, verbs for verbs."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from training.edits import is_of_a_series, names_in
from training.unanswerable import Similar

_FROM, _TO = 1, 8
"""Which of the nearest: the very nearest are other spellings of the same."""
_MOST_NAMES = 20
_OFTEN = 2
"""How often a name must stand in the texts to stand for another: what stands once is often no name."""
_SAME_START = 4
"""Words with so many first letters in common are forms of one word."""
_ENDINGS = ("ed", "ing", "s", "ly", "er", "est", "ion", "ian", "al")


def similar_words(base: Path) -> Similar:
    """What gives the other words, from the folder of a sentence-transformers model of BERT's kind."""
    vectors = _vectors(base)
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


def similar_names(base: Path, texts: Iterable[str]) -> Similar:
    """What gives other names of as many words, of those that stand in the texts, nearest first."""
    vectors = _vectors(base)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    count = Counter(m.group() for text in texts for m in names_in(text) if len(m.group()) > 2)
    by_words: dict[int, list[str]] = defaultdict(list)
    for name, times in count.items():
        if times >= _OFTEN and not is_of_a_series(name) and not name.endswith(("'s", "’s", "'", "’")):
            by_words[len(name.split())].append(name)

    def vector(name: str) -> np.ndarray:
        mean = vectors[tokenizer.encode(name, add_special_tokens=False).ids].mean(0)
        return np.asarray(mean / (np.linalg.norm(mean) + 1e-9))

    matrices = {words: np.stack([vector(name) for name in names]) for words, names in by_words.items()}

    @cache
    def similar(name: str) -> list[str]:
        words = len(name.split())
        if words not in matrices:
            return []
        near = np.argsort(-(matrices[words] @ vector(name)))[: 3 * _MOST_NAMES]
        found = [by_words[words][n] for n in near]
        return [other for other in found if not _starts(name) & _starts(other)][:_MOST_NAMES]

    return similar


def _starts(name: str) -> set[str]:
    return {word[:_SAME_START] for word in name.split()}


def _vectors(base: Path) -> np.ndarray:
    """The vector of each word piece, of length 1."""
    vectors = load_file(base / "model.safetensors")["embeddings.word_embeddings.weight"].astype(np.float32)
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9))


def is_another_of_its_kind(word: str, other: str) -> bool:
    """Whether two words end alike, so that a sentence stays one, and are no forms of one word."""
    return _ending(word) == _ending(other) and word[:_SAME_START] != other[:_SAME_START]


def _ending(word: str) -> str:
    return next((e for e in _ENDINGS if word.endswith(e)), "")
