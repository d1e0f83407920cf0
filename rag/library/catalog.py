"""The catalog: the record of a corpus, in SQLite. Vectors and everything else are derived from it."""

import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rag.errors import REBUILD, LibraryError, not_writable
from rag.library.content_sum import EMPTY, KEY, fingerprint, moved
from rag.library.digests import text_digest, words_digest
from rag.library.file_table import FileTable
from rag.library.origin_tables import OriginTables
from rag.library.schema import (
    ARTICLE_COLUMNS,
    PASSAGES_PER_ARTICLE,
    bring_up_to_date,
    dump_sentences,
    to_article,
    to_passage,
)
from rag.library.selection import publishers, select, undated
from rag.library.sqlite_file import missing_bytes
from rag.private import make_private_file
from rag.reading.files import FileEntry
from rag.types import Article, Passage, Scope, StoredArticle, StoredPassage

Vectors = npt.NDArray[np.float32]

_BAD_VALUE = (sqlite3.DataError, sqlite3.InterfaceError, sqlite3.ProgrammingError)
"""SQLite's errors that are not about the file or the disk."""


class Catalog:
    """One SQLite file. Reads are safe from any process; writes only under the library's lock."""

    def __init__(self, file: Path) -> None:
        """Open the catalog, or make an empty one.

        Raises:
            LibraryError: the file is damaged or of another version.
        """
        self._file = file
        try:
            make_private_file(file)  # what SQLite puts beside it has the same mode
            if lacks := missing_bytes(file):
                raise LibraryError(f"the catalog {file} cannot be opened: it is cut short by {lacks:,} bytes", REBUILD)
            self._db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            if not bring_up_to_date(self._db):
                raise LibraryError(f"the catalog {file} is of another version of ask", REBUILD)
            self.files = FileTable(self._db)
            self.origins = OriginTables(self._db)
        except sqlite3.Error as error:
            raise LibraryError(f"the catalog {file} cannot be opened: {error}", REBUILD) from error
        except OSError as error:
            raise not_writable(file.parent, error) from error

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it happens, or none.

        Raises:
            LibraryError: the catalog cannot be written. A value that no catalog can hold raises what it raises.
        """
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
        except _BAD_VALUE:
            raise
        except sqlite3.Error as error:
            raise LibraryError(
                f"the catalog {self._file} cannot be written: {error}",
                f"make sure that the disk has room and may be written to; if that is not it, {REBUILD}",
            ) from error

    # What stands in it

    def meta(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def fault(self) -> str | None:
        """What is wrong with the catalog itself; None when nothing is."""
        try:
            found = str(self._db.execute("PRAGMA quick_check(1)").fetchone()[0])
            if found != "ok":
                return found
            indexed = int(self._db.execute("SELECT count(*) FROM fulltext").fetchone()[0])
            passages = self.count("passages")
        except sqlite3.Error as error:
            return str(error)
        return None if indexed == passages else f"{passages:,} passages, and {indexed:,} in the full text"

    def set_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def fingerprint(self) -> str:
        """Of the settings and all articles; it changes in the transaction that changes one of them."""
        rows = self._db.execute("SELECT key, value FROM meta WHERE key IN ('settings', ?)", (KEY,))  # at one time
        found = dict(rows.fetchall())
        return fingerprint(found.get("settings", ""), found.get(KEY, EMPTY))

    def count(self, table: str) -> int:
        if table not in {"articles", "passages", "outbox", "files"}:
            raise ValueError(table)
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def articles(self) -> list[StoredArticle]:
        return [to_article(r) for r in self._db.execute(f"SELECT {ARTICLE_COLUMNS} FROM articles a ORDER BY path")]

    def passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]:
        """The passages of these ids; ids that are gone are left out."""
        marks = ",".join("?" * len(ids))
        rows = self._db.execute(f'SELECT id, article, start, "end", sentences FROM passages WHERE id IN ({marks})', ids)
        found = rows.fetchall()
        wanted = sorted({r[1] for r in found})
        marks = ",".join("?" * len(wanted))
        listed = self._db.execute(f"SELECT {ARTICLE_COLUMNS} FROM articles a WHERE a.id IN ({marks})", wanted)
        articles = {article.id: article for article in map(to_article, listed)}
        return {r[0]: to_passage(articles[r[1]], r[0], r[2], r[3], r[4]) for r in found}

    def articles_of(self, ids: Sequence[int]) -> dict[int, tuple[int, date | None]]:
        """For each passage its article and the day of its publication."""
        rows = self._db.execute(
            "SELECT p.id, a.id, a.published FROM passages p JOIN articles a ON a.id = p.article "
            "WHERE p.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {r[0]: (r[1], date.fromisoformat(r[2]) if r[2] else None) for r in rows}

    def vectors(self, ids: Sequence[int]) -> dict[int, Vectors]:
        """The vectors of these passages, each of shape (dimension,)."""
        found: dict[int, Vectors] = {}
        for at in range(0, len(ids), 500):
            part = list(ids[at : at + 500])
            marks = ",".join("?" * len(part))
            for number, blob in self._db.execute(f"SELECT id, vector FROM passages WHERE id IN ({marks})", part):
                found[number] = np.frombuffer(blob, dtype=np.float32)
        return found

    def article_ids(self) -> frozenset[int]:
        return frozenset(r[0] for r in self._db.execute("SELECT id FROM articles"))

    def passage_ids(self) -> list[int]:
        return [r[0] for r in self._db.execute("SELECT id FROM passages ORDER BY id")]

    def select(self, scope: Scope) -> frozenset[int] | None:
        """The articles that `scope` lets through; None where that is every one."""
        return None if scope.is_everything else select(self._db, scope)

    def publishers(self) -> list[str]:
        """Every publisher, and every publication whose reporting is retold, in order."""
        return publishers(self._db)

    def undated(self) -> int:
        """How many articles have no known day."""
        return undated(self._db)

    def passage_ids_of(self, articles: Collection[int]) -> list[int]:
        rows = self._db.execute(
            "SELECT id FROM passages WHERE article IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(sorted(articles)),),
        )
        return [r[0] for r in rows]

    def known_vectors(self, digests: Iterable[bytes]) -> dict[bytes, Vectors]:
        """Vectors of texts that were embedded before, by the digest of the text."""
        found = {}
        for digest in digests:
            row = self._db.execute("SELECT vector FROM passages WHERE text_digest = ? LIMIT 1", (digest,)).fetchone()
            if row:
                found[digest] = np.frombuffer(row[0], dtype=np.float32)
        return found

    # Full text

    def search(
        self, expression: str, limit: int, title_weight: float, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Passages that match an FTS5 expression, best first, with BM25 scores of which more is better.

        Args:
            allowed: the only articles whose passages may be found; all by default.
        """
        only = "" if allowed is None else f"AND rowid / {PASSAGES_PER_ARTICLE} IN (SELECT value FROM json_each(?)) "
        values = [title_weight, expression, *([] if allowed is None else [json.dumps(sorted(allowed))]), limit]
        rows = self._db.execute(
            "SELECT rowid, -bm25(fulltext, ?, 1.0) AS score FROM fulltext WHERE fulltext MATCH ? "
            f"{only}ORDER BY score DESC, rowid LIMIT ?",
            values,
        )
        return [(int(r[0]), float(r[1])) for r in rows]

    def search_articles(
        self, column: str, expression: str, limit: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Articles whose `lead` or whole `body` matches an FTS5 expression, best first, with BM25 scores.

        Args:
            allowed: the only articles that may be found; all by default.
        """
        # With a bare rowid, SQLite would put the whole expression to each allowed article by itself.
        only = "" if allowed is None else "AND +rowid IN (SELECT value FROM json_each(?)) "
        within = f"{{{column}}} : ({expression})"
        rows = self._db.execute(
            "SELECT rowid, -bm25(whole_articles) AS score FROM whole_articles "
            f"WHERE whole_articles MATCH ? {only}ORDER BY score DESC, rowid LIMIT ?",
            [within, *([] if allowed is None else [json.dumps(sorted(allowed))]), limit],
        )
        return [(int(r[0]), float(r[1])) for r in rows]

    def document_frequency(self, expression: str) -> int:
        """In how many passages an FTS5 expression matches."""
        row = self._db.execute("SELECT count(*) FROM fulltext WHERE fulltext MATCH ?", (expression,)).fetchone()
        return int(row[0])

    # Changes; each inside `writing()`

    def put_article(
        self, entry: FileEntry, digest: str, article: Article, passages: Sequence[Passage], vectors: Vectors
    ) -> int:
        """Add an article or put a new version in its place; `vectors` has a row for each passage."""
        was = self._drop_content(entry.path)
        m = article.metadata
        values = (
            os.fsencode(entry.file), digest, words_digest(article.text[article.body :]), article.text, article.body,
            m.title, m.publisher, m.reported_by, json.dumps(list(m.authors)),
            m.published.isoformat() if m.published else None, m.url,
        )  # fmt: skip
        self._set_sum(gone=was and was[1:], come=(entry.path, digest))
        number = int(
            self._db.execute(
                "INSERT INTO articles (path, file, digest, origin, text, body, title, publisher, reported_by, authors, "
                "published, url) VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (path) DO UPDATE SET "
                "file=excluded.file, digest=excluded.digest, origin=excluded.origin, text=excluded.text, "
                "body=excluded.body, title=excluded.title, publisher=excluded.publisher, "
                "reported_by=excluded.reported_by, authors=excluded.authors, published=excluded.published, "
                "url=excluded.url RETURNING id",
                (entry.path, *values),
            ).fetchone()[0]
        )
        self._db.execute(
            "INSERT INTO whole_articles (rowid, lead, body) VALUES (?,?,?)",
            (number, f"{m.title or ''} {passages[0].text if passages else ''}", article.text[article.body :]),
        )
        for index, (passage, vector) in enumerate(zip(passages, vectors, strict=True)):
            key = number * PASSAGES_PER_ARTICLE + index
            self._db.execute(
                "INSERT INTO passages VALUES (?,?,?,?,?,?,?)",
                (key, number, passage.start, passage.end, dump_sentences(passage), text_digest(passage.text),
                 np.asarray(vector, dtype=np.float32).tobytes()),
            )  # fmt: skip
            self._db.execute(
                "INSERT INTO fulltext (rowid, title, body) VALUES (?,?,?)", (key, m.title or "", passage.text)
            )
            self._db.execute("INSERT OR IGNORE INTO outbox VALUES (?)", (key,))
        return number

    def drop_article(self, path: str) -> None:
        was = self._drop_content(path)
        if was:
            self._set_sum(gone=was[1:])
            self._db.execute("DELETE FROM articles WHERE id = ?", (was[0],))

    def outbox(self) -> list[int]:
        """Passages that were added, changed or removed since Chroma was last told."""
        return [r[0] for r in self._db.execute("SELECT passage FROM outbox ORDER BY passage")]

    def clear_outbox(self, ids: Sequence[int]) -> None:
        self._db.executemany("DELETE FROM outbox WHERE passage = ?", [(i,) for i in ids])

    def _set_sum(self, *, gone: tuple[str, str] | None = None, come: tuple[str, str] | None = None) -> None:
        self.set_meta(KEY, moved(self.meta(KEY) or EMPTY, gone=gone, come=come))

    def _drop_content(self, path: str) -> tuple[int, str, str] | None:
        """Drop what was read of a file; returns the article that is left of it: its number, path and digest."""
        row = self._db.execute("SELECT id, path, digest FROM articles WHERE path = ?", (path,)).fetchone()
        if row is None:
            return None
        article = int(row[0])
        ids = [r[0] for r in self._db.execute("SELECT id FROM passages WHERE article = ?", (article,))]
        rows = [(i,) for i in ids]
        self._db.executemany("INSERT OR IGNORE INTO outbox VALUES (?)", rows)
        self._db.executemany("DELETE FROM fulltext WHERE rowid = ?", rows)
        self._db.executemany("DELETE FROM passages WHERE id = ?", rows)
        self._db.execute("DELETE FROM whole_articles WHERE rowid = ?", (article,))
        return article, str(row[1]), str(row[2])
