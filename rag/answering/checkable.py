"""Whether a sentence claims something that articles could bear out."""

import re

from rag.text.dates import find_dates
from rag.text.names import find_names
from rag.text.quantities import find_quantities
from rag.text.quoted import FRAGMENT, SPEECH, has_marks, masked
from rag.text.terms import content_terms, stem

_ENDS_ASKING = re.compile(r"\?[!?]{0,20}+[\"'”’)\]]{0,20}+$")
_TAG = re.compile(
    r",\s*(?:right|correct|no|yes|true|eh|(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)(?:n['’]t)?"
    r"\s+(?:it|he|she|they|we|you|there|that))\?",
    re.I,
)
_GREETING = re.compile(
    r"^\W*(?:dear|hello|hi|hey|good (?:morning|afternoon|evening|day|night)|greetings|welcome|thanks?(?! to)|thank you"
    r"|cheers|(?:best|kind|warm) (?:regards|wishes)|regards|sincerely|yours"
    r"|see you|goodbye|bye|congratulations)\b",
    re.I,
)
_TELLS = re.compile(
    r"\b(?:he|she|they|him|her|them|his|hers|their|theirs|was|were|did|had|has|been|said|says|told)\b|n['’]t\b", re.I
)
"""What tells of others, or of what was: then it claims something, however little."""
_EXCLAIMS = re.compile(r"^\W*what an? .*!\W*$", re.I)
_LONGEST_GREETING = 8
"""In words."""
# What talks about the talking, values without saying why, or takes a stance: it names nothing that could be looked up.
_SAYS_NOTHING = frozenset(
    map(
        stem,
        "think believe hope feel agree disagree doubt wonder wish guess suppose reckon assume imagine know see look "
        "read hear understand mean matter seem consider mind opinion view impression personally honestly frankly sure "
        "clear clearly obvious obviously course indeed perhaps maybe probably really quite rather simply certainly "
        "good bad better best worse worst great nice fine right wrong true fair important interesting remarkable "
        "surprising unsurprising notable noteworthy striking worrying troubling sad happy glad sorry shame pity "
        "wonderful terrible awful amazing incredible exciting curious strange odd funny "
        "thing point question answer summary overview list article text passage section paragraph table figure chart "
        "source reference citation note context information detail key main following previous next below above here "
        "provided given based accord follow conclude conclusion short sum let tell time wait come "
        "ask click link page site today soon like well yes no ok okay please thank welcome wow".split(),
    )
)


def taken_for(sentence: str) -> str | None:
    """What a sentence is that claims nothing to look up ("a question"); None where it may claim something.

    In doubt it claims something: what is not checked is trusted.
    """
    if _is_question(sentence):
        return "a question"
    if find_quantities(sentence) or find_dates(sentence) or has_marks(sentence) or _TELLS.search(sentence):
        return None
    if _GREETING.match(sentence) and len(sentence.split()) <= _LONGEST_GREETING:
        return "a greeting"
    if _names_somebody(sentence):
        return None
    says_something = content_terms(sentence).keys() - _SAYS_NOTHING and not _EXCLAIMS.match(sentence)
    return None if says_something else "an opinion or a remark"


def _is_question(sentence: str) -> bool:
    """Whether somebody asks here; who reports a question, or adds "right?" to a claim, claims something."""
    if not _ENDS_ASKING.search(sentence) or _TAG.search(sentence):
        return False
    outside = re.sub(f"[{FRAGMENT}{SPEECH}]", " ", masked(sentence))
    return not has_marks(sentence) or sentence.rstrip().endswith("?") or not any(c.isalnum() for c in outside)


def _names_somebody(sentence: str) -> bool:
    """Whether a name stands in it; a capital at the start alone is none, nor is "I"."""
    names = [name for name in find_names(sentence) if name.text != "I"]
    opening = re.match(r"\W*", sentence)
    start = opening.end() if opening else 0
    return any(name.start > start or " " in name.text for name in names)
