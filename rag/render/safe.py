"""Shows any text harmlessly: nothing in an article reaches the terminal as a command."""

import re

from rag.render.hidden import hidden_written

_HYPHEN_WITHIN = re.compile(r"(?<=[^\W\d_])\xad(?=[^\W\d_])")
"""Where a word may be divided. Some sites put one into every long word, and lines are ours to divide."""


def safe(text: str) -> str:
    """`text` with control characters as pictures (ESC as ␛) and what hides or reorders as escapes (`\\u202e`).

    A carriage return before a line feed and a soft hyphen within a word are dropped; letters of any script, spaces,
    tabs and line feeds stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return hidden_written(_HYPHEN_WITHIN.sub("", text.replace("\r\n", "\n")), written_out)


def safe_line(text: str) -> str:
    """The same in one line: white space of any kind is a space."""
    return safe(" ".join(text.split()))


def written_out(char: str) -> str:
    """A character that would not be seen, so that it is."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
