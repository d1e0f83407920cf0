"""From bytes to text, once and for good: offsets are offsets in what this returns."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What newsrooms still send. Guessing among every encoding there is finds one for any bytes.
_GUESSES = ["cp1252", "cp1251", "cp1250", "koi8_r", "cp1253", "cp1254", "shift_jis", "gb18030", "big5", "euc_kr"]


_REPLACEMENT = "\ufffd"
_GOOD_TO_BAD = 3
"""So many characters beyond ASCII for each damaged one make a text UTF-8 all the same."""


class NotTextError(ValueError):
    """The bytes are no text; the message says how that shows."""


def decode(raw: bytes) -> tuple[str, str | None]:
    """The text of `raw` and, where it was not UTF-8, the encoding it was read as.

    A byte order mark decides; then UTF-8; then Windows' western encoding, where it makes words; then a
    guess from the statistics of the bytes (charset-normalizer). Line ends are left as they are.

    Raises:
        NotTextError: the bytes hold a NUL, or no encoding makes text of them.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding), None if encoding == "utf-8-sig" else encoding
            except UnicodeDecodeError as error:
                raise NotTextError(
                    f"its mark says {encoding.removesuffix('-sig')}, but byte {error.start:,} is not"
                ) from error
    if b"\0" in raw:
        raise NotTextError("not text: it holds NUL bytes")
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError:
        damaged = _damaged_utf8(raw)
    if damaged is not None:
        return damaged, f"UTF-8 with {damaged.count(_REPLACEMENT):,} damaged characters, shown as {_REPLACEMENT}"
    western = _western(raw)
    if western is not None:
        return western, "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415  (rarely needed, and slow to import)

    best = from_bytes(raw, cp_isolation=_GUESSES).best()
    if best is None or _share_of_controls(str(best)) > 0.01:
        raise NotTextError("not text in UTF-8 or any encoding we know")
    return raw.decode(best.encoding), best.encoding


def _damaged_utf8(raw: bytes) -> str | None:
    """The text in UTF-8 with its bad bytes replaced, if they are few beside what only UTF-8 can mean."""
    text = raw.decode("utf-8", "replace")
    bad = text.count(_REPLACEMENT)
    beyond_ascii = sum(not c.isascii() for c in text) - bad
    return text if beyond_ascii >= _GOOD_TO_BAD * bad else None


def _western(raw: bytes) -> str | None:
    """The text in cp1252, unless that puts signs inside words or leaves few plain letters: then it is another's."""
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return None
    plain = sum(c.isascii() and c.isalpha() for c in text)
    accented = sum(not c.isascii() and c.isalpha() for c in text)
    has_signs_in_words = re.search(r"[A-Za-zÀ-ÿ][¡-¿×÷][a-zà-ÿ]|[a-zà-ÿ][¿¹³²¼½¾](?=[\s,.;]|$)", text)
    return None if has_signs_in_words or accented * 2 > plain or _share_of_controls(text) > 0.01 else text


def _share_of_controls(text: str) -> float:
    controls = sum(1 for c in text if (c < " " and c not in "\t\r\n\f") or "\x7f" <= c <= "\x9f")
    return controls / max(1, len(text))
