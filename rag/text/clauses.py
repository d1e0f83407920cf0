"""A verb of speech with its auxiliaries, and whether what follows it is something said."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.text.phrases import Phrase, is_time
from rag.text.speech_verbs import NOT_LISTENERS, NOT_OBJECTS, Form, Needs, Verb
from rag.text.tokens import (
    AUXILIARIES,
    DETERMINERS,
    LINKS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    Token,
    is_adverb,
    is_capital,
    is_word,
)

_CLAUSE_LENGTH = 11
_REACH = 12
_BE = frozenset("is are was were be been being".split())
_HAVE = frozenset("has have had".split())
_REFUSING = frozenset(
    "not never to would could might should can must may will cannot n't nor if did do does shall refuse refused".split()
)
_OPENS_COLON = frozenset("say add write tell note explain warn announce conclude state".split())
_ADJUNCTS = (PREPOSITIONS - {"about", "of", "with", "against", "into"}) | frozenset(
    "also then later earlier when while as after before late early again too".split()
)
_ARTICLES = frozenset({"a", "an", "the", "their", "his", "her", "its"})


@dataclass(frozen=True, slots=True)
class Group:
    """A verb with its auxiliaries: `tokens[first:end]`, "had previously told"."""

    first: int
    end: int
    verb: Verb
    text: str
    passive: bool


def verb_group(tokens: Sequence[Token], index: int, verb: Verb) -> Group | None:
    first, passive, progressive = index, False, False
    while first > 0 and (tokens[first - 1].low in AUXILIARIES | {"not", "never"} or is_adverb(tokens[first - 1])):
        low = tokens[first - 1].low
        if low in _REFUSING or low.endswith("n't"):
            return None
        passive = passive or (low in _BE and verb.form is Form.PAST)
        progressive = progressive or (low in _BE and verb.form is Form.ING)
        first -= 1
    if first > 0 and tokens[first - 1].low in _REFUSING:
        return None
    if first == index and verb.form is Form.PAST and index + 1 < len(tokens) and tokens[index + 1].low == "by":
        return None  # "the figure expected by analysts"
    helpers = [t.text for t in tokens[first:index] if t.low in _HAVE | _BE]
    if verb.form is Form.ING and not progressive:
        return None
    if verb.form is Form.PAST and helpers and not passive and helpers[0].lower() not in _HAVE:
        return None
    return Group(first, index + 1, verb, " ".join([*helpers, tokens[index].text]), passive)


def follows_claim(tokens: Sequence[Token], left: int, group: Group) -> bool:
    """Whether a claim, and not only "After the meeting", stands before ", she agreed."."""
    ahead = tokens[:left]
    if ahead[-1].low == "as":
        return True
    if group.verb.lemma in {"say", "report"} or any(t.text in "“”" or t.low in AUXILIARIES for t in ahead):
        return True
    inserted = group.end < len(tokens) and tokens[group.end].text == ","
    if inserted and group.end + 1 < len(tokens) and tokens[group.end + 1].low in AUXILIARIES:
        return True
    return tokens[0].low not in PREPOSITIONS | SUBORDINATORS and len(ahead) > 4


def closes(tokens: Sequence[Token], subject: Phrase, group: Group) -> bool:
    """Whether the clause is over with the verb, its listener and its time: ", he told reporters on Friday."."""
    at = listener_end(tokens, group.end) if group.verb.lemma == "tell" else group.end
    if group.verb.lemma == "tell" and at == group.end:
        return False
    if group.verb.needs is Needs.SOURCE and group.verb.lemma not in {"find", "show", "suggest", "indicate"}:
        return False
    if tokens[subject.left - 1].text == "”":
        return True
    stop = _after_adjuncts(tokens, at)
    return stop is not None and (
        stop == len(tokens) or tokens[stop].text in ",.;:“”—–)?!" or tokens[stop].low in {"who", "which"}
    )


def complement(tokens: Sequence[Token], group: Group) -> bool:
    """Whether what follows the verb is something said."""
    lemma, needs = group.verb.lemma, group.verb.needs
    at = group.end
    if needs is Needs.PARENTHESIS:
        return False
    if lemma == "tell":
        at = listener_end(tokens, at)
        if at == group.end:
            return False
    if lemma == "point":
        ahead = [t.low for t in tokens[at : at + 6]]
        return ahead[:2] == ["out", "that"] or (ahead[:1] == ["to"] and bool({"“", "”"} & set(ahead)))
    if _is_introduced(tokens, at, lemma):
        return True
    if at >= len(tokens) or not is_word(tokens[at]):
        return False
    low = tokens[at].low
    if lemma == "warn" and low in {"of", "against", "about"}:
        return True
    if low == "to":
        return lemma == "claim"
    if low in PREPOSITIONS:
        return has_clause(tokens, at, comma=True) or (lemma == "say" and _leads_in(tokens, at))
    if low in NOT_OBJECTS | AUXILIARIES:
        return False
    if lemma == "report" and group.verb.form is Form.S:
        return True
    if needs is Needs.LITTLE:
        return lemma not in {"fear", "assess", "suspect"} or has_clause(tokens, at)
    return low in {"whether", "why", "how", "what"} or has_clause(tokens, at)


def _is_introduced(tokens: Sequence[Token], at: int, lemma: str) -> bool:
    """Whether "that", a colon or a quotation follows, with no more than circumstances before it."""
    stop = _after_adjuncts(tokens, at)
    if stop is None or stop >= len(tokens):
        return False
    following = tokens[stop]
    quoted = stop + 1 < len(tokens) and tokens[stop + 1].text in "“”"
    if (
        following.low == "that"
        or following.text in "“”"
        or (following.text == ":" and (quoted or lemma in _OPENS_COLON))
    ):
        return True
    return following.text == "," and (quoted or _resumes(tokens, stop))


def _resumes(tokens: Sequence[Token], comma: int) -> bool:
    """`said, for the first time, that`: what is inserted ends with a comma before "that"."""
    ahead = range(comma + 1, min(len(tokens), comma + _REACH))
    closing = next((i for i in ahead if tokens[i].text == ","), comma)
    return closing + 1 < len(tokens) and tokens[closing + 1].low == "that"


def has_clause(tokens: Sequence[Token], at: int, *, comma: bool = False) -> bool:
    """Whether a subject and a finite verb follow at once: "warned the river was rising"."""
    for index in range(at + 1, min(len(tokens), at + _CLAUSE_LENGTH)):
        token = tokens[index]
        if token.low in AUXILIARIES or token.text in "“”":
            return True
        if (
            not is_word(token) and token.text != "“" and not (comma and token.text == ",")
        ) or token.low in SUBORDINATORS:
            return False
    return False


def _leads_in(tokens: Sequence[Token], at: int) -> bool:
    """`said at one point it sank`: a subject after the circumstance."""
    for index in range(at + 2, min(len(tokens), at + _REACH)):
        if tokens[index].low in PRONOUNS | {"the", "there"} and is_word(tokens[index - 1]):
            if tokens[index - 1].low not in PREPOSITIONS | SUBORDINATORS:
                return True
        elif not is_word(tokens[index]):
            return False
    return False


def is_adjunct(tokens: Sequence[Token], at: int) -> bool:
    if tokens[at].low == "to":
        # "wrote to lawmakers", not "continue to rise"
        following = tokens[at + 1] if at + 1 < len(tokens) else tokens[at]
        return is_capital(following) or following.low in DETERMINERS or following.low.endswith("s")
    return tokens[at].low in _ADJUNCTS or is_time(tokens, at) or is_adverb(tokens[at])


def _after_adjuncts(tokens: Sequence[Token], at: int) -> int | None:
    """Where "that", a quotation or a stop follows, when only times and circumstances are in between."""
    if at >= len(tokens):
        return at
    if tokens[at].low == "that" or not is_word(tokens[at]):
        return at
    if not is_adjunct(tokens, at):
        return None
    for index in range(at, min(len(tokens), at + _REACH)):
        if tokens[index].low == "that" or not is_word(tokens[index]):
            return index
        if tokens[index].low in AUXILIARIES:
            return None
    return len(tokens) if len(tokens) <= at + _REACH else None


def listener_end(tokens: Sequence[Token], at: int) -> int:
    """Where the listener of "told" ends: "told the radio", "told a news agency". `at` where there is none."""
    if at >= len(tokens) or not is_word(tokens[at]) or tokens[at].low in {"of", "about", "to", "how", "that"}:
        return at
    end = at
    while end < len(tokens) and end - at < 7 and is_word(tokens[end]):
        low = tokens[end].low
        if low in SUBORDINATORS | LINKS | AUXILIARIES or (end > at and low in PREPOSITIONS | PRONOUNS | _ARTICLES):
            break
        if end > at and (is_time(tokens, end) or is_adverb(tokens[end])):
            break
        if low in NOT_LISTENERS:
            return at
        end += 1
        if low in {"him", "her", "them", "me", "us", "reporters", "journalists"}:
            break
    return end
