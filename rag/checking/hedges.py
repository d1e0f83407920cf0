"""Hedges: what a source gives as possible, likely or alleged may not be told as so."""

import re
from collections.abc import Iterator, Sequence

from rag.checking.finding import Finding
from rag.checking.nearest import nearest_source, shared
from rag.checking.protocol import Source
from rag.text.kinship import canonicals, holds
from rag.text.terms import content_terms, stem
from rag.types import Fault, Span

_POSSIBLE = (
    r"may|might|could|can|perhaps|possibl[ey]|possibilit(?:y|ies)|potential(?:ly)?|conceivabl[ey]|maybe|risks?|chance"
)
_DOUBTED = (
    r"alleged(?:ly)?|alleg(?:es?|ing|ations?)|reportedly|suspects?|suspected|suspicions?|apparent(?:ly)?|ostensibl[ey]"
    r"|purported(?:ly)?|supposed(?:ly)?|claim(?:s|ed|ing)?|believ(?:es?|ed|ing)|belief|thinks?|thought|seem(?:s|ed|ingly)?"
    r"|appear(?:s|ed|ing)?|suggest(?:s|ed|ing)?|fear(?:s|ed|ing)?|worr(?:y|ies|ied)|estimat(?:es?|ed)|speculat\w+"
    r"|rumou?r\w*"
    r"|unclear|uncertain|unconfirmed|unverified|not (?:certain|clear|sure)|doubt(?:s|ed|ful)?|whether|impl(?:y|ies|ied)"
    r"|indicat(?:es?|ed|ing)|hint(?:s|ed|ing)?|officially|pretext|pretend\w*|under the guise"
)
_PROBABLE = (
    r"likely|unlikely|probabl[ey]|improbable|presumabl[ey]|expect(?:s|ed|ing)?|anticipat(?:es?|ed)|forecasts?"
    r"|predict(?:s|ed)?|in all likelihood|no doubt"
)
_AHEAD = (
    r"due to|set to|plans?|planned|planning|intends?|intended|hop(?:es?|ed|ing)|aim(?:s|ed|ing)?|would|should|scheduled"
)
_WANTED = (
    r"consider\w*|weigh(?:s|ed|ing)?|mull\w*|propos\w+|offer(?:s|ed|ing)?|talks|negotiat\w+|threat\w*|promis\w+"
    r"|pledg\w+|vow(?:s|ed)?|agree[sd]?|tr(?:y|ies|ied|ying)|attempt\w*|call(?:s|ed|ing)?(?= (?:on|for)\b)|calls"
    r"|urg\w+|appeal\w*|ask(?:s|ed|ing)?|demand\w*|want(?:s|ed)?|seek(?:s|ing)?|sought|must|draft|bill|nearly|almost"
    r"|plot\w*|recommend\w*|request\w*|if|to be"
)
_MORE = (
    r"(?= (?:an? )?(?:[\d.]+ ?(?:%|percent|per cent) )?(?:lower|higher|increas|reduc|great|small|few|more|less|better"
    r"|worse|long|short))"
)
_UNDONE = (
    (
        r"considering|weighing|mulling|proposed(?= (?:to|[a-z]+ing)\b)|talks(?= to\b)|tr(?:ied|ying)(?= to\b)|attempted"
        r"|called on|urged|draft|nearly(?= [a-z]+ed\b)",
        rf"{_WANTED}|{_POSSIBLE}|{_DOUBTED}|{_PROBABLE}|{_AHEAD}",
    ),
    (
        r"offer(?:s|ed|ing)?(?= to\b)|threaten(?:s|ed|ing)?(?= to\b)|promised|pledged|vowed|agreed(?= to\b)",
        rf"{_WANTED}|{_POSSIBLE}|{_DOUBTED}|{_PROBABLE}|{_AHEAD}|will",
    ),
    (r"whether to", rf"{_WANTED}|{_POSSIBLE}|{_DOUBTED}|decid\w+|decisions?|undecided|minds?"),
    (r"suspended(?= (?:sentence|prison|jail|term)\b)", r"suspended|probation"),
    (
        # Who is charged may yet be cleared.
        r"(?:charged(?= with\b)|accused(?= of\b))(?!.{0,400}\b(?:convict\w+|guilty|sentenced|jailed))",
        rf"{_DOUBTED}|accus\w+|charg\w+|indict\w+|arrest\w+|prosecut\w+|trial|court|faces?|facing|said|says|according"
        r"|denie[sd]",
    ),
    # What goes with a thing need not come of it.
    (
        rf"(?:linked to|associated with){_MORE}",
        rf"{_POSSIBLE}|{_DOUBTED}|{_PROBABLE}|link\w*|associat\w+|correlat\w+|connect\w+|relat\w+|tied",
    ),
)
"""What was not done, or not yet: wished for, tried, charged; and what a statement may have instead."""
_CUES = (
    (
        r"(?<!if he )(?<!if she )(?<!if it )(?<!if they )(?<!so they )(?<!who )(?<!so it )(?<!so he )"
        r"(?:may(?! \d)|might|could(?! not))|perhaps|possibly|potentially|maybe",
        rf"{_POSSIBLE}|{_DOUBTED}|{_PROBABLE}",
    ),
    (r"likely|probably|presumably|in all likelihood", rf"{_POSSIBLE}|{_DOUBTED}|{_PROBABLE}"),
    (r"unlikely", rf"{_POSSIBLE}|{_DOUBTED}|{_PROBABLE}|no sign|little chance|not (?:expect|likely|in sight)\w*"),
    (r"expected|feared|believed|thought", rf"{_POSSIBLE}|{_DOUBTED}|{_PROBABLE}|{_AHEAD}"),
    (
        # "Set in Rome", "a record set by", "due to the rain", "closed due to rain" hedge nothing.
        r"planned|scheduled|set(?= to [a-z])(?! to (?:music|zero|work)\b)|hoping|aiming|intended"
        r"|due(?! to\b)|(?:(?<=is )|(?<=are )|(?<=was )|(?<=were ))due(?= to\b)"
        r"(?! to (?:the|an?|his|her|its|their|lack)\b)",
        rf"{_POSSIBLE}|{_DOUBTED}|{_PROBABLE}|{_AHEAD}|to",
    ),
    (
        r"reportedly|allegedly|alleged|suspected|apparently|ostensibly|purportedly|purported|supposedly|seemingly"
        r"|estimated|(?:seem|appear)(?:s|ed)?(?= (?:to|that|as if|likely)\b)|rumou?red|claimed|claims",
        rf"{_POSSIBLE}|{_DOUBTED}|{_PROBABLE}|reports?|reported|said|says?|according|accus\w+|denied|denies",
    ),
)
"""What hedges a source, and what a statement may have instead."""
_END = re.compile(r"[;:]|,\s|\s—\s|\b(?:but|although|though|while|whereas|because|yet)\b")
_TOLD_ALIKE = 0.5
_TOLD_MOSTLY = 0.6
"""The share of what is hedged, or not done, that the statement must tell."""
_SCOPE = 8
_FEWEST = 1
_WHOLE = 2
"""Terms that a hedge of another source must have."""
_PATTERNS = tuple(
    (re.compile(rf"(?<!-)\b(?:{cue})\b"), re.compile(rf"\b(?:{instead})\b", re.I), alike)
    for cues, alike in ((_CUES, _TOLD_ALIKE), (_UNDONE, _TOLD_MOSTLY))
    for cue, instead in cues
)


