"""Which articles are copies or rewrites of one another: settled at each sync for what is new, changed or gone."""

from collections.abc import Callable, Collection
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rag.library.catalog import Catalog
from rag.library.digests import words_digest
from rag.library.families import families
from rag.library.faults import in_a_line, is_the_machines
from rag.library.kin import Contents, is_akin, kinship
from rag.library.wording import Vectors, Wording, wording_of, wordless
from rag.text.resemblance import runs
from rag.types import Kind

_A_COMMIT = 128
"""Articles that are settled in one transaction."""
_WORTH_SAYING = 1_000
_BY_WORDS, _BY_VECTOR = 24, 10
"""With so many others, at most, a new wording is compared: those that share most bands, and the nearest."""
_NEAREST = 0.78
"""No cosine below is looked at; see `kin`."""


def settle_origins(catalog: Catalog, notify: Callable[[str], None]) -> None:
    """Find the origin of every article that was added or changed, and of those that this touches.

    Under the library's lock. Some articles at a time: what is cut short is taken up again at the next sync,
    and an article that is not settled yet is an origin of its own.
    """
    tables = catalog.origins
    if untold := tables.untold():
        with catalog.writing():
            _Settling(catalog).regroup(tables.forget(untold))
    total = tables.count_unsettled()
    if total >= _WORTH_SAYING:
        notify(f"looking for copies and rewrites among {total:,} articles")
    settling = _Settling(catalog)
    while articles := tables.unsettled(_A_COMMIT):
        try:
            with catalog.writing():
                settling.settle(articles)
        except Exception as error:
            if is_the_machines(error):
                raise
            settling = _one_by_one(catalog, articles, notify)


def _one_by_one(catalog: Catalog, articles: Collection[int], notify: Callable[[str], None]) -> "_Settling":
    """Settle each of these in a transaction of its own; one that cannot be compared is an origin of its own."""
    settling = _Settling(catalog)  # a new one each time a transaction failed: the numbers that it knows are not given
    for article in articles:
        try:
            with catalog.writing():
                settling.settle([article])
        except Exception as error:
            if is_the_machines(error):
                raise
            settling = _Settling(catalog)
            with catalog.writing():
                path = settling.set_apart(article)
            notify(f"{path} is not compared with others, to find copies: {in_a_line(error)}")
    return settling


class _Settling:
    """What one sync works with: the tables, and what was read of late."""

    def __init__(self, catalog: Catalog) -> None:
        self._tables = catalog.origins
        self.wording = lru_cache(maxsize=4_096)(self._read_wording)
        self._contents = lru_cache(maxsize=256)(self._read_contents)

    def settle(self, articles: Collection[int]) -> None:
        """Find the wordings of these articles, whose kin these are, and the origins that follow."""
        touched: set[int] = set()
        new: dict[int, Wording] = {}
        for article in articles:
            text, body = self._tables.text(article)
            words = words_digest(text[body:])
            number = self._tables.number_of(words)
            if number is None:
                prose, passages = self._read_prose(article)
                wording = wording_of(words, article, prose, passages)
                number = self._tables.put_wording(wording)
                new[number] = wording
            self._tables.settle(article, number)
            touched.add(number)
        self._compare(new)
        self.regroup(touched)

    def set_apart(self, article: int) -> str:
        """Settle an article that nothing is compared with; returns its path."""
        text, body = self._tables.text(article)
        words = words_digest(text[body:])
        number = self._tables.number_of(words)
        if number is None:
            number = self._tables.put_wording(wordless(words, article, self._tables.passages(article)[1]))
        self._tables.settle(article, number)
        return self._tables.path(article)

    def regroup(self, touched: Collection[int]) -> None:
        """Give all articles that kinship joins to these wordings their origins anew."""
        left = set(touched)
        while left:
            kin = self._joined(left.pop())
            left -= set(kin)
            self._divide(kin)

    def _divide(self, kin: dict[int, dict[int, float]]) -> None:
        """Give these wordings, which kinship joins to nothing else, their origins."""
        words = {number: wording.words for number in kin if (wording := self.wording(number)) is not None}
        numbers = {name: number for number, name in words.items()}
        pairs = {
            (words[one], words[other]): value
            for one in words
            for other, value in kin[one].items()
            if other in words and words[one] < words[other]
        }
        for family in families(numbers, pairs, lambda one, other: self._is_akin(numbers[one], numbers[other])):
            self._tables.set_origin([numbers[name] for name in family], family[0])

    def _joined(self, start: int) -> dict[int, dict[int, float]]:
        """The wordings that any chain of kinship joins to `start`, each with its own kin."""
        found: dict[int, dict[int, float]] = {}
        to_do = [start]
        while to_do:
            number = to_do.pop()
            if number not in found:
                found[number] = self._tables.kin_of(number)
                to_do += found[number]
        return found

    def _compare(self, new: dict[int, Wording]) -> None:
        if not new:
            return
        pairs = {(min(n, near), max(n, near)) for n, near in self._candidates(new) if n != near}
        kin = []
        for one, other in sorted(pairs):
            a, b = new.get(one) or self.wording(one), new.get(other) or self.wording(other)
            if a is None or b is None:
                continue
            value = kinship(a, b, lambda wording: self._contents(wording.source))
            if value > 0:
                kin.append((one, other, value))
        self._tables.put_kin(kin)

    def _candidates(self, new: dict[int, Wording]) -> list[tuple[int, int]]:
        """Pairs that may be kin: by the bands of their signatures, and by their vectors."""
        found = [(n, near) for n, w in new.items() for near in self._tables.sharing_a_band(w.signature, _BY_WORDS)]
        near, cosines = self._nearest(np.stack([w.vector for w in new.values()]))
        return found + [
            (number, int(near[row, column]))
            for row, number in enumerate(new)
            for column in np.flatnonzero(cosines[row] >= _NEAREST)
        ]

    def _nearest(self, ours: Vectors) -> tuple[npt.NDArray[np.int64], Vectors]:
        """For each row of `ours` the ids of the nearest wordings, its own among them, and their cosines."""
        near, cosines = np.empty((len(ours), 0), dtype=np.int64), np.empty((len(ours), 0), dtype=np.float32)
        for ids, vectors in self._tables.vectors():
            cosines = np.hstack([cosines, ours @ vectors.T])
            near = np.hstack([near, np.broadcast_to(ids, (len(ours), len(ids)))])
            kept = min(_BY_VECTOR + 1, cosines.shape[1])
            columns = np.argpartition(-cosines, kept - 1, axis=1)[:, :kept]
            near, cosines = np.take_along_axis(near, columns, axis=1), np.take_along_axis(cosines, columns, axis=1)
        return near, cosines

    def _is_akin(self, one: int, other: int) -> bool:
        a, b = self.wording(one), self.wording(other)
        return a is not None and b is not None and is_akin(a, b)

    def _read_wording(self, number: int) -> Wording | None:
        return self._tables.wording(number)

    def _read_contents(self, article: int) -> Contents:
        prose, passages = self._read_prose(article)
        return Contents(runs(prose), passages)

    def _read_prose(self, article: int) -> tuple[str, Vectors]:
        """The sentences of an article without headings, bylines and furniture, and its passages' vectors."""
        text, _ = self._tables.text(article)
        sentences, vectors = self._tables.passages(article)
        return " ".join(text[start:end] for start, end, kind in sentences if kind == Kind.BODY), vectors
