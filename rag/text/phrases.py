"""Noun phrases, found by function words alone.

No part-of-speech model: a phrase is what stands between words that cannot be part of one. It is made
for the claimants of news prose ("Dara Lang of the Harbour Board, a former pilot"), not for prose at large.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from rag.text.speech_verbs import BODIES, ROLES, VERBS
from rag.text.tokens import (
    AUXILIARIES,
    DETERMINERS,
    LINKS,
    OTHER_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    Token,
    is_adverb,
    is_capital,
    is_word,
)

LONGEST = 14
"""Words of a claimant. A longer phrase is cut to what stands before its first preposition."""
LONGEST_APPOSITION = 12
RELATIVES = frozenset("who which whose where whom that".split())
OCCASIONS = frozenset(
    "statement interview speech letter post tweet email briefing conference address message video remarks memo "
    "podcast broadcast phone telephone call telegram twitter facebook comment comments appearance hearing "
    "meeting release announcement email report news advance response hindsight reply".split()
)
_LISTENERS = frozenset("reporters journalists lawmakers parliament cnn reuters usa bbc afp ap".split())
TIME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?$|(?:january|february|march|april|may|june|july|august|september"
    r"|october|november|december|yesterday|today|tonight|last|this|next|earlier|late|early|later|recently"
    r"|(?:1[89]|20)\d\d)$|(?:jan|feb|aug|sept?|oct|nov|dec)\.?$"
)
UNITS = re.compile(
    r"(?:day|week|month|year|decade|hour|morning|evening|afternoon|night|spring|summer|autumn|winter)s?$"
)
STOPS = AUXILIARIES | SUBORDINATORS | LINKS | OTHER_PRONOUNS | PRONOUNS
_OPENS_ROLE = frozenset("a an the his her its one once former formerly then now chief head deputy".split())
_ENDS_PHRASE = AUXILIARIES | SUBORDINATORS | LINKS | PRONOUNS | {"during", "after", "via", "through", "when", "citing"}


class Phrase(NamedTuple):
    """`tokens[first:end]`. `left` is where its clause begins, before any "On Friday" that leads it in."""

    first: int
    end: int
    left: int


def phrase_after(tokens: Sequence[Token], first: int) -> Phrase | None:
    """The noun phrase that begins at `first`, as "said" and "according to" are followed by one."""
    end = first
    while end < len(tokens) and end - first <= LONGEST and not _ends_phrase(tokens, first, end):
        end += 1
    if end < len(tokens) and end - first > LONGEST:
        end = cut(tokens, first, end)
    while end > first and (tokens[end - 1].low in PREPOSITIONS | DETERMINERS or is_adverb(tokens[end - 1])):
        if tokens[end - 1].low in {"some", "many", "several", "both", "others"} and end - 1 == first:
            break
        end -= 1
    if end - first > 1 and tokens[end - 1].low.endswith("ed") and not is_capital(tokens[end - 1]):
        end -= 1
    if end == first or not any(map(is_word, tokens[first:end])):
        return None
    return Phrase(first, apposition_after(tokens, first, end), first)


def head_of(tokens: Sequence[Token], phrase: Phrase) -> Token:
    """The last word of the phrase before its first preposition, comma or participle."""
    last = phrase.first
    for index in range(phrase.first, phrase.end):
        low = tokens[index].low
        if low in PREPOSITIONS or low in RELATIVES or not is_word(tokens[index]):
            break
        leads = index > phrase.first and tokens[index - 1].low not in DETERMINERS and not is_capital(tokens[index])
        following = tokens[index + 1].low if index + 1 < phrase.end else ""
        opens_clause = low.endswith("ing") or (low.endswith("ed") and following in PREPOSITIONS)
        if leads and opens_clause and low not in ROLES:
            break
        last = index
    return tokens[last]


def is_time(tokens: Sequence[Token], index: int) -> bool:
    """Whether an expression of time begins here: "Friday", "last week", "two days later"."""
    low = tokens[index].low
    if TIME.match(low):
        return not tokens[index].text.isupper() or low.isdigit()
    following = [t.low for t in tokens[index + 1 : index + 3]]
    return (low.isdigit() or low in DETERMINERS) and bool(following) and bool(UNITS.match(following[0]))


def is_named(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether all of it is a name: capitals, and "of" or "the" between them."""
    words = tokens[phrase.first : phrase.end]
    return bool(words) and all(is_capital(t) or t.low in {"of", "the", "for", "de", "van", "bin", "al"} for t in words)


def cut(tokens: Sequence[Token], first: int, end: int) -> int:
    if end - first <= LONGEST:
        return end
    return next((i for i in range(first + 1, end) if tokens[i].low in PREPOSITIONS | LINKS), first + LONGEST)


def apposition_after(tokens: Sequence[Token], first: int, end: int) -> int:
    """Where the phrase ends with its apposition: up to the comma that closes it or the "who" within it."""
    if end + 1 >= len(tokens) or tokens[end].text != ",":
        return end
    start = stop = end + 1
    while (
        stop < len(tokens) and tokens[stop].low not in RELATIVES and (is_word(tokens[stop]) or tokens[stop].text == "“")
    ):
        stop += 1
    closed = stop == len(tokens) or tokens[stop].text in ",.;)" or tokens[stop].low in RELATIVES
    words = tokens[start:stop]
    if not closed or not 0 < len(words) <= LONGEST_APPOSITION or any(t.low in AUXILIARIES for t in words):
        return end
    role = next((i for i, t in enumerate(words) if t.low in ROLES), None)
    if (words[0].low.endswith("ing") and not is_capital(words[0])) or any(t.low in SUBORDINATORS for t in words[1:]):
        return end
    if role is not None and words[0].low not in LINKS | PREPOSITIONS | PRONOUNS:
        return stop
    if is_named(tokens, Phrase(first, end, first)) and words[0].low in _OPENS_ROLE:
        return stop if stop == len(tokens) or tokens[stop].text in ".;" or stop - start > 1 else end
    named = all(is_capital(t) for t in words) and any(t.low in ROLES for t in tokens[first:end])
    return stop if named and len(words) > 1 else end


def _ends_phrase(tokens: Sequence[Token], first: int, index: int) -> bool:
    token = tokens[index]
    if not is_word(token):
        return token.text not in "&/" and not (token.text == "“" and index > first)
    if token.low == "and":
        following = tokens[index + 1] if index + 1 < len(tokens) else token
        joins = is_capital(following) or following.low in DETERMINERS or following.low.endswith("s")
        nominal = any(t.low in ROLES | BODIES or t.low.endswith("s") for t in tokens[index + 1 : index + 4])
        return index == first or not (joins or nominal) or following.low in VERBS or following.low in STOPS
    if token.low in _ENDS_PHRASE:
        return True
    if index > first and is_time(tokens, index):
        return True
    if token.low in PREPOSITIONS and index > first:
        ahead = [t.low for t in tokens[index + 1 : index + 5]]
        return any(w in OCCASIONS or w in _LISTENERS for w in ahead) or (
            index + 1 < len(tokens) and is_time(tokens, index + 1)
        )
    return index > first and token.low in VERBS and not is_capital(token)
