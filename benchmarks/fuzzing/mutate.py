"""Edits that make an odd input of a good one. Each takes its chances from the random numbers it is given."""

import random
from collections.abc import Callable

NASTY = (
    "\0", "\x1b[2J", "\x1b]8;;http://a.example\x1b\\", "\x9b31m", "\x07", "\x7f", "\x85", "\x0c", "\r", "\u2028",
    "\u202e", "\u2066", "\u200b" * 40, "\u200d", "\ufeff", "\ufffe", "\U0010ffff", "\ue000\ue001\ue002",
    "e" + "\u0301" * 200, "𝟘𝟙", "٣٤", "²½", "İ" * 30, "ß" * 30, "ﬁ" * 20, "ﷺ", "Ǆ", "\N{GRINNING FACE}" * 20,
    "9" * 5000, "1e999", "0x" + "f" * 300, "nan", "-0", "1,000," * 200, "$" * 100, "%" * 100, "0000-00-00",
    "99/99/9999", "2022-02-30", "Jan. 1, " * 50, "[" * 300, "(" * 300, "{" * 300, "]" * 300, ")" * 300, "“" * 100,
    "'" * 100, '"' * 101, "”", "’s" * 100, "```\n", "~~~\n", "| a | b |\n|---|---|\n", "<!--", "-->", "[^1]: x\n",
    "[1]" * 100, "![x](", "[a](" * 100, "**" * 99, "_" * 99, "> " * 60, "- " * 60, "# " * 60, "http://" + "a." * 300,
    "word " * 400, "A. " * 200, "Mr. " * 150, "said " * 150, "By " * 100, "not " * 100, " \t" * 300, "\n" * 300,
    "\r\n\r" * 50, "—" * 100, "..." * 60, "…" * 60, "!?" * 60, "x" * 3000, "\\" * 99, "&amp;" * 40, "<b>" * 60,
    "</script>", "{{7*7}}", "%s%n", "$(id)", "`id`", "'; --", "../" * 20, "NULL", "\\ud83d", "\\u0000",
)  # fmt: skip
"""Stretches that break a reader who did not expect them."""

TextEdit = Callable[[random.Random, str], str]
ByteEdit = Callable[[random.Random, bytes], bytes]


def mutated_text(rng: random.Random, text: str, most: int = 4) -> str:
    """`text` after one to `most` edits, each of which may undo another."""
    for _ in range(rng.randint(1, most)):
        text = rng.choice(_TEXT_EDITS)(rng, text)
    return text


def mutated_bytes(rng: random.Random, text: str) -> bytes:
    """The bytes of `text`: mostly in UTF-8, sometimes in another encoding, and sometimes damaged."""
    encoding = rng.choice(
        ("utf-8",) * 6 + ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp1251", "gb18030", "utf-7")
    )
    raw = text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")
    return rng.choice(_BYTE_EDITS)(rng, raw) if rng.random() < 0.3 else raw


def _slice(rng: random.Random, text: str, most: int = 400) -> tuple[int, int]:
    start = rng.randrange(len(text) + 1)
    return start, min(len(text), start + rng.randrange(most))


def _insert(rng: random.Random, text: str) -> str:
    at = rng.choice((0, len(text), rng.randrange(len(text) + 1)))
    return text[:at] + rng.choice(NASTY) + text[at:]


def _delete(rng: random.Random, text: str) -> str:
    start, end = _slice(rng, text)
    return text[:start] + text[end:]


def _double(rng: random.Random, text: str) -> str:
    start, end = _slice(rng, text)
    return text[:end] + text[start:end] * rng.choice((1, 2, 5)) + text[end:]


def _swap(rng: random.Random, text: str) -> str:
    start, end = _slice(rng, text)
    return text[end:] + text[start:end] + text[:start]


def _truncate(rng: random.Random, text: str) -> str:
    return text[: rng.randrange(len(text) + 1)]


def _nest(rng: random.Random, text: str) -> str:
    mark = rng.choice(("> ", "- ", "  ", "\t", "* ", "1. ", "> - ")) * rng.randint(1, 40)
    start, end = _slice(rng, text)
    return text[:start] + "".join(f"{mark}{line}\n" for line in text[start:end].split("\n")) + text[end:]


def _wrap(rng: random.Random, text: str) -> str:
    opened, closed = rng.choice(
        (
            ("“", ""),
            ("“", "”"),
            ("", "”"),
            ("```\n", ""),
            ("<!--", "-->"),
            ("**", "**"),
            ("[", "](x)"),
            ("\n\n---\n", "\n---\n"),
        )
    )
    start, end = _slice(rng, text)
    return text[:start] + opened + text[start:end] + closed + text[end:]


def _line_ends(rng: random.Random, text: str) -> str:
    return "".join(rng.choice(("\n", "\r\n", "\r", "\n\n", "\x85")) if c == "\n" else c for c in text)


def _one_line(rng: random.Random, text: str) -> str:
    return text.replace("\n", rng.choice(("", " ", "\t")))


def _sprinkle(rng: random.Random, text: str) -> str:
    pieces = rng.choices([n for n in NASTY if len(n) < 9], k=8)
    for piece in pieces:
        at = rng.randrange(len(text) + 1)
        text = text[:at] + piece + text[at:]
    return text


def _capitals(rng: random.Random, text: str) -> str:
    return rng.choice((str.upper, str.lower, str.swapcase, str.title))(text)


_TEXT_EDITS: tuple[TextEdit, ...] = (
    _insert, _insert, _insert, _delete, _double, _swap, _truncate, _nest, _wrap, _wrap, _line_ends, _one_line,
    _sprinkle, _capitals,
)  # fmt: skip


def _flip(rng: random.Random, raw: bytes) -> bytes:
    changed = bytearray(raw)
    for _ in range(rng.choice((1, 5, 60))):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(rng: random.Random, raw: bytes) -> bytes:
    return raw[: rng.randrange(len(raw) + 1)]


def _foreign(rng: random.Random, raw: bytes) -> bytes:
    at = rng.randrange(len(raw) + 1)
    piece = rng.choice(
        (
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"\xc0\x80",
            b"\xed\xa0\x80",
            b"\xf4\x90\x80\x80",
            b"\x80" * 9,
            b"\xe2\x82",
            b"\0",
            rng.randbytes(30),
        )
    )
    return raw[:at] + piece + raw[at:]


def _marked(rng: random.Random, raw: bytes) -> bytes:
    return rng.choice((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\0\0", b"%PDF-1.4\n", b"PK\x03\x04")) + raw


_BYTE_EDITS: tuple[ByteEdit, ...] = (_flip, _cut, _foreign, _marked)
