"""Short names for long ones: "IMF" and "International Monetary Fund", "U.S." and "United States"; and spellings."""

import re

_RUN = re.compile(
    r"\b(?!The\b|In\b|At\b|For\b|An?\b)[A-Z][\w’'-]*"
    r"(?:\s+(?:(?:of|for|the|and|on|in|de)\s+){0,2}[A-Z][\w’'-]*)+"
)
_ACRONYM = re.compile(r"\b(?:[A-Z]\.)+[A-Z]\b\.?|\b[A-Z]{2,6}\b")
_LONG = (
    (re.compile(r"\bUnited States(?: of America)?\b"), "us usa america"),
    (re.compile(r"\bUnited Kingdom\b"), "uk britain"),
    (re.compile(r"\bUnited Nations\b"), "un"),
    (re.compile(r"\bEuropean Union\b"), "eu"),
    (re.compile(r"\b(?:US|USA|U\.S\.A?\.?|American?s?)(?!\w)"), "us usa united states america"),
    (re.compile(r"\b(?:UK|U\.K\.?|Britain|British|Briton)(?!\w)"), "uk united kingdom britain"),
    (re.compile(r"\b(?:UN|U\.N\.?)(?!\w)"), "un united nations"),
    (re.compile(r"\b(?:EU|E\.U\.?)(?!\w)"), "eu european union"),
)
_SHORTEST = 6
"""Letters: shorter names that differ by one are two names."""


def aliases(text: str) -> frozenset[str]:
    """Other words, in lower case, by which the names of a text are known: initials, and what they stand for."""
    found = {initials(run.group()) for run in _RUN.finditer(text)}
    found |= {word for pattern, names in _LONG if pattern.search(text) for word in names.split()}
    return frozenset(found - {""})


def acronyms(text: str) -> frozenset[str]:
    """The acronyms of a text, in lower case and without stops."""
    return frozenset(m.group().replace(".", "").lower() for m in _ACRONYM.finditer(text))


def is_acronym(name: str) -> bool:
    """Whether it is written in capitals alone: "U.S.", "IMF"."""
    return _ACRONYM.fullmatch(name) is not None


def initials(name: str) -> str:
    """`imf` of "International Monetary Fund"."""
    return "".join(word[0] for word in re.findall(r"[^\W_]+", name) if word[0].isupper()).lower()


def is_spelling_of(one: str, other: str) -> bool:
    """Whether two names in lower case, as other alphabets are spelt in ours, differ by one letter: "Ladin", "Laden"."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _SHORTEST or len(longer) - len(shorter) > 1 or shorter[0] != longer[0]:
        return False
    at = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    return shorter[at + (len(shorter) == len(longer)) :] == longer[at + 1 :]
