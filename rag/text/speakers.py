"""Who "she", "the ministry" and "Lee" are, by what the article said before."""

import re
from collections.abc import Sequence

from rag.text.names import Name, find_names
from rag.text.speech_verbs import BODIES, ROLES
from rag.text.terms import STOPWORDS

_HE_OR_SHE = frozenset({"he", "she", "his", "her", "him"})
_IT = frozenset({"it", "its"})
_THEY = frozenset({"they", "their", "them"})
_SAME = re.compile(r"(?i)^(?:the|that|this) same (\w+)$")
_DEFINITE = re.compile(r"^(?:the|The) ([a-z][a-z-]*)$")
_ANY_SOURCE = frozenset("source count account estimate tally figures report reckoning official person".split())
_STARTING = frozenset(
    "the a an his her its their some many several most all both other another no these those former senior military "
    "army local state officials police political western-backed researchers scientists analysts experts government "
    "authorities investigators witnesses residents unnamed critics reports opposition prosecutors lawyers doctors "
    "current two three four five six intelligence human-rights he she it they others few one media public health "
    "emergency rescue security firefighters economists defence defense top".split()
)
_DEMONYMS = ("ian", "ians", "ish", "ese", "can", "cans", "’s", "'s")
_COURTESIES = frozenset("mr mrs ms dr sen gov gen rep col".split())
_PLACE_BEFORE = re.compile(r"\b(?:in|at|from|near|to|of|into|over|across|for|with|on)\s+$", re.I)
_BEFORE_TITLES = _STARTING - frozenset(
    "health state defence defense media security public opposition emergency local military army intelligence".split()
)
_NOUNS = ROLES | BODIES
_FIGURES = frozenset("count account estimate tally figures report reckoning".split())
_ROLE_NEXT = re.compile(
    r"(?:(?<!\s)\s+)?,\s+(?:who\b|\d\d\b|(?:[\w’'-]+\s+){0,5}?(?:" + "|".join(sorted(ROLES)) + r")\b)"
)


OWNERS = {"his": "he", "her": "she", "its": "it", "their": "they"}
"""The pronoun for whom a possessive stands."""
_POSSESSIVE_OF = {owner: owned for owned, owner in OWNERS.items()}


def is_reference(claimant: str) -> bool:
    """Whether it says who only together with what came before: "she", "the ministry", "the same source"."""
    low = claimant.lower()
    if low in _HE_OR_SHE | _IT | _THEY or _SAME.match(claimant):
        return True
    found = _DEFINITE.match(claimant)
    return found is not None and found[1] in ROLES | BODIES


def resolve(reference: str, claimants: Sequence[str | None], before: Sequence[str]) -> str:
    """Whom a reference means: the nearest fitting claimant, or itself where none fits.

    `claimants` are those of the sentences `before`, nearest first, None for a sentence without one.
    "He" and "she" may also mean the person whom a sentence begins with, where a role tells that it is one.
    """
    low = reference.lower()
    named = [c for c in claimants if c is not None]
    if low in _HE_OR_SHE:
        found = _person(claimants, before)
    elif low in _IT:
        found = next((c for c in named if not _is_person(c) and not is_plural(c)), None)
    elif low in _THEY:
        found = next((c for c in named if is_plural(c)), None)
    elif same := _SAME.match(reference):
        noun = same[1].lower()
        found = next(iter(named), None) if noun in _ANY_SOURCE else _with_noun(noun, named)
        if found is not None and noun in _FIGURES:
            found = f"{possessive(found.partition(',')[0])} {noun}"
    else:
        found = _with_noun(reference.rpartition(" ")[2], named)
    return found or reference


def possessive(claimant: str) -> str:
    """`Ann Lee’s`, `analysts’`, `its`."""
    if claimant in _POSSESSIVE_OF:
        return _POSSESSIVE_OF[claimant]
    return claimant + ("’" if claimant.endswith("s") and is_plural(claimant) else "’s")


