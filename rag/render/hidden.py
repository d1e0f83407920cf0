"""Finds the characters of a text that a terminal obeys, that reorder what is beside them, or that cannot be seen.

What a character is, is decided by its properties in Unicode; what it is for, by what it stands beside.
"""

import re
import unicodedata
from collections.abc import Callable
from enum import Enum, auto
from functools import lru_cache
from re import Match

_MOST_MARKS = 8
"""So many marks may stand on one letter: Tibetan and pointed Hebrew need six. A flood of them covers other lines."""
_MOST_TAGS = 7
_FLAG = "\N{WAVING BLACK FLAG}"
_JOINERS = "\u200c\u200d\u200b"
_VISIBLE_FORMATS = "\u070f\U000110bd\U000110cd"
"""Signs of Syriac and Kaithi that are drawn, although they count as formats; so are those of bidirectional class AN."""
_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2065\u3164\uffa0") | {chr(c) for c in range(0xFFF0, 0xFFF9)}
"""By category letters, marks or not assigned, and drawn as nothing or as a gap."""
# What needs no look: ASCII, Latin, and the usual punctuation and currencies.
_WORTH_A_LOOK = re.compile("[^\n\t -~\xa0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]+")


class _Kind(Enum):
    SEEN = auto()
    MARK = auto()
    JOINER = auto()
    SELECTOR = auto()
    TAG = auto()
    HIDDEN = auto()


def hidden_written(text: str, write: Callable[[str], str]) -> str:
    """`text` with each hidden character as `write` has it; line feeds and tabs stay, and so does what scripts need.

    Private characters stay too: their font decides what they look like, and text out of PDFs is full of them.
    """
    return _WORTH_A_LOOK.sub(lambda stretch: _written(stretch, write), text)


def _written(stretch: Match[str], write: Callable[[str], str]) -> str:
    text, start = stretch.string, stretch.start()
    shown = []
    base = before = text[start - 1 : start]
    """What is seen and carries what follows; "" where nothing may be carried."""
    carried = 0
    for at, char in enumerate(stretch[0], start):
        kind = _kind(char)
        if kind is _Kind.SEEN:
            base, carried, stays = char, 0, True
        elif kind is _Kind.MARK:
            carried += 1
            stays = carried <= _MOST_MARKS
        elif kind is _Kind.TAG:
            carried += 1
            stays = base == _FLAG and carried <= _MOST_TAGS  # 🏴󠁧󠁢󠁳󠁣󠁴󠁿 is spelt with them
        elif kind is _Kind.JOINER:
            stays = before not in _JOINERS and _joins(char, base)
        else:
            stays = kind is _Kind.SELECTOR and before == base and _has_variants(char, base, text[at + 1 : at + 2])
        if not stays:
            base = ""
        shown.append(char if stays else write(char))
        before = char
    return "".join(shown)


@lru_cache(8192)
def _kind(char: str) -> _Kind:
    code, category = ord(char), unicodedata.category(char)
    if char in _JOINERS:
        return _Kind.JOINER
    if 0xFE00 <= code <= 0xFE0F or 0x180B <= code <= 0x180F or 0xE0100 <= code <= 0xE01EF:
        return _Kind.HIDDEN if category == "Cf" else _Kind.SELECTOR
    if 0xE0030 <= code <= 0xE0039 or 0xE0061 <= code <= 0xE007A or code == 0xE007F:
        return _Kind.TAG
    if category == "Cf":
        is_drawn = unicodedata.bidirectional(char) == "AN" or char in _VISIBLE_FORMATS
        return _Kind.SEEN if is_drawn else _Kind.HIDDEN
    is_no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    if category in {"Cc", "Cs", "Zl", "Zp"} or char in _NOTHING or code >> 16 == 0xE or is_no_character:
        return _Kind.HIDDEN
    return _Kind.MARK if category in {"Mn", "Me"} else _Kind.SEEN


def _joins(char: str, base: str) -> bool:
    """Whether a joiner is spelling here: in Arabic and Indic words, in emoji, and, where Khmer or Thai words end, the
    space of no width. After a letter of Latin, Greek or Cyrillic, a figure or an ideograph it only hides.
    """
    category = unicodedata.category(base) if base else ""
    if category in {"Lo", "Lm", "Mc"}:
        return unicodedata.east_asian_width(base) not in {"W", "F", "H"}
    return char == "\u200d" and category in {"So", "Sk"}


def _has_variants(selector: str, base: str, following: str) -> bool:
    """Whether a variation selector chooses something: an emoji, a keycap, an ideograph's or a Mongol letter's form."""
    category = unicodedata.category(base) if base else ""
    if ord(selector) >= 0xE0000:
        return category == "Lo" and unicodedata.east_asian_width(base) == "W"
    if base.isascii():
        return bool(base) and base in "0123456789#*" and following == "\u20e3"
    return category in {"Lo", "So", "Sm", "Po", "Pd", "Sk", "No"}
