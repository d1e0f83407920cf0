"""What may be asked, and what may be checked."""

import re

from rag.errors import UsageError

_SURROGATE = re.compile("[\ud800-\udfff]")

MOST_WORDS = 500
MOST_CHARACTERS = 5_000
"""A longer text is no question."""
MOST_DRAFTED = 200_000
"""In characters: a longer text is a book, and is checked chapter by chapter."""


def checked_question(text: str) -> str:
    """The question in one line.

    Raises:
        UsageError: it is empty or too long to be one.
    """
    question = " ".join(_as_text(text).split())
    if not question or not any(c.isalnum() for c in question):
        raise UsageError("there is no question", 'ask one: ask "how many Russian troops are in Belarus?"')
    words = len(question.split())
    if words > MOST_WORDS or len(question) > MOST_CHARACTERS:
        raise UsageError(
            f"the question is too long: {words:,} words, {len(question):,} characters; "
            f"{MOST_WORDS} words and {MOST_CHARACTERS:,} characters are the most",
            "ask a shorter one",
        )
    return question


def checked_draft(text: str) -> str:
    """A text that can be checked: the text itself, each character where it was.

    Raises:
        UsageError: there are no words in it, or it is too long.
    """
    if not any(c.isalnum() for c in text):
        raise UsageError(
            "there is nothing to check: the text has no words", "name a file that has some, or - for stdin"
        )
    if len(text) > MOST_DRAFTED:
        raise UsageError(
            f"the text is too long to check: {len(text):,} characters, and {MOST_DRAFTED:,} are the most",
            "check it in parts",
        )
    return _as_text(text)


def _as_text(given: str) -> str:
    """As long as it was. Bytes of a command line that are no text come as surrogates, and so do escapes of JSON."""
    return _SURROGATE.sub("\ufffd", given)
