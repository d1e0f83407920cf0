"""Who is claimed to know what a sentence of news says: "according to the harbour board", "Ann Lee said"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.text.hearsay import other_attributions
from rag.text.quoted import SPEECH, ends_inside, has_marks, masked
from rag.text.speakers import OWNERS, as_running_text, full_name, is_reference, possessive, resolve
from rag.text.statements import Statement, statements
from rag.text.tokens import Token, tokenise

_LOOK_BACK = 8
"""Sentences before, among whose claimants a pronoun's is looked for."""
_PERHAPS = re.compile(r"\b(?:might|may|perhaps|possibly)\b")
_POSSESSIVE_END = re.compile(r"(?:['’]s|(?<=s)['’])$")


@dataclass(frozen=True, slots=True)
class Attribution:
    claimant: str
    """Who, with the role where the text gives it: "Ann Lee, a former pilot", "army analysts"."""
    text: str
    """As it is shown beside a quotation: "according to the board", "army analysts say", "it is reported"."""
    start: int
    end: int
    """The attributing words as a span of the sentence; both 0 where they stand in a sentence before."""
    hedged: bool
    """Whether doubt is marked: "claimed", "denied", "allegedly", or "might" in what is claimed."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """What one sentence says by itself, pronouns as they are. `pattern` has `{}` for the claimant."""

    claimant: str
    pattern: str
    start: int
    end: int
    hedged: bool


def find_attribution(sentence: str, before: Sequence[str] = ()) -> Attribution | None:
    """To whom `sentence` attributes its claim, or None where it speaks for itself.

    `before` are the sentences before it in the same article, the nearest last: they tell who "she" is,
    and whose a quotation is that names no speaker. A pronoun that cannot be resolved is kept. Of
    several attributions the one around the whole sentence counts: an aside or what follows a quotation,
    then a verb of speech, then "according to", a view, and hearsay.
    """
    inside = ends_inside(before)
    stated = _stated(sentence, inside)
    if stated is None and inside and not has_marks(sentence):
        # A quotation is sometimes left unclosed: "Ann Lee said" is hardly within it, "he said" may be.
        stated = _stated(sentence, False)
        stated = None if stated is None or is_reference(stated.claimant) else stated
    if stated is None:
        return _taken_over(sentence, before, inside) if before else None
    if "{}’s" in stated.pattern and stated.start and is_reference(stated.claimant):
        # "The ministry's rival showed, by its own account, …": whose it is stands in the sentence itself.
        claimant = stated.claimant
    elif is_reference(stated.claimant):
        claimant = resolve(stated.claimant, _claimants(before), before)
    else:
        claimant = full_name(stated.claimant, before)
    return Attribution(claimant, _shown(stated.pattern, claimant), stated.start, stated.end, stated.hedged)


def _shown(pattern: str, claimant: str) -> str:
    if "{}’s" in pattern:
        return pattern.replace("{}’s", possessive(claimant.partition(",")[0]))
    # "Ann Lee, a pilot, said", but "according to Ann Lee, a pilot".
    closes = "," in claimant and pattern.startswith("{}")
    return pattern.format(claimant + "," if closes else claimant)


def _claimants(before: Sequence[str]) -> list[str | None]:
    """The claimants of the sentences just before, nearest first; None for one that names nobody."""
    found: list[str | None] = []
    for back in range(1, min(len(before), _LOOK_BACK) + 1):
        stated = _stated(before[-back], ends_inside(before[:-back]))
        found.append(None if stated is None or is_reference(stated.claimant) else full_name(stated.claimant, before))
    return found


def _taken_over(sentence: str, before: Sequence[str], inside: bool) -> Attribution | None:
    """A sentence that is all quotation is whose the sentence before it was."""
    bare = masked(sentence, begins_inside=inside).strip()
    if SPEECH not in bare or bare.strip(SPEECH + " ."):
        return None
    speaker = find_attribution(before[-1], before[:-1])
    return speaker and replace(speaker, start=0, end=0, hedged=bool(_PERHAPS.search(sentence)))


@lru_cache(maxsize=4096)
def _stated(sentence: str, inside: bool) -> _Stated | None:
    tokens = tokenise(masked(sentence, begins_inside=inside))
    found = min((*statements(tokens), *other_attributions(tokens)), key=lambda s: (s.rank, s.first), default=None)
    return None if found is None else _in_words(sentence, tokens, found)


def _in_words(sentence: str, tokens: Sequence[Token], found: Statement) -> _Stated:
    claimant = found.claimed_by
    if found.claimant is not None:
        written = sentence[tokens[found.claimant.first].start : tokens[found.claimant.end - 1].end]
        claimant = as_running_text(" ".join(written.split()), starts=found.claimant.first == 0)
    if "{}’s" in found.verb:
        claimant = OWNERS.get(claimant.lower()) or _POSSESSIVE_END.sub("", claimant)
    hedged = found.doubts or bool(_PERHAPS.search(sentence))
    return _Stated(claimant, found.verb, tokens[found.first].start, tokens[found.end - 1].end, hedged)
