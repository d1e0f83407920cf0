"""What a library's content is known by: a sum that does not depend on the order in which articles came and went.

Each article counts with the digest of its path and of its file, modulo 2^256 (Bellare and Micciancio 1997: AdHash), so
that one that comes, changes or goes costs no look at the others.
"""

import hashlib

KEY = "articles_sum"
"""Where the catalog's table `meta` has it."""
EMPTY = f"{0:064x}"
_BITS = 256


def moved(total: str, *, gone: tuple[str, str] | None = None, come: tuple[str, str] | None = None) -> str:
    """`total` once the article of a path and a digest is gone, and that of another has come."""
    number = int(total, 16)
    if gone:
        number -= _number(*gone)
    if come:
        number += _number(*come)
    return f"{number % 2**_BITS:064x}"


def fingerprint(settings: str, total: str) -> str:
    """Of a library with these settings and this content: 16 hexadecimal digits."""
    return hashlib.sha256(f"{settings}\n{total}".encode()).hexdigest()[:16]


class ContentSum:
    """The sum over rows of a path and a digest, as an aggregate function of SQLite."""

    def __init__(self) -> None:
        self._total = EMPTY

    def step(self, path: str, digest: str) -> None:
        self._total = moved(self._total, come=(path, digest))

    def finalize(self) -> str:
        return self._total


def _number(path: str, digest: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{path}\t{digest}".encode()).digest())
