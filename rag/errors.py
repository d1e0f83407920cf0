"""Every error that a user can meet, with its exit code and what to do next.

    AskError                 something went wrong that we can name
    ├── UsageError       2   the command or a setting is wrong
    ├── InterruptError 130   the user stopped it
    ├── ModelError       4   a model cannot be reached, loaded or trusted
    └── CorpusError      5   the corpus cannot be read
        └── LibraryError 5   the library (our index of the corpus) cannot be used

An error says what happened and to which file or setting (`message`) and what to do next (`hint`).
"""

from enum import IntEnum
from pathlib import Path

REBUILD = "build it anew: rag index --rebuild, with the same --corpus"
"""What to do about a library that is damaged: it is derived from the articles."""


class Exit(IntEnum):
    """The exit codes of `ask` and `rag`; a promise to scripts."""

    OK = 0
    CHECK_FAILED = 1
    USAGE = 2
    UNANSWERED = 3
    MODEL = 4
    CORPUS = 5
    INTERRUPTED = 130


class AskError(Exception):
    """The root of the errors that are shown to a user without a traceback."""

    kind = "error"
    code = Exit.CHECK_FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(AskError):
    """The command line, the question or a setting is wrong."""

    kind = "usage"
    code = Exit.USAGE


class ModelError(AskError):
    """An embedding or language model cannot be found, loaded or verified."""

    kind = "model"
    code = Exit.MODEL


class CorpusError(AskError):
    """The folder of articles is missing, empty or unreadable."""

    kind = "corpus"
    code = Exit.CORPUS


class LibraryError(CorpusError):
    """The library cannot be opened, locked or written."""

    kind = "library"


class InterruptError(AskError):
    """The user stopped it."""

    kind = "interrupted"
    code = Exit.INTERRUPTED


def shown(value: object, most: int = 40) -> str:
    """The beginning of a value out of a stranger's file, as a message may name it."""
    try:
        return repr(value)[:most]
    except (ValueError, RecursionError):  # a number of too many digits, a table within thousands of others
        return "too much to show"


def not_writable(folder: Path, error: OSError) -> LibraryError:
    """The error of a cache folder that cannot be used."""
    why = (error.strerror or str(error)).lower()
    return LibraryError(f"the cache folder {folder} cannot be used: {why}", "set RAG_CACHE to a folder of your own")
