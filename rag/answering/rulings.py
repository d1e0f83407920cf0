"""What a judge has said, kept so that the same is not asked twice: a word for a digest, in a file of the user's own."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from rag.private import make_private, make_private_file
from rag.types import Verdict

_KEPT = 20_000
"""The newest: about two megabytes."""
_TABLE = "CREATE TABLE IF NOT EXISTS rulings (number INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, said TEXT NOT NULL)"
_PATIENCE_S = 5
_WORDS = frozenset(verdict.value for verdict in (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.UNSUPPORTED))


class Rulings:
    """The words by their keys, which tell nothing of the texts. Where it cannot be used, all is asked again."""

    def __init__(self, folder: Path, notify: Callable[[str], None], most: int = _KEPT) -> None:
        """
        Args:
            folder: where the file lies, which is made when something is kept.
            notify: told, once, where nothing can be kept.
            most: how many are kept.
        """
        self._file, self._notify, self._most = folder / "rulings.sqlite", notify, most
        self._is_told = False

    def recall(self, key: str) -> Verdict | None:
        """What was said; None where that is not known."""
        if not self._file.is_file():
            return None
        try:
            with closing(self._opened()) as db:
                row = db.execute("SELECT said FROM rulings WHERE key = ?", (key,)).fetchone()
        except (sqlite3.Error, OSError):
            return None  # whatever is wrong is said, or mended, when something is kept
        return Verdict(row[0]) if row and row[0] in _WORDS else None

    def keep(self, key: str, said: Verdict) -> None:
        """Keep what was said, and forget the oldest where there are too many."""
        try:
            make_private(self._file.parent)
            try:
                self._write(key, said)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):  # a full disk, a lock: no damage
                    raise
                self._file.unlink(missing_ok=True)
                self._write(key, said)
        except (sqlite3.Error, OSError) as error:
            if not self._is_told:
                self._is_told = True
                self._notify(f"what the judge says cannot be kept in {self._file}: {str(error).lower()}")

    def _write(self, key: str, said: Verdict) -> None:
        make_private_file(self._file)  # what SQLite puts beside it has the same mode
        with closing(self._opened()) as db, db:
            db.execute(_TABLE)
            db.execute("INSERT OR REPLACE INTO rulings (key, said) VALUES (?, ?)", (key, said.value))
            db.execute("DELETE FROM rulings WHERE number <= (SELECT max(number) FROM rulings) - ?", (self._most,))

    def _opened(self) -> sqlite3.Connection:
        return sqlite3.connect(self._file, timeout=_PATIENCE_S)
