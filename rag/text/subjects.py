"""The subject of a verb: the noun phrase to its left, with the apposition between commas."""

from collections.abc import Sequence

from rag.text.phrases import OCCASIONS, RELATIVES, STOPS, TIME, UNITS, Phrase, apposition_after, cut, is_named, is_time
from rag.text.speech_verbs import BODIES, ROLES, VERBS
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

_APPOSITION_STARTS = DETERMINERS | frozenset(
    "once former formerly now head chief who which whose where then deputy senior acting speaking citing aged "
    "in of at from himself herself".split()
)
_ARTICLES = frozenset("a an the his her its their our my these".split())
_ALSO_NOUNS = frozenset("state report project post forecast".split())
_PRONOMINAL = frozenset("some many several most few another others one".split())
_HARD = frozenset(";:—–()[]”?!")
_ANONYMITY = frozenset("named identified anonymity anonymous".split())
_LOOK_BACK = 16


def subject_before(tokens: Sequence[Token], verb: int) -> Phrase | None:
    """The subject of the verb group that begins at `verb`, with its apposition, if it stands to the left."""
    if verb and tokens[verb - 1].text == ")":
        opening = next((i for i in range(verb - 2, -1, -1) if tokens[i].text == "("), 0)
        core = _core(tokens, opening)
        return core and Phrase(core.first, opening, core.left)
    if verb and tokens[verb - 1].text == ",":
        return _with_apposition(tokens, verb - 1)
    return _core(tokens, verb)


def _with_apposition(tokens: Sequence[Token], comma: int) -> Phrase | None:
    """`Ann Lee, who ran it, | said`: the phrase before the commas that enclose an apposition."""
    start = _segment_start(tokens, comma)
    if start == 0 or tokens[start - 1].text != "," or not _is_apposition(tokens, start, comma):
        return None
    end = start - 1
    head = _segment_start(tokens, end)
    further = _segment_start(tokens, head - 1) if head and tokens[head - 1].text == "," else head
    if further < head and _is_apposition(tokens, head, end) and _is_whole(tokens, further, head - 1):
        end = head - 1
    core = _core(tokens, end)
    if core is None:
        return None
    kept = apposition_after(tokens, core.first, core.end)
    return Phrase(core.first, min(kept, comma), core.left)


def _segment_start(tokens: Sequence[Token], end: int) -> int:
    start = end
    while start > 0 and tokens[start - 1].text != "," and tokens[start - 1].text not in _HARD:
        start -= 1
    return start


