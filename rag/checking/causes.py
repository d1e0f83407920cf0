"""Causes: a reason that the statement gives, of sources that give none."""

import re
from collections.abc import Iterator, Sequence

from rag.checking.finding import Finding
from rag.checking.protocol import Source
from rag.types import Fault, Span

_BECAUSE = re.compile(r"\b(?:because|due to|owing to|as a result of|on account of)\b[^,;.]*", re.I)
_REASON = re.compile(
    r"\b(?:because|since|due|owing|account|thanks|caus\w+|results?|resulted|resulting|reasons?|why|blam\w+|attribut\w+"
    r"|explain\w*|le(?:d|ads?|ading)(?= to\b)|prompt\w*|forc(?:es?|ed|ing)|trigger\w*|driv\w+|drove|fuel\w*|spark\w*"
    r"|amid|following|followed|over|when|citing|cit(?:es?|ed)|so|as|given|therefore|hence|thus|ma(?:de|kes?|king)"
    r"|fear(?:s|ed|ing)?|to avoid|hit by|forced|left|through|under|tied|linked|contribut\w+|inspir\w+|for"
    r"|after(?! (?:\w+ )?(?:second|minute|hour|day|week|month|year)s?\b))\b|[:—–]",
    re.I,
)
"""What may give a reason, "because" aside: many a paraphrase of "after" or "as" is fair."""


def check_causes(statement: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """A "because" of which no source, nor the sentence right before it, gives anything like a reason."""
    found = _BECAUSE.search(statement)
    if found is None:
        return
    if not any(_REASON.search(text) for source in sources for text in (*source.before[-1:], source.text)):
        yield Finding(Fault("meaning", "what is cited gives no reason", Span(found.start(), found.end())))