def full_name(claimant: str, before: Sequence[str]) -> str:
    """`Lee` as the article named her before: `Ann Lee`. Only where that name stood by a comma or a role."""
    bare = claimant.removeprefix("Mr. ").removeprefix("Mrs. ").removeprefix("Ms. ")
    if not before or " " in bare or not bare[:1].isupper() or len(bare) < 3:
        return claimant
    whole = re.compile(
        rf"(?<![\w.])((?:[A-Z][\w’'-]{{1,40}}+\.?\s+){{1,3}}{re.escape(bare)})(?=,|\s+(?:said|told|says|who)\b)"
    )
    for sentence in reversed(before):
        if bare in sentence and (found := whole.search(sentence)):
            names = find_names(found[1])
            if len(names) == 1 and " " in names[0].text and not set(names[0].text.lower().split()) & BODIES:
                return " ".join(names[0].text.split())
    return claimant


def as_running_text(claimant: str, *, starts: bool) -> str:
    """The claimant as it is written within a sentence: a capital that only began one is dropped."""
    first, _, rest = claimant.partition(" ")
    role = first.lower() in ROLES | BODIES and not rest[:1].isupper()
    plain = first.lower() in (_STARTING if not rest[:1].isupper() else _BEFORE_TITLES)
    if starts and (role or plain):
        return f"{first.lower()} {rest}".strip()
    return claimant


def _head(claimant: str) -> str:
    return re.split(r",| (?:of|in|at|for|from|with|who)\b", claimant)[0]


def _is_person(claimant: str) -> bool:
    words = _head(claimant).lower().split()
    if not words or words[-1] in BODIES or is_plural(claimant):
        return False
    if set(words) & ROLES:
        return True
    name = find_names(_head(claimant))
    return bool(name) and " " in name[0].text and words[0] != "the" and not set(words) & BODIES


def is_plural(claimant: str) -> bool:
    head = _head(claimant)
    last = head.rpartition(" ")[2]
    singular = last.lower().removesuffix("s")
    if " and " in head or singular in {"police", "people"} or (singular != last.lower() and singular in _NOUNS):
        return True
    return last.endswith("s") and last.islower() and not last.endswith("ss")


def _with_noun(noun: str, claimants: Sequence[str]) -> str | None:
    """`the ministry`: the nearest claimant that is one, not a spokesman of one."""
    fits = (c for c in claimants if re.search(rf"(?i)\b{re.escape(noun)}\b", c))
    return next((c for c in fits if noun not in BODIES or not _is_person(c)), None)


def _person(claimants: Sequence[str | None], before: Sequence[str]) -> str | None:
    """The nearest person who claims something or whom a sentence begins with, if no one else is named after that."""
    for claimant, sentence in zip(claimants, reversed(before), strict=False):
        is_one = claimant is not None and (_is_person(claimant) or _is_titled(claimant, before))
        found = claimant if is_one else _leading_person(sentence)
        if found is not None:
            return found
        if any(_may_be_person(sentence, name) for name in find_names(sentence)):
            return None
    return None


def _is_titled(claimant: str, before: Sequence[str]) -> bool:
    """Whether a single name stood after a role somewhere before: "Foreign Minister Wang", "Mr. Wang"."""
    if " " in claimant or not claimant[:1].isupper():
        return False
    title = re.compile(rf"([A-Za-z]{{1,40}}+)\.?\s+(?:[A-Z][\w’'-]{{1,40}}+\s+)?{re.escape(claimant)}\b")
    titles = {m[1].lower() for s in before if claimant in s for m in title.finditer(s)}
    return bool(titles & (ROLES | _COURTESIES))


def _may_be_person(sentence: str, name: Name) -> bool:
    """Whether a name may be a person's, so that "he" may mean it: not after "in", not an adjective, not a body."""
    last = name.text.lower().split()[-1]
    if last.endswith(_DEMONYMS) or last in BODIES or name.text.isupper():
        return False
    return name.start > 0 and not _PLACE_BEFORE.search(sentence[: name.start])


def _leading_person(sentence: str) -> str | None:
    """`Ann Lee`, where a sentence begins "Ann Lee, who …" or "President Ann Lee …"."""
    name = next(iter(find_names(sentence)), None)
    if name is None or " " not in name.text or sentence[: name.start].strip().lower() not in STOPWORDS | {""}:
        return None
    words = name.text.split()
    titled = words[0].endswith(".") or words[0].lower() in ROLES
    if set(name.text.lower().split()) & BODIES or not (titled or _ROLE_NEXT.match(sentence, name.end)):
        return None
    return " ".join(words)
