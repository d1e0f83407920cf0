"""Shows any text harmlessly: nothing in an article reaches the terminal as a command."""

import unicodedata

_KEPT = frozenset("\n\t")
# Characters that reorder or break lines unseen.
_HIDDEN = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def safe(text: str) -> str:
    """`text` with control characters as pictures (ESC as ␛) and reordering marks as escapes.

    A carriage return before a line feed is dropped; letters, spaces, tabs and line feeds stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c in _KEPT else _shown(c) for c in text.replace("\r\n", "\n"))


def safe_line(text: str) -> str:
    """The same in one line: white space of any kind is a space."""
    return safe(" ".join(text.split()))


def _shown(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if char in _HIDDEN or unicodedata.category(char) in {"Cc", "Cs"}:
        return f"\\u{code:04x}"
    return char
