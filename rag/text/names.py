"""Names, by their capitals. No model: what is capitalised and is not the start of a sentence only by chance."""

import re
from dataclasses import dataclass

from rag.text.terms import STOPWORDS

_UPPER = "[" + "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper()) + "]"
"""A capital of the Latin, Greek or Cyrillic alphabet; `re` has no class for it."""
_TITLE = (
    "(?:Gens?|Brig|Lt|Col|Maj|Capt|Cmdr|Sgt|Adm|Sens?|Reps?|Gov|Pres|Amb|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Ste?|Ft|Mt|Jr|Sr"
    "|Bros|Inc|Corp|Co|Ltd)"
)
_PART = (
    rf"(?:{_TITLE}|(?:{_UPPER}\.)*{_UPPER})\.(?=\s+{_UPPER})|(?:{_UPPER}\.){{2,}}"
    rf"|(?:[a-z]{{1,2}}(?={_UPPER}[\w-]))?{_UPPER}(?:[\w-]|[’'](?={_UPPER}))*"
)
NAME = re.compile(
    rf"(?<![^\W_])(?:{_PART})(?:\s+(?:of|the|de|la|van|von|bin|al|for)\s+(?={_PART})|\s+(?={_PART})|(?:{_PART}))*"
)
_NOT_A_NAME = STOPWORDS | frozenset(
    "although however meanwhile according today yesterday monday tuesday wednesday thursday friday saturday "
    "sunday january february march april may june july august september october november december last next "
    "one two three four five many several some earlier later despite since another former fellow late legendary "
    "longtime famed renowned incoming outgoing nearly almost unlike "
    "tens scores dozens hundreds thousands millions billions".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    start: int
    end: int
    text: str


def find_names(text: str) -> list[Name]:
    """Runs of capitalised words: `Gen. Valery Gerasimov`, `Ministry of Defense`, `Minsk`."""
    found = []
    for match in NAME.finditer(text):
        start, end = match.start(), match.end()
        if end == start:
            continue
        first = re.match(r"[\w’'-]+", text[start:end])
        # A sentence's own first word is capitalised whatever it is: "The Pentagon" names the Pentagon.
        while first and first.group().lower() in _NOT_A_NAME:
            start += first.end()
            start += len(text[start:end]) - len(text[start:end].lstrip(" .’'"))
            first = re.match(r"[\w’'-]+", text[start:end]) if start < end else None
        piece = text[start:end].rstrip(" .") if not re.search(r"\b[A-Z]\.$", text[start:end]) else text[start:end]
        if len(piece) > 1:
            found.append(Name(start, start + len(piece), piece))
    return found
