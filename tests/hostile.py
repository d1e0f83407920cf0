"""Text that would command a terminal, hide or forge, put into every field of a corpus; and how to see whether it does.

All of it is harmless to a real terminal: the worst sets a title.
"""

import os
import re
import unicodedata
from pathlib import Path

SEQUENCES = {
    "override": "\u202eDENWO\u202c",
    "isolate": "\u2067x\u2069",
    "mark": "\u200f\u061c",
    "tag": "\U000e0001\U000e0041",
    "joiner": "OW\u200bN\u2060E\u200dD\ufeff",
    "annotation": "\ufff9a\ufffab\ufffb",
    "selectors": "a\ufe01\ufe02",
    "flood": "e" + "\u0336" * 60,
    "title": "\x1b]0;OWNED\x07",
    "clipboard": "\x1b]52;c;T1dORUQ=\x07",
    "link": "\x1b]8;;http://owned.example\x1b\\",
    "colour": "\x1b[38;5;201m",
    "screen": "\x1b[2J\x1b[77;33H",
    "query": "\x1bP$qm\x1b\\",
    "report": "\x1b[21t",
    "8-bit colour": "\x9b35m",
    "8-bit title": "\x9d0;OWNED\x9c",
    "return": "\rOWNED",
    "backspace": "\b\b\bOWNED",
    "bell and delete": "\x07\x7f",
    "separator": "\u2028OWNED\u2029",
    "long line": "W" * 1000,
}
ALL = " ".join(f"w{s}" for s in SEQUENCES.values())
QUESTION = "How many buses did the council of Springfield buy?"
SENTENCE = "The council of Springfield bought 17 buses on Monday, its mayor said."
# What Rich and prompt_toolkit write themselves: colours from the first sixteen, a bell where there is nothing to
# complete, links to files, and a cursor that steps back, stays on its line or goes up to it.
_OURS = re.compile(
    r"\x1b\[(?:\d|(?:[349]|10)[0-7])?(?:;(?:\d|(?:[349]|10)[0-7]))*m|\x07(?!\x7f)|\x08(?!\x08)"
    r"|\x1b\]8;(?:id=\d+)?;(?:file:///[!-~]*)?\x1b\\"
    r"|\x1b\[\?(?:1|7|12|25|2004)[hl]|\x1b\[\d{0,3}[ABCDGJK]|\x1b[=>]|\r*\n|\r(?=\x1b|\n|$)|\t"
)


def corpus(folder: Path, words: str = ALL) -> Path:
    """Articles whose every field, file name and sentence holds `words`."""
    folder.mkdir()
    known = f"title: {_yaml(f'Buses {words}')}\npublisher: {_yaml(f'The Post {words}')}\nreported_by: {_yaml(words)}\n"
    known += f"authors: [{_yaml(f'Ann {words}')}]\nurl: {_yaml(f'https://example.org/{words}')}\n"
    half = f"The council of Springfield bought 17 buses on Monday, its mayor said {words} with pride."
    texts: dict[bytes, str] = {
        _name("buses", words): f"---\n{known}---\n{half}\n\n{words}\n",
        _name("trams", words): f"---\n{known}published: {_yaml(words)}\n---\nShelbyville bought nine trams. {words}\n",
        b"plain.txt": f"{words}\n\nBy Ann {words}\n\nNorthport bought {words} four boats on Tuesday.\n",
        b"bad\xff\x9b35m.txt": f"Capital City bought six planes on Friday {words}.\n",
        _name("broken", words): f'---\ntitle: "{words}\n---\nOgdenville bought two ships on Sunday.\n',
        _name("empty", words): "",
        b"odd." + _name("suffix", words)[:60]: "x",
    }
    for name, text in texts.items():
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(text.encode("utf-8", "surrogatepass"))
    return folder


def harm(shown: str) -> set[str]:
    """The sequences that came through as they are; and, with what is beside it, all else that it obeys or hides."""
    through = {name for name, sequence in SEQUENCES.items() if name != "long line" and sequence in shown}
    rest = _OURS.sub("", shown)
    return through | {f"other: {rest[max(0, at - 20) : at + 20]!a}" for at in range(len(rest)) if _is_harmful(rest[at])}


def _is_harmful(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _yaml(text: str) -> str:
    """A string of YAML in quotes."""
    plain = (c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in text)
    return f'"{"".join(plain)}"'


def _name(name: str, words: str) -> bytes:
    """A file name with as many of the words as fit."""
    return f"{name}{words.replace('/', '')}".encode()[:200].decode("utf-8", "ignore").encode() + b".md"
