"""Whether a sentence leans on the one before it: "he", "the ministry", "that figure"."""

import re

from rag.text.names import find_names

_OPENING = re.compile(
    r"^\W*(?:(?:and|but|so|yet|nor|then|also|still|instead|however|meanwhile|moreover|even so|for example|in addition"
    r"|as a result|in response|at the time|according to)\b[,\s]*)*",
    re.I,
)
_PRONOUN = re.compile(
    r"(?:he|she|they|his|her|their|him|them|it|its|this|that|these|those|such|both|one|some|others|another|neither"
    r"|the (?:same|latter|former|other|two|three|pair|move|figure|number|decision|change|man|woman|men|women"
    r"|statement|announcement|remarks?|deal|plan|attack|incident|company|ministry|minister|president|official"
    r"|officials|spokesman|spokeswoman|diplomat|leader|agency|group|report|study|country|city|team|author|measure"
    r"|bill|law|ruling|vote|film|show|couple|actor|singer))\b",
    re.I,
)
_SPEAKER = re.compile(
    r"[”\"’,]\s+(?:he|she|they|it|the \w+)\s+(?:said|says|added|told|wrote|warned|claimed|continued)\b", re.I
)
_SUBJECT = re.compile(r"\b(?:he|she|they)\b", re.I)
_EXPLETIVE = re.compile(
    r"it(?:['’]s| is| was| has been| will be| would be| may be)\s+(?:not\s+)?(?:\w+ly\s+)?\w+\s+"
    r"(?:that|to|how|whether|when|who)\b",
    re.I,
)
_NEXT_IS_NOUN = re.compile(
    r"(?:this|that|these|those)\s+(?:week|month|year|morning|weekend|summer|spring|autumn|fall|winter|season)\b", re.I
)
_NEAR_START = 60
"""A pronoun later than this is taken to point within the sentence."""


def leans(sentence: str) -> bool:
    """Whether the sentence names somebody or something only by a word that points back.

    A rule of thumb on its first words, and on who speaks in it: a pronoun that follows a name in the same
    sentence points at that, as far as we can tell.
    """
    start = _OPENING.match(sentence)
    rest = sentence[start.end() :] if start else sentence
    if _EXPLETIVE.match(rest) or _NEXT_IS_NOUN.match(rest):
        return False
    if _PRONOUN.match(rest):
        return True
    names = find_names(sentence)
    first_name = names[0].start if names else len(sentence)
    speaker = _SPEAKER.search(sentence)
    if speaker and speaker.start() < first_name:
        return True
    subject = _SUBJECT.search(sentence)
    return subject is not None and subject.start() < first_name and subject.start() < _NEAR_START
