"""Words and marks of a sentence, and the closed classes of English words."""

import re
from typing import NamedTuple

from rag.text.quoted import FRAGMENT, SPEECH

_TITLES = r"(?:Gens?|Brig|Lt|Col|Maj|Capt|Cmdr|Sgt|Adm|Sens?|Reps?|Gov|Pres|Amb|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|St|Jr|Sr)\."
_TOKEN = re.compile(
    rf"{FRAGMENT}+|{SPEECH}+|\b{_TITLES}|\b(?:[A-Z]\.)+(?=\s*[\w,])|\b[A-Z]\.(?:[A-Z]\.)+"
    r"|[\w$€£]+(?:[.,]\d+|\.(?:com|org|net)\b)*(?:[-’'&][^\W_]+)*(?:(?<=s)[’'](?=\s))?|[^\w\s]"
)

DETERMINERS = frozenset(
    "the a an his her its their our my this these those some many several most all both other another no "
    "each every any few one two three four five six".split()
)
PREPOSITIONS = frozenset(
    "of for in at from on with to near by under over into behind inside across among against within about between "
    "during through via despite without beside besides amid throughout around outside above below like".split()
)
AUXILIARIES = frozenset(
    "is are was were be been being am has have had do does did will would can could may might must shall should "
    "isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't".split()
)
SUBORDINATORS = frozenset(
    "when after before if because since unless until once where whether what how why which that whom than whose as "
    "who whoever whatever wherever lest".split()
)
LINKS = frozenset("and but or while although though whereas yet so nor then however instead meanwhile".split())
PRONOUNS = frozenset("he she it they".split())
OTHER_PRONOUNS = frozenset(
    "i we you me us him them himself herself itself themselves there here nobody everyone everybody someone".split()
)
IRREGULAR_PASTS = frozenset(
    "beat became began broke brought built bought caught chose came cut drew drove fell fought found fled flew got "
    "gave went grew held hit kept knew led left lost made met paid put ran rose saw sold sent set shot shut sank spent "
    "stood took won wrote sought struck".split()
)
_ADVERB = re.compile(r"^[a-z]{2,}ly$")
_ADVERBS = frozenset("also previously later repeatedly still earlier just even often once now again since long".split())


class Token(NamedTuple):
    text: str
    start: int
    end: int
    low: str


def tokenise(masked: str) -> list[Token]:
    """Words and marks. A quotation is one token: “ for a fragment, ” for one with a stop of its own."""
    names = {FRAGMENT: "“", SPEECH: "”"}
    found = []
    for match in _TOKEN.finditer(masked):
        text = names.get(match.group()[0]) or match.group()
        found.append(Token(text, match.start(), match.end(), _low(text)))
    return found


def _low(text: str) -> str:
    return "u.s." if text == "US" else text.lower().replace("’", "'")


def is_word(token: Token) -> bool:
    return token.text[0].isalnum() or token.text[0] in "$€£"


def is_capital(token: Token) -> bool:
    return token.text[0].isupper()


def is_adverb(token: Token) -> bool:
    return not is_capital(token) and (token.low in _ADVERBS or bool(_ADVERB.match(token.text)))
