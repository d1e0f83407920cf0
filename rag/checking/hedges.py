"""Hedges: what a source gives as possible, expected or alleged may not be told as so."""

import re
from collections.abc import Iterator, Sequence

from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.text.kinship import canonicals, holds
from rag.text.terms import content_terms
from rag.types import Fault, Span

_POSSIBLE = r"may|might|could|can|perhaps|possibl[ye]|possibility|potential(?:ly)?|conceivabl[ye]|maybe|risk\w*|chance"
_PROBABLE = (
    r"likely|probabl[ye]|presumably|expect(?:s|ed|ing)?|unlikely|anticipat\w+|forecast\w*|project(?:ed|s)|predict\w*|due to"
    r"|set to|plan(?:s|ned|ning)?|intend\w*|intention\w*|hop(?:es?|ed|ing)|aim(?:s|ed|ing)?|would|should|scheduled|wants?|prepar\w+"
)
_ALLEGED = (
    r"alleged(?:ly)?|alleg(?:es?|ing|ations?)|reported(?:ly)?|suspect\w*|apparent(?:ly)?|ostensibl[ye]|purported(?:ly)?|supposed(?:ly)?"
    r"|claim(?:s|ed|ing)?|believ\w+|belief|thought|thinks?|seem\w*|appear\w*|suggest\w*|impl(?:y|ies|ied)|indicat\w+|fear\w*|worr\w+"
    r"|estimat\w+|assess\w*|judg\w+|view|opinion|rumou?r\w*|speculat\w+|look\w*|sign\w*|warn\w*|argu\w+|consider\w*|say|says|said|according"
)
_HEDGE = re.compile(
    rf"\b(?:{_POSSIBLE}|{_PROBABLE}|{_ALLEGED}|if|unless|whether|unclear|uncertain|doubt\w*|question\w*)\b", re.I
)
_CUE = re.compile(
    r"\b(?:may|might|could|perhaps|possibly|potentially|maybe|(?:un)?likely|probably|presumably|reportedly|allegedly|alleged"
    r"|suspected|apparently|ostensibly|purportedly|supposedly|seemingly|expected|planned|estimated|believed|thought|feared"
    r"|said to|seems?|appears?|rumou?red)\b"
)
_END = re.compile(r"[;:]|,\s|\s—\s|\b(?:but|although|though|while|whereas|because|yet)\b")
_TOLD_ALIKE = 0.5
_SCOPE = 8


def check_hedges(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """What the source nearest to the statement hedges, and the statement does not."""
    mine = canonicals(content_terms(statement))
    if not mine:
        return
    nearest = max(sources, key=lambda s: _share(mine, s.text), default=None)
    if nearest is None or _HEDGE.search(statement):
        return
    for cue in _CUE.finditer(nearest.text):
        scope = _scope(nearest.text, cue.end())
        if scope and sum(holds(mine, t) for t in scope) >= _TOLD_ALIKE * len(scope):
            message = f"the source is less sure: “{cue.group()}”"
            yield Finding(Fault("attribution", message, Span(0, len(statement.rstrip(".")))))
            return


def _scope(text: str, start: int) -> frozenset[str]:
    end = _END.search(text, start)
    terms = list(content_terms(text[start : end.start() if end else len(text)]))
    return canonicals(terms[:_SCOPE])


def _share(mine: frozenset[str], text: str) -> float:
    return sum(holds(canonicals(content_terms(text)), t) for t in mine) / len(mine)
