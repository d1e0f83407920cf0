"""Attributions without a verb of speech of their own: "according to", "in the view of", "reportedly"."""

from collections.abc import Callable, Iterator, Sequence

from rag.text.phrases import Phrase, head_of, phrase_after
from rag.text.speech_verbs import ADVERBS_OF_HEARSAY, VERBS, Form
from rag.text.statements import Rank, Statement, opening_phrase
from rag.text.subjects import subject_before
from rag.text.tokens import AUXILIARIES, SUBORDINATORS, Token, is_word

_NOT_ACCORDING = frozenset(
    "plan plans schedule rule rules law laws tradition custom size age whether how which what need needs ability "
    "terms type principle principles instructions taste rank alphabet weight merit order criteria criterion standard "
    "standards formula definition scale".split()
)
_VIEWS = frozenset("view views opinion judgement judgment words estimate estimation assessment reckoning eyes".split())
_COUNTS = frozenset(
    "account accounts count counts estimate estimates figure figures tally reckoning calculation calculations "
    "description admission assessment view opinion words judgement judgment".split()
)
_BETWEEN = frozenset("own latest official same".split())
_HEARD = frozenset("said reported believed thought alleged understood rumoured rumored suspected claimed".split())
_LOOKS = frozenset("looks look looked seems seem seemed appears appear appeared".split())
_POSSESSIVE = ("'s", "s'")
_LONG = 6


def other_attributions(tokens: Sequence[Token]) -> Iterator[Statement]:
    """Every attribution that is not a subject with its verb of speech."""
    for index, token in enumerate(tokens):
        for reading in _READINGS.get(token.low, ()):
            if (found := reading(tokens, index)) is not None:
                yield found
                break


def _low(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].low if 0 <= index < len(tokens) else ""


def _according(tokens: Sequence[Token], index: int) -> Statement | None:
    phrase = phrase_after(tokens, index + 2) if _low(tokens, index + 1) == "to" else None
    if phrase is None or head_of(tokens, phrase).low in _NOT_ACCORDING or _low(tokens, index + 2) in _NOT_ACCORDING:
        return None
    return Statement(Rank.ACCORDING, index, phrase.end, phrase, "according to {}")


def _view(tokens: Sequence[Token], index: int) -> Statement | None:
    """`in the view of X`, `by the account of X`."""
    noun, of = _low(tokens, index + 2), _low(tokens, index + 3)
    nouns = _VIEWS if tokens[index].low == "in" else _COUNTS
    if _low(tokens, index + 1) != "the" or noun not in nouns or of != "of" or noun in {"figures", "order"}:
        return None
    phrase = phrase_after(tokens, index + 4)
    if phrase is None:
        return None
    return Statement(Rank.VIEW, index, phrase.end, phrase, f"{tokens[index].low} the {noun} of {{}}")


def _possessed(tokens: Sequence[Token], index: int) -> Statement | None:
    """`by the ministry's own count`, `in Ann Lee's words`, `by the same account`, `by its own description`."""
    nouns = _VIEWS if tokens[index].low == "in" else _COUNTS
    for at in range(index + 1, min(len(tokens), index + _LONG + 2)):
        if not is_word(tokens[at]) or tokens[at].low in SUBORDINATORS | AUXILIARIES:
            return None
        if tokens[at].low in nouns:
            return _owned(tokens, index, at)
    return None


def _owned(tokens: Sequence[Token], index: int, noun: int) -> Statement | None:
    apart = index == 0 or not is_word(tokens[index - 1])
    if not apart and noun + 1 < len(tokens) and tokens[noun + 1].text not in ",.;":
        return None
    owner_end = noun
    while owner_end > index + 1 and tokens[owner_end - 1].low in _BETWEEN:
        owner_end -= 1
    preposition = tokens[index].text.lower()
    said = " ".join(t.text for t in tokens[owner_end : noun + 1])
    owner = tokens[index + 1 : owner_end]
    if not owner:
        return None
    if owner[-1].low.endswith(_POSSESSIVE):
        phrase = Phrase(index + 1, owner_end, index + 1)
        return Statement(Rank.VIEW, index, noun + 1, phrase, f"{preposition} {{}}’s {said}")
    if len(owner) == 1 and owner[0].low in {"his", "her", "its", "their"}:
        phrase = Phrase(index + 1, owner_end, index + 1)
        return Statement(Rank.VIEW, index, noun + 1, phrase, f"{preposition} {{}}’s {said}")
    if len(owner) == 1 and owner[0].low == "the" and tokens[noun - 1].low == "same":
        phrase = Phrase(index + 1, noun + 1, index + 1)
        return Statement(Rank.VIEW, index, noun + 1, phrase, f"{preposition} {{}}")
    return None


def _own_figure(tokens: Sequence[Token], noun: int) -> Statement | None:
    """`The board's latest estimate is …`: a sentence that begins with whose figure it gives."""
    at = next((i for i in range(min(noun, _LONG)) if tokens[i].low.endswith(_POSSESSIVE)), None)
    follows = _low(tokens, noun + 1)
    if at is None or any(t.low not in _BETWEEN for t in tokens[at + 1 : noun]):
        return None
    if follows not in {"is", "was", "puts", "put", "suggests", "suggest", "of", "are", "were"}:
        return None
    said = " ".join(t.text for t in tokens[at + 1 : noun + 1])
    return Statement(Rank.VIEW, 0, noun + 1, Phrase(0, at + 1, 0), f"by {{}}’s {said}")


