"""How right an answer is. Pure functions of texts and of sets of articles."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NOT_WORDS = re.compile(r"[^\w\s]")


def normalised(text: str) -> str:
    """Lower case, without punctuation, articles and doubled spaces (Rajpurkar et al. 2016, SQuAD, section 6.1).

    `10,000` is `10000`, and `1.5` another than `15`. A possessive ending is dropped: `Poland’s` holds `Poland`.
    """
    joined = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text.lower())
    # An underscore is a word character: "1.5" stays one word, and another than "15".
    joined = re.sub(r"(?<=\d)[.,](?=\d)", "_", joined)
    words = _NOT_WORDS.sub(" ", re.sub(r"['’]", "", re.sub(r"['’]s\b", "", joined)))
    return " ".join(_ARTICLES.sub(" ", words).split())


def holds_answer(text: str, accepted: Collection[str]) -> bool:
    """Whether any accepted answer stands in `text`, both normalised, as whole words."""
    inside = f" {normalised(text)} "
    return any(wanted and f" {wanted} " in inside for wanted in map(normalised, accepted))


def token_f1(text: str, accepted: Collection[str]) -> float:
    """The best harmonic mean of word precision and recall against any accepted answer (SQuAD, section 6.1).

    0 where either side has no words.
    """
    return max((_f1(normalised(text).split(), normalised(a).split()) for a in accepted), default=0.0)


def precision(cited: Collection[str], evidence: Collection[str]) -> float:
    """The share of what was cited that is evidence.

    Raises:
        ValueError: nothing was cited: no share of nothing is right.
    """
    if not cited:
        raise ValueError("nothing was cited")
    return len(set(cited) & set(evidence)) / len(set(cited))


def recall(cited: Collection[str], evidence: Collection[str]) -> float:
    """The share of the evidence that was cited.

    Raises:
        ValueError: there is no evidence.
    """
    if not evidence:
        raise ValueError("there is no evidence")
    return len(set(cited) & set(evidence)) / len(set(evidence))


def overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether `[start, end)` shares a character with any of `spans`."""
    return any(start < other_end and other_start < end for other_start, other_end in spans)


def _f1(ours: list[str], theirs: list[str]) -> float:
    common = sum((Counter(ours) & Counter(theirs)).values())
    if not common:
        return 0.0
    p, r = common / len(ours), common / len(theirs)
    return 2 * p * r / (p + r)
