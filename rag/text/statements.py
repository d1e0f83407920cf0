"""Who a single sentence, read by itself, says its claim comes from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from rag.text.clauses import Group, closes, complement, follows_claim, has_clause, is_adjunct, listener_end, verb_group
from rag.text.phrases import Phrase, head_of, is_time, phrase_after
from rag.text.speech_verbs import BODIES, DOUBTING, NOT_SPEAKERS, ROLES, SOURCES, VERBS, Form, Needs, Verb
from rag.text.subjects import subject_before
from rag.text.tokens import (
    AUXILIARIES,
    DETERMINERS,
    LINKS,
    OTHER_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    Token,
    is_capital,
    is_word,
)

_TURNED_BASE = frozenset("say argue warn report add write note".split())
_NO_SPEAKERS = frozenset("them him us me i we you who which that what this there nothing nobody none".split())
_NOUNS = frozenset({"project", "post"})
_ADJECTIVES = frozenset("recent new latest earlier conflicting false early media local press official".split())
_SINGULAR_S = ("ss", "us", "is", "ics")
_PLURALS = frozenset("police people media they some many others few several most men women data and".split())


class Rank(IntEnum):
    """Which of several attributions counts: the one around the whole sentence before one inside it."""

    ASIDE = 0
    MAIN = 1
    ACCORDING = 2
    VIEW = 3
    HEARSAY = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution in tokens: `first` to `end` are its words, `claimant` the phrase in them."""

    rank: Rank
    first: int
    end: int
    claimant: Phrase | None
    verb: str
    """With `{}` where the claimant is to stand."""
    doubts: bool = False
    claimed_by: str = "unnamed sources"
    """Who it is where the sentence has no phrase for it."""


def statements(tokens: Sequence[Token]) -> Iterator[Statement]:
    """Every attribution by a verb of speech."""
    for index, token in enumerate(tokens):
        verb = VERBS.get(token.text)
        if verb is None or (group := verb_group(tokens, index, verb)) is None:
            continue
        found = _quoted_as_saying(tokens, group) if group.passive else _by_verb(tokens, group)
        if found is not None:
            yield found


def _by_verb(tokens: Sequence[Token], group: Group) -> Statement | None:
    subject = subject_before(tokens, group.first)
    if subject is not None and _may_follow(tokens, group.first):
        turned = _turned(tokens, group)
        if turned is not None and not _is_sure(tokens, subject, group):
            return turned
    if subject is None:
        return _turned(tokens, group) or _continued(tokens, group)
    if not _may_speak(tokens, subject, group) or (rank := _rank(tokens, subject, group)) is None:
        return None
    end = group.end
    text = group.text
    if group.verb.lemma == "tell":
        end = listener_end(tokens, group.end)
        text += " " + " ".join(t.text for t in tokens[group.end : end])
    particle = tokens[end].low if end < len(tokens) else ""
    if group.verb.lemma in {"point", "warn"} and particle in {"to", "out", "of", "against"}:
        text += " " + particle
        end += 1
    doubts = group.verb.lemma in DOUBTING
    return Statement(rank, subject.first, end, subject, "{} " + text, doubts)


def _is_sure(tokens: Sequence[Token], subject: Phrase, group: Group) -> bool:
    """Whether the phrase before the commas is a claimant whatever follows: it leads its clause and names someone."""
    words = tokens[subject.first : subject.end]
    head = head_of(tokens, subject).low
    names = all(
        is_capital(t) or not is_word(t)
        for t in words[: next((i for i, t in enumerate(words) if t.text == ","), len(words))]
    )
    leads = subject.left == 0 or tokens[subject.left - 1].text in ",;:—–”“"
    return leads and (names or head in ROLES | BODIES)


def _may_follow(tokens: Sequence[Token], first: int) -> bool:
    return first > 0 and tokens[first - 1].text in (",", "”", "“", "?", "!")


def _turned(tokens: Sequence[Token], group: Group) -> Statement | None:
    """`…, said Ann Lee, a pilot.`: the verb before its subject, behind a comma or a quotation."""
    if not _may_follow(tokens, group.first) or group.end - group.first > 1 or group.end >= len(tokens):
        return None
    if group.verb.lemma in {"tell", "allow", "judge"} or group.verb.needs is Needs.SOURCE:
        return None
    if group.verb.needs is Needs.PARENTHESIS and tokens[group.first - 1].text not in "”“?!":
        return None  # "The editor, who came in 1994, continued the paper's growth."
    if group.verb.form is Form.BASE and group.verb.lemma not in _TURNED_BASE:
        return None
    start = tokens[group.end]
    if start.low in PRONOUNS:
        found: Phrase | None = Phrase(group.end, group.end + 1, group.end)
    elif (
        not is_word(start)
        or start.text in VERBS
        or start.low in AUXILIARIES | SUBORDINATORS | LINKS | PREPOSITIONS
        or is_time(tokens, group.end)
    ):
        return None
    else:
        found = phrase_after(tokens, group.end)
    if found is None or not _speaks(tokens, found) or not _is_closed(tokens, found.end):
        return None
    doubts = group.verb.lemma in DOUBTING
    return Statement(Rank.ASIDE, group.first, found.end, found, "{} " + group.text, doubts)


