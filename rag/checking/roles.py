"""Who does it to whom, and what is compared with what: the right names and the right verb, turned about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.checking.finding import Finding
from rag.checking.names import name_parts
from rag.checking.protocol import Source
from rag.text.kinship import canonical, canonicals, holds_any, is_kin, with_seats
from rag.text.names import find_names
from rag.text.opposites import find_opposites
from rag.text.terms import STOPWORDS, content_terms, stem, words
from rag.types import Fault, Span

_BEING = frozenset("is are was were be been being".split())
_HELPERS = _BEING | frozenset("has have had will would may might could can must should to also the a an".split())
_MUTUAL = canonicals(
    map(stem, "meet join marry wed play face fight draw tie date know contact phone call greet hug kiss kissed like"
        " love follow accompany border neighbour resemble equal match rival include".split())
)  # fmt: skip
"""What one does to another the other does as well, or what names do not tell apart."""
_BEAT = frozenset("beat beats beaten defeat defeats defeated".split())
_DIVIDES = re.compile(r"[,;:.()“”\"]|^['’]")
_RELATIVE = re.compile(r"^,\s+(?:who|which)\b")
_BY_NAME = re.compile(r"\b(?:is|are|was|were|be|been|being) (\w+) by (?:the )?$", re.I)
_THAN = re.compile(r"\bthan\b", re.I)
_CLAUSE_END = re.compile(r"[,;:.]")
_COMPARATIVE = re.compile(r"\b(?:more|less|fewer|better|worse|[a-z]{2,}(?<!other)(?<!rather)er)\b", re.I)
_BEFORE_THAN = 60
"""Characters before "than" in which the other side of the comparison stands."""
_AFTER_THAN = 3


@dataclass(frozen=True, slots=True)
class _Deed:
    """`doer` does `verb` to `done`, each by the canonical stems of its name; None where no name says to whom."""

    verb: str
    doer: frozenset[str]
    done: frozenset[str] | None
    span: Span


def check_roles(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """Deeds of which the sources have it that the other one did it."""
    theirs = [deed for source in sources for deed in _deeds(source.text)]
    for mine in _deeds(statement):
        told = [deed for deed in theirs if is_kin(mine.verb, deed.verb)]
        if mine.done is None or any(holds_any(deed.doer, mine.doer) for deed in told):
            continue
        if any(holds_any(d.doer, mine.done) and (d.done is None or holds_any(d.done, mine.doer)) for d in told):
            yield Finding(Fault("name", "what is cited has it the other way round", mine.span), contradicts=True)
            return


def _deeds(text: str) -> Iterator[_Deed]:
    """Of two names with nothing but a verb between them; and of one after "was beaten by"."""
    named = [
        (name.start, name.start + len(name.text), terms)
        for name in find_names(text)
        if (terms := with_seats(canonicals(stem(part.group()) for part in name_parts(text, name))))
    ]
    for (start, end, one), (begin, stop, other) in pairwise(named):
        if deed := _deed(text[end:begin], one, other, Span(start, stop)):
            yield deed
    for start, end, one in named:
        passive = _BY_NAME.search(text[:start])
        if passive and (verb := _verb(passive[1])):
            yield _Deed(verb, one, None, Span(passive.start(), end))


def _deed(between: str, one: frozenset[str], other: frozenset[str], span: Span) -> _Deed | None:
    between = _RELATIVE.sub(" ", between)
    if _DIVIDES.search(between):
        return None
    run = [w.lower() for w in words(between)]
    core = [w for w in run if w not in _HELPERS]
    if run[-2:] == ["lost", "to"]:
        return _Deed("beat", other, one, span)
    is_passive = not _BEING.isdisjoint(run)
    if is_passive and len(core) == 2 and core[1] == "by" and (verb := _verb(core[0])):
        return _Deed(verb, other, one, span)
    if not is_passive and len(core) == 1 and (verb := _verb(core[0])):
        return _Deed(verb, one, other, span)
    return None


def _verb(word: str) -> str | None:
    verb = "beat" if word.lower() in _BEAT else canonical(stem(word))
    return None if word.lower() in STOPWORDS or verb in _MUTUAL else verb


def check_comparisons(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """ "Stronger among men than among women" of a source that has it the other way round."""
    told = [side for source in sources for side in _sides(source.text)]
    for left, right, how, span in _sides(statement):
        for other_left, other_right, other_how, _ in told:
            # "Fewer men than women" is "more women than men".
            if not is_kin(how, other_how) or _are_opposite(how, other_how):
                continue
            mine, theirs = right - other_right, other_right - right
            if holds_any(other_left, mine) and holds_any(left, theirs):
                message = "what is cited compares them the other way round"
                yield Finding(Fault("negation", message, span), contradicts=True)
                return


def _sides(text: str) -> Iterator[tuple[frozenset[str], frozenset[str], str, Span]]:
    """The terms before and after each "than", with how they are compared."""
    for than in _THAN.finditer(text):
        begin = max(0, than.start() - _BEFORE_THAN)
        how = next(reversed(list(_COMPARATIVE.finditer(text, begin, than.start()))), None)
        if how is None:
            continue
        stop = _CLAUSE_END.search(text, than.end())
        end = stop.start() if stop else len(text)
        before = canonicals(content_terms(text[begin : than.start()]))
        after = canonicals(list(content_terms(text[than.end() : end]))[:_AFTER_THAN])
        yield before - after, after - before, stem(how.group()), Span(how.start(), end)


def _are_opposite(one: str, other: str) -> bool:
    sides = {(axis, side) for _, axis, side in find_opposites(one)}
    return any((axis, -side) in sides for _, axis, side in find_opposites(other))
