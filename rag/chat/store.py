"""Keeps conversations in private files: one a session, written after every turn, read again with `--resume`."""

import json
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rag.chat.plain import from_plain, to_plain
from rag.chat.turn import Turn
from rag.errors import UsageError, not_writable
from rag.private import make_private

VERSION = 1
_KEPT = 20
"""So many sessions of a corpus are kept."""
_NOT_KEPT = frozenset({"explanation"})
"""How an answer came about is found again when it is asked for."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a file of a session held; `bounds` are the articles chosen, as they were typed."""

    turns: tuple[Turn, ...]
    bounds: dict[str, str]


class SessionStore:
    """The sessions of one corpus, by the name of its library."""

    def __init__(self, folder: Path, library: str) -> None:
        self._folder = folder
        self._library = library
        self.file = folder / f"{library}.{datetime.now():%Y%m%d-%H%M%S-%f}.json"

    def save(self, turns: Sequence[Turn], bounds: dict[str, str]) -> None:
        """Write the session, as a whole or not at all. Only its owner may read it.

        Raises:
            LibraryError: the folder cannot be written.
        """
        table = {"version": VERSION, "bounds": bounds, "turns": [to_plain(turn, _NOT_KEPT) for turn in turns]}
        try:
            make_private(self._folder)
            write_privately(self.file, json.dumps(table, indent=1))
            self._forget_old()
        except OSError as error:
            raise not_writable(self._folder, error) from error

    def resume(self) -> Kept:
        """The newest session of this corpus, which is then gone on with.

        Raises:
            UsageError: there is none, or it is damaged; a damaged one is kept beside the others, under another name.
        """
        sessions = self._sessions()
        if not sessions:
            raise UsageError("there is no conversation with these articles to resume", "rag chat begins one")
        newest = sessions[-1]
        try:
            table = json.loads(newest.read_text("utf-8"))
            if not isinstance(table, dict) or table.get("version") != VERSION:
                raise ValueError("it was written by another version")
            kept = Kept(from_plain(tuple[Turn, ...], table["turns"]), from_plain(dict[str, str], table["bounds"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            aside = newest.with_suffix(".damaged")
            with suppress(OSError):
                newest.rename(aside)
            raise UsageError(
                f"the conversation in {newest} is damaged: {str(error)[:80]}",
                f"it is kept as {aside.name}; --resume now takes the one before",
            ) from error
        self.file = newest
        return kept

    def _sessions(self) -> list[Path]:
        """The files of this corpus' sessions, oldest first."""
        name = re.compile(rf"{re.escape(self._library)}\.\d{{8}}-\d{{6}}-\d{{6}}\.json")
        try:
            return sorted(file for file in self._folder.iterdir() if name.fullmatch(file.name))
        except OSError:
            return []

    def _forget_old(self) -> None:
        for file in self._sessions()[:-_KEPT]:
            if file != self.file:
                file.unlink(missing_ok=True)


def write_privately(file: Path, text: str) -> None:
    """Put a file with this text in place, at once; only its owner may read it."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
