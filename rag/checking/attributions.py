"""Attribution: a claim keeps its claimant, and is given to no one else."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.text.aliases import initials
from rag.text.attribution import Attribution, find_attribution
from rag.text.hearsay import other_attributions
from rag.text.kinship import canonicals, holds, with_seats
from rag.text.names import find_names
from rag.text.quoted import masked
from rag.text.speakers import is_reference
from rag.text.speech_verbs import BODIES, ROLES, VERBS
from rag.text.statements import statements
from rag.text.terms import STOPWORDS, content_terms, stem, stems, words
from rag.text.tokens import tokenise
from rag.types import Fault, Span

_PIECE = re.compile(r";\s+|(?<=[.!?])\s+(?=[A-Z“])|,\s+(?:but|while|which)\s+")
_ANY_TEXT = frozenset(
    map(stem, "article report reports reporting text story account source sources piece newspaper".split())
)
_TITLES = frozenset(
    "gen lt col maj capt cmdr sgt adm sen rep gov pres amb brig mr mrs ms dr prof defence defense foreign".split()
)
_ANY_ROLE = canonicals(
    map(stem, "official leader spokesman spokeswoman spokesperson spokespeople representative source man woman figure"
        " member head chief boss executive expert researcher authority administration government company firm group"
        " team organisation organization agency association institution institute office service state staff media"
        " newspaper paper website outlet daily deputy general major senior insider observer critic".split())
)  # fmt: skip
"""What many who are called something else may be called as well."""
_NEARLY = 0.85
"""Parts that share this much of what the nearest shares may as well be what is retold."""
_FEW = 3
_NEAR_ENOUGH = 0.6
"""The share of a statement's words that a part must hold to be what it retells, where it is one of many."""
_WEAK = frozenset(map(stem, "senior former top unnamed several some many other various one local own".split()))


def check_attribution(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """A claimant that is lost, swapped or made up."""
    near = _nearest(statement, sources)
    if not near:
        return
    source, piece = near[0]
    told = _told(source, piece)
    own = find_attribution(statement)
    if own is None and any(_told(*other) is None for other in near):
        return
    if told is None:
        if own is not None and not _is_somebody_told(own, sources):
            message = f"no source has this from {own.claimant}"
            yield Finding(Fault("attribution", message, _span(own)))
        return
    if own is None:
        if not _mentions(statement, told):
            yield Finding(Fault("attribution", f"the source does not say this itself: {told.text}", None))
        return
    if _is_another_role(own.claimant, told.claimant, sources):
        message = f"said by another: {told.text}"
        yield Finding(Fault("attribution", message, _span(own)), contradicts=True)
        return
    claimants = [told.claimant, *(c for _, near_by in near for c in _claimants(near_by) if not is_reference(c))]
    claimants += [other.claimant for s, p in near[1:] if (other := _told(s, p)) is not None]
    if is_reference(own.claimant) or any(_is_same(own.claimant, other) for other in claimants):
        return
    if _is_any_text(own.claimant) or _mentions(statement, told, with_apposition=False):
        return
    message = f"said by another: {told.text}"
    yield Finding(Fault("attribution", message, _span(own)), contradicts=True)


def _nearest(statement: str, sources: Sequence[Source]) -> list[tuple[Source, str]]:
    """The parts of sources that share most with the statement, the nearest first; none where none is near enough."""
    terms = canonicals(content_terms(statement))
    shared = [(_shared(terms, piece), source, piece) for source in sources for piece in _pieces(source.text)]
    most = max((count for count, _, _ in shared), default=0)
    if not most or (len(sources) > _FEW and most < _NEAR_ENOUGH * len(terms)):
        return []
    near = [found for found in shared if found[0] >= _NEARLY * most]
    near.sort(key=lambda found: -found[0])
    return [(source, piece) for _, source, piece in near]


def _told(source: Source, piece: str) -> Attribution | None:
    return find_attribution(piece, source.before) or find_attribution(source.text, source.before)


def _pieces(text: str) -> list[str]:
    return [piece for piece in _PIECE.split(text) if piece] or [text]


def _shared(terms: frozenset[str], piece: str) -> int:
    return len(terms & canonicals(content_terms(piece)))


def _span(own: Attribution) -> Span | None:
    return Span(own.start, own.end) if own.end else None


@lru_cache(maxsize=4096)
def _claimants(sentence: str) -> tuple[str, ...]:
    """Everybody to whom something is attributed in the sentence."""
    bare = masked(sentence)
    tokens = tokenise(bare)
    found = []
    for said in (*statements(tokens), *other_attributions(tokens)):
        if said.claimant is not None:
            found.append(sentence[tokens[said.claimant.first].start : tokens[said.claimant.end - 1].end])
    return tuple(found)


def _is_somebody_told(own: Attribution, sources: Sequence[Source]) -> bool:
    """Whether any source attributes anything to them, or they are no one in particular."""
    if is_reference(own.claimant) or _is_any_text(own.claimant):
        return True
    terms = _terms(own.claimant)
    for source in sources:
        held = with_seats(canonicals(stems(source.text)))
        if all(holds(held, t) for t in terms) and any(w.lower() in VERBS or w in "“”" for w in words(source.text)):
            return True
    everybody = [c for s in sources for c in _claimants(s.text)]
    everybody += [a.claimant for s in sources if (a := find_attribution(s.text, s.before)) is not None]
    return any(_is_same(own.claimant, other) for other in everybody)


def _is_any_text(claimant: str) -> bool:
    terms = set(content_terms(claimant)) - _WEAK
    return bool(terms) and terms <= _ANY_TEXT


def _terms(claimant: str) -> frozenset[str]:
    return with_seats(canonicals(t for t in content_terms(claimant) if t not in _WEAK))


def _is_same(own: str, told: str) -> bool:
    """Whether the claimant of the statement may be the one of the source. Where both are named, by the names."""
    names, theirs = _named(own), _named(told.partition(",")[0]) or _named(told)
    a, b = (names, theirs) if names and theirs else (_terms(own), _terms(told))
    return any(holds(b, term) for term in a) or not (a and b)


def _is_another_role(own: str, told: str, sources: Sequence[Source]) -> bool:
    """ "The prosecutor" for "the defence lawyer", where nothing tells of a prosecutor."""
    mine, theirs = _roles(own), _roles(told)
    if not mine or not theirs or _named(own) or (mine | theirs) & _ANY_ROLE:
        return False
    held = canonicals(stems(" ".join(text for s in sources for text in (s.text, s.title, *s.before))))
    return not any(holds(held, role) for role in mine)


def _roles(claimant: str) -> frozenset[str]:
    return canonicals(stem(w) for w in words(claimant) if w.lower() in ROLES | BODIES)


def _named(claimant: str) -> frozenset[str]:
    names = [n.text for n in find_names(claimant)]
    short = [initials(name) for name in names]
    return with_seats(
        canonicals(
            [*(stem(w) for name in names for w in words(name) if _is_name(w)), *(s for s in short if len(s) > 1)]
        )
    )


def _is_name(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word.lower() not in STOPWORDS | ROLES | BODIES | _TITLES


def _mentions(statement: str, told: Attribution, *, with_apposition: bool = True) -> bool:
    """Whether the statement names the claimant, if only as somebody who does something."""
    if told.claimant.lower() in STOPWORDS or is_reference(told.claimant):
        return find_attribution(statement) is not None
    held = with_seats(canonicals(content_terms(statement)))
    head = told.claimant.partition(",")[0]
    wanted = (_named(head) or _terms(head)) if with_apposition else _named(head)
    return any(holds(held, term) for term in wanted)