def _is_whole(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether what stands between two commas is a name, or a role, and nothing else."""
    words = tokens[start:end]
    if not words or words[0].low in PREPOSITIONS | SUBORDINATORS | LINKS or is_time(tokens, start):
        return False
    if any(t.low in AUXILIARIES or (t.low in VERBS and not is_capital(t)) for t in words):
        return False
    return is_named(tokens, Phrase(start, end, start)) or any(t.low in ROLES for t in words)


def _is_apposition(tokens: Sequence[Token], start: int, end: int) -> bool:
    words = tokens[start:end]
    if not words:
        return False
    if words[0].low in {"who", "which", "whose", "where"}:
        return True
    verbs = next((i for i, t in enumerate(words) if t.low in AUXILIARIES), len(words))
    if verbs < next((i for i, t in enumerate(words) if t.low in RELATIVES), len(words)):
        return False
    if words[0].low in {"in", "of", "at", "from"}:
        return len(words) <= (4 if is_capital(words[-1]) else 3)
    if words[0].low.isdigit():
        return len(words) == 1
    named = all(is_capital(t) for t in words)
    return named or words[0].low in _APPOSITION_STARTS or any(t.low in ROLES for t in words[:6])


def _core(tokens: Sequence[Token], end: int) -> Phrase | None:
    """The noun phrase that ends before `end`, walking left over what may be part of one."""
    last = end - 1
    while last >= 0 and (tokens[last].low in {"there", "here", "himself", "herself", "themselves"}):
        last -= 1
    if last > 1 and UNITS.match(tokens[last].low) and tokens[last - 1].low in {"last", "this", "earlier"}:
        last -= 2  # "the board last week said"
    if last < 0 or not is_word(tokens[last]):
        return None
    if tokens[last].low in PRONOUNS:
        return Phrase(last, last + 1, _led_in(tokens, last))
    if tokens[last].low in STOPS | PREPOSITIONS | _ARTICLES:
        return None
    first = last
    while first > 0 and _continues(tokens, first):
        first -= 1
    if first > 0 and (relative := _relative(tokens, first)) is not None:
        head = _core(tokens, relative)
        return head and _keeping_anonymity(tokens, head, last + 1)
    return _without_lead(tokens, first, last + 1)


def _continues(tokens: Sequence[Token], first: int) -> bool:
    """Whether the word left of `tokens[first]` belongs to the same phrase."""
    left, low = tokens[first - 1], tokens[first - 1].low
    if not is_word(left) and left.text != "“" and left.text not in "&/":
        return _is_list(tokens, first)
    if low in PREPOSITIONS:
        return first > 1 and _is_nominal(tokens[first - 2])
    if low == "and":
        return first > 1 and _is_plural_or_name(tokens[first - 2]) and tokens[first].low not in PRONOUNS
    if tokens[first].low in DETERMINERS and tokens[first].low not in {"other", "few", "one"}:
        return low in {"all", "both", "some", "half"} | {"of"}
    if low in STOPS or is_adverb(left):
        return False
    if low in VERBS and not is_capital(left):
        determined = first > 1 and tokens[first - 2].low in DETERMINERS
        return low in _ALSO_NOUNS or (low in {"suspected", "alleged"} and determined)
    return True


def _is_list(tokens: Sequence[Token], first: int) -> bool:
    """`Oslo, Riga and Minsk`: a comma between names of which two are joined further on."""
    if tokens[first - 1].text != "," or first < 2 or not is_capital(tokens[first - 2]):
        return False
    ahead = list(tokens[first : first + 5])
    joined = next((i for i, t in enumerate(ahead) if t.low == "and"), 0)
    leads = first == 2 or tokens[first - 3].text in {",", "the", "The"}
    return bool(joined) and all(is_capital(t) for t in ahead[:joined]) and leads


def _is_nominal(token: Token) -> bool:
    return is_word(token) and token.low not in STOPS | PREPOSITIONS | DETERMINERS and not is_adverb(token)


def _is_plural_or_name(token: Token) -> bool:
    return is_word(token) and (is_capital(token) or (token.low.endswith("s") and token.low not in STOPS))


def _relative(tokens: Sequence[Token], first: int) -> int | None:
    """Where the "who" or "that" stands whose clause `tokens[first]` is in: "an aide who was there said"."""
    for index in range(first - 1, max(-1, first - _LOOK_BACK), -1):
        if not is_word(tokens[index]):
            return None
        if tokens[index].low in {"who", "that", "which"}:
            before = tokens[index - 1] if index else None
            named = before is not None and _is_nominal(before) and before.low not in VERBS
            return index if named else None
    return None


def _keeping_anonymity(tokens: Sequence[Token], head: Phrase, end: int) -> Phrase:
    """A relative clause is dropped, unless it is why the claimant has no name."""
    anonymous = any(t.low in _ANONYMITY for t in tokens[head.end : end])
    return Phrase(head.first, end if anonymous else head.end, head.left)


def _without_lead(tokens: Sequence[Token], first: int, end: int) -> Phrase | None:
    """Leaves off "On Friday", "A day later", "In an interview" before the phrase itself."""
    left = first
    while first < end and (is_time(tokens, first) or UNITS.match(tokens[first].low) or tokens[first].low.isdigit()):
        if tokens[first].low in DETERMINERS:
            first += 1
        first += 1
    left = _led_in(tokens, left)
    if left < first and any(t.low in PREPOSITIONS for t in tokens[left : left + 2]):
        occasion = next((i for i in range(first, end - 1) if tokens[i].low in OCCASIONS), None)
        first = occasion + 1 if occasion is not None else _after_place(tokens, first, end)
    while first < end and (is_time(tokens, first) or tokens[first].low in PREPOSITIONS):
        first += 1
    if first >= end or all(t.low in DETERMINERS - _PRONOMINAL for t in tokens[first:end]):
        return None
    return Phrase(first, cut(tokens, first, end), left)


def _after_place(tokens: Sequence[Token], first: int, end: int) -> int:
    """`a joint appearance Putin`: what a preposition leads in ends where the capitals begin."""
    if tokens[first - 1].low in {"in", "at"} and is_capital(tokens[first]):
        rest = tokens[first + 1 : end]
        if rest and not any(map(is_capital, rest)):
            return first + 1
    for index in range(end - 1, first, -1):
        if is_capital(tokens[index]) and not is_capital(tokens[index - 1]):
            before = tokens[index - 1].low
            return first if before in ROLES | BODIES | PREPOSITIONS | DETERMINERS else index
    return first


def _led_in(tokens: Sequence[Token], first: int) -> int:
    """Where the clause begins in which a phrase is led in by a preposition or a time."""
    left = first
    while left > 0 and (tokens[left - 1].low in PREPOSITIONS or is_adverb(tokens[left - 1]) or _is_lead(tokens, left)):
        left -= 1
    return left


def _is_lead(tokens: Sequence[Token], left: int) -> bool:
    low = tokens[left - 1].low
    if low in DETERMINERS and left < len(tokens):
        return bool(UNITS.match(tokens[left].low)) or tokens[left].low in OCCASIONS
    return bool(TIME.match(low) or UNITS.match(low)) or low in OCCASIONS or (low.isdigit() and left > 1)