def check_hedges(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """What the nearest source hedges, and the statement does not; of the others, what the statement tells whole."""
    mine = canonicals(content_terms(statement))
    nearest = nearest_source(statement, sources)
    for source in sources:
        others = [other.text for other in sources if other is not source]
        for match, instead, alike in _hedges(source.text):
            scope = _scope(source.text, match.end())
            if source is not nearest and (len(scope) < _WHOLE or any(shared(scope, text) == 1 for text in others)):
                continue
            held = sum(holds(mine, t) for t in scope)
            if held < max(_FEWEST, (alike if source is nearest else 1) * len(scope)):
                continue
            if not _is_hedged(statement, instead, source.text, match):
                message = f"the source is less sure: “{match.group()}”"
                yield Finding(Fault("attribution", message, _verb_span(statement, scope)))
                return


def _hedges(text: str) -> Iterator[tuple[re.Match[str], re.Pattern[str], float]]:
    """Each hedge of a sentence, what may stand instead, and the share of what it hedges that must be told."""
    low = text[:1].lower() + text[1:]
    for cue, instead, alike in _PATTERNS:
        yield from ((match, instead, alike) for match in cue.finditer(low))


def _is_hedged(statement: str, instead: re.Pattern[str], source: str, cue: re.Match[str]) -> bool:
    """Whether the statement has a hedge of its own; a word that is no hedge in the source is none here either."""
    others = {stem(w) for w in re.findall(r"[a-z]+", (source[: cue.start()] + source[cue.end() :]).lower())}
    hedging = {stem(m.group()) for pattern, *_ in _PATTERNS for m in pattern.finditer(source)}
    return any(
        stem(m.group().lower()) not in others or stem(m.group().lower()) in hedging for m in instead.finditer(statement)
    )


def _scope(text: str, start: int) -> frozenset[str]:
    """What a cue hedges: the words after it in its clause."""
    end = _END.search(text, start)
    return canonicals(list(content_terms(text[start : end.start() if end else len(text)]))[:_SCOPE])


def _verb_span(statement: str, scope: frozenset[str]) -> Span:
    """The stretch of the statement that is told as so."""
    held = [
        m
        for m in re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", statement)
        if any(holds(scope, t) for t in canonicals(content_terms(m.group())))
    ]
    return Span(held[0].start(), held[-1].end()) if held else Span(0, len(statement))
