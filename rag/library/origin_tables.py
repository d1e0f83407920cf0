"""The tables behind `articles.origin`: wordings, which of them are kin, and what is still to be settled.

They hold nothing that cannot be had again from the articles and passages, so they have a version of their own:
a catalog that has none of them, or those of another version, gets them when it is opened, and every article
is settled anew at the next sync. Triggers note what changes, so that nothing that writes articles has to.
(No OR IGNORE in them: the conflict clause of the statement that fires a trigger takes its place.)
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from rag.library.wording import PERMUTATIONS, Vectors, Wording, band_keys

ORIGINS_VERSION = 1
"""Raise it whenever other articles would be found to be kin."""

_TABLES = """
CREATE TABLE wordings (        -- id is never used again, so that no row elsewhere outlives what it is about unseen
  id INTEGER PRIMARY KEY AUTOINCREMENT, words TEXT UNIQUE NOT NULL, size INTEGER NOT NULL, signature BLOB NOT NULL,
  anchors BLOB NOT NULL, vector BLOB NOT NULL
);
CREATE TABLE told (article INTEGER PRIMARY KEY, wording INTEGER NOT NULL);
CREATE INDEX told_wording ON told (wording);
CREATE TABLE bands (key INTEGER NOT NULL, wording INTEGER NOT NULL, PRIMARY KEY (key, wording)) WITHOUT ROWID;
CREATE TABLE kin (one INTEGER NOT NULL, other INTEGER NOT NULL, kinship REAL NOT NULL, PRIMARY KEY (one, other))
WITHOUT ROWID;
CREATE INDEX kin_other ON kin (other);
CREATE TABLE unsettled (article INTEGER PRIMARY KEY);  -- articles whose wording is not known
CREATE TABLE untold (wording INTEGER PRIMARY KEY);     -- wordings that an article had and has no more
CREATE TRIGGER article_added AFTER INSERT ON articles BEGIN
  INSERT INTO unsettled VALUES (NEW.id);
END;
CREATE TRIGGER article_changed AFTER UPDATE OF text, body ON articles BEGIN
  INSERT INTO untold SELECT wording FROM told WHERE article = OLD.id AND wording NOT IN untold;
  DELETE FROM told WHERE article = OLD.id;
  INSERT INTO unsettled SELECT NEW.id WHERE NEW.id NOT IN unsettled;
END;
CREATE TRIGGER article_gone AFTER DELETE ON articles BEGIN
  INSERT INTO untold SELECT wording FROM told WHERE article = OLD.id AND wording NOT IN untold;
  DELETE FROM told WHERE article = OLD.id;
  DELETE FROM unsettled WHERE article = OLD.id;