def _accused(tokens: Sequence[Token], index: int) -> Statement | None:
    """`X accused Y of …`."""
    subject = subject_before(tokens, index if _low(tokens, index - 1) not in {"has", "have", "had"} else index - 1)
    accused = phrase_after(tokens, index + 1)
    if subject is None or accused is None or _blocked(tokens, subject):
        return None
    of = next((i for i in range(index + 1, min(len(tokens), index + 12)) if tokens[i].low == "of"), None)
    if of is None:
        return None
    whom = " ".join(t.text for t in tokens[index + 1 : of])
    return Statement(Rank.MAIN, subject.first, of, subject, f"{{}} accused {whom}", doubts=True)


def _blocked(tokens: Sequence[Token], subject: Phrase) -> bool:
    return subject.left > 0 and tokens[subject.left - 1].low in SUBORDINATORS | AUXILIARIES


def _quoted_as(tokens: Sequence[Token], index: int) -> Statement | None:
    """`X was quoted as saying …`."""
    if _low(tokens, index - 1) not in {"quoted", "cited"}:
        return None
    if _low(tokens, index + 1) != "saying" or _low(tokens, index - 2) not in {"was", "were", "is", "been"}:
        return None
    first = index - 2
    while first > 0 and tokens[first - 1].low in {"has", "have", "had", "been"}:
        first -= 1
    subject = subject_before(tokens, first)
    if subject is None or _blocked(tokens, subject):
        return None
    return Statement(Rank.MAIN, subject.first, index + 2, subject, "{} was quoted as saying")


def _quoting(tokens: Sequence[Token], index: int) -> Statement | None:
    """`The radio quoted X as saying …`, `Media reported him as accusing …`."""
    at = next((i for i in range(index + 2, min(len(tokens), index + 14)) if tokens[i].low == "as"), None)
    if at is None or not _low(tokens, at + 1).endswith("ing") or _low(tokens, at + 1) not in _SAYING:
        return None
    return Statement(
        Rank.MAIN, index, at + 2, Phrase(index + 1, at, index + 1), "{} was quoted as " + _low(tokens, at + 1)
    )


_SAYING = frozenset(form for form, verb in VERBS.items() if verb.form is Form.ING) | {"accusing"}


def _is_heard(tokens: Sequence[Token], index: int) -> Statement | None:
    """`X is believed to …`, `X was said to …`: not where a relative clause or a negation says it."""
    first = index - 1
    while first > 0 and tokens[first].low in {"widely", "also", "now", "still", "been", "being"}:
        first -= 1
    if _low(tokens, first) not in {"is", "are", "was", "were", "has", "have"} or _low(tokens, index + 1) != "to":
        return None
    if any(t.low in SUBORDINATORS for t in tokens[:first]) or tokens[index].low == "claimed":
        return None
    be = "was" if tokens[first].low in {"was", "were"} else "is"
    doubts = tokens[index].low in {"alleged", "rumoured", "rumored", "suspected"}
    return Statement(Rank.HEARSAY, first, index + 1, None, f"it {be} {tokens[index].low}", doubts, "unnamed sources")


def _before_quotation(tokens: Sequence[Token], colon: int) -> Statement | None:
    """`He shrugged it off: “…”`: whoever the clause before the colon is about says it."""
    if colon + 1 >= len(tokens) or tokens[colon + 1].text not in "“”":
        return None
    opening = opening_phrase(tokens, colon)
    if opening is None or tokens[0].low == "it" or any(t.text in ",;" for t in tokens[:colon]):
        return None
    return Statement(Rank.VIEW, opening.first, opening.end, opening, "in the words of {}")


def _to_whom(tokens: Sequence[Token], index: int) -> Statement | None:
    """`To some analysts, the move looks like …`."""
    phrase = None if index else phrase_after(tokens, 1)
    if phrase is None or _low(tokens, phrase.end) != "," or not any(t.low in _LOOKS for t in tokens[phrase.end :]):
        return None
    return Statement(Rank.VIEW, 0, phrase.end, phrase, "in the view of {}")


def _as_put(tokens: Sequence[Token], index: int) -> Statement | None:
    """`As Ann Lee put it, …`."""
    put = next((i for i in range(index + 1, min(len(tokens), index + 10)) if tokens[i].low in {"put", "puts"}), None)
    if put is None or _low(tokens, put + 1) != "it" or (index and is_word(tokens[index - 1])):
        return None
    subject = subject_before(tokens, put)
    if subject is None or subject.left != index + 1:
        return None
    return Statement(Rank.VIEW, index, put + 2, subject, f"as {{}} {tokens[put].low} it")


def _by_adverb(tokens: Sequence[Token], index: int) -> Statement:
    return Statement(Rank.HEARSAY, index, index + 1, None, tokens[index].low, doubts=True, claimed_by="reports")


_Reading = Callable[[Sequence[Token], int], Statement | None]
_READINGS: dict[str, tuple[_Reading, ...]] = {
    "according": (_according,),
    "in": (_view, _possessed),
    "by": (_view, _possessed),
    "as": (_quoted_as, _as_put),
    "to": (_to_whom,),
    ":": (_before_quotation,),
    **dict.fromkeys(("accused", "accuses", "accuse"), (_accused,)),
    **dict.fromkeys(("quoted", "reported", "cited", "quotes"), (_quoting,)),
    **dict.fromkeys(_COUNTS, (_own_figure,)),
    **dict.fromkeys(ADVERBS_OF_HEARSAY, (_by_adverb,)),
}
"""What a word may open, in the order in which it is tried."""
for _word in _HEARD:
    _READINGS[_word] = (*_READINGS.get(_word, ()), _is_heard)
