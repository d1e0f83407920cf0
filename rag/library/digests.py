"""What a text is known by: the same digest for the same words."""

import hashlib


def text_digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def words_digest(body: str) -> str:
    """The same for the same words, whatever their spacing and case; the origin of an article without kin."""
    words = " ".join(body.split()).casefold()
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]
