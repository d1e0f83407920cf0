"""The table of files: every file of the corpus as it was last seen, and what was wrong with it."""

import json
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from rag.reading.files import FileEntry
from rag.types import Problem

FileState = tuple[FileEntry, int, str, int | None]
"""A file as last seen, when that was (ns), its digest, and its article if it has one."""


class FileTable:
    """The files of one catalog; changes are made inside its `writing()`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def states(self) -> dict[str, FileState]:
        rows = self._db.execute("SELECT path, file, size, mtime_ns, inode, seen_ns, digest, article FROM files")
        return {r[0]: (FileEntry(r[0], Path(os.fsdecode(r[1])), r[2], r[3], r[4]), r[5], r[6], r[7]) for r in rows}

    def problems(self) -> list[Problem]:
        """What was wrong with files when they were last read, in path order."""
        rows = self._db.execute("SELECT path, notes FROM files WHERE notes != '[]' ORDER BY path")
        return [Problem(path, message, skipped) for path, notes in rows for message, skipped in json.loads(notes)]

    def put(
        self,
        entry: FileEntry,
        digest: str,
        article: int | None,
        problems: Sequence[Problem],
        seen_ns: int,
    ) -> None:
        """Record a file as it was seen; it may have changed from `seen_ns` on."""
        notes = json.dumps([[p.message, p.skipped] for p in problems])
        self._db.execute(
            "INSERT OR REPLACE INTO files VALUES (?,?,?,?,?,?,?,?,?)",
            (entry.path, os.fsencode(entry.file), entry.size, entry.mtime_ns, entry.inode, seen_ns,
             digest, article, notes),
        )  # fmt: skip

    def touch(self, entry: FileEntry, seen_ns: int) -> None:
        """Record that a file was looked at and holds what it held."""
        self._db.execute(
            "UPDATE files SET file=?, size=?, mtime_ns=?, inode=?, seen_ns=? WHERE path=?",
            (os.fsencode(entry.file), entry.size, entry.mtime_ns, entry.inode, seen_ns, entry.path),
        )
        self._db.execute("UPDATE articles SET file=? WHERE path=?", (os.fsencode(entry.file), entry.path))

    def drop(self, path: str) -> None:
        self._db.execute("DELETE FROM files WHERE path = ?", (path,))