def _is_closed(tokens: Sequence[Token], end: int) -> bool:
    if end >= len(tokens):
        return True
    token = tokens[end]
    if not is_word(token):
        return token.text in ",.;:“”—–(!?"
    return token.low in {"who", "whose", "which", "when", "after", "while", "as", "and", "but"} or is_adjunct(
        tokens, end
    )


def _continued(tokens: Sequence[Token], group: Group) -> Statement | None:
    """`She left the hall and said …`, `It refused, saying …`: the subject is what the sentence begins with."""
    before = tokens[group.first - 1].low if group.first else ""
    if before not in {"and", "but"} or not complement(tokens, group):
        return None
    opening = opening_phrase(tokens, group.first)
    if opening is None or not _speaks(tokens, opening):
        return None
    return Statement(Rank.MAIN, group.first, group.end, opening, "{} " + group.text, group.verb.lemma in DOUBTING)


def opening_phrase(tokens: Sequence[Token], before: int) -> Phrase | None:
    """The name or pronoun the sentence begins with."""
    first = 0
    if tokens[0].low in PREPOSITIONS:
        first = next((i + 1 for i in range(min(before, 9)) if tokens[i].text == ","), 0)
    if tokens[first].low in PRONOUNS:
        return Phrase(first, first + 1, first)
    end = first
    while end < before and (is_capital(tokens[end]) or (end > first and tokens[end].low in ROLES | BODIES)):
        end += 1
    leads = tokens[first].low
    if end == first or is_time(tokens, first) or leads in PREPOSITIONS | SUBORDINATORS | LINKS | OTHER_PRONOUNS:
        return None
    return Phrase(first, end, first) if end > first + 1 or leads not in DETERMINERS else None


def _speaks(tokens: Sequence[Token], subject: Phrase) -> bool:
    head = head_of(tokens, subject)
    if head.low.endswith(("'s", "s'")):
        return False
    return head.low not in NOT_SPEAKERS | _NO_SPEAKERS and tokens[subject.first].low not in _NO_SPEAKERS


def _may_speak(tokens: Sequence[Token], subject: Phrase, group: Group) -> bool:
    if not _speaks(tokens, subject) or not _agrees(tokens, subject, group.verb):
        return False
    if group.verb.needs is Needs.SOURCE:
        return any(t.low in SOURCES for t in tokens[subject.first : subject.end])
    return True


def _agrees(tokens: Sequence[Token], subject: Phrase, verb: Verb) -> bool:
    """Keeps nouns out: "the fear that", "recent reports that" have no subject that agrees in number."""
    head = head_of(tokens, subject)
    low = head.low
    plural = low in _PLURALS or (low.endswith("s") and not low.endswith(_SINGULAR_S))
    listed = any(t.low == "and" for t in tokens[subject.first : subject.end])
    if verb.form is Form.BASE and verb.lemma in _NOUNS:
        return False
    if verb.form is Form.BASE and verb.lemma not in {"forecast", "put"}:
        return plural or listed or tokens[subject.first].low in _PLURALS or head.text.isupper()
    if verb.form is Form.S:
        if tokens[subject.first : subject.end] == [head] and low in _ADJECTIVES | DETERMINERS:
            return False
        known = (
            is_capital(head) or low in ROLES | BODIES | SOURCES | PRONOUNS or verb.lemma in {"say", "think", "believe"}
        )
        return known and (not plural or is_capital(head)) and not low.endswith(("ian", "ish", "ese"))
    return True


def _rank(tokens: Sequence[Token], subject: Phrase, group: Group) -> Rank | None:
    """How the clause of the verb stands in the sentence; None where the verb is not one of speech there."""
    left = subject.left
    before = tokens[left - 1] if left else None
    inserted = before is None or before.text in ",”“—–(" or before.low == "as"
    if before is not None and is_word(before) and before.low not in LINKS and before.low != "as":
        return None
    if before is not None and before.low == "as" and left > 1 and tokens[left - 2].text not in ",”;":
        return None
    if before is not None and before.low in {"although", "though", "while", "whereas"} and left == 1:
        return None
    as_aside = before is not None and before.low == "as"
    if inserted and before is not None and closes(tokens, subject, group) and follows_claim(tokens, left, group):
        return Rank.ASIDE
    if as_aside or not complement(tokens, group):
        return None
    return Rank.MAIN


def _quoted_as_saying(tokens: Sequence[Token], group: Group) -> Statement | None:
    """`It was reported that …`, `It is believed …`: said by no one who is named."""
    subject = tokens[group.first - 1] if group.first else None
    if subject is None or subject.low != "it" or group.end >= len(tokens) or group.first > 1:
        return None
    if tokens[group.end].low not in {"that", ",", ":"} and not has_clause(tokens, group.end):
        return None
    return Statement(Rank.MAIN, group.first - 1, group.end, None, "it " + group.text, group.verb.lemma in DOUBTING)
