"""Words and their stems, as the full-text index sees them too."""

import re
import unicodedata
from functools import cache, lru_cache

import Stemmer  # PyStemmer; "porter" is the algorithm of FTS5's own porter tokenizer.

from rag.types import Span

_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*(?:['’][^\W_]+)?")

_NAMES_LIKE_STOPWORDS = frozenset({"US", "WHO", "IT"})
STOPWORDS = frozenset(
    "a about above after again all also am an and any are aren't as at be because been before being below "
    "between both but by can can't could couldn't did didn't do does doesn't doing don't down during each few "
    "for from further had hadn't has hasn't have haven't having he her here hers herself him himself his how i "
    "if in into is isn't it it's its itself just let's me more most mustn't my myself no nor not of off on once "
    "only or other ought our ours out over own same she should shouldn't so some such than that that's the "
    "their theirs them themselves then there there's these they this those through to too under until up upon "
    "us very was wasn't we were weren't what what's when when's where where's which while who who's whom whose "
    "why why's will with won't would wouldn't you your yours yourself tell say says said many much there".split()
)


@cache
def _stemmer() -> "Stemmer.Stemmer":
    return Stemmer.Stemmer("porter")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Porter stem of one lower-cased word (Porter 1980); a possessive ending is dropped first."""
    bare = _without_possessive(word.lower())
    # FTS5 leaves words of one and two letters alone.
    return str(_stemmer().stemWord(bare)) if len(bare) > 2 else bare


def words(text: str) -> list[str]:
    """The words and numbers of `text` as written: `30,000` and `Ukraine’s` are one each."""
    return _WORD.findall(text)


def word_spans(text: str) -> list[Span]:
    """Where the words and numbers of `text` stand."""
    return [Span(m.start(), m.end()) for m in _WORD.finditer(text)]


def stems(text: str) -> list[str]:
    """The stems of all words of `text`, in order, stopwords included."""
    return [stem(w) for w in words(text)]


def content_terms(text: str) -> dict[str, str]:
    """The words that carry meaning: each distinct stem with the first word it stands for, in order."""
    found: dict[str, str] = {}
    for word in words(text):
        is_stopword = word.lower().replace("’", "'") in STOPWORDS and word not in _NAMES_LIKE_STOPWORDS
        if not is_stopword and (stemmed := stem(word)):
            found.setdefault(stemmed, _without_possessive(word))
    return found


def _without_possessive(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


def without_accents(text: str) -> str:
    """The text as it is written where a keyboard has no accents: "Beyonce"."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
