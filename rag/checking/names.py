"""Names: each must stand in the sources, in full or by its last part, or in what they lean on."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.text.aliases import acronyms, aliases, initials, is_acronym, is_spelling_of
from rag.text.figures import find_figures
from rag.text.kinship import canonical, canonicals, holds, with_seats
from rag.text.names import Name, find_names
from rag.text.quantities import find_quantities
from rag.text.speech_verbs import BODIES, ROLES, VERBS
from rag.text.terms import STOPWORDS, stem, stems, without_accents, words
from rag.text.tokens import AUXILIARIES, IRREGULAR_PASTS
from rag.types import Fault, Span

_CODE = re.compile(r"(?<![\w.,-])(?=[\w-]*\d)(?=[\w-]*[A-Z])[A-Z0-9][\w-]*")
"""`T-72A`, `FR4978`, `S-300`."""
_ELIDED = re.compile(r"(?<!\w)[^\W\d_]{1,2}['’]([^\W\d_]{3,})")
_WHERE = re.compile(r"(?:\b([\w’'-]{1,60}+)\s+)(?:in|near|outside|inside|around)\s+(?:the\s+)?$", re.I)
_POINTS_BACK = re.compile(
    r"\b(?:he|she|they|his|her|their|him|them|it|its|this|that|these|those|both|such|here|there|then|former|latter"
    r"|the (?!(?:first|next|last|same)\b)[a-z]+)\b",
    re.I,
)
_NO_NAMES = frozenset(
    "mr mrs ms dr prof sir lord lady army navy air force forces state north south east west northern southern eastern "
    "western god internet covid january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_OPENERS = frozenset(
    "overall instead besides later nearby elsewhere indeed thus hence therefore moreover furthermore afterwards "
    "afterward nonetheless nevertheless otherwise likewise first second third once even then also so here now "
    "thereafter altogether together soon often perhaps maybe people men women children nobody everybody everyone "
    "anyone someone nothing everything something police troops staff crew crowd fire rain snow smoke".split()
)
"""Words that begin a sentence and are no names."""
_ALSO_ROLES = frozenset(
    "gen lt col maj capt cmdr sgt adm sen rep gov pres amb brig defence foreign prime chief".split()
)


def check_names(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """The names that no source has, nor the sentences before one that points back, nor its title."""
    near = _named_in(source.text for source in sources)
    wide = near | _named_in(b for s in sources if _points_back(s) for b in s.before)
    wide |= _named_in(s.title for s in sources)
    texts = [t for s in sources for t in (s.text, *s.before, s.title)]
    wide |= frozenset(stem(alias) for text in texts for alias in aliases(text))
    places = canonicals(stems(" ".join(texts)))
    short = frozenset(acronym for text in texts for acronym in acronyms(text))
    for name in find_names(statement):
        unknown = _unknown(statement, name, wide, texts)
        if unknown is not None and initials(name.text) not in short:
            message = f"“{name.text}” is not named in what is cited"
            yield Finding(Fault("name", message, unknown))
        elif _is_in_capital(statement, name) and not holds(places, canonical(stem(name.text))):
            message = f"what is cited does not have it in {name.text}"
            yield Finding(Fault("name", message, Span(name.start, name.start + len(name.text))))
    codes = {_bare(m.group()) for s in sources for t in (s.text, s.title, *s.before) for m in _CODE.finditer(t)}
    # "$100M", "5GW" and "USD3" are no codes.
    amounts = [*(Span(q.start, q.end) for q in find_quantities(statement)), *(f.whole for f in find_figures(statement))]
    for code in _CODE.finditer(statement):
        is_amount = any(a.start <= code.start() < a.end for a in amounts)
        if not is_amount and _bare(code.group()) not in codes:
            message = f"“{code.group()}” is not in what is cited"
            yield Finding(Fault("name", message, Span(code.start(), code.end())))


def _named_in(texts: Iterable[str]) -> frozenset[str]:
    """What the words of the texts name, without accents; of "d'Azur" it is "Azur" too."""
    found: set[str] = set()
    for text in texts:
        found.update(stems(text), (stem(m[1]) for m in _ELIDED.finditer(text)))
    return with_seats(canonicals(map(without_accents, found)))


def _is_in_capital(statement: str, name: Name) -> bool:
    """Whether a capital stands for the place it is: "in Moscow", and not "Moscow plans" or "officials in Moscow"."""
    term = canonical(stem(name.text))
    where = _WHERE.search(statement[: name.start])
    return where is not None and where[1].lower() not in ROLES | BODIES and with_seats(frozenset({term})) != {term}


def _points_back(source: Source) -> bool:
    return _POINTS_BACK.search(source.text) is not None


def _bare(code: str) -> str:
    return re.sub(r"\W", "", code).lower().removesuffix("s")


def name_parts(text: str, name: Name) -> list[re.Match[str]]:
    """The words of a name that name somebody, offsets in `name.text`; none where only the sentence begins with it.

    The code of a currency beside a sum names nobody, nor does what tells whose dollars or francs they are, or the
    letter of a scale of degrees.
    """
    of_figures = [figure.whole for figure in find_figures(text)]
    parts = [
        m
        for m in re.finditer(r"[^\W\d_][^\W_]*(?:[.’'-][^\W_]+)*", name.text)
        if _may_name(m.group()) and not any(w.start <= name.start + m.start() < w.end for w in of_figures)
    ]
    return [] if len(parts) == 1 and _only_opens(text, name, parts[0]) else parts


def _unknown(statement: str, name: Name, known: frozenset[str], texts: Sequence[str]) -> Span | None:
    """The stretch of a name that is not known; None where its last part is."""
    parts = name_parts(statement, name)
    if not parts:
        return None
    missing = [p for p in parts if not _is_known(p.group(), known)]
    if not missing:
        return None
    # "Bo Berg" may be "Berg" in the source, but not where that has "Ann Berg".
    if missing[-1] is not parts[-1] and not _is_of_another(parts[-1].group(), texts):
        return None
    return Span(name.start + missing[0].start(), name.start + missing[-1].end())


def _is_of_another(last: str, texts: Sequence[str]) -> bool:
    """Whether the texts have another first name or word of a name before the last part of this one."""
    before = re.compile(rf"([^\W\d_][\w’'-]{{0,60}}+)\.?\s+{re.escape(last)}\b")
    firsts = [m[1] for text in texts for m in before.finditer(text)]
    return any(first[0].isupper() and _may_name(first) for first in firsts)


def _may_name(part: str) -> bool:
    low = part.lower().rstrip(".")
    return len(low) > 1 and low not in _NO_NAMES | STOPWORDS | ROLES | BODIES | _ALSO_ROLES


def _is_known(part: str, known: frozenset[str]) -> bool:
    part = without_accents(part)
    if is_acronym(part) and part.replace(".", "").lower() in known:
        return True
    forms = [with_seats(canonicals((stem(piece),))) for piece in (part, *words(part.replace("-", " ")))]
    is_known = [any(holds(known, term) for term in form) for form in forms]
    if is_known[0] or (len(is_known) > 1 and all(is_known[1:])):
        return True
    return any(is_spelling_of(stem(part), term) for term in known)


def _only_opens(statement: str, name: Name, part: re.Match[str]) -> bool:
    """Whether the word is capitalised only since it begins the sentence, as far as can be told.

    It is a name where a verb follows at once, or where it stands in the sentence again.
    """
    if statement[: name.start + part.start()].strip(" “\"'‘("):
        return False
    word = part.group()
    if re.search(rf"\W{re.escape(word)}\b", statement[name.end :]):
        return False
    if with_seats(frozenset({stem(word)})) != {stem(word)} or re.match(r"['’]s?\b", statement[name.end :]):
        return False
    following = words(statement[name.end : name.end + 24])[:1]
    if following and (following[0] in IRREGULAR_PASTS or re.fullmatch(r"[a-z]{2,}ed", following[0])):
        return False
    if re.search(r"(?:ing|ly|ed|s)$", word) or word.lower() in _OPENERS:
        return True
    if statement.startswith(",", name.end):
        return False
    return not following or not (following[0].lower() in AUXILIARIES or following[0] in VERBS)