END;
INSERT INTO unsettled SELECT id FROM articles;
"""
_DROP = "".join(
    f"DROP TABLE IF EXISTS {name};" for name in ("wordings", "told", "bands", "kin", "unsettled", "untold")
) + "".join(f"DROP TRIGGER IF EXISTS {name};" for name in ("article_added", "article_changed", "article_gone"))

_A_KEY = 50
"""Of the wordings in one band, so many are looked at: of a form letter, thousands may be."""
_ROWS = 4_096


class OriginTables:
    """Works on a catalog's connection; changes go inside the catalog's `writing()`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Make the tables where they are missing or of another version."""
        self._db = connection
        row = connection.execute("SELECT value FROM meta WHERE key = 'origins'").fetchone()
        if row is None or row[0] != str(ORIGINS_VERSION):
            noted = f"INSERT OR REPLACE INTO meta VALUES ('origins', '{ORIGINS_VERSION}');"
            connection.executescript(f"BEGIN IMMEDIATE; {_DROP} {_TABLES} {noted} COMMIT;")

    # What is to be done

    def unsettled(self, limit: int) -> list[int]:
        """Articles whose wording is not known, oldest first."""
        return [r[0] for r in self._db.execute("SELECT article FROM unsettled ORDER BY article LIMIT ?", (limit,))]

    def count_unsettled(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM unsettled").fetchone()[0])

    def untold(self) -> list[int]:
        """Wordings of which some article was changed or is gone."""
        return [r[0] for r in self._db.execute("SELECT wording FROM untold ORDER BY wording")]

    # What is there

    def text(self, article: int) -> tuple[str, int]:
        """An article's text, and where its body begins."""
        row = self._db.execute("SELECT text, body FROM articles WHERE id = ?", (article,)).fetchone()
        return str(row[0]), int(row[1])

    def path(self, article: int) -> str:
        return str(self._db.execute("SELECT path FROM articles WHERE id = ?", (article,)).fetchone()[0])

    def passages(self, article: int) -> tuple[list[tuple[int, int, str]], Vectors]:
        """The sentences of an article, as start, end and kind, and the vectors of its passages."""
        rows = self._db.execute("SELECT sentences, vector FROM passages WHERE article = ? ORDER BY id", (article,))
        sentences: dict[tuple[int, int, str], None] = {}
        vectors = []
        for dumped, blob in rows:
            sentences.update(dict.fromkeys((start, end, kind) for start, end, kind, _ in json.loads(dumped)))
            vectors.append(np.frombuffer(blob, dtype=np.float32))
        return list(sentences), np.stack(vectors)

    def wording(self, number: int) -> Wording | None:
        row = self._db.execute(
            "SELECT words, size, signature, anchors, vector, (SELECT min(article) FROM told WHERE wording = w.id) "
            "FROM wordings w WHERE id = ?",
            (number,),
        ).fetchone()
        if row is None or row[5] is None:
            return None
        signature, anchors = (np.frombuffer(blob, dtype=np.uint32) for blob in row[2:4])
        vector = np.frombuffer(row[4], dtype=np.float16).astype(np.float32)
        return Wording(row[0], row[1], signature, anchors, vector, row[5])

    def number_of(self, words: str) -> int | None:
        row = self._db.execute("SELECT id FROM wordings WHERE words = ?", (words,)).fetchone()
        return int(row[0]) if row else None

    def sharing_a_band(self, signature: npt.NDArray[np.uint32], limit: int) -> list[int]:
        """The wordings that share most bands with this signature, at most so many."""
        shared: dict[int, int] = {}
        for key in band_keys(signature):
            for (number,) in self._db.execute("SELECT wording FROM bands WHERE key = ? LIMIT ?", (key, _A_KEY)):
                shared[number] = shared.get(number, 0) + 1
        return sorted(shared, key=lambda number: (-shared[number], number))[:limit]

    def vectors(self) -> Iterator[tuple[npt.NDArray[np.int64], Vectors]]:
        """The ids and the mean vectors of all wordings, some thousands at a time."""
        cursor = self._db.execute("SELECT id, vector FROM wordings ORDER BY id")
        while rows := cursor.fetchmany(_ROWS):
            packed = np.frombuffer(b"".join(r[1] for r in rows), dtype=np.float16).reshape(len(rows), -1)
            yield np.array([r[0] for r in rows], dtype=np.int64), packed.astype(np.float32)

    def kin_of(self, number: int) -> dict[int, float]:
        rows = self._db.execute(
            "SELECT other, kinship FROM kin WHERE one = ?1 UNION ALL SELECT one, kinship FROM kin WHERE other = ?1",
            (number,),
        )
        return dict(rows.fetchall())

    # Changes

    def put_wording(self, wording: Wording) -> int:
        """Add a wording that is not there yet."""
        if len(wording.signature) != PERMUTATIONS:
            raise ValueError(f"{len(wording.signature)} hashes, not {PERMUTATIONS}")
        number = self._db.execute(
            "INSERT INTO wordings (words, size, signature, anchors, vector) VALUES (?,?,?,?,?)",
            (wording.words, wording.size, wording.signature.tobytes(), wording.anchors.tobytes(),
             wording.vector.astype(np.float16).tobytes()),
        ).lastrowid  # fmt: skip
        assert number is not None
        if wording.size:
            keys = [(key, number) for key in band_keys(wording.signature)]
            self._db.executemany("INSERT OR IGNORE INTO bands VALUES (?,?)", keys)
        return number

    def settle(self, article: int, wording: int) -> None:
        """Record that an article has this wording."""
        self._db.execute("INSERT OR REPLACE INTO told VALUES (?,?)", (article, wording))
        self._db.execute("DELETE FROM unsettled WHERE article = ?", (article,))

    def put_kin(self, pairs: Iterable[tuple[int, int, float]]) -> None:
        self._db.executemany("INSERT OR REPLACE INTO kin VALUES (?,?,?)", pairs)

    def set_origin(self, wordings: Sequence[int], origin: str) -> None:
        """Give all articles with these wordings one origin."""
        self._db.execute(
            "UPDATE articles SET origin = ?1 WHERE origin != ?1 AND id IN "
            "(SELECT article FROM told WHERE wording IN (SELECT value FROM json_each(?2)))",
            (origin, json.dumps(list(wordings))),
        )

    def forget(self, wordings: Collection[int]) -> set[int]:
        """Drop those of the wordings that no article has, and nothing is untold any more.

        Returns:
            The wordings that were kin to the dropped ones, and are left.
        """
        gone = [n for n in wordings if not self._db.execute("SELECT 1 FROM told WHERE wording = ?", (n,)).fetchone()]
        left: set[int] = set()
        for number in gone:
            left |= set(self.kin_of(number))
            row = self._db.execute("SELECT signature FROM wordings WHERE id = ?", (number,)).fetchone()
            keys = [(key, number) for key in band_keys(np.frombuffer(row[0], dtype=np.uint32))] if row else []
            self._db.executemany("DELETE FROM bands WHERE key = ? AND wording = ?", keys)
            self._db.execute("DELETE FROM kin WHERE one = ?1 OR other = ?1", (number,))
            self._db.execute("DELETE FROM wordings WHERE id = ?", (number,))
        self._db.execute("DELETE FROM untold")
        return left - set(gone)
